"""Readers look around in a bot that is a process of its own, over HTTP on loopback."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.popularity import LEAST_PEOPLE
from tests.matching.builders import shipped_knowledge
from tests.support.bot_api import BotApi, Call
from tests.support.few_claims import few_claims
from tests.support.process import PATIENCE_S, BotByWords, answer_to, answers_to, ask, start
from tests.support.updates import callback_query, user

KNOWLEDGE = shipped_knowledge()
CLAIM_ID = "nato-biolabs"
CLAIM = KNOWLEDGE.claims[CLAIM_ID].claim["en"]
VERDICT = CLAIM.removesuffix(".")
OPERATOR = "Example Fact Check, Riga"
SOURCE_URL = "https://code.example/our-bot"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApi]:
    """One bot for all tests that leave it running."""
    with (
        BotApi() as api,
        start(api, tmp_path_factory.mktemp("bot"), OPERATOR=OPERATOR, SOURCE_URL=SOURCE_URL),
    ):
        api.wait_for_poll(PATIENCE_S)
        yield api


@pytest.fixture
def api(world: BotApi) -> BotApi:
    world.calls.clear()
    return world


def keyboard(call: Call) -> list[dict[str, Any]]:
    return [one for row in call.parameters["reply_markup"]["inline_keyboard"] for one in row]


def press(api: BotApi, call: Call, words: str) -> Call:
    """Press the first button whose label holds *words*; return what takes the message's place."""
    data = next(one["callback_data"] for one in keyboard(call) if words in one["text"])
    edits = len([one for one in api.calls if one.method == "editMessageText"])
    api.send(callback_query(data, list(api.messages.values())[-1]))
    return api.wait_for("editMessageText", edits + 1, PATIENCE_S)[-1]


def sent(api: BotApi, text: str, **envelope: Any) -> Call:
    """Send *text*; return the call that answers it."""
    answer_to(api, ask(api, text, **envelope))
    return [call for call in api.calls if call.method == "sendMessage"][-1]


def test_a_reader_leafs_from_topics_to_a_card_its_details_and_back(api: BotApi) -> None:
    topics = sent(api, "/topics")
    assert topics.parameters["text"].startswith("<b>Topics</b>")
    topic = press(api, topics, "Members and solidarity")
    second = press(api, topic, "›")
    card = press(api, second, "1")
    first = second.parameters["text"].split("\n\n")[1]
    assert first == f"1. {card.parameters['text'].splitlines()[0]}"
    details = press(api, card, "Details")
    assert "<b>What the sources say</b>" in details.parameters["text"]
    again = press(api, details, "Back to the verdict")
    assert again.parameters == card.parameters
    back = press(api, again, "☰ 2 / ")
    assert back.parameters == second.parameters
    assert len([call for call in api.calls if call.method == "sendMessage"]) == 1
    assert api.violations == []


def test_a_search_finds_in_any_language(api: BotApi) -> None:
    for words, language in (("biolabs", "en"), ("біолабораторії", "uk"), ("Biolabore", "de")):
        call = sent(api, f"/search {words}", user=user(language_code=language))
        assert f"c:{language}:{CLAIM_ID}" in [one["callback_data"] for one in keyboard(call)]
    assert "/search Article 5" in sent(api, "/search").parameters["text"]
    assert sent(api, "/search pizza").parameters["text"].startswith("I have no checked claim")
    assert api.violations == []


def test_what_enough_people_ask_about_is_counted(api: BotApi) -> None:
    people = [user(2_000 + number) for number in range(LEAST_PEOPLE)]
    answers_to(api, [ask(api, CLAIM, user=one) for one in people])
    # A count may be a minute old, so nobody has asked for one before.
    trending = sent(api, "/trending", user=people[0]).parameters["text"]
    assert f"“{VERDICT}” ({LEAST_PEOPLE} people)" in trending
    assert api.violations == []


def test_any_claim_is_shown_and_any_other(api: BotApi) -> None:
    drawn = sent(api, "/random")
    press(api, drawn, "Another one")
    assert api.violations == []


def test_the_bot_says_how_it_works_and_who_runs_it(api: BotApi) -> None:
    text = sent(api, "/about").parameters["text"]
    assert f"a list of {len(KNOWLEDGE.published)} claims" in text
    assert OPERATOR in text
    assert f'<a href="{SOURCE_URL}">' in text
    assert api.violations == []


def test_a_link_opens_its_card_in_the_language_of_the_reader(api: BotApi) -> None:
    text = sent(api, f"/start c_{CLAIM_ID}", user=user(language_code="uk")).parameters["text"]
    assert KNOWLEDGE.claims[CLAIM_ID].claim["uk"].removesuffix(".") in text
    gone = sent(api, "/start c_there-never-was-such-a-claim").parameters["text"]
    assert gone.startswith("This link leads to no claim that I know.")
    assert api.violations == []


def test_a_chosen_language_outlives_the_bot(tmp_path: Path) -> None:
    known = {"KNOWLEDGE_DIR": str(few_claims(tmp_path, CLAIM_ID))}
    with BotApi() as api:
        with start(api, tmp_path, BotByWords, **known) as first:
            chosen = press(api, sent(api, "/language"), "Deutsch")
            assert "✓ Deutsch" in [one["text"] for one in keyboard(chosen)]
            first.stop(signal.SIGTERM)
        with start(api, tmp_path, BotByWords, **known):
            assert "Hallo" in sent(api, "/start").parameters["text"]
        assert api.violations == []
