"""Texts become lines of about the same length, without a lone word in the last one."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from bot.drawing.fonts import Font, Typesetter

_NO_BREAK = "\N{NO-BREAK SPACE}"
# A line ends neither in "в", "z" or "a" nor in a number, and none begins with a dash.
_AFTER_LETTER = re.compile(r"(?<![^\s(«„“‘\"'])([^\W\d_]|\d{1,3}) ")
_BEFORE_DASH = re.compile(r" (?=[–—-] )")


def wrap(
    text: str, font: Font, width: float, typesetter: Typesetter, *, break_words: bool = False
) -> tuple[str, ...] | None:
    """Return *text* in as few lines of at most *width* pixels as it takes, evenly filled.

    None where a word is wider than that; with *break_words* such a word goes on in the next line.
    """
    words = _words(text)
    widths = [typesetter.width(word, font) for word in words]
    if break_words and max(widths, default=0.0) > width:
        words = [piece for word in words for piece in _pieces(word, font, width, typesetter)]
        widths = [typesetter.width(word, font) for word in words]
    if max(widths, default=0.0) > width:
        return None
    starts = _even(widths, typesetter.width(" ", font), width)
    return tuple(
        " ".join(words[start:end]).replace(_NO_BREAK, " ")
        for start, end in pairwise((*starts, len(words)))
    )


def _words(text: str) -> list[str]:
    text = _BEFORE_DASH.sub(_NO_BREAK, _AFTER_LETTER.sub(rf"\1{_NO_BREAK}", text))
    return [word for word in text.split(" ") if word]


def _pieces(word: str, font: Font, width: float, typesetter: Typesetter) -> list[str]:
    """Return *word* in pieces that each fit, and a letter at the least."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and typesetter.width(pieces[-1] + letter, font) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _even(widths: Sequence[float], space: float, width: float) -> list[int]:
    """Return with which word each line begins; no number of lines is smaller, none more even.

    Even is what has the smallest sum of squares of the space left in the lines.
    """
    ends = (0.0, *accumulate(one + space for one in widths))
    # For each word: lines, unevenness and next line's first word of the best way on from there.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] * (len(widths) + 1)
    for start in reversed(range(len(widths))):
        ways: list[tuple[int, float, int]] = []
        for end in range(start + 1, len(widths) + 1):
            left = width - (ends[end] - ends[start] - space)
            if left < 0 and ways:
                break
            lines, unevenness, _ = best[end]
            ways.append((lines + 1, unevenness + left * left, end))
        best[start] = min(ways)
    starts, start = [], 0
    while start < len(widths):
        starts.append(start)
        start = best[start][2]
    return starts
