"""What admins of a group read; read the snapshots aloud after a change."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.groups import Form, GroupSettings, Mode, QuietHours
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.keys import Key
from bot.replies.locales import capitalized
from bot.replies.model import Reply
from bot.replies.panel_actions import (
    ChooseClock,
    ChooseQuiet,
    ClosePanel,
    ListGroups,
    OpenPanel,
    OpenRow,
    Row,
)
from bot.replies.render_group_joining import (
    render_admins_unknown,
    render_goodbye,
    render_greeting,
    render_only_admins,
)
from bot.replies.render_group_panel import (
    Panel,
    render_groups,
    render_hours,
    render_left,
    render_panel,
)
from bot.replies.render_group_rows import (
    COOLDOWNS_H,
    MOST_AN_HOUR,
    QUIET_HOURS,
    render_group_clocks,
    render_not_reading,
    render_row,
)
from bot.tg.callbacks import fits
from tests.support.shown import lines, rows

NOW = 1_760_000_000.0
MOST_OF_A_NOTICE = 200
"""Telegram shows no more in what pops up after a press."""
LONGEST_ID = -1_009_999_999_999_999
PANEL = Panel(-1_001, GroupSettings())
CHOSEN = Panel(
    -1_001,
    GroupSettings(Mode.FORWARDS, "uk", 72, 2, QuietHours(23, 7, 120), Form.REACTION),
    muted=2,
)

Render = Callable[[str, Catalog], Reply]


def unfolded(row: Row) -> Render:
    return lambda language, catalog: render_row(CHOSEN, row, NOW, language, catalog)


REPLIES: dict[str, Render] = {
    "greeting": lambda language, catalog: render_greeting(-1_001, language, catalog),
    "panel": lambda language, catalog: render_panel(PANEL, language, catalog),
    "panel-blind": lambda language, catalog: render_panel(
        replace(CHOSEN, is_blind=True), language, catalog
    ),
    "panel-in-private": lambda language, catalog: render_panel(
        replace(CHOSEN, title="Neighbours"), language, catalog
    ),
    **{f"row-{row}": unfolded(row) for row in Row},
    "row-quiet-none": lambda language, catalog: render_row(
        PANEL, Row.QUIET, NOW, language, catalog
    ),
    "clocks": lambda language, catalog: render_group_clocks(
        PANEL, ChooseClock(-1_001, 22, 8, 0), NOW, language, catalog
    ),
    "not-reading": lambda language, catalog: render_not_reading(PANEL, Mode.ALL, language, catalog),
    "groups": lambda language, catalog: render_groups(
        [(-1_001, "Neighbours"), (-1_002, "Town hall")], language, catalog, is_all=False
    ),
    "groups-none": lambda language, catalog: render_groups([], language, catalog, is_all=True),
    "left": render_left,
    "goodbye": render_goodbye,
    "only-admins": render_only_admins,
    "admins-unknown": render_admins_unknown,
}


def whole(reply: Reply) -> str:
    """Return text and buttons."""
    labels = ["  ".join(f"[{label}]" for label, _ in row) for row in rows(reply)]
    return "\n".join([to_html(reply), *labels])


@pytest.mark.parametrize("name", REPLIES)
def test_what_admins_read(name: str, catalog: Catalog, snapshot: SnapshotAssertion) -> None:
    for language in catalog.languages:
        assert whole(REPLIES[name](language, catalog)) == snapshot(name=f"{name}-{language}")


def test_three_lines_greet_a_group(catalog: Catalog) -> None:
    for language in catalog.languages:
        assert len(lines(render_greeting(-1_001, language, catalog))) == 3


def test_each_line_of_the_panel_unfolds_and_each_page_leads_back(catalog: Catalog) -> None:
    assert unfolding(CHOSEN, catalog) == list(Row)
    assert rows(render_panel(CHOSEN, "en", catalog))[-1] == [("Close", ClosePanel(-1_001))]
    for row in Row:
        page = rows(render_row(PANEL, row, NOW, "en", catalog))
        assert page[-1] == [("Back", OpenPanel(-1_001))]


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.ON_REQUEST])
def test_where_nothing_is_said_unasked_no_line_is_about_that(catalog: Catalog, mode: Mode) -> None:
    panel = Panel(-1_001, GroupSettings(mode))
    shown = [Row.MODE, Row.LANGUAGE, Row.DIGEST, Row.LEAVE]
    assert unfolding(panel, catalog) == shown
    # What was muted can be taken back.
    assert set(unfolding(replace(panel, muted=1), catalog)) == {*shown, Row.MUTED}


def unfolding(panel: Panel, catalog: Catalog) -> list[Row]:
    """Return which lines a panel shows."""
    actions = [action for row in rows(render_panel(panel, "en", catalog)) for _, action in row]
    return [one.row for one in actions if isinstance(one, OpenRow)]


def test_in_private_the_panel_leads_back_to_the_list(catalog: Catalog) -> None:
    panel = rows(render_panel(replace(PANEL, title="Neighbours"), "en", catalog))
    assert panel[-1] == [("All groups", ListGroups())]


def test_one_choice_of_each_line_is_marked(catalog: Catalog) -> None:
    marked = {
        row: [
            label
            for labels in rows(render_row(CHOSEN, row, NOW, "en", catalog))
            for label, _ in labels
            if label.startswith("✓")
        ]
        for row in Row
    }
    assert marked == {
        Row.MODE: ["✓ At forwards, too"],
        Row.LANGUAGE: ["✓ Українська"],
        Row.COOLDOWN: ["✓ 3 days"],
        Row.MOST: ["✓ 2"],
        Row.QUIET: ["✓ 23:00–07:00"],
        Row.FORM: ["✓ Only with a 🤔"],
        Row.MUTED: [],
        Row.DIGEST: [],
        Row.LEAVE: [],
    }


def test_what_a_group_may_choose_holds_the_defaults() -> None:
    settings = GroupSettings()
    assert settings.cooldown_h in COOLDOWNS_H
    assert settings.most_an_hour in MOST_AN_HOUR
    assert settings.quiet is None


def test_where_nothing_is_muted_there_is_nothing_to_unmute(catalog: Catalog) -> None:
    assert len(rows(render_row(PANEL, Row.MUTED, NOW, "en", catalog))) == 1


def test_quiet_hours_without_a_clock_ask_for_it_and_with_one_keep_it(catalog: Catalog) -> None:
    asked = [
        {type(action) for row in rows(page)[:2] for _, action in row}
        for page in (
            render_row(PANEL, Row.QUIET, NOW, "en", catalog),
            render_row(CHOSEN, Row.QUIET, NOW, "en", catalog),
        )
    ]
    assert asked == [{ChooseClock}, {ChooseQuiet}]


def test_all_clocks_come_after_the_likely_ones(catalog: Catalog) -> None:
    start, end = QUIET_HOURS[0]
    clocks = [
        rows(render_group_clocks(PANEL, ChooseClock(-1_001, start, end, page), NOW, "uk", catalog))
        for page in (0, 1)
    ]
    assert len(clocks[0]) < len(clocks[1])
    assert ("Інший час", ChooseClock(-1_001, start, end, 1)) in clocks[0][-2]


@pytest.mark.parametrize("name", REPLIES)
def test_every_button_fits_for_every_group(name: str, catalog: Catalog) -> None:
    unfit = [
        action
        for language in catalog.languages
        for row in rows(REPLIES[name](language, catalog))
        for _, action in row
        if not isinstance(action, str) and not fits(_of_a_far_group(action), language)  # type: ignore[arg-type]
    ]
    assert unfit == []


def _of_a_far_group(action: object) -> object:
    return replace(action, group_id=LONGEST_ID) if hasattr(action, "group_id") else action  # type: ignore[type-var]


def test_notices_are_as_short_as_telegram_wants(catalog: Catalog) -> None:
    keys = (
        Key.PANEL_SAVED,
        Key.PANEL_DIGEST_ON,
        Key.PANEL_DIGEST_OFF,
        Key.GROUP_ADMINS_ONLY,
        Key.GROUP_ADMINS_UNKNOWN,
    )
    long = [
        (language, key)
        for language in catalog.languages
        for key in keys
        if len(catalog.text(language, key).encode("utf-16-le")) // 2 > MOST_OF_A_NOTICE
    ]
    assert long == []


def test_a_long_title_is_shortened(catalog: Catalog) -> None:
    (row,) = rows(render_groups([(-1_001, "Long " * 40)], "en", catalog, is_all=True))
    (label, _), *_ = row
    assert len(label) <= 60
    assert label.endswith("…")


@pytest.mark.parametrize(
    ("hours", "shown"), [(6, "6 hours"), (1, "1 hour"), (24, "1 day"), (168, "7 days")]
)
def test_full_days_are_told_as_days(hours: int, shown: str, catalog: Catalog) -> None:
    assert render_hours(hours, "en", catalog) == shown


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [("iki", "tr", "İki"), ("iki", "en", "Iki"), ("ніколи", "uk", "Ніколи"), ("", "en", "")],
)
def test_a_capital_is_that_of_the_language(text: str, language: str, shown: str) -> None:
    assert capitalized(text, language) == shown
