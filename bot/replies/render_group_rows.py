"""The lines of a group's panel unfolded: what there is to choose from, and what it leads to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from bot.groups import KEPT_DAYS, Mode
from bot.replies.actions import Action
from bot.replies.catalog import Catalog
from bot.replies.clocks import ALL, CLOCKS_A_ROW, LIKELY, clock_time, clocks
from bot.replies.dates import render_days
from bot.replies.keys import Key
from bot.replies.locales import capitalized, name_of, render_number
from bot.replies.model import Button, Paragraph, Reply, Role, Span, Style
from bot.replies.panel_actions import (
    ChooseClock,
    ChooseCooldown,
    ChooseForm,
    ChooseGroupLanguage,
    ChooseMode,
    ChooseMost,
    ChooseNoQuiet,
    ChooseQuiet,
    LeaveGroup,
    OpenPanel,
    OpenRow,
    Row,
    StartGroupDigest,
    StopGroupDigest,
    UnmuteAll,
)
from bot.replies.render_group_panel import (
    FORMS,
    MODES,
    Panel,
    render_hours,
    render_quiet_hours,
    title_of,
    ways_to_read,
)

COOLDOWNS_H = (6, 24, 72, 168)
MOST_AN_HOUR = (1, 2, 4, 10)
QUIET_HOURS = ((21, 8), (22, 8), (23, 7), (0, 9))
"""From, to."""
_LANGUAGES_A_ROW = 3

_Choice: TypeAlias = tuple[str, Action, bool]
"""Its words, what it does, and whether it is chosen now."""


def render_row(panel: Panel, row: Row, now: float, language: str, catalog: Catalog) -> Reply:
    """Explain one line, and offer what there is to choose; what is chosen bears a mark."""
    return _ROWS[row](_Page(panel, catalog.resolve(language), catalog, now))


def render_group_clocks(
    panel: Panel, asked: ChooseClock, now: float, language: str, catalog: Catalog
) -> Reply:
    """Ask which clock the quiet hours go by."""
    page = _Page(panel, catalog.resolve(language), catalog, now)
    choices: list[_Choice] = [
        (
            clock_time(now, offset_min),
            ChooseQuiet(panel.group_id, asked.start, asked.end, offset_min),
            False,
        )
        for offset_min in clocks(asked.page, now, page.language)
    ]
    more: tuple[Button, ...] = ()
    if asked.page == LIKELY:
        label = page.text(Key.BUTTON_DIGEST_MORE_CLOCKS)
        more = (Button(label, ChooseClock(panel.group_id, asked.start, asked.end, ALL)),)
    question = Paragraph.of(Role.BODY, page.text(Key.PANEL_QUIET_CLOCK), Style.BOLD)
    return page.reply(
        Key.PANEL_QUIET, (question,), choices, CLOCKS_A_ROW, more=more, back=Row.QUIET
    )


def render_not_reading(panel: Panel, mode: Mode, language: str, catalog: Catalog) -> Reply:
    """Say why a mode was not chosen: Telegram does not show us what it needs; and what to do."""
    page = _Page(panel, catalog.resolve(language), catalog)
    why = page.text(Key.PANEL_BLIND, mode=page.text(MODES[mode][0]))
    ways = ways_to_read(page.language, catalog)
    return page.reply(Key.PANEL_MODE, (Paragraph.of(Role.BODY, why), ways), back=Row.MODE)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page of the panel is made from."""

    panel: Panel
    language: str
    catalog: Catalog
    now: float = 0.0
    """Seconds since 1970."""

    def text(self, key: Key, **values: str) -> str:
        return self.catalog.text(self.language, key, **values)

    def line(self, key: Key, **values: str) -> Paragraph:
        return Paragraph.of(Role.BODY, self.text(key, **values))

    def reply(
        self,
        title: Key,
        what: Sequence[Paragraph],
        choices: Sequence[_Choice] = (),
        in_a_row: int = 1,
        *,
        more: Sequence[Button] = (),
        back: Row | None = None,
    ) -> Reply:
        """Return the page: what it is about, what can be chosen, and the way *back*."""
        group_id = self.panel.group_id
        heading = Paragraph(
            (
                (Span(title_of(self.panel, self.language, self.catalog)),),
                (Span(self.text(title), Style.BOLD),),
            ),
            Role.HEADING,
        )
        buttons = (
            Button(self._label(label, is_chosen=is_chosen), action, beside=bool(at % in_a_row))
            for at, (label, action, is_chosen) in enumerate(choices)
        )
        leads_to = OpenRow(group_id, back) if back else OpenPanel(group_id)
        return Reply(
            self.language,
            (heading, *what),
            (*buttons, *more, Button(self.text(Key.BUTTON_PANEL_BACK), leads_to)),
        )

    def _label(self, label: str, *, is_chosen: bool) -> str:
        label = capitalized(label, self.language)
        return f"✓ {label}" if is_chosen else label


def _mode(page: _Page) -> Reply:
    group_id, chosen = page.panel.group_id, page.panel.settings.mode
    names = {mode: page.text(name) for mode, (name, _) in MODES.items()}
    lines = [
        Paragraph(
            (
                (Span(capitalized(names[mode], page.language), Style.BOLD),),
                (Span(page.text(what)),),
            ),
            Role.BODY,
        )
        for mode, (_, what) in MODES.items()
    ]
    choices = [(name, ChooseMode(group_id, mode), mode is chosen) for mode, name in names.items()]
    return page.reply(Key.PANEL_MODE, lines, choices)


