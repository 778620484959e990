"""Editing one value of a claim file leaves every other line, and all comments, as they are."""

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.claims.blocks import parse_blocks
from bot.claims.edit import edited, merged, values_of, with_phrasing
from bot.claims.read import read
from tests.claims.folders import SOUND

if TYPE_CHECKING:
    from bot.claims.document import Plain

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FILES = [*sorted((KNOWLEDGE / "claims").glob("*.yaml")), KNOWLEDGE / "_template.yaml"]
REMARKED = """\
# at the very top
id: example # of the id
claim: # of all sentences
  # above the English one
  en: NATO has a cat. # of the English one
phrasings:
  en:
  # above the first
  - Has NATO a cat? # of the first
  - "NATO #1 cat" # of the second
sources:
  - publisher: NATO # of the publisher
    # above the title
    title: >- # of the fold
      Cats # no comment
      of NATO
topics: [cats, # of cats
  dogs] # of dogs
# above the number
revision: 1
# at the very end
"""


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_every_claim_file_is_the_sum_of_its_blocks() -> None:
    for file in FILES:
        text = file.read_text("utf-8")
        blocks = parse_blocks(text)

        assert (str(blocks), blocks.values) == (text, read(text.encode(), file).value)


def test_editing_one_value_of_any_claim_file_changes_its_lines_alone() -> None:
    for file in FILES:
        text = file.read_text("utf-8")
        before = next(line for line in text.splitlines() if line.startswith("revision: "))
        remark = before.partition(" # ")[2]
        after = f"revision: 77 # {remark}" if remark else "revision: 77"

        assert changed_lines(text, edited(text, {"revision": "77"})) == [f"-{before}", f"+{after}"]


def test_a_new_phrasing_is_one_more_line_in_any_claim_file() -> None:
    for file in FILES:
        text = file.read_text("utf-8")

        assert changed_lines(text, with_phrasing(text, "en", "Is NATO a cat?")) == [
            "+    - Is NATO a cat?"
        ]


def test_a_file_that_comes_back_as_it_was_changes_nothing() -> None:
    for file in FILES:
        text = file.read_text("utf-8")
        assert merged(text, text) == text


def test_a_file_that_comes_back_in_another_layout_changes_nothing() -> None:
    text = SOUND.replace("  en: NATO stores", '  en:  "NATO stores').replace(
        "every lighthouse.\n", 'every lighthouse."\n', 1
    )
    assert text != SOUND
    assert merged(text, SOUND) == SOUND


def test_all_comments_stay_when_all_is_laid_out_anew() -> None:
    assert merged(REMARKED, None) == (
        "# at the very top\n"
        "id: example # of the id\n"
        "claim: # of all sentences\n"
        "  # above the English one\n"
        "  en: NATO has a cat. # of the English one\n"
        "phrasings:\n"
        "  en:\n"
        "    # above the first\n"
        "    - Has NATO a cat? # of the first\n"
        "    - 'NATO #1 cat' # of the second\n"
        "sources:\n"
        "  - publisher: NATO # of the publisher\n"
        "    # above the title\n"
        "    title: 'Cats # no comment of NATO' # of the fold\n"
        "# of dogs\n"
        "topics: [cats, dogs] # of cats\n"
        "# above the number\n"
        "revision: 1\n"
        "# at the very end\n"
    )


def test_comments_of_what_is_taken_away_stay_above_what_follows() -> None:
    text = edited(REMARKED, {"sources": None, "topics": None})

    assert parse_blocks(text).comments() == parse_blocks(REMARKED).comments()
    assert "sources" not in values_of(text)


def test_a_new_key_stands_where_the_template_has_it() -> None:
    history: list[Plain] = [{"rating": "false", "until": "2026-11-22", "reason": "New minutes."}]

    assert changed_lines(SOUND, edited(SOUND, {"history": history})) == [
        "+history:",
        "+  - rating: false",
        "+    until: 2026-11-22",
        "+    reason: New minutes.",
    ]
    lines = edited(SOUND, {"history": history}).splitlines()
    assert lines.index("history:") == lines.index("reviewed: 2026-11-22") - 4


def test_a_file_in_braces_is_laid_out_anew() -> None:
    assert merged('{"id": "cat", "revision": "1"}', None) == "id: cat\nrevision: 1\n"


def test_what_windows_adds_goes() -> None:
    assert merged("\ufeffid: cat\r\nrevision: 1\r\n", None) == "id: cat\nrevision: 1\n"


@pytest.mark.parametrize("text", ["", "- a\n", "id: [", "id: a\nid: b\n", "a: &b c\n", "\0"])
def test_no_sound_file_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        merged(text, None)
