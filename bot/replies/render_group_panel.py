"""The panel of a group: what its admins chose, line by line; and which groups there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.groups import Form, GroupSettings, Mode, QuietHours
from bot.replies.catalog import Catalog
from bot.replies.clocks import hour_time
from bot.replies.dates import render_days
from bot.replies.keys import Counted, Key
from bot.replies.locales import name_of, render_number
from bot.replies.model import Button, Paragraph, Reply, Role, Span, Style
from bot.replies.panel_actions import ClosePanel, ListGroups, OpenPanel, OpenRow, Row

MODES = {
    Mode.OFF: (Key.PANEL_OFF, Key.PANEL_OFF_WHAT),
    Mode.ON_REQUEST: (Key.PANEL_ON_REQUEST, Key.PANEL_ON_REQUEST_WHAT),
    Mode.FORWARDS: (Key.PANEL_FORWARDS, Key.PANEL_FORWARDS_WHAT),
    Mode.ALL: (Key.PANEL_ALL, Key.PANEL_ALL_WHAT),
}
"""What each mode is called, and what we see and do in it."""
FORMS = {Form.REPLY: Key.PANEL_REPLY, Form.REACTION: Key.PANEL_REACTION}
READING = frozenset({Mode.FORWARDS, Mode.ALL})
"""Modes that need every message to be shown to us."""
_UNASKED = frozenset({Row.COOLDOWN, Row.MOST, Row.QUIET, Row.FORM, Row.MUTED})
"""Lines about what we say without being asked."""
_DAY_H = 24
_MOST_TITLE = 60
"""Letters of a group's title that a phone shows on a button, or nearly."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands on the panel of one group."""

    group_id: int
    settings: GroupSettings
    muted: int = 0
    """How many claims are left alone."""
    is_blind: bool = False
    """Telegram does not show us every message."""
    title: str | None = None
    """Of the group; None in the group itself, where everybody knows it."""
    wants_digest: bool | None = None
    """Whether the reader gets the weekly summary; None in the group, where others read along."""


def render_panel(panel: Panel, language: str, catalog: Catalog) -> Reply:
    """Show what the group chose, a button for each line.

    Lines about what we say unasked stand there only where we do.
    """
    language = catalog.resolve(language)
    shown = set(Row) - (frozenset() if panel.settings.mode in READING else _UNASKED)
    if panel.muted:
        shown.add(Row.MUTED)
    rows = {
        Row.MODE: (Key.PANEL_MODE, catalog.text(language, MODES[panel.settings.mode][0])),
        Row.LANGUAGE: (Key.PANEL_LANGUAGE, language_name(panel.settings, language, catalog)),
        Row.COOLDOWN: (
            Key.PANEL_COOLDOWN,
            render_hours(panel.settings.cooldown_h, language, catalog),
        ),
        Row.MOST: (Key.PANEL_MOST, render_number(panel.settings.most_an_hour, language)),
        Row.QUIET: (Key.PANEL_QUIET, render_quiet(panel.settings.quiet, language, catalog)),
        Row.FORM: (Key.PANEL_FORM, catalog.text(language, FORMS[panel.settings.form])),
        Row.MUTED: (Key.PANEL_MUTED, render_number(panel.muted, language)),
    }
    buttons = [
        Button(
            catalog.text(language, Key.PANEL_ROW, what=catalog.text(language, what), chosen=chosen),
            OpenRow(panel.group_id, row),
        )
        for row, (what, chosen) in rows.items()
        if row in shown
    ]
    digest = catalog.text(language, Key.PANEL_DIGEST)
    leave = catalog.text(language, Key.BUTTON_PANEL_LEAVE)
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, title_of(panel, language, catalog), Style.BOLD),
            Paragraph.of(Role.BODY, catalog.text(language, MODES[panel.settings.mode][1])),
            *_warning(panel, language, catalog),
            Paragraph.of(Role.HINT, catalog.text(language, Key.PANEL_HOW)),
        ),
        (
            *buttons,
            Button(digest, OpenRow(panel.group_id, Row.DIGEST)),
            Button(leave, OpenRow(panel.group_id, Row.LEAVE)),
            _away(panel, language, catalog),
        ),
    )


