"""The YAML parser's own words become sentences that a moderator can act on."""

import re
from typing import NamedTuple

import yaml

_COMPARE = "compare the line with knowledge/_template.yaml"
QUOTE_IT = 'put the whole text in double quotes, "like this"'

# Each pair is libyaml's words and the pure Python parser's; the first that fits is used.
_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (
        r"tab character|character '\\t'",
        "a tab character stands where YAML wants spaces",
        "indent with two spaces for each level, never with the Tab key",
    ),
    (
        r"mapping values are not allowed|unexpected ':'",
        "a colon stands here in the middle of a text or below one",
        f"{QUOTE_IT}, or check the indentation of this line",
    ),
    (
        r"unexpected end of stream",
        "the quotation mark here is never closed",
        "close it at the end of the text, or take it away",
    ),
    (
        r"unexpected document (separator|indicator)",
        "the quotation mark here is not closed before the line ---",
        "close it at the end of the text, or take it away",
    ),
    (
        r"cannot start any token",
        "a text cannot begin with this character",
        QUOTE_IT,
    ),
    (
        r"scanning an alias|scanning an anchor",
        "a text that begins with * or & means something else in YAML",
        QUOTE_IT,
    ),
    (
        r"expected ',' or '[]}]'",
        "a bracket that was opened here or above is not closed, or a comma is missing",
        "close it with ] or }, or write one value a line with a dash before each",
    ),
    (
        r"(block )?sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "put each `- value` on a line of its own below the key",
    ),
    (
        r"could not find expected ':'",
        "a line near here is neither `key: value` nor part of the text above it",
        "indent it deeper than the key it belongs to, or add the colon",
    ),
    (
        r"unknown escape character|escape code|expected escape sequence",
        "a backslash between double quotes means something else in YAML",
        "write two backslashes, or use single quotes",
    ),
    (
        r"block scalar|chomping",
        "a text cannot stand on the line of | or >",
        f"begin the text on the next line, indented, or {QUOTE_IT}",
    ),
    (
        r"node content",
        "a text cannot begin with a bracket or a comma",
        QUOTE_IT,
    ),
    (
        r"mapping keys are not allowed",
        "a text cannot begin with a question mark and a space",
        QUOTE_IT,
    ),
    (
        r"directive|document start|incompatible YAML document|tag",
        "a line beginning with % or !, or text after the line ..., does not belong in a claim file",
        "take it away, or put the text in double quotes",
    ),
    (
        r"did not find expected (key|'-' indicator)|expected <block end>",
        "this line does not fit the lines above it",
        "line it up with its neighbours: two spaces for each level, a dash before each list item",
    ),
)
_AFTER_QUOTE = re.compile(r"""["'][ \t]*\Z""")
_INDENT = re.compile(r"[ \t]*")


class SyntaxFlaw(NamedTuple):
    """Where the parser stopped (0-based offset in the text), and what to tell the writer."""

    offset: int
    text: str
    hint: str


def explain_syntax(error: Exception, text: str) -> SyntaxFlaw:
    """Say in plain words what stopped the parser; its own words stand in when none fit."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return SyntaxFlaw(0, f"this is not YAML ({_one_line(str(error))})", _COMPARE)
    words = " ".join(filter(None, (error.context, error.problem)))
    mark = error.problem_mark
    # The place where a quotation mark or a bracket was opened helps; the end of the file does not.
    if error.context_mark and re.search(r"end of stream|document (sep|ind)|',' or", words):
        mark = error.context_mark
    offset = min(mark.index, len(text)) if mark else 0
    line_start = text.rfind("\n", 0, offset) + 1
    indent = _INDENT.match(text, line_start)
    if "cannot start any token" in words and indent and "\t" in indent[0]:
        words = "tab character"
    elif "expected" in words and _AFTER_QUOTE.search(text[line_start:offset]):
        return SyntaxFlaw(
            offset,
            "text goes on after a closing quotation mark",
            "quote the whole text; inside single quotes, write an apostrophe twice: 'It''s here'",
        )
    elif "node content" in words and not text[offset:].strip():
        words = "expected ',' or ']'"
    for pattern, sentence, hint in _SENTENCES:
        if re.search(pattern, words):
            return SyntaxFlaw(offset, sentence, hint)
    return SyntaxFlaw(offset, f"this is not YAML ({_one_line(words)})", _COMPARE)


def _one_line(words: str) -> str:
    return " ".join(words.split())[:120]
