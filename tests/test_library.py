"""The knowledge base for those who leaf through it: buttons, links and searches."""

import pytest

from bot.claims.model import Claim, Status
from bot.library import Library
from bot.matching.index import build_index
from bot.replies.actions import (
    Action,
    ListFound,
    ListTopic,
    ListTopics,
    ListTrending,
    NoneOfThese,
    SendPicture,
    ShowCard,
    ShowDetails,
    ShowExample,
)
from bot.replies.catalog import Catalog
from bot.replies.render import render_card, render_none_of_these
from bot.replies.render_notices import render_gone
from tests.matching.builders import MOON, SEA
from tests.support.claims import make_base, make_claim, make_topic
from tests.support.shown import lines, rows

CATALOG = Catalog.load()
SPACE = make_topic("space", {"en": "Space", "uk": "Космос"})
NOTHING = make_topic("nothing", "Nothing")
ON_MOON = MOON.model_copy(update={"topics": ("space", "never-was"), "related": (SEA.id, "gone")})
GONE = make_claim("gone", status=Status.WITHDRAWN).model_copy(
    update={"status_date": "2026-12-01", "status_reason": "It was wrong."}
)


def holding(*claims: Claim) -> Library:
    base = make_base(*claims, topics=[SPACE, NOTHING])
    return Library(base, build_index(base), CATALOG)


LIBRARY = holding(ON_MOON, SEA, GONE)


def test_a_button_shows_the_card() -> None:
    assert LIBRARY.act(ShowCard(SEA.id), "de") == render_card(SEA, "de", CATALOG)


def test_a_button_shows_the_details_and_the_related_claims_that_are_there() -> None:
    reply = LIBRARY.act(ShowDetails(MOON.id), "en")
    assert "Topics: Space" in lines(reply)
    actions = [action for row in rows(reply) for _, action in row]
    assert actions[:2] == [ShowCard(SEA.id), ShowCard(MOON.id)]


def test_topics_without_claims_are_not_offered() -> None:
    assert rows(LIBRARY.act(ListTopics(), "en")) == [[("Space (1 claim)", ListTopic("space"))]]


def test_topics_are_named_in_the_language_of_the_reader() -> None:
    ((label, _),) = rows(LIBRARY.act(ListTopics(), "uk"))[0]
    assert label.startswith("Космос (1)")


def test_a_topic_shows_its_claims() -> None:
    reply = LIBRARY.act(ListTopic("space"), "en")
    assert rows(reply)[0][0][1] == ShowCard(MOON.id)


@pytest.mark.parametrize("topic_id", ["nothing", "never-was"])
def test_an_unknown_topic_is_said_to_be_gone(topic_id: str) -> None:
    reply = LIBRARY.act(ListTopic(topic_id, 3), "en")
    assert lines(reply)[0] == "This topic is no longer there."
    assert rows(reply) == [[("Space (1 claim)", ListTopic("space"))]]


@pytest.mark.parametrize("page", [1, 99, -1, 10**17])
def test_a_page_that_is_no_longer_there_is_the_nearest(page: int) -> None:
    assert LIBRARY.act(ListTopics(page), "en") == LIBRARY.act(ListTopics(), "en")
    assert LIBRARY.act(ListTopic("space", page), "en") == LIBRARY.act(ListTopic("space"), "en")
    assert LIBRARY.act(ListFound(page, "sea"), "en") == LIBRARY.act(ListFound(0, "sea"), "en")


def test_a_button_repeats_a_search() -> None:
    assert LIBRARY.act(ListFound(0, "baltic"), "en") == LIBRARY.search("baltic", "en")
    assert lines(LIBRARY.search("baltic", "en"))[0] == "1 claim speaks of “baltic”:"


@pytest.mark.parametrize("words", ["", "  ", "\n\t"])
def test_a_search_for_nothing_says_how_to_search(words: str) -> None:
    assert "/search Article 5" in lines(LIBRARY.search(words, "en"))


def test_what_cannot_be_shown_is_not_searched_for() -> None:
    reply = LIBRARY.search("pizza\ud800\u202e\n\x00 recipe", "en")
    assert lines(reply)[0] == "I have no checked claim that speaks of “pizza recipe”."


def test_none_of_these_is_taken_as_an_answer() -> None:
    assert LIBRARY.act(NoneOfThese(), "en") == render_none_of_these("en", CATALOG)


@pytest.mark.parametrize(
    "action",
    [
        ShowCard("never-was"),
        ShowDetails("never-was"),
        SendPicture(MOON.id),  # needs Telegram
        ListTrending(),  # needs the database
    ],
)
def test_what_cannot_be_done_from_here_is_said_to_be_gone(action: Action) -> None:
    assert LIBRARY.act(action, "en") == render_gone("en", CATALOG)


@pytest.mark.parametrize("action", [ShowCard("gone"), ShowDetails("gone"), ShowExample("gone")])
def test_a_button_to_a_withdrawn_claim_says_when_it_went_and_why(action: Action) -> None:
    when, why, *_ = lines(LIBRARY.act(action, "en"))
    assert when.endswith("on 1 December 2026.")
    assert why == "Why: It was wrong."


def test_a_link_opens_a_card_for_ever() -> None:
    assert LIBRARY.open(SEA.id, "en") == render_card(SEA, "en", CATALOG)


def test_a_link_to_a_withdrawn_claim_says_so() -> None:
    assert LIBRARY.open("gone", "en") == LIBRARY.act(ShowCard("gone"), "en")


@pytest.mark.parametrize("claim_id", ["", "never-was", "../../etc/passwd", "c_" * 30])
def test_any_other_link_leads_to_no_claim(claim_id: str) -> None:
    assert lines(LIBRARY.open(claim_id, "en"))[0] == "This link leads to no claim that I know."


def test_an_empty_knowledge_base_can_be_leafed_through() -> None:
    empty = holding()
    assert rows(empty.act(ListTopics(), "en")) == []
    assert lines(empty.search("moon", "en"))[0].startswith("I have no checked claim")
