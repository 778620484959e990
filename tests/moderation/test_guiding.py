"""The guided way: whatever somebody answers, the draft stays a file that can be read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.edit import values_of
from bot.moderation.drafts import Draft
from bot.moderation.guiding import (
    Answered,
    Flaw,
    Step,
    after_skipping,
    answer,
    beginning,
    can_be_skipped,
    chosen_topics,
    proposed_id,
    proposed_publishers,
)
from bot.moderation.publishing import is_id
from bot.moderation.roles import Moderator
from tests.replies.builders import make_claim

OLA = Moderator(1, "Ola")
EMPTY = Draft(1, "", beginning({}, "2026-11-22"), "", OLA, OLA, step=Step.SENTENCE)


def told(draft: Draft, *answers: str) -> Draft:
    for words in answers:
        answered = answer(draft, words)
        assert isinstance(answered, Answered), (draft.step, answered)
        draft = replace(draft, text=answered.text, claim_id=answered.claim_id, step=answered.step)
    return draft


@given(st.sampled_from(Step), st.text())
def test_any_answer_is_taken_whole_or_not_at_all(step: Step, words: str) -> None:
    draft = replace(EMPTY, step=step)
    answered = answer(draft, words)
    assert answered is not Flaw.UNFIT
    if isinstance(answered, Answered):
        assert isinstance(values_of(answered.text), dict)


def test_wordings_of_the_queue_stand_in_the_file_from_the_start() -> None:
    begun = beginning({"uk": ["Чи правда?"]}, "2026-11-22")
    assert values_of(begun)["phrasings"] == {"uk": ["Чи правда?"]}
    more = told(replace(EMPTY, text=begun, step=Step.PHRASINGS), "uk: Чи правда?\nIs it so?")
    assert values_of(more.text)["phrasings"] == {"uk": ["Чи правда?"], "en": ["Is it so?"]}
    assert more.step == ""


def test_topics_are_chosen_and_taken_back() -> None:
    draft = told(replace(EMPTY, step=Step.TOPICS), "bases", "budget", "bases")
    assert (chosen_topics(draft), draft.step) == (("budget",), Step.TOPICS)
    assert chosen_topics(told(draft, "budget")) == ()


@pytest.mark.parametrize(
    ("sentence", "id_"),
    [
        ("NATO stores biscuits in every lighthouse.", "nato-stores-biscuits-every-lighthouse"),
        ("Ukraïne is the “51st” state", "ukraine-51st-state"),
        ("НАТО", ""),
        ("x" * 80, ""),
    ],
)
def test_an_id_is_proposed_where_one_can_be(sentence: str, id_: str) -> None:
    proposed = proposed_id(told(EMPTY, sentence))
    assert proposed == id_
    assert not proposed or is_id(proposed)


def test_publishers_of_the_same_site_are_proposed() -> None:
    claim = make_claim()
    source = claim.sources[0]
    draft = told(replace(EMPTY, step=Step.ADDRESS), f"{source.url}?another=page")
    assert proposed_publishers(draft, [claim]) == (source.publisher,)
    assert proposed_publishers(EMPTY, [claim]) == ()


@pytest.mark.parametrize(
    ("step", "words", "flaw"),
    [
        (Step.SENTENCE, " \n", Flaw.EMPTY),
        (Step.SENTENCE, "x" * 2_001, Flaw.LONG),
        (Step.SENTENCE, "\x1b\x00", Flaw.EMPTY),
        (Step.ID, "No id!", Flaw.NO_ID),
        (Step.RATING, "half-true", Flaw.NO_RATING),
        (Step.ADDRESS, "nato.int", Flaw.NO_ADDRESS),
        ("", "Hello", Flaw.NOTHING_ASKED),
    ],
)
def test_answers_that_cannot_be_taken(step: str, words: str, flaw: Flaw) -> None:
    assert answer(replace(EMPTY, step=step), words) is flaw


def test_a_date_is_a_day_a_month_or_a_year() -> None:
    source = told(replace(EMPTY, step=Step.ADDRESS), "https://a.example/b", "NATO", "Who")
    assert answer(source, "yesterday") is Flaw.NO_DATE
    assert told(source, "2024-11").step == Step.ADDRESS


@pytest.mark.parametrize("step", Step)
def test_what_needs_an_answer_is_not_skipped(step: Step) -> None:
    assert (after_skipping(step) != step) is can_be_skipped(step)
