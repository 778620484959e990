"""Replies about people's data: what is kept and why, what is kept about them, what was deleted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.groups import KEPT_DAYS, SAID_DAYS
from bot.moderation.numbers import COUNTED_DAYS
from bot.moderation.queue import DECIDED_DAYS
from bot.moderation.roles import LOG_DAYS
from bot.people import MISFIT_DAYS, NUMBER_DAYS, SET_ASIDE_DAYS, Block, Kept, Thing
from bot.replies.actions import ShowPrivacy
from bot.replies.catalog import Catalog
from bot.replies.dates import render_date, render_days
from bot.replies.keys import Counted, Key
from bot.replies.locales import name_of
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style

_THINGS: Mapping[Thing, Key | Counted] = MappingProxyType(
    {
        Thing.QUESTIONS: Counted.KEPT_QUESTIONS,
        Thing.WAITING: Counted.KEPT_WAITING,
        Thing.OPINIONS: Counted.KEPT_OPINIONS,
        Thing.MISFITS: Counted.KEPT_MISFITS,
        Thing.FOLLOWING: Counted.KEPT_FOLLOWING,
        Thing.DIGEST: Key.KEPT_DIGEST,
        Thing.GROUP_DIGESTS: Counted.KEPT_GROUP_DIGESTS,
        Thing.OPT_OUT: Key.KEPT_OPT_OUT,
        Thing.STAFF: Key.KEPT_STAFF,
        Thing.ASKED: Counted.KEPT_ASKED,
        Thing.PUSHES: Counted.KEPT_PUSHES,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of what is kept."""

    what: str
    long: str
    why: str


def privacy_table(language: str, catalog: Catalog, retention_days: int) -> list[Row]:
    """Return what is kept, for how long, and why; the README shows the English one."""

    def text(key: Key) -> str:
        return catalog.text(language, key)

    def days(count: int) -> str:
        return render_days(count, language, catalog)

    retention = days(retention_days)
    return [
        Row(
            text(Key.PRIVACY_MESSAGE),
            text(Key.PRIVACY_MESSAGE_LONG),
            text(Key.PRIVACY_MESSAGE_WHY),
        ),
        Row(text(Key.PRIVACY_NUMBER), days(NUMBER_DAYS), text(Key.PRIVACY_NUMBER_WHY)),
        Row(
            text(Key.PRIVACY_FAILED),
            days(min(SET_ASIDE_DAYS, retention_days)),
            text(Key.PRIVACY_FAILED_WHY),
        ),
        Row(
            text(Key.PRIVACY_DAY),
            catalog.text(language, Key.PRIVACY_DAY_LONG, days=retention),
            text(Key.PRIVACY_DAY_WHY),
        ),
        Row(
            text(Key.PRIVACY_LANGUAGE),
            catalog.text(language, Key.PRIVACY_DAY_LONG, days=retention),
            text(Key.PRIVACY_LANGUAGE_WHY),
        ),
        Row(text(Key.PRIVACY_ASKED), retention, text(Key.PRIVACY_ASKED_WHY)),
        Row(text(Key.PRIVACY_COUNTED), days(COUNTED_DAYS), text(Key.PRIVACY_COUNTED_WHY)),
        Row(text(Key.PRIVACY_QUESTION), retention, text(Key.PRIVACY_QUESTION_WHY)),
        Row(
            text(Key.PRIVACY_WAITING), text(Key.PRIVACY_WAITING_LONG), text(Key.PRIVACY_WAITING_WHY)
        ),
        Row(text(Key.PRIVACY_OPINION), retention, text(Key.PRIVACY_OPINION_WHY)),
        Row(text(Key.PRIVACY_MISFIT), days(MISFIT_DAYS), text(Key.PRIVACY_MISFIT_WHY)),
        Row(text(Key.PRIVACY_DECIDED), days(DECIDED_DAYS), text(Key.PRIVACY_DECIDED_WHY)),
        Row(
            text(Key.PRIVACY_FOLLOWING),
            catalog.text(language, Key.PRIVACY_FOLLOWING_LONG, days=retention),
            text(Key.PRIVACY_FOLLOWING_WHY),
        ),
        Row(
            text(Key.PRIVACY_GROUP),
            catalog.text(language, Key.PRIVACY_GROUP_LONG, days=days(KEPT_DAYS)),
            text(Key.PRIVACY_GROUP_WHY),
        ),
        Row(
            text(Key.PRIVACY_GROUP_SAID),
            days(max(SAID_DAYS, retention_days)),
            text(Key.PRIVACY_GROUP_SAID_WHY),
        ),
        Row(
            text(Key.PRIVACY_OPT_OUT), text(Key.PRIVACY_OPT_OUT_LONG), text(Key.PRIVACY_OPT_OUT_WHY)
        ),
        Row(
            text(Key.PRIVACY_STAFF),
            catalog.text(
                language, Key.PRIVACY_STAFF_LONG, days=days(max(LOG_DAYS, retention_days))
            ),
            text(Key.PRIVACY_STAFF_WHY),
        ),
        Row(text(Key.PRIVACY_PUSHES), retention, text(Key.PRIVACY_PUSHES_WHY)),
        Row(
            text(Key.PRIVACY_CLOSED),
            catalog.text(language, Key.PRIVACY_CLOSED_LONG, days=retention),
            text(Key.PRIVACY_CLOSED_WHY),
        ),
        Row(text(Key.PRIVACY_BLOCK), text(Key.PRIVACY_BLOCK_LONG), text(Key.PRIVACY_BLOCK_WHY)),
        Row(text(Key.PRIVACY_LOG), retention, text(Key.PRIVACY_LOG_WHY)),
    ]


