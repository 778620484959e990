from pathlib import Path

import pytest

from bot.claims.load import load
from bot.claims.model import COUNTRY_FOR_LANGUAGE, LANGUAGES
from tests.claims.folders import with_fields, write_claims

QUOTE = (
    "a colon and a space inside a text make a mapping of it: put the whole text in double quotes"
)
OWN_KEYS = (
    "id, status, status_reason, status_date, rating, claim, phrasings, near_misses, explanation,"
    " facts, sources, appearances, images, topics, related, first_seen, history, reviewed,"
    " reviewed_languages, revision"
)


def messages(folder: Path, text: str) -> list[str]:
    found = load(write_claims(folder, example_claim=text)).problems
    return [f"{problem.code} {problem.text}; {problem.hint}" for problem in found]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("status reason: x\n", "KB101 `status reason` is not a key that we know; did you mean `st"),
        ("NATO said: x\n", f"KB101 `NATO said` is not a key that we know; {QUOTE}"),
        ("mood: x\n", f"KB101 `mood` is not a key that we know; the keys here are {OWN_KEYS}"),
        ("near_misses: {en: [Live: x]}\n", f"KB101 `Live` is not a key that we know; {QUOTE}"),
        (
            "sources: [{publisher: a, title: b, language: English}]\nfacts: []\n",
            "KB104 sources, item 1, language: `English` is not a language code; write two small",
        ),
        (
            "sources: [{publisher: a, title: b, language: ua}]\nfacts: []\n",
            "KB104 sources, item 1, language: `ua` is not a language code; did you mean `uk`? wri",
        ),
        (
            "sources: [{publisher: a, title: b, language: CZ}]\nfacts: []\n",
            "KB104 sources, item 1, language: `CZ` is not a language code; did you mean `cs`? wri",
        ),
        ("near_misses: {en: [[x]]}\n", "KB105 near_misses, en, item 1 should be a mapping of keys"),
        ("rating: [false]\n", "KB105 rating should be a text, but is a list; write one text"),
        ("rating: False\n", "KB103 rating: `False` is not a value that we know; did you mean `f"),
        ("topics: [[a]]\n", "KB105 topics, item 1 should be a text, but is a list; write one text"),
        ("claim: {en: [a]}\n", "KB105 claim, en should be a text, but is a list; write one text f"),
        (
            "claim: text\n",
            "KB105 claim should be a mapping from languages, but is the text `text`;",
        ),
        ("facts: [text]\n", "KB105 facts, item 1 should be a mapping of keys, but is the text `te"),
        ("revision: {a: b, c: d}\n", "KB105 revision should be a whole number, but is a mapping;"),
        (f"revision: {'9' * 5_000}\n", "KB110 revision is `9999999999999999"),
        ("reviewed: 2026-11\n", "KB108 reviewed: `2026-11` is not the date of a day; write it as "),
        (
            "first_seen: ٢٠٢٤\n",
            "KB108 first_seen: `٢٠٢٤` is not a date; write it as 2026-11-22, or",
        ),
        ("first_seen: 2024-13\n", "KB108 first_seen: `2024-13` is not a date; write it as 2026-11"),
        ("first_seen: 2023-02-29\n", "KB108 first_seen: `2023-02-29` is not a date; write it as 2"),
        (f"related: [{'a' * 57}]\n", "KB107 related, item 1: `aaaaaaaa"),
        ("claim: {'e\\nn': x}\n", "KB104 claim: `e\\nn` is not a language that claims are kept in"),
    ],
)
def test_a_wrong_field_is_one_problem(fields: str, message: str, tmp_path: Path) -> None:
    found = messages(tmp_path, with_fields(fields))
    assert [line[: len(message)] for line in found] == [message]


@pytest.mark.parametrize("text", ["only words\n", "- a\n- list\n"])
def test_a_file_without_keys_is_one_problem(text: str, tmp_path: Path) -> None:
    found = messages(tmp_path, text)
    assert [line.partition(";")[2] for line in found] == [
        " copy knowledge/_template.yaml and fill it in"
    ]


def test_each_missing_key_is_named(tmp_path: Path) -> None:
    assert messages(tmp_path, "id: example-claim\n") == [
        f"KB102 {key} is missing; add `{key}:`; knowledge/README.md says what it holds"
        for key in (
            *("claim", "explanation", "phrasings", "rating"),
            *("reviewed", "revision", "sources", "status"),
        )
    ]


@pytest.mark.parametrize(
    ("country", "language"), [("ua", "uk"), ("cz", "cs"), ("GB", "en"), ("us", "en"), ("at", "de")]
)
def test_a_country_is_taken_for_its_language(country: str, language: str, tmp_path: Path) -> None:
    (found,) = messages(tmp_path, with_fields(f"claim: {{{country}: NATO stores biscuits.}}\n"))
    assert (
        f"`{country}` is not a language that claims are kept in; did you mean `{language}`? "
        in (found)
    )


@pytest.mark.parametrize("country", COUNTRY_FOR_LANGUAGE)
def test_no_such_country_is_a_language_that_claims_are_kept_in(country: str) -> None:
    assert country not in LANGUAGES
