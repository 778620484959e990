from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.claims.document import Document, Place, Plain
from bot.claims.read import FAST_LOADER, MAX_BYTES, MAX_DEPTH, read

FILE = Path("claim.yaml")
LOADERS = [yaml.SafeLoader, FAST_LOADER]

# Texts that look like YAML reach further into the reader than random ones.
yaml_like = st.text("anf~:-? \n\t\r#'\"\\U&*!<[]{},|>%@`.\x85\u2028\ufeff\x00\x1bё😀", max_size=60)


def read_text(text: str, *, loader: type = FAST_LOADER) -> Document:
    return read(text.encode(), FILE, loader=loader)


def lines(document: Document) -> list[str]:
    return [str(problem).removeprefix("claim.yaml:") for problem in document.problems]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    "word", ["false", "no", "5.10", "2024-11-13", "0x1F", "1_000", "12:30", "on", ".inf", "=", "é"]
)
def test_a_scalar_stays_text(word: str, loader: type) -> None:
    assert read_text(f"{word}: {word}", loader=loader) == Document(
        FILE,
        {word: word},
        {(): Place(1, 1), (word,): Place(1, len(word) + 3)},
        (),
        keys={(word,): Place(1, 1)},
    )


@pytest.mark.parametrize("text", ["'null'", '"~"', "|\n  null", "nothing"])
def test_a_quoted_null_is_text(text: str) -> None:
    assert lines(read_text(f"a: {text}")) == []


def test_every_value_knows_its_place() -> None:
    document = read_text(
        "claim:\n  en: Text\nphrasings:\n  ru:\n    - один\n    - >-\n      два\n"
        "sources:\n  - title: A\n    url: B\n"
    )
    trails: list[tuple[str | int, ...]] = [
        ("claim",),
        ("claim", "en"),
        ("phrasings", "ru"),
        ("phrasings", "ru", 0),
        ("phrasings", "ru", 1),
        ("sources", 0),
        ("sources", 0, "url"),
        ("sources", 0, "published"),
        ("rating",),
    ]
    assert [tuple(document.where(*trail)) for trail in trails] == [
        (1, 1),
        (2, 7),
        (4, 3),
        (5, 7),
        (6, 7),
        (9, 5),
        (10, 10),
        (9, 5),
        (1, 1),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("loader", LOADERS)
def test_lines_are_counted_as_editors_count_them(newline: str, loader: type) -> None:
    # YAML 1.1 also breaks lines at U+0085 and U+2028; no editor does.
    document = read_text(f"a: x{newline}b: 'y \u2028 z'{newline}c: 1", loader=loader)
    assert document.where("c") == Place(3, 4)


def test_columns_count_characters() -> None:
    assert read_text("{😀: ёж, b: c}").where("b") == Place(1, 12)


def test_a_byte_order_mark_is_harmless() -> None:
    assert read(b"\xef\xbb\xbfa: b", FILE) == read(b"a: b", FILE)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c", "1:5: KB001 a colon stands here in the middle of a text or below one"),
        ("a: b\n c: d", "2:3: KB001 a colon stands here in the middle of a text or below one"),
        ("a:\n\t- b", "2:1: KB001 a tab character stands where YAML wants spaces"),
        ("a:\n  - x\n\t- b", "3:1: KB001 a tab character stands where YAML wants spaces"),
        ("a: 'b\nc: d\n", "1:4: KB001 the quotation mark here is never closed"),
        ('a: "b\n---\n', "1:4: KB001 the quotation mark here is not closed before the line ---"),
        ("a: 'It's here'", "1:8: KB001 text goes on after a closing quotation mark"),
        ('- "b" c\n- d', "1:7: KB001 text goes on after a closing quotation mark"),
        ("a: @b", "1:4: KB001 a text cannot begin with this character"),
        ("a: `b`", "1:4: KB001 a text cannot begin with this character"),
        ("a: %b", "1:4: KB001 a text cannot begin with this character"),
        ("a: **b**", "1:5: KB001 a text that begins with * or & means something else in YAML"),
        ("a: [b, c", "1:4: KB001 a bracket that was opened here or above is not closed"),
        ("a:\n  - [\n", "3:1: KB001 a bracket that was opened here or above is not closed"),
        ("a: {b: c", "1:4: KB001 a bracket that was opened here or above is not closed"),
        ("a: - b", "1:4: KB001 a list cannot begin on the line of its key"),
        ("a: ] b", "1:4: KB001 a text cannot begin with a bracket or a comma"),
        ("a: ? b", "1:4: KB001 a text cannot begin with a question mark and a space"),
        ("a: b\n- c", "2:1: KB001 this line does not fit the lines above it"),
        ("a:\n  - b\n c: d", "3:2: KB001 this line does not fit the lines above it"),
        ("a: >b", "1:5: KB001 a text cannot stand on the line of | or >"),
        ("a: 1\n...\nb: 2", "3:1: KB001 a line beginning with % or !, or text after the line ..."),
    ],
)
def test_a_syntax_error_is_explained(text: str, line: str, loader: type) -> None:
    found = lines(read_text(text, loader=loader))
    assert [problem[: len(line)] for problem in found] == [line]


