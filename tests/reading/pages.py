"""Words on a page, as tesseract gives them: a test names only what it is about."""

from bot.reading.lines import TextLine
from bot.reading.sizes import type_size
from bot.reading.tesseract import Word

LETTER = 0.5
"""Width of a letter, in type sizes."""


def make_line(
    text: str, top: int = 0, *, left: int = 0, size: int = 40, confidence: float = 0.95
) -> TextLine:
    """Return a line of words whose boxes are as high as *size* asks for, next to each other."""
    return TextLine(tuple(make_words(text, top, left=left, size=size, confidence=confidence)))


def make_words(
    text: str,
    top: int = 0,
    *,
    left: int = 0,
    size: int = 40,
    confidence: float = 0.95,
    number: int = 1,
) -> list[Word]:
    """Return the words of line *number*."""
    words = []
    for word in text.split():
        width = round(len(word) * size * LETTER)
        height = round(size / type_size(word, 1))
        words.append(Word(f"{word}", confidence, (1, 1, number), left, top, width, height))
        left += width + size // 2
    return words
