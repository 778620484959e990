"""The use case after somebody said that an answer did not fit, and before moderators get a text."""

from dataclasses import replace

import pytest

from bot.answering import Answering, query_key, without
from bot.answers import LiveAnswering
from bot.claims.model import Rating
from bot.matching.model import (
    Ambiguous,
    Audience,
    Candidate,
    Decision,
    Match,
    NoMatch,
    Part,
    PartKind,
    Query,
    Silence,
)
from bot.replies.actions import SendToModerators, ShowCard
from bot.replies.render import render_card, render_no_match
from bot.replies.render_flows import render_misfit, render_unseen
from tests.tg.answerings import AT_WAR, AT_WAR_EN, ATTACKED, CATALOG, PROMISE, asking, knowing

DAYS = 30
AT_WAR_QUERY = Query.of(AT_WAR_EN)
EITHER = Query.of("NATO and Russia, war, attacked")
"""Words of two claims, the wording of none."""
MOON = Query.of("NATO has bought the dark side of the moon from somebody.")


def candidate(claim_id: str) -> Candidate:
    return Candidate(claim_id, Rating.FALSE, 0.9, None, "", "en")


A, B = candidate("a"), candidate("b")


def online(answering: Answering) -> Answering:
    """Return *answering* as it is where there are moderators."""
    return replace(answering, kept_days=DAYS)


# Decisions without misfits.


@pytest.mark.parametrize(
    ("decision", "left"),
    [
        (Match((A, B), (A, B)), Match((B,), (B,))),
        (Match((A,), (A, B), (B,)), NoMatch(Silence.UNKNOWN, (B,), (B,))),
        (Ambiguous((A, B), (A, B)), Ambiguous((B,), (B,))),
        (Ambiguous((A,), (A,)), NoMatch(Silence.UNKNOWN)),
        (NoMatch(Silence.DEBUNK, (A, B), (A,)), NoMatch(Silence.DEBUNK, (B,))),
        (NoMatch(Silence.TOO_SHORT), NoMatch(Silence.TOO_SHORT)),
    ],
)
def test_a_decision_is_as_if_a_misfit_were_not_known(decision: Decision, left: Decision) -> None:
    assert without({"a"}, decision) == left
    assert without((), decision) == decision
    assert without({"c"}, left) == left


def test_a_text_has_the_same_key_however_it_is_written() -> None:
    spoken = query_key(AT_WAR_QUERY)
    assert query_key(Query.of(AT_WAR_EN.upper())) == spoken
    assert query_key(Query((Part(AT_WAR_EN, PartKind.CAPTION),), ("https://t.me/a/1",))) == spoken
    assert query_key(MOON) != spoken


def test_pictures_go_by_the_addresses_of_their_posts() -> None:
    keys = {query_key(Query((), (f"https://t.me/news/{number}",))) for number in range(3)}
    assert len(keys | {query_key(Query(()))}) == 4


# Before moderators get a text.


@pytest.mark.parametrize("live", [False, True])
def test_a_text_that_has_an_answer_by_now_gets_it(live: bool) -> None:  # noqa: FBT001
    answering = online(knowing(AT_WAR))
    looking = LiveAnswering(answering) if live else answering
    card = render_card(AT_WAR, "en", CATALOG, text_key=query_key(AT_WAR_QUERY))
    assert looking.look_again(AT_WAR_QUERY, "en") == card
    assert looking.look_again(AT_WAR_QUERY, "en", {AT_WAR.id}) is None


@pytest.mark.parametrize("query", [EITHER, MOON])
def test_without_a_sure_answer_there_is_nothing_to_say(query: Query) -> None:
    assert online(asking(AT_WAR, ATTACKED)).look_again(query, "en") is None


@pytest.mark.parametrize("text", ["Is it true?", "Hi!", "Look at this"])
def test_what_says_nothing_by_itself_is_not_sent(text: str) -> None:
    answering = online(knowing(AT_WAR))
    assert answering.look_again(Query.of(text), "en") == render_unseen("en", CATALOG)


def test_what_may_be_small_talk_and_says_more_is_sent() -> None:
    answering = online(knowing(AT_WAR))
    query = Query.of("They have drunk all the coffee of the village")
    assert answering.matcher.match(query, Audience.PRIVATE) == NoMatch(Silence.SMALL_TALK)
    assert answering.look_again(query, "en") is None


# After an answer that did not fit.


@pytest.mark.parametrize("live", [False, True])
def test_what_else_it_may_be_is_offered(live: bool) -> None:  # noqa: FBT001
    answering = online(asking(AT_WAR, ATTACKED))
    sorry = LiveAnswering(answering) if live else answering
    reply = sorry.apologize(EITHER, AT_WAR.id, "en")
    assert reply == render_misfit(AT_WAR.id, [ATTACKED], DAYS, "en", CATALOG)
    assert [button.action for button in reply.buttons] == [
        ShowCard(ATTACKED.id),
        SendToModerators(AT_WAR.id),
    ]


def test_what_did_not_fit_before_is_not_offered_either() -> None:
    answering = online(asking(AT_WAR, ATTACKED))
    assert answering.apologize(EITHER, AT_WAR.id, "en", {ATTACKED.id}) == render_misfit(
        AT_WAR.id, [], DAYS, "en", CATALOG
    )


def test_a_second_answer_is_only_offered_though_it_is_sure() -> None:
    answering = online(knowing(AT_WAR, PROMISE))
    both = Query.of(f"{AT_WAR_EN} {PROMISE.claim['en']}")
    assert answering.apologize(both, AT_WAR.id, "en") == render_misfit(
        AT_WAR.id, [PROMISE], DAYS, "en", CATALOG
    )


# Where moderators are.


def test_moderators_are_offered_where_there_are_any() -> None:
    answering = knowing(AT_WAR)
    assert answering.answer(MOON) == render_no_match([], "en", CATALOG)
    assert online(answering).answer(MOON) == render_no_match([], "en", CATALOG, DAYS)
