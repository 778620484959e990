"""The knowledge base to leaf through: topics, their claims, what words found, what many ask."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.browsing import Page, Shelf
from bot.claims.model import Claim, Status, Topic
from bot.popularity import LEAST_PEOPLE, TRENDING_DAYS
from bot.replies.actions import (
    Action,
    ListFound,
    ListTopic,
    ListTopics,
    ListTrending,
    ShowCard,
    ShowRandom,
)
from bot.replies.catalog import Catalog
from bot.replies.claim_lines import (
    reason_in_english,
    sentence_of,
    shorten,
    text_in,
    verdict_lines,
)
from bot.replies.dates import render_date
from bot.replies.keys import Counted, Key
from bot.replies.model import Button, Paragraph, Reply, Role, Span, Style
from bot.replies.render import render_card

MOST_WORDS_BYTES = 55
"""So many of a search a button can carry, beside a page of three digits (bot/tg/callbacks.py)."""
_NUMBERS_A_ROW = 4
TO_LIST = "☰"
"""Leads back to the list from a card that has taken its place."""


@dataclass(frozen=True, slots=True)
class Popular:
    """A claim and how many people asked about it."""

    claim: Claim
    people: int


def render_topics(
    page: Page[Shelf], language: str, catalog: Catalog, *, is_lost: bool = False
) -> Reply:
    """Offer the topics; *is_lost* says first that the one asked for is no longer there."""
    language = catalog.resolve(language)
    heading = Key.TOPIC_GONE if is_lost else Key.TOPICS_TITLE
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, catalog.text(language, heading), Style.BOLD),
            Paragraph.of(Role.HINT, catalog.text(language, Key.TOPICS_HOW)),
        ),
        (
            *(_topic_button(shelf, language, catalog) for shelf in page.entries),
            *_leafing(page, ListTopics),
        ),
    )


def render_topic(topic: Topic, page: Page[Claim], language: str, catalog: Catalog) -> Reply:
    """List the claims of one topic."""
    language = catalog.resolve(language)
    _, name = text_in(topic.name, language)
    count = catalog.counted(language, Counted.TOPIC_CLAIMS, page.total)
    lines, buttons = _numbered(page.entries, language, catalog)
    return Reply(
        language,
        (Paragraph(((Span(name, Style.BOLD),), (Span(count),)), Role.HEADING), *lines),
        (
            *buttons,
            *_back_and_forth(page, lambda number: ListTopic(topic.id, number)),
            _all_topics(language, catalog),
        ),
    )


def render_found(words: str, page: Page[Claim], language: str, catalog: Catalog) -> Reply:
    """List the claims that *words* found, or say that there are none.

    Words that are too long for a button cannot be looked for again: then there is one page.
    """
    language = catalog.resolve(language)
    if not page.total:
        return _found_nothing(words, language, catalog)
    text = catalog.counted(language, Counted.FOUND, page.total, words=shorten(words))
    heading = Paragraph.of(Role.HEADING, text)
    if len(words.encode()) <= MOST_WORDS_BYTES:
        lines, buttons = _numbered(page.entries, language, catalog)
        leafing = _back_and_forth(page, lambda number: ListFound(number, words))
        return Reply(language, (heading, *lines), (*buttons, *leafing))
    # No way leads back from a card: under it the other buttons have to say what they open.
    claims, buttons = verdict_lines(page.entries, language, catalog)
    if page.count == 1:
        return Reply(language, (heading, claims), buttons)
    first = catalog.counted(language, Counted.FOUND_FIRST, len(page.entries))
    return Reply(language, (heading, claims, Paragraph.of(Role.HINT, first)), buttons)


def render_search_help(language: str, catalog: Catalog) -> Reply:
    """Say how to search, to somebody who gave no words."""
    language = catalog.resolve(language)
    how = Span(catalog.text(language, Key.SEARCH_HOW))
    example = Span(catalog.text(language, Key.SEARCH_EXAMPLE), Style.CODE)
    return Reply(
        language,
        (
            Paragraph(((how,), (example,)), Role.BODY),
            Paragraph.of(Role.HINT, catalog.text(language, Key.SEARCH_OR)),
        ),
        _look_around(language, catalog),
    )


def render_trending(ranked: Sequence[Popular], language: str, catalog: Catalog) -> Reply:
    """List the claims that most people asked about lately, or say that there are none."""
    language = catalog.resolve(language)
    if ranked:
        title = catalog.counted(language, Counted.TRENDING_TITLE, TRENDING_DAYS)
    else:
        title = catalog.text(language, Key.TRENDING_NOTHING)
    lines, buttons = _numbered([one.claim for one in ranked], language, catalog)
    if len(ranked) > 1:
        buttons = (*buttons, Button(TO_LIST, ListTrending()))
    counted = [
        replace(line, lines=((*line.lines[0], _people(one, language, catalog)),))
        for one, line in zip(ranked, lines, strict=True)
    ]
    rule = catalog.counted(language, Counted.TRENDING_RULE, LEAST_PEOPLE)
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, title, Style.BOLD),
            *counted,
            Paragraph.of(Role.HINT, rule),
        ),
        (*buttons, _all_topics(language, catalog)),
    )


def render_random(
    claim: Claim, language: str, catalog: Catalog, parties: Collection[str] = ()
) -> Reply:
    """Show the card of a claim that was drawn, and offer to draw again; *parties* as there."""
    card = render_card(claim, language, catalog, parties=parties)
    again = Button(catalog.text(language, Key.BUTTON_ANOTHER), ShowRandom())
    return replace(card, buttons=(*card.buttons, again))


def render_dead_link(claim: Claim | None, language: str, catalog: Catalog) -> Reply:
    """Answer a link to a claim that has no card, or to none that we know."""
    language = catalog.resolve(language)
    if claim and claim.status is Status.WITHDRAWN:
        return render_withdrawn(claim, language, catalog)
    return Reply(
        language,
        (
            Paragraph.of(Role.BODY, catalog.text(language, Key.LINK_UNKNOWN)),
            Paragraph.of(Role.HINT, catalog.text(language, Key.LINK_HOW)),
        ),
        _look_around(language, catalog),
    )


def render_withdrawn(claim: Claim, language: str, catalog: Catalog) -> Reply:
    """Say of a claim that once had a card when it was withdrawn, and why."""
    language = catalog.resolve(language)
    date = render_date(claim.status_date or claim.reviewed, language, catalog)
    sentence = sentence_of(claim, language)
    lines = [catalog.text(language, Key.WITHDRAWN, claim=sentence, date=date)]
    if claim.status_reason:
        lines.append(reason_in_english(claim.status_reason, language, catalog))
    return Reply(
        language,
        (
            Paragraph(tuple((Span(line),) for line in lines), Role.BODY),
            Paragraph.of(Role.HINT, catalog.text(language, Key.LINK_HOW)),
        ),
        _look_around(language, catalog),
    )


def _found_nothing(words: str, language: str, catalog: Catalog) -> Reply:
    nothing = catalog.text(language, Key.FOUND_NOTHING, words=shorten(words))
    return Reply(
        language,
        (
            Paragraph.of(Role.BODY, nothing),
            Paragraph.of(Role.HINT, catalog.text(language, Key.FOUND_NOTHING_HOW)),
        ),
        _look_around(language, catalog),
    )


def _numbered(
    claims: Sequence[Claim], language: str, catalog: Catalog
) -> tuple[list[Paragraph], tuple[Button, ...]]:
    """Return a paragraph with number and verdict of each claim, and its number as a button.

    The sentence stands in the text alone: on a button a phone cuts it.
    """
    together, _ = verdict_lines(claims, language, catalog)
    if len(claims) == 1:
        label = catalog.text(language, Key.BUTTON_OPEN)
        return [together], (Button(label, ShowCard(claims[0].id)),)
    lines = [
        Paragraph(((Span(f"{number}. "), *line),), together.role)
        for number, line in enumerate(together.lines, start=1)
    ]
    buttons = tuple(
        Button(str(at + 1), ShowCard(claim.id), beside=at % _NUMBERS_A_ROW > 0)
        for at, claim in enumerate(claims)
    )
    return lines, buttons


def _people(popular: Popular, language: str, catalog: Catalog) -> Span:
    return Span(f" ({catalog.counted(language, Counted.TRENDING_PEOPLE, popular.people)})")


def _topic_button(shelf: Shelf, language: str, catalog: Catalog) -> Button:
    _, name = text_in(shelf.topic.name, language)
    label = catalog.counted(language, Counted.TOPIC_BUTTON, shelf.claims, topic=name)
    return Button(label, ListTopic(shelf.topic.id))


def _all_topics(language: str, catalog: Catalog) -> Button:
    return Button(catalog.text(language, Key.BUTTON_TOPICS), ListTopics())


def _look_around(language: str, catalog: Catalog) -> tuple[Button, ...]:
    trending = Button(catalog.text(language, Key.BUTTON_TRENDING), ListTrending(), beside=True)
    return _all_topics(language, catalog), trending


def _back_and_forth(page: Page[Claim], to: Callable[[int], Action]) -> tuple[Button, ...]:
    """Return a row as `_leafing`; under several claims of one page, the way back from a card."""
    if page.count == 1 and len(page.entries) > 1:
        return (Button(TO_LIST, to(page.number)),)
    return _leafing(page, to)


def _leafing(page: Page[Any], to: Callable[[int], Action]) -> tuple[Button, ...]:
    """Return a row that leads to the pages around *page*; none where it is the only one."""
    if page.count == 1:
        return ()
    buttons = []
    if page.number > 0:
        buttons.append(Button("‹", to(page.number - 1)))
    buttons.append(Button(f"{TO_LIST} {page.number + 1} / {page.count}", to(page.number)))
    if page.number + 1 < page.count:
        buttons.append(Button("›", to(page.number + 1)))
    return tuple(replace(button, beside=at > 0) for at, button in enumerate(buttons))
