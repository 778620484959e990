"""A reply becomes text for a terminal; this module knows nothing about claims."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.claims.model import Rating
from bot.replies.model import Line, Paragraph, Reply, Role, Span, Style

_RESET = "\x1b[0m"
_DIM = "\x1b[2m"
_STYLES = {Style.PLAIN: "", Style.BOLD: "\x1b[1m", Style.ITALIC: "\x1b[3m", Style.CODE: ""}
_TONES = {
    Rating.FALSE: "\x1b[31m",
    Rating.MISLEADING: "\x1b[33m",
    Rating.MISSING_CONTEXT: "\x1b[33m",
    Rating.UNPROVEN: "\x1b[36m",
    Rating.SATIRE: "\x1b[35m",
    Rating.TRUE: "\x1b[32m",
}
_ITEM_NUMBER = re.compile(r"(?:\[\d+\]|\d+\.) ")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    code: str


_Word: TypeAlias = list[_Piece]
"""What no line break may part; its pieces can differ in colour."""


def to_terminal(reply: Reply, *, colour: bool, width: int) -> str:
    """Return *reply* in rows of at most *width* columns; a word that is longer stays whole.

    Addresses stand on a row of their own after the line that leads there, buttons at the end as
    [1], [2] and so on, without those that only number the lines above. Without *colour* there is
    no escape sequence at all.
    """
    choices = _choices(reply)
    paragraphs = [*reply.paragraphs, *([choices] if choices.lines else [])]
    return "\n\n".join(
        "\n".join(
            row
            for line in paragraph.lines
            for row in _rows(line, _code(paragraph, reply.tone), colour=colour, width=width)
        )
        for paragraph in paragraphs
    )


def _choices(reply: Reply) -> Paragraph:
    lines: list[Line] = []
    for number, button in enumerate(reply.buttons, start=1):
        if button.label == str(number):  # its line above has the same number
            continue
        # A label that carries its number for Telegram would show it twice here.
        label = button.label.removeprefix(f"{number}. ")
        url = button.action if isinstance(button.action, str) else None
        lines.append((Span(f"[{number}] "), Span(label, url=url)))
    return Paragraph(tuple(lines), Role.CHOICES)


def _code(paragraph: Paragraph, tone: Rating | None) -> str:
    match paragraph.role:
        case Role.HEADING if tone is not None:
            return _TONES[tone]
        case Role.NOTE:
            return _DIM
        case _:
            return ""


def _rows(line: Line, code: str, *, colour: bool, width: int) -> Iterator[str]:
    number = _ITEM_NUMBER.match("".join(span.text for span in line))
    indent = " " * (number.end() if number else 0)
    start = ""
    row: list[_Word] = []
    for word in _words(line, code):
        if row and len(start) + _columns([*row, word]) > width:
            yield start + _paint(row, colour=colour)
            # The rows that follow stand under the text, not under its number.
            start = indent
            row = []
        row.append(word)
    yield start + _paint(row, colour=colour)
    for span in line:
        if span.url and span.url != span.text:
            yield indent + _paint([[_Piece(span.url, _DIM)]], colour=colour)


def _words(line: Line, code: str) -> list[_Word]:
    words: list[_Word] = [[]]
    for span in line:
        for count, text in enumerate(span.text.split(" ")):
            if count:
                words.append([])
            if text:
                words[-1].append(_Piece(text, code + _STYLES[span.style]))
    return [word for word in words if word]


def _paint(row: Sequence[_Word], *, colour: bool) -> str:
    return " ".join(
        "".join(
            f"{piece.code}{piece.text}{_RESET}" if colour and piece.code else piece.text
            for piece in word
        )
        for word in row
    )


def _columns(row: Sequence[_Word]) -> int:
    """Return how wide a terminal shows *row*, words parted by a blank."""
    texts = ("".join(piece.text for piece in word) for word in row)
    return sum(_width(character) for character in " ".join(texts))


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
