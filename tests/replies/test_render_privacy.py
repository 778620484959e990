import re
from datetime import date
from pathlib import Path

import pytest

from bot.config import Settings
from bot.people import Block, Kept, Thing
from bot.replies.catalog import Catalog
from bot.replies.html import MESSAGE_LIMIT, to_html
from bot.replies.keys import Key
from bot.replies.render_privacy import (
    privacy_table,
    render_blocked,
    render_deleted,
    render_kept,
    render_privacy,
)

ROOT = Path(__file__).parents[2]
RETENTION_DAYS = Settings(ROOT, ROOT).retention_days
LANGUAGES = ("en", "uk", "ru", "de")
BLOCK = Block(1_800_000_000.0, "Insults.")


def test_the_readme_has_the_same_table(catalog: Catalog) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Privacy\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", section, re.MULTILINE)
    table = privacy_table("en", catalog, RETENTION_DAYS)
    assert cells == [("what", "how long", "why"), *((row.what, row.long, row.why) for row in table)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reply_has_each_row_of_the_table(language: str, catalog: Catalog) -> None:
    html = to_html(render_privacy(language, catalog, RETENTION_DAYS))
    for row in privacy_table(language, catalog, RETENTION_DAYS):
        assert f"• <b>{row.what}</b> ({row.long}): {row.why}.\n" in f"{html}\n"


@pytest.mark.parametrize(
    ("retention_days", "failed", "log"),
    [(1, "1 day", "1 day"), (7, "7 days", "7 days"), (3650, "7 days", "3650 days")],
)
def test_the_retention_that_is_set_is_the_one_that_is_told(
    retention_days: int, failed: str, log: str, catalog: Catalog
) -> None:
    long = [row.long for row in privacy_table("en", catalog, retention_days)]
    assert (long[2], long[3], long[-1]) == (failed, f"{log} after that day", log)
    assert f"until you unblock me, {log} at most" in long
    assert f"until you stop it, or {log} after you block me" in long
    # Answers that did not fit, and decisions of moderators, are notes without a text.
    assert long.count("365 days") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reply_about_data_is_cut(language: str, catalog: Catalog) -> None:
    wordy = Block(1_800_000_000.0, "w" * 200)
    full = Kept(
        date(2026, 9, 30),
        "uk",
        messages=10**6,
        notes=10**6,
        things=dict.fromkeys(Thing, 10**6),
        block=wordy,
    )
    for reply in (
        render_privacy(language, catalog, 3650),
        render_kept(full, language, catalog),
        render_deleted(full, language, catalog),
        render_blocked(wordy, language, catalog),
    ):
        assert to_html(reply) == to_html(reply, 10 * MESSAGE_LIMIT)


def test_what_is_shown_is_what_would_be_deleted_but_for_the_block(catalog: Catalog) -> None:
    things = dict.fromkeys(Thing, 2)
    kept = Kept(date(2026, 11, 22), "uk", messages=2, notes=1, things=things, block=BLOCK)
    shown = render_kept(kept, "en", catalog).paragraphs[0].lines[1:]
    gone = render_deleted(kept, "en", catalog).paragraphs[0].lines[1:]
    assert shown[: len(gone)] == gone
    assert [line[0].text for line in shown[len(gone) :]] == [
        "• A block until 15 January 2027",
        "The reason: Insults.",
    ]


def test_each_thing_that_is_kept_has_a_line(catalog: Catalog) -> None:
    lines = [
        render_kept(Kept(things={thing: 1}), "en", catalog).paragraphs[0].lines for thing in Thing
    ]
    assert [len(one) for one in lines] == [2] * len(Thing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_that_are_named_are_those_that_there_are(
    language: str, catalog: Catalog
) -> None:
    texts = (catalog.text(language, key) for key in (Key.PRIVACY_MORE, Key.BLOCKED_STILL))
    assert {name for text in texts for name in re.findall(r"/(\w+)", text)} == {
        "privacy",
        "mydata",
        "deletemydata",
    }
