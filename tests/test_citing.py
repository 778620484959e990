"""Which addresses lead to somebody who checked a claim: one row for each kind."""

import pytest

from bot.citing import cites_a_check
from bot.claims.model import KnowledgeBase, Publisher, PublisherKind, Source
from bot.matching.model import Part, Query
from tests.support.claims import make_base, make_claim


def source(publisher: str, url: str, archived_url: str | None = None) -> Source:
    return Source(
        publisher=publisher, title="A check", url=url, archived_url=archived_url, language="en"
    )


def publisher(name: str, kind: PublisherKind) -> Publisher:
    return Publisher(name=name, kind=kind, country="INT", independence="Nobody's.")


SOURCES = (
    source("Moon Facts", "https://www.moonfacts.org/en/checks/1"),
    source("Moon Facts", "https://www.facebook.com/moonfacts/posts/1"),
    source(
        "Luna", "https://luna.com.ua/2024/check", "https://web.archive.org/web/2024/https://x.y/z"
    ),
    source("The Daily Moon", "https://daily.example/moon?id=7"),
)
BASE = make_base(make_claim().model_copy(update={"sources": SOURCES}))
KNOWLEDGE = KnowledgeBase(
    BASE.claims,
    BASE.revision,
    publishers={
        "Moon Facts": publisher("Moon Facts", PublisherKind.FACT_CHECKER),
        "Luna": publisher("Luna", PublisherKind.FACT_CHECKER),
        "The Daily Moon": publisher("The Daily Moon", PublisherKind.NEWSROOM),
    },
)


@pytest.mark.parametrize(
    "text",
    [
        # A source, in any spelling.
        "https://daily.example/moon?id=7",
        "http://www.daily.example/moon/?id=7&utm_source=tg#top",
        "https://web.archive.org/web/2024/https://x.y/z",
        "https://facebook.com/moonfacts/posts/1",
        "m.facebook.com/moonfacts/posts/1 and https://m.facebook.com/moonfacts/posts/1",
        # A fact-checker, wherever on its site.
        "https://moonfacts.org",
        "moonfacts.org says otherwise",
        "https://m.moonfacts.org/uk/other",
        "https://de.moonfacts.org/a?b=c",
        "https://WWW.MoonFacts.org/EN",
        "https://news.luna.com.ua/x",
        # A check of a newsroom, by its address.
        "https://www.reuters.com/fact-check/some-claim-2024-05-05/",
        "https://factcheck.afp.com/doc.afp.com.1",
        "https://www.dw.com/de/faktencheck-nato/a-1",
        "https://www.tagesschau.de/faktenfinder/nato-100.html",
        "https://euvsdisinfo.eu/report/nato/",
    ],
)
def test_an_address_of_who_checked_it(text: str) -> None:
    assert cites_a_check(Query.of(f"Look: {text}"), KNOWLEDGE)


@pytest.mark.parametrize(
    "text",
    [
        "no address at all",
        "https://daily.example/moon?id=8",
        "https://daily.example/other",
        "https://facebook.com/somebody/posts/2",
        "https://web.archive.org/web/2024/https://other.example",
        "https://t.me/moonfacts",
        "https://www.youtube.com/watch?v=moonfacts",
        "https://other.com.ua/2024/check",
        "https://moonfacts.org.evil.example/",
        "https://notmoonfacts.org/",
        "https://[broken",
    ],
)
def test_an_address_of_anybody_else(text: str) -> None:
    assert not cites_a_check(Query.of(f"Look: {text}"), KNOWLEDGE)


def test_an_address_behind_words_counts() -> None:
    assert cites_a_check(Query((Part("Look"),), ("https://moonfacts.org/a",)), KNOWLEDGE)


def test_a_publisher_that_is_not_described_is_no_fact_checker() -> None:
    assert not cites_a_check(Query.of("https://moonfacts.org"), BASE)