@pytest.mark.parametrize("text", ['a: "\\d"', 'a: "\\Uffffffff"', 'a: "\\x"'])
@pytest.mark.parametrize("loader", LOADERS)
def test_a_backslash_is_explained(text: str, loader: type) -> None:
    assert [problem.code for problem in read_text(text, loader=loader).problems] == ["KB001"]


@pytest.mark.parametrize("loader", LOADERS)
def test_all_problems_are_found_at_once(loader: type) -> None:
    text = """\
a: &x first
a: again
b: *x
c: !!str d
d: ~
e:
  - one #two
  -
  - {text: No, it did not}
<<: more
[f]: g
h: "\\0"
---
i: j
"""
    quote = 'put the whole text in double quotes, "like this"'
    write_out = f"which claim files do not use; write the value out; if it is a text, {quote}"
    assert lines(read_text(text, loader=loader)) == [
        f"1:4: KB003 `&x` is an anchor, {write_out}",
        "2:1: KB002 `a` stands here a second time; keep one of the two; the first is in line 1",
        f"3:4: KB003 `*x` is an alias, {write_out}",
        f"4:4: KB003 a word that begins with ! is a tag, {write_out}",
        "5:1: KB004 `d` has no value; leave the key out",
        (
            f"7:9: KB011 the text ends before `#two`, because # begins a comment; {quote};"
            " if it is a comment, put a space after the #"
        ),
        "8:4: KB004 the list item is empty; take the line away",
        (
            "9:16: KB004 `it did not` has no value; leave the key out; between braces a comma ends"
            f" a text: if it belongs to the text, {quote}"
        ),
        f"10:1: KB003 `<<` is a merge key, {write_out}",
        (
            "11:1: KB005 the key before the colon is not a plain text; if brackets or a colon"
            f" belong to the text, {quote}"
        ),
        "12:4: KB010 the text holds the character U+0000, written with a backslash; delete it",
        (
            "13:1: KB006 a second document begins here; keep one claim in a file; take the line ---"
            " away"
        ),
    ]


def test_an_alias_is_no_key() -> None:
    document = read_text("a: &x b\n*x : c\nd: e")
    assert [problem.code for problem in document.problems] == ["KB003", "KB003"]
    assert document.value == {"a": "b", "d": "e"}


def test_values_beside_a_problem_keep_their_positions() -> None:
    document = read_text("a: [x, ~, *z, y]")
    assert document.value == {"a": ["x", "", "", "y"]}
    assert document.broken == {("a", 1), ("a", 2)}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~"])
def test_an_empty_file_is_one_problem(text: str) -> None:
    found = [(problem.code, problem.text) for problem in read_text(text).problems]
    assert found == [("KB004", "the file is empty")]


def test_a_file_in_another_encoding_names_the_byte() -> None:
    document = read("a: b\nж: é".encode() + b"\xff", FILE)
    assert lines(document) == [
        (
            "2:5: KB007 the file is not UTF-8 (byte 12 cannot be read); save it again with the"
            " encoding UTF-8"
        )
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp1251"])
def test_other_encodings_are_one_problem(encoding: str) -> None:
    assert len(read("имя: НАТО".encode(encoding), FILE).problems) == 1


def test_a_file_at_the_limit_is_read() -> None:
    content = b"a: b #" + b" " * (MAX_BYTES - 6)
    assert lines(read(content, FILE)) == []
    assert [problem.code for problem in read(content + b" ", FILE).problems] == ["KB008"]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[a]: [", "? [", "{[", "[[[]],"])
def test_deep_nesting_ends_in_a_problem(opening: str, loader: type) -> None:
    found = read_text(opening * 5_000, loader=loader).problems
    assert found[-1].code in {"KB001", "KB009"}


def test_nesting_up_to_the_limit_is_read() -> None:
    assert lines(read_text("[" * MAX_DEPTH + "a" + "]" * MAX_DEPTH)) == []


def nested_texts(value: Plain | None) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in nested_texts(item)]
    return [text for item in (value or {}).items() for part in item for text in nested_texts(part)]


@pytest.mark.parametrize("loader", LOADERS)
@settings(deadline=None)
@given(content=st.binary() | st.text().map(str.encode) | yaml_like.map(str.encode))
def test_reading_never_raises(content: bytes, loader: type) -> None:
    document = read(content, FILE, loader=loader)
    assert document.value is not None or document.problems
    for problem in document.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert len(str(problem).splitlines()) == 1
    for text in nested_texts(document.value):
        text.encode()  # a lone surrogate would raise