def render_groups(
    groups: Sequence[tuple[int, str]], language: str, catalog: Catalog, *, is_all: bool
) -> Reply:
    """Ask which of *groups* (id and title) the panel is wanted of."""
    language = catalog.resolve(language)
    title = Key.GROUPS_TITLE if groups else Key.GROUPS_NONE
    more = () if is_all else (Paragraph.of(Role.HINT, catalog.text(language, Key.GROUPS_MORE)),)
    return Reply(
        language,
        (Paragraph.of(Role.BODY, catalog.text(language, title)), *more),
        tuple(Button(_shortened(name), OpenPanel(group_id)) for group_id, name in groups),
    )


def render_left(language: str, catalog: Catalog) -> Reply:
    """Say that we are not in that group, to whoever holds its panel in a private chat."""
    language = catalog.resolve(language)
    return Reply(language, (Paragraph.of(Role.BODY, catalog.text(language, Key.PANEL_LEFT)),))


def title_of(panel: Panel, language: str, catalog: Catalog) -> str:
    """Return what stands over the panel, and over each of its lines in a private chat."""
    if panel.title is None:
        return catalog.text(language, Key.PANEL_TITLE)
    return catalog.text(language, Key.PANEL_TITLE_OF, title=_shortened(panel.title))


def language_name(settings: GroupSettings, language: str, catalog: Catalog) -> str:
    """Return what the language of the group is called by those who speak it."""
    if settings.language is None:
        return catalog.text(language, Key.PANEL_LANGUAGE_EACH)
    return name_of(catalog.resolve(settings.language))


def render_hours(hours: int, language: str, catalog: Catalog) -> str:
    """Return so many hours in words, in days where they are full: 6 hours, 3 days."""
    days, rest = divmod(hours, _DAY_H)
    if rest:
        return catalog.counted(language, Counted.HOURS, hours)
    return render_days(days, language, catalog)


def render_quiet(quiet: QuietHours | None, language: str, catalog: Catalog) -> str:
    """Return the quiet hours as clocks show them, or that there are none."""
    if quiet is None:
        return catalog.text(language, Key.PANEL_QUIET_NONE)
    return render_quiet_hours(quiet.start, quiet.end)


def render_quiet_hours(start: int, end: int) -> str:
    """Return hours as clocks show them: 22:00–08:00."""
    return f"{hour_time(start)}–{hour_time(end)}"


def ways_to_read(language: str, catalog: Catalog) -> Paragraph:
    """Return the two ways by which Telegram comes to show us every message of a group."""
    ways = (Key.PANEL_BLIND_ADMIN, Key.PANEL_BLIND_PRIVACY)
    return Paragraph(tuple((Span(f"• {catalog.text(language, way)}"),) for way in ways), Role.NOTE)


def _warning(panel: Panel, language: str, catalog: Catalog) -> tuple[Paragraph, ...]:
    """Say that we see less than the mode needs: the rights may have gone since."""
    if not panel.is_blind or panel.settings.mode not in READING:
        return ()
    mode = catalog.text(language, MODES[panel.settings.mode][0])
    lost = catalog.text(language, Key.PANEL_BLIND_NOW, mode=mode)
    return Paragraph.of(Role.NOTE, f"⚠ {lost}"), ways_to_read(language, catalog)


def _away(panel: Panel, language: str, catalog: Catalog) -> Button:
    if panel.title is None:
        return Button(catalog.text(language, Key.BUTTON_PANEL_CLOSE), ClosePanel(panel.group_id))
    return Button(catalog.text(language, Key.BUTTON_PANEL_GROUPS), ListGroups())


def _shortened(title: str) -> str:
    return title if len(title) <= _MOST_TITLE else f"{title[: _MOST_TITLE - 1].rstrip()}…"
