from collections.abc import Iterator

import pytest

from bot.claims.load import load_strict
from bot.claims.model import Appearance, Fact, FormerRating, KnowledgeBase, Rating
from bot.config import default_knowledge_dir
from bot.library import Library
from bot.matching.index import build_index
from bot.replies.actions import Follow, ShowCard, ShowDetails
from bot.replies.catalog import Catalog
from bot.replies.fitting import fit, visible_length
from bot.replies.html import MESSAGE_LIMIT
from bot.replies.keys import Key
from bot.replies.model import Reply
from bot.replies.render_details import render_details
from tests.replies.builders import BOOK, UNDATED, make_claim, make_promise
from tests.support.claims import make_topic
from tests.support.shown import lines

FACTS = (
    Fact(text="NATO sends no soldiers.", sources=(1,)),
    Fact(text="Its members send weapons & money.", sources=(1, 2)),
)
APPEARANCES = (
    Appearance(url="https://news.example/war", date="2024-03", platform="Example News"),
    Appearance(url="https://t.me/example/1", platform="Telegram"),
)
HISTORY = (
    FormerRating(rating=Rating.UNPROVEN, until="2025-02-03", reason="A report was published."),
    FormerRating(rating=Rating.MISLEADING, until="2026-05-06", reason="It was corrected."),
)
DETAILED = make_claim().model_copy(
    update={
        "facts": FACTS,
        "appearances": APPEARANCES,
        "first_seen": "2022",
        "history": HISTORY,
        "revision": 3,
    }
)
TOPICS = (make_topic("russia", {"en": "Russia", "uk": "Росія"}), make_topic("law", "Law"))


def details(language: str, catalog: Catalog) -> Reply:
    return render_details(DETAILED, TOPICS, [make_promise()], language, catalog)


def test_details_say_all_that_stands_behind_a_verdict(catalog: Catalog) -> None:
    assert lines(details("en", catalog)) == [
        "❌ False: “NATO is at war with Russia”",
        "What the sources say",
        "• NATO sends no soldiers. [1]",
        "• Its members send weapons & money. [1, 2]",
        "Sources",
        "1. NATO: Setting the record straight (5 March 2024)",
        "2. A. Author: A history of the alliance (1999, no link)",
        "Where it is on record",
        "• Example News (March 2024)",
        "• Telegram",
        "First on record: 2022",
        "Topics: Russia, Law",
        "This verdict has stood since 6 May 2026.",
        "Until 6 May 2026 it was “Misleading”. Why it changed: It was corrected.",
        "Until 3 February 2025 it was “Unproven”. Why it changed: A report was published.",
        "Version 3 of this entry, checked on 22 November 2026",
        "Below: claims that are close to this one.",
    ]


def test_what_is_not_known_is_left_out(catalog: Catalog) -> None:
    assert lines(render_details(make_claim(), (), (), "en", catalog)) == [
        "❌ False: “NATO is at war with Russia”",
        "Sources",
        "1. NATO: Setting the record straight (5 March 2024)",
        "2. A. Author: A history of the alliance (1999, no link)",
        "Version 1 of this entry, checked on 22 November 2026",
    ]


def test_a_description_in_the_place_of_a_title_is_explained(catalog: Catalog) -> None:
    described = UNDATED.model_copy(update={"title": "[Report on a drill]"})
    shown = lines(render_details(make_claim(sources=(described, BOOK)), (), (), "en", catalog))
    assert shown[2:5] == [
        "1. DW: [Report on a drill]",
        "2. A. Author: A history of the alliance (1999, no link)",
        "In square brackets: our own description, where we have not seen the printed title.",
    ]


@pytest.mark.parametrize(("language", "told"), [("en", []), ("uk", [Key.DETAILS_IN_ENGLISH])])
def test_readers_of_other_languages_are_told_that_facts_are_in_english(
    language: str, told: list[Key], catalog: Catalog
) -> None:
    shown = lines(details(language, catalog))
    note = catalog.text(language, Key.DETAILS_IN_ENGLISH)
    assert [line for line in shown if line == note] == [catalog.text(language, key) for key in told]


def test_the_place_where_it_was_seen_is_linked(catalog: Catalog) -> None:
    spans = [
        span
        for paragraph in details("en", catalog).paragraphs
        for line in paragraph.lines
        for span in line
    ]
    assert {span.text: span.url for span in spans if span.url} == {
        "NATO: Setting the record straight": "https://www.nato.int/record?a=1&b=2",
        "Example News": "https://news.example/war",
        "Telegram": "https://t.me/example/1",
    }


def test_buttons_lead_to_related_claims_and_back(catalog: Catalog) -> None:
    reply = details("en", catalog)
    assert [button.action for button in reply.buttons] == [
        ShowCard("promised-not-to-enlarge"),
        ShowCard("nato-at-war"),
        Follow("nato-at-war"),
    ]
    assert [button.beside for button in reply.buttons] == [False, False, True]
    assert (reply.tone, reply.claims) == (Rating.FALSE, ("nato-at-war",))


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load_strict(default_knowledge_dir())


@pytest.fixture(scope="module")
def library(knowledge: KnowledgeBase) -> Library:
    return Library(knowledge, build_index(knowledge), Catalog.load())


def shown(library: Library, claim_id: str) -> Iterator[Reply]:
    for language in library.catalog.languages:
        yield library.act(ShowDetails(claim_id), language)
        yield library.act(ShowCard(claim_id), language)


def test_nothing_is_cut_from_the_shipped_claims(library: Library, knowledge: KnowledgeBase) -> None:
    cut = [
        (reply.language, claim_id, visible_length(reply))
        for claim_id in knowledge.published
        for reply in shown(library, claim_id)
        if fit(reply, MESSAGE_LIMIT) != reply
    ]
    assert cut == []
