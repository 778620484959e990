"""Who answers here and how: the method, the people, the licence."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.claims.model import KnowledgeBase
from bot.replies.catalog import Catalog
from bot.replies.dates import render_date
from bot.replies.keys import Counted, Key
from bot.replies.model import Line, Paragraph, Reply, Role, Span, Style


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the people who run the bot say of it; None where they say nothing."""

    operator: str | None = None
    """Who they are, in their own words."""
    source_url: str | None = None
    """Where the program and its list can be had."""


def render_about(
    knowledge: KnowledgeBase, imprint: Imprint, language: str, catalog: Catalog
) -> Reply:
    """Say how verdicts come about, who runs the bot, and what may be done with it."""
    language = catalog.resolve(language)
    title = (Span(catalog.text(language, Key.ABOUT_TITLE), Style.BOLD),)
    method = tuple((Span(f"• {text}"),) for text in _method(knowledge, language, catalog))
    people = _people(imprint, language, catalog)
    return Reply(
        language,
        (
            Paragraph((title, *method), Role.BODY),
            Paragraph(tuple(people), Role.BODY),
            Paragraph.of(Role.HINT, catalog.text(language, Key.ABOUT_MORE)),
        ),
    )


def _method(knowledge: KnowledgeBase, language: str, catalog: Catalog) -> Iterator[str]:
    if claims := knowledge.published.values():
        date = render_date(max(claim.reviewed for claim in claims), language, catalog)
        yield catalog.counted(language, Counted.ABOUT_LIST, len(claims), date=date)
    yield catalog.text(language, Key.ABOUT_SOURCES)
    party = catalog.text(language, Key.INTERESTED_PARTY)
    yield catalog.text(language, Key.ABOUT_PARTIES, party=party)
    for key in (Key.ABOUT_NO_WRITER, Key.ABOUT_UNSURE, Key.ABOUT_WRONG):
        yield catalog.text(language, key)


def _people(imprint: Imprint, language: str, catalog: Catalog) -> Iterator[Line]:
    if imprint.operator:
        yield (Span(catalog.text(language, Key.ABOUT_OPERATOR, operator=imprint.operator)),)
    else:
        yield (Span(catalog.text(language, Key.ABOUT_NO_OPERATOR)),)
    yield (Span(catalog.text(language, Key.ABOUT_LICENCE)),)
    if imprint.source_url:
        address = Span(imprint.source_url, url=imprint.source_url)
        yield catalog.line(language, Key.ABOUT_SOURCE_CODE, address=address)