def render_privacy_briefly(language: str, catalog: Catalog, retention_days: int) -> Reply:
    """Say in a few lines what matters most of that, with a button to all of it."""
    language = catalog.resolve(language)
    days = render_days(retention_days, language, catalog)
    points = (
        catalog.text(language, Key.PRIVACY_SHORT_MESSAGE),
        catalog.text(language, Key.PRIVACY_SHORT_CODE, days=days),
        catalog.text(language, Key.PRIVACY_SHORT_ID),
        catalog.text(language, Key.PRIVACY_SHORT_PASSES),
    )
    title = (Span(catalog.text(language, Key.PRIVACY_SHORT_TITLE), Style.BOLD),)
    return Reply(
        language,
        (
            Paragraph((title, *(_line(f"• {point}") for point in points)), Role.BODY),
            Paragraph.of(Role.HINT, catalog.text(language, Key.PRIVACY_MORE)),
        ),
        (Button(catalog.text(language, Key.BUTTON_PRIVACY), ShowPrivacy()),),
    )


def render_privacy(language: str, catalog: Catalog, retention_days: int) -> Reply:
    """Say what is kept, for how long, why, and how to see and delete it."""
    language = catalog.resolve(language)
    rows = (
        (
            Span("• "),
            *catalog.line(
                language,
                Key.PRIVACY_ROW,
                what=Span(row.what, Style.BOLD),
                long=Span(row.long),
                why=Span(row.why),
            ),
        )
        for row in privacy_table(language, catalog, retention_days)
    )
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, catalog.text(language, Key.PRIVACY_TITLE), Style.BOLD),
            Paragraph(tuple(rows), Role.BODY),
            Paragraph.of(Role.BODY, catalog.text(language, Key.PRIVACY_NOTHING_ELSE)),
            Paragraph.of(Role.HINT, catalog.text(language, Key.PRIVACY_MORE)),
        ),
    )


def render_kept(kept: Kept, language: str, catalog: Catalog) -> Reply:
    """Say what is kept about the reader."""
    language = catalog.resolve(language)
    lines = list(_kept(kept, language, catalog))
    if kept.block:
        date = _last_day(kept.block, language, catalog)
        lines.append(_line(f"• {catalog.text(language, Key.KEPT_BLOCK, date=date)}"))
        lines += _why(kept.block, language, catalog)
    if lines:
        title = (Span(catalog.text(language, Key.KEPT_TITLE), Style.BOLD),)
        found = Paragraph((title, *lines), Role.BODY)
    else:
        found = Paragraph.of(Role.BODY, catalog.text(language, Key.KEPT_NOTHING))
    more = Paragraph.of(Role.HINT, catalog.text(language, Key.KEPT_MORE))
    return Reply(language, (found, more))


def render_deleted(kept: Kept, language: str, catalog: Catalog) -> Reply:
    """Say what was deleted, *kept* until now, and what stays."""
    language = catalog.resolve(language)
    lines = list(_kept(kept, language, catalog))
    if lines:
        title = (Span(catalog.text(language, Key.DELETED_TITLE), Style.BOLD),)
        done = Paragraph((title, *lines), Role.BODY)
    else:
        done = Paragraph.of(Role.BODY, catalog.text(language, Key.DELETED_NOTHING))
    if kept.block:
        date = _last_day(kept.block, language, catalog)
        left = catalog.text(language, Key.DELETED_BUT_BLOCK, date=date)
    else:
        left = catalog.text(language, Key.DELETED_ALL)
    again = catalog.text(language, Key.DELETED_AGAIN)
    return Reply(language, (done, Paragraph.of(Role.BODY, left), Paragraph.of(Role.HINT, again)))


def render_blocked(block: Block, language: str, catalog: Catalog) -> Reply:
    """Say that there will be no answers, until when and why, and what still works."""
    language = catalog.resolve(language)
    until = catalog.text(language, Key.BLOCKED, date=_last_day(block, language, catalog))
    return Reply(
        language,
        (
            Paragraph((_line(until), *_why(block, language, catalog)), Role.BODY),
            Paragraph.of(Role.HINT, catalog.text(language, Key.BLOCKED_STILL)),
        ),
    )


def _kept(kept: Kept, language: str, catalog: Catalog) -> Iterator[Line]:
    """Yield a line for each thing but the block."""

    def item(key: Key, **values: str) -> Line:
        return _line(f"• {catalog.text(language, key, **values)}")

    def counted(key: Counted, count: int) -> Line:
        return _line(f"• {catalog.counted(language, key, count)}")

    if kept.seen_on:
        yield item(Key.KEPT_DAY, date=render_date(kept.seen_on.isoformat(), language, catalog))
    if kept.language:
        yield item(Key.KEPT_LANGUAGE, chosen=name_of(kept.language))
    if kept.messages:
        yield counted(Counted.KEPT_MESSAGES, kept.messages)
    if kept.notes:
        yield counted(Counted.KEPT_NOTES, kept.notes)
    for thing, key in _THINGS.items():
        if count := kept.things.get(thing, 0):
            yield item(key) if isinstance(key, Key) else counted(key, count)


def _why(block: Block, language: str, catalog: Catalog) -> list[Line]:
    if not block.reason:
        return []
    return [_line(catalog.text(language, Key.BLOCKED_WHY, reason=block.reason))]


def _last_day(block: Block, language: str, catalog: Catalog) -> str:
    return render_date(block.last_day.isoformat(), language, catalog)


def _line(text: str) -> Line:
    return (Span(text),)
