"""A long post is read in windows of sentences: one idea is rarely spread over more than two."""

import re
from collections.abc import Iterator, Sequence

from bot.matching.model import Part, Segment

# Stops are taken all at once, whether they end a sentence or not: a pattern that looked for the
# space behind them as well began anew at each of 16,000 dots, for nine seconds.
_STOPS = re.compile(r"(?P<stops>[.!?…]++)[\\\"'»”)\]]*+|\n++|[•▪●]")
# One full stop ends nothing after a lone letter (J. D. Vance) or a number (on 4. November).
_ABBREVIATED = re.compile(r"(?:^|[\s.])\w\Z|\d\Z")
_LONGEST = 300
"""Characters of a sentence; a rant without stops is cut, at a comma where there is one."""
_PAUSE = re.compile(r"[,;:—–)](?=\s)")
_WINDOW = 2
"""Sentences read together."""
_WHOLE = 4
"""Messages of at most so many sentences are read as a whole, too."""


def find_segments(parts: Sequence[Part]) -> list[Segment]:
    """Return each sentence, each window of neighbouring ones and each short part as a whole."""
    return [segment for number, part in enumerate(parts) for segment in _of_part(number, part.text)]


def _of_part(number: int, text: str) -> Iterator[Segment]:
    sentences = list(_sentences(text))
    spans = set(sentences)
    for size in {_WINDOW, len(sentences)} if 0 < len(sentences) <= _WHOLE else {_WINDOW}:
        for first in range(len(sentences) - size + 1):
            spans.add((sentences[first][0], sentences[first + size - 1][1]))
    for start, end in sorted(spans):
        yield Segment(number, start, end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [*_ends(text), len(text)]:
        while start < end:
            stop = end if end - start <= _LONGEST else _break(text, start)
            sentence = text[start:stop]
            bare = sentence.strip()
            if any(character.isalnum() for character in bare):
                offset = start + len(sentence) - len(sentence.lstrip())
                yield offset, offset + len(bare)
            start = stop


def _break(text: str, start: int) -> int:
    """Return where a sentence from *start* on is cut that is too long."""
    end = start + _LONGEST
    middle = start + _LONGEST // 2
    pauses = [match.end() for match in _PAUSE.finditer(text, middle, end)]
    return pauses[-1] if pauses else max(text.rfind(" ", middle, end) + 1, 0) or end


def _ends(text: str) -> Iterator[int]:
    for match in _STOPS.finditer(text):
        start, end = match.span()
        stops = match["stops"]
        if stops is None or (
            text[end : end + 1].isspace()
            and not (stops == "." and _ABBREVIATED.search(text[max(0, start - 2) : start]))
        ):
            yield end
