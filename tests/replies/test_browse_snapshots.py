"""What a reader sees who looks around, whole; read the snapshots aloud after a change."""

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.browsing import Page, Shelf
from bot.claims.model import Appearance, Fact, FormerRating, Rating, Status
from bot.popularity import LEAST_PEOPLE
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.replies.render_about import Imprint, render_about
from bot.replies.render_browse import (
    Popular,
    render_dead_link,
    render_found,
    render_random,
    render_search_help,
    render_topic,
    render_topics,
    render_trending,
)
from bot.replies.render_details import render_details
from bot.replies.render_language import render_language_chosen, render_languages
from bot.replies.terminal import to_terminal
from tests.replies.builders import make_claim, make_promise
from tests.support.claims import make_base, make_topic

Render = Callable[[str, Catalog], Reply]

RUSSIA = make_topic("russia", {"en": "NATO and Russia", "uk": "НАТО і Росія"})
LAW = make_topic("law", {"en": "Treaties & law", "uk": "Договори і право"})
SHELVES = [Shelf(RUSSIA, 32), Shelf(LAW, 1), *(Shelf(make_topic(f"t{n}"), n) for n in range(2, 9))]
CLAIMS = [make_claim(), make_promise(), *(make_claim(f"claim-{number}") for number in range(7))]
BASE = make_base(make_claim(), make_promise())
DETAILED = make_claim().model_copy(
    update={
        "facts": (
            Fact(text="NATO sends no soldiers.", sources=(1,)),
            Fact(text="Its members send weapons & money.", sources=(1, 2)),
        ),
        "appearances": (
            Appearance(url="https://news.example/war", date="2024-03", platform="Example News"),
        ),
        "first_seen": "2022-03",
        "history": (
            FormerRating(
                rating=Rating.UNPROVEN, until="2026-05-06", reason="A report was published."
            ),
        ),
        "revision": 3,
    }
)
GONE = make_claim(status=Status.WITHDRAWN).model_copy(update={"status_date": "2026-12-01"})

REPLIES: dict[str, Render] = {
    "details": lambda language, catalog: render_details(
        DETAILED, [RUSSIA, LAW], [make_promise()], language, catalog
    ),
    "details-of-little": lambda language, catalog: render_details(
        make_promise(), (), (), language, catalog
    ),
    "topics": lambda language, catalog: render_topics(Page.of(SHELVES), language, catalog),
    "topics-the-last": lambda language, catalog: render_topics(
        Page.of(SHELVES, 1), language, catalog
    ),
    "topics-one-is-gone": lambda language, catalog: render_topics(
        Page.of(SHELVES[:1]), language, catalog, is_lost=True
    ),
    "topic": lambda language, catalog: render_topic(RUSSIA, Page.of(CLAIMS), language, catalog),
    "topic-the-last": lambda language, catalog: render_topic(
        RUSSIA, Page.of(CLAIMS, 1), language, catalog
    ),
    "found": lambda language, catalog: render_found(
        "війна & <war>", Page.of(CLAIMS[:2]), language, catalog
    ),
    "found-one": lambda language, catalog: render_found(
        "war", Page.of(CLAIMS[:1]), language, catalog
    ),
    "found-too-much": lambda language, catalog: render_found(
        "війна " * 12, Page.of(CLAIMS), language, catalog
    ),
    "found-nothing": lambda language, catalog: render_found(
        "pizza", Page.of(()), language, catalog
    ),
    "search-help": render_search_help,
    "trending": lambda language, catalog: render_trending(
        [Popular(make_claim(), 21), Popular(make_promise(), LEAST_PEOPLE)], language, catalog
    ),
    "trending-nothing": lambda language, catalog: render_trending((), language, catalog),
    "random": lambda language, catalog: render_random(make_claim(), language, catalog),
    "link-unknown": lambda language, catalog: render_dead_link(None, language, catalog),
    "link-withdrawn": lambda language, catalog: render_dead_link(GONE, language, catalog),
    "languages": render_languages,
    "language-chosen": render_language_chosen,
    "about": lambda language, catalog: render_about(BASE, Imprint(), language, catalog),
    "about-with-an-imprint": lambda language, catalog: render_about(
        BASE,
        Imprint("Example Fact Check, Riga, desk@example.org", "https://code.example/our-bot"),
        language,
        catalog,
    ),
}


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("name", REPLIES)
def test_replies_read_as_they_should(
    name: str, language: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    reply = REPLIES[name](language, catalog)
    assert to_html(reply) == snapshot(name="html")
    assert to_terminal(reply, colour=False, width=72) == snapshot(name="terminal")
