"""The stations together, over small bases whose outcomes are plain."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.claims.model import Rating, Status
from bot.matching.decide import Policy
from bot.matching.matcher import MOST_CHARACTERS, Matcher
from bot.matching.model import (
    Audience,
    Candidate,
    Match,
    NoMatch,
    Part,
    PartKind,
    Query,
    Segment,
    Silence,
)
from tests.matching.builders import (
    MOON,
    SEA,
    FakeEncoder,
    about,
    answers,
    ask,
    choices,
    fake_full_matcher,
    make_matcher,
    with_policies,
)
from tests.support.claims import make_claim

MATCHER = make_matcher()


def test_a_wording_is_answered_with_its_claim_and_its_place() -> None:
    decision = ask(MATCHER, "Seen today: a post.\nDoes NATO paint the moon GREEN?\nWell.")
    assert isinstance(decision, Match)
    assert decision.answers == (
        Candidate(
            claim_id=MOON.id,
            rating=Rating.FALSE,
            score=1.0,
            segment=Segment(0, 20, 51),
            phrasing="Does NATO paint the moon green?",
            phrasing_language="en",
            features={"same_text": 1.0},
        ),
    )


def test_two_claims_in_one_post_are_both_answered() -> None:
    post = f"{MOON.claim['en']} And that is not all of it. {SEA.claim['en']}"
    assert set(answers(ask(MATCHER, post))) == {MOON.id, SEA.id}


def test_claims_in_two_parts_are_both_answered() -> None:
    query = Query((Part(MOON.claim["en"]), Part(SEA.claim["en"], PartKind.QUOTE)))
    decision = MATCHER.match(query)
    assert isinstance(decision, Match)
    assert [(one.claim_id, one.segment) for one in decision.answers] == [
        (MOON.id, Segment(0, 0, 32)),
        (SEA.id, Segment(1, 0, 36)),
    ]


@pytest.mark.parametrize(
    "link", ["https://t.me/s/moonwatch/7", "t.me/MoonWatch/7?single", "telegram.me/moonwatch/7/"]
)
def test_the_address_of_an_appearance_is_enough(link: str) -> None:
    decision = ask(MATCHER, link)
    assert isinstance(decision, Match)
    assert decision.answers == (
        Candidate(
            claim_id=MOON.id,
            rating=Rating.FALSE,
            score=1.0,
            segment=None,
            phrasing="",
            phrasing_language="",
            features={"same_address": 1.0},
        ),
    )


def test_an_address_beside_the_text_is_enough() -> None:
    assert answers(ask(MATCHER, "look at this", "https://example.org/sea?utm_source=x")) == [SEA.id]


def test_an_address_and_a_text_are_both_answered() -> None:
    assert answers(ask(MATCHER, f"{MOON.claim['en']} https://example.org/sea")) == [SEA.id, MOON.id]


def test_an_address_that_nobody_knows_gets_no_verdict() -> None:
    assert ask(MATCHER, "https://example.org/else") == NoMatch(Silence.UNKNOWN)
    assert ask(MATCHER, "", "https://example.org/else") == NoMatch(Silence.UNKNOWN)


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "😀🔥", "...?!", "\u200b\u200d", "@someone", "\ud800"]
)
def test_a_message_without_words_is_empty(text: str) -> None:
    assert ask(MATCHER, text) == NoMatch(Silence.EMPTY)


def test_a_query_without_parts_is_empty() -> None:
    assert MATCHER.match(Query(())) == NoMatch(Silence.EMPTY)


@pytest.mark.parametrize("text", ["nato", "NATO!!!", "hello", "what is it about?", "НАТО и мы"])
def test_too_few_words_are_too_short(text: str) -> None:
    assert ask(MATCHER, text) == NoMatch(Silence.TOO_SHORT)


def test_a_short_wording_of_a_claim_is_no_short_message() -> None:
    matcher = make_matcher(MOON, make_claim("nato-is-a-sect", "NATO, a sect"))
    assert answers(ask(matcher, "NATO: a sect!")) == ["nato-is-a-sect"]


@pytest.mark.parametrize(
    "text",
    ["Good morning dear friends, lovely day", "Where can I buy cheap concert tickets tonight?"],
)
def test_a_short_message_about_something_else_is_small_talk(text: str) -> None:
    assert ask(MATCHER, text) == NoMatch(Silence.SMALL_TALK)


def test_a_longer_message_about_something_else_is_unknown() -> None:
    text = "Mix the flour with seven eggs and sugar, then bake the cake for an hour and let it rest"
    decision = ask(MATCHER, text)
    assert isinstance(decision, NoMatch)
    assert (decision.reason, about(decision)) == (Silence.UNKNOWN, [])


def test_what_we_do_not_know_of_the_alliance_is_unknown() -> None:
    decision = ask(MATCHER, "NATO ministers gather in Riga for breakfast")
    assert isinstance(decision, NoMatch)
    assert decision.reason is Silence.UNKNOWN


def test_what_is_longer_than_four_messages_is_too_long() -> None:
    longest = MOON.claim["en"].ljust(MOST_CHARACTERS)
    assert answers(ask(MATCHER, longest)) == [MOON.id]
    assert ask(MATCHER, f"{longest} ") == NoMatch(Silence.TOO_LONG)


def test_all_parts_together_are_too_long() -> None:
    half = Part("x" * (MOST_CHARACTERS // 2))
    assert MATCHER.match(Query((half, half, Part("y")))) == NoMatch(Silence.TOO_LONG)


def test_a_known_denial_is_about_the_claim() -> None:
    matcher = replace(MATCHER, thresholds=replace(MATCHER.thresholds, about=0.0))
    decision = ask(matcher, "NATO isn't painting the MOON!")
    assert isinstance(decision, NoMatch)
    assert decision.reason is Silence.DEBUNK
    assert MOON.id in about(decision)


def test_a_near_miss_is_never_answered_with_its_claim() -> None:
    for texts in MOON.near_misses.values():
        for near_miss in texts:
            assert MOON.id not in answers(ask(MATCHER, near_miss.text))


def test_who_quotes_a_claim_to_refute_it_is_not_answered() -> None:
    text = f"{MOON.claim['en']} That is a myth, the fact checkers say."
    assert answers(ask(MATCHER, text)) == []


def test_a_draft_is_not_answered() -> None:
    matcher = make_matcher(MOON, SEA.model_copy(update={"status": Status.DRAFT}))
    assert answers(ask(matcher, SEA.claim["en"])) == []
    assert answers(ask(matcher, "https://example.org/sea")) == []


def test_a_base_without_claims_answers_nothing() -> None:
    decision = make_matcher(make_claim(status=Status.DRAFT)).match(Query.of("NATO is at war again"))
    assert decision == NoMatch(Silence.UNKNOWN)


def test_a_group_hears_an_exact_wording() -> None:
    decision = MATCHER.match(Query.of(MOON.claim["en"]), Audience.GROUP)
    assert answers(decision) == [MOON.id]


def test_with_encoders_an_exact_wording_is_answered_and_a_denial_is_not() -> None:
    matcher = fake_full_matcher()
    assert answers(ask(matcher, MOON.claim["en"])) == [MOON.id]
    assert answers(ask(matcher, "@all NATO isn't painting the moon")) == []
    assert ask(matcher, "nato") == NoMatch(Silence.TOO_SHORT)


def test_what_repeats_a_wording_and_nothing_else_is_not_encoded() -> None:
    matcher = fake_full_matcher()
    seen = [
        sense.encoder.seen for sense in matcher.senses if isinstance(sense.encoder, FakeEncoder)
    ]
    before = [len(one) for one in seen]
    assert answers(ask(matcher, MOON.claim["en"])) == [MOON.id]
    assert [len(one) for one in seen] == before


@pytest.mark.parametrize(
    "text",
    [
        "NATO krasit Lunu v zelenyy tsvet",
        "YFNJ rhfcbn Keye d ptk`ysq wdtn",
    ],
    ids=["in Latin letters", "on the wrong keyboard"],
)
def test_a_text_in_the_wrong_letters_finds_its_claim(text: str) -> None:
    wordings = ["НАТО красит Луну в зелёный цвет", "Красит ли НАТО Луну?", "НАТО и зелёная Луна"]
    matcher = make_matcher(make_claim("moon", "NATO paints.", {"ru": wordings}), SEA)
    assert answers(ask(matcher, text)) == ["moon"]


def test_the_audience_chooses_the_policy() -> None:
    matcher = with_policies(
        MATCHER,
        private=Policy(answer=1.0, offer=0.0, margin=0.0),
        group=Policy(answer=1.0, offer=1.0, margin=0.0),
    )
    query = Query.of("NATO sprays colour on the moon at night")
    assert choices(matcher.match(query))[0] == MOON.id
    assert isinstance(matcher.match(query, Audience.GROUP), NoMatch)


@pytest.mark.parametrize("make", [make_matcher, fake_full_matcher])
def test_many_threads_may_share_a_matcher(make: Callable[[], Matcher]) -> None:
    texts = [f"{text} {number}" for number in range(20) for text in (MOON.claim["en"], "NATO mows")]
    alone = [ask(make(), text) for text in texts[:4]]
    shared = make()
    with ThreadPoolExecutor(max_workers=8) as pool:
        together = list(pool.map(lambda text: ask(shared, text), texts * 3))
    assert together[:4] == alone
    assert together[: len(texts)] == together[len(texts) : 2 * len(texts)]
