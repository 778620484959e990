"""What a published claim must be written in."""

from pathlib import Path

import pytest

from bot.claims.completeness import COMPLETE
from bot.claims.model import LANGUAGES
from tests.claims.folders import lint_fields


def test_the_repository_is_held_to_twelve_languages() -> None:
    assert COMPLETE.claim == LANGUAGES
    assert [language for language in LANGUAGES if COMPLETE.phrasings[language] == 6] == [
        "en",
        "uk",
        "ru",
    ]


def test_each_language_that_is_missing_is_named_once(tmp_path: Path) -> None:
    fields = (
        "claim: {en: NATO hides biscuits.}\n"
        "phrasings: {en: [Does NATO hide biscuits?], de: [Versteckt die NATO Kekse?]}\n"
        "explanation: {}\n"
    )
    assert lint_fields(tmp_path, fields, COMPLETE) == [
        ("KB115", "there are phrasings in de, and no claim sentence"),
        ("KB120", "a published claim needs its sentence in uk, ru, fr, pl, ro, es, it, tr, cs, lt"),
        ("KB119", "there is 1 phrasing in en, and 6 are needed"),
        ("KB119", "there is 1 phrasing in de, and 3 are needed"),
        ("KB114", "a published claim needs its explanation in English"),
        ("KB120", "a published claim needs its explanation in uk, ru, de, fr, pl, ro"),
    ]


def test_a_draft_need_not_speak_twelve_languages(tmp_path: Path) -> None:
    draft = "status: draft\nstatus_reason: Waits for translations.\n"
    assert lint_fields(tmp_path, draft, COMPLETE) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("", []),
        ("reviewed_languages: []\n", []),
        ("reviewed_languages: [en]\n", []),
        (
            "reviewed_languages: [en, uk]\n",
            [("KB121", "uk counts as reviewed, and the claim has no sentence in it")],
        ),
        (
            "reviewed_languages: [ua]\n",
            [("KB104", "reviewed_languages: `ua` is not a language that claims are kept in")],
        ),
    ],
)
def test_reviewed_languages(fields: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert lint_fields(tmp_path, fields) == expected


def test_english_counts_as_reviewed_only_where_somebody_says_so(tmp_path: Path) -> None:
    draft = "status: draft\nstatus_reason: Waits.\nclaim: {}\nphrasings: {}\nexplanation: {}\n"
    assert lint_fields(tmp_path, draft) == []
    assert [code for code, _ in lint_fields(tmp_path, draft + "reviewed_languages: [en]\n")] == [
        "KB121"
    ]
