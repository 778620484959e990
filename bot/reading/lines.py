"""Fourth station: words become lines, without what only looks like text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from bot.reading.sizes import middle, type_size
from bot.reading.tesseract import Word

_SURE_WORD = 0.4
_SURE_LINE = 0.6
"""Below, letters were seen in leaves, faces and icons."""
_SHORTEST_WORD = 3
"""A line without a word of so many letters is a time, a counter or an icon."""
_OVERLAP = 0.3
"""Share of the lower line that may lie in the rows of another one."""
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class TextLine:
    """Words in a row."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The line as it reads."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def letters(self) -> int:
        """How many letters and digits it has."""
        return sum(character.isalnum() for character in self.text)

    @cached_property
    def confidence(self) -> float:
        """How sure its letters are, 0 to 1: longer words count more."""
        weights = [len(word.text) for word in self.words]
        sure = sum(w * word.confidence for w, word in zip(weights, self.words, strict=True))
        return sure / sum(weights)

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, in pixels."""
        return (
            min(word.left for word in self.words),
            min(word.top for word in self.words),
            max(word.left + word.width for word in self.words),
            max(word.top + word.height for word in self.words),
        )

    @cached_property
    def size(self) -> float:
        """The type size, in pixels."""
        return middle((type_size(word.text, word.height), len(word.text)) for word in self.words)


def find_lines(words: Sequence[Word]) -> list[TextLine]:
    """Return the lines that are surely text."""
    sure = [word for word in words if word.confidence >= _SURE_WORD]
    lines = [TextLine(tuple(row)) for _, row in groupby(sure, key=lambda word: word.line)]
    return [line for line in lines if line.confidence >= _SURE_LINE and _says_something(line)]


def certainty(words: Sequence[Word]) -> float:
    """Return which share of the letters of *words* is sure, 0 to 1."""
    seen = sum(len(word.text) for word in words)
    sure = sum(len(word.text) for word in words if word.confidence >= _SURE_LINE)
    return sure / seen if seen else 0.0


def merge(one: Sequence[TextLine], other: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of two readings of one picture; where they overlap, the better ones."""
    kept: list[TextLine] = []
    for line in sorted([*one, *other], key=lambda line: -line.letters * line.confidence):
        if not any(_overlap(line, better) for better in kept):
            kept.append(line)
    return sorted(kept, key=lambda line: (line.box[1], line.box[0]))


def _says_something(line: TextLine) -> bool:
    return any(len(word) >= _SHORTEST_WORD for word in _LETTERS.findall(line.text))


def _overlap(line: TextLine, other: TextLine) -> bool:
    left, top, right, bottom = line.box
    other_left, other_top, other_right, other_bottom = other.box
    width = min(right, other_right) - max(left, other_left)
    height = min(bottom, other_bottom) - max(top, other_top)
    return width > 0 and height > _OVERLAP * min(bottom - top, other_bottom - other_top)
