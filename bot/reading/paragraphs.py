"""Last station: lines become the text that a reader of the picture would pass on.

A line ends where the picture had no more room, not where a sentence does: read line by line, a
post would fall into halves of sentences. And who passes a post on leaves out what an app has
written around it, in smaller type: times, counters, names.
"""

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise

from bot.matching.cues import load_cues
from bot.matching.index import split_words
from bot.matching.normalize import normalize
from bot.reading.lines import TextLine
from bot.reading.sizes import middle

_GAP = 0.9
"""Lines of one paragraph are no further from each other, in type sizes."""
_SIZES = 1.18
"""Their type sizes differ by no more than this factor."""
_SHIFT = 2.0
"""Their left ends, or their middles, are no further apart, in type sizes."""
_FINE_PRINT = 0.93
"""Share of the size of the longest paragraph below which a few words are written by the app."""
_FEW, _ENOUGH = 7, 8
"""Words of a line of fine print at most, and of a post at least: a meme has few of any size."""
_STOPS = (".", "?", "!", "…", "”", "»")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐¬]$")


def to_text(lines: Sequence[TextLine]) -> str:
    """Return the text of *lines*: each paragraph on a line, without the fine print."""
    return "\n".join(
        reduce(_join, (line.text for line in paragraph))
        for paragraph in _without_fine_print(_paragraphs(lines))
    )


def _paragraphs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    paragraphs = [[line] for line in lines[:1]]
    for line, following in pairwise(lines):
        if _goes_on(line, following):
            paragraphs[-1].append(following)
        else:
            paragraphs.append([following])
    return paragraphs


def _goes_on(line: TextLine, following: TextLine) -> bool:
    """Tell whether *following* is the next line of the same paragraph."""
    left, _, right, bottom = line.box
    next_left, next_top, next_right, _ = following.box
    size = (line.size + following.size) / 2
    shift = min(abs(next_left - left), abs(next_left + next_right - left - right) / 2)
    return (
        -size / 2 <= next_top - bottom <= _GAP * size
        and max(line.size, following.size) <= _SIZES * min(line.size, following.size)
        and shift <= _SHIFT * size
    )


def _without_fine_print(paragraphs: Sequence[list[TextLine]]) -> Iterable[list[TextLine]]:
    post = max(paragraphs, key=_letters, default=[])
    written_small = [
        lines
        for lines in paragraphs
        if _size(lines) < _FINE_PRINT * _size(post) and _words(lines) <= _FEW and not _speaks(lines)
    ]
    kept = [lines for lines in paragraphs if lines not in written_small]
    return kept if sum(map(_words, kept)) >= _ENOUGH else paragraphs


def _speaks(lines: Sequence[TextLine]) -> bool:
    """Tell whether a few words are a sentence, or about our subject: apps write neither."""
    text = " ".join(line.text for line in lines)
    return text.endswith(_STOPS) or load_cues().names_subject(split_words(normalize(text)))


def _size(lines: Iterable[TextLine]) -> float:
    return middle((line.size, line.letters) for line in lines)


def _letters(lines: Iterable[TextLine]) -> int:
    return sum(line.letters for line in lines)


def _words(lines: Iterable[TextLine]) -> int:
    return sum(len(line.words) for line in lines)


def _join(text: str, line: str) -> str:
    """Return *text* with its next line; a word that was parted between them is whole again."""
    if not _HYPHEN.search(text):
        return f"{text} {line}"
    # "si-" and "lent", but "NATO-" and "Staaten", "F-" and "16".
    return text[:-1] + line if line[:1].islower() else text + line