def _language(page: _Page) -> Reply:
    group_id, chosen = page.panel.group_id, page.panel.settings.language
    choices = [
        (page.text(Key.PANEL_LANGUAGE_EACH), ChooseGroupLanguage(group_id, ""), chosen is None),
        *(
            (name_of(one), ChooseGroupLanguage(group_id, one), one == chosen)
            for one in page.catalog.languages
        ),
    ]
    what = (page.line(Key.PANEL_LANGUAGE_WHAT),)
    reply = page.reply(Key.PANEL_LANGUAGE, what, choices[:1])
    names = page.reply(Key.PANEL_LANGUAGE, what, choices[1:], _LANGUAGES_A_ROW)
    return Reply(page.language, names.paragraphs, (reply.buttons[0], *names.buttons))


def _cooldown(page: _Page) -> Reply:
    group_id, chosen = page.panel.group_id, page.panel.settings.cooldown_h
    choices = [
        (
            render_hours(hours, page.language, page.catalog),
            ChooseCooldown(group_id, hours),
            hours == chosen,
        )
        for hours in COOLDOWNS_H
    ]
    return page.reply(Key.PANEL_COOLDOWN, (page.line(Key.PANEL_COOLDOWN_WHAT),), choices, 2)


def _most(page: _Page) -> Reply:
    group_id, chosen = page.panel.group_id, page.panel.settings.most_an_hour
    choices = [
        (render_number(most, page.language), ChooseMost(group_id, most), most == chosen)
        for most in MOST_AN_HOUR
    ]
    what = (page.line(Key.PANEL_MOST_WHAT),)
    return page.reply(Key.PANEL_MOST, what, choices, len(MOST_AN_HOUR))


def _quiet(page: _Page) -> Reply:
    group_id, quiet = page.panel.group_id, page.panel.settings.quiet
    what = [page.line(Key.PANEL_QUIET_WHAT)]
    choices: list[_Choice] = []
    more: list[Button] = []
    for start, end in QUIET_HOURS:
        is_chosen = quiet is not None and (quiet.start, quiet.end) == (start, end)
        action = (
            ChooseQuiet(group_id, start, end, quiet.offset_min)
            if quiet
            else ChooseClock(group_id, start, end, LIKELY)
        )
        choices.append((render_quiet_hours(start, end), action, is_chosen))
    choices.append((page.text(Key.PANEL_QUIET_NONE), ChooseNoQuiet(group_id), quiet is None))
    if quiet:
        time = clock_time(page.now, quiet.offset_min)
        what.append(page.line(Key.PANEL_QUIET_NOW, time=time))
        what.append(Paragraph.of(Role.HINT, page.text(Key.PANEL_QUIET_CLOCK_CHANGES)))
        other = ChooseClock(group_id, quiet.start, quiet.end, LIKELY)
        more.append(Button(page.text(Key.BUTTON_DIGEST_CLOCK), other))
    return page.reply(Key.PANEL_QUIET, what, choices, 2, more=more)


def _form(page: _Page) -> Reply:
    group_id, chosen = page.panel.group_id, page.panel.settings.form
    what = (page.line(Key.PANEL_FORM_WHAT), page.line(Key.PANEL_REACTION_WHAT))
    choices = [
        (page.text(name), ChooseForm(group_id, form), form is chosen)
        for form, name in FORMS.items()
    ]
    return page.reply(Key.PANEL_FORM, what, choices)


def _muted(page: _Page) -> Reply:
    count = render_number(page.panel.muted, page.language)
    what = (page.line(Key.PANEL_MUTED_WHAT), page.line(Key.PANEL_MUTED_NOW, count=count))
    unmute: _Choice = (
        page.text(Key.BUTTON_PANEL_UNMUTE),
        UnmuteAll(page.panel.group_id),
        False,
    )
    return page.reply(Key.PANEL_MUTED, what, [unmute] if page.panel.muted else [])


def _digest(page: _Page) -> Reply:
    group_id, wants = page.panel.group_id, page.panel.wants_digest
    choices: list[_Choice] = [
        (page.text(Key.BUTTON_PANEL_DIGEST), StartGroupDigest(group_id), wants is True),
        (page.text(Key.BUTTON_PANEL_NO_DIGEST), StopGroupDigest(group_id), wants is False),
    ]
    return page.reply(Key.PANEL_DIGEST, (page.line(Key.PANEL_DIGEST_WHAT),), choices)


def _leave(page: _Page) -> Reply:
    days = render_days(KEPT_DAYS, page.language, page.catalog)
    sure: _Choice = (
        page.text(Key.BUTTON_PANEL_LEAVE_SURE),
        LeaveGroup(page.panel.group_id),
        False,
    )
    what = (page.line(Key.PANEL_LEAVE_WHAT, days=days),)
    return page.reply(Key.BUTTON_PANEL_LEAVE, what, [sure])


_ROWS: Mapping[Row, Callable[[_Page], Reply]] = MappingProxyType(
    {
        Row.MODE: _mode,
        Row.LANGUAGE: _language,
        Row.COOLDOWN: _cooldown,
        Row.MOST: _most,
        Row.QUIET: _quiet,
        Row.FORM: _form,
        Row.MUTED: _muted,
        Row.DIGEST: _digest,
        Row.LEAVE: _leave,
    }
)
