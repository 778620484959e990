"""A picture file becomes text: opened, looked at in several ways, read in its language."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

from bot.claims.model import Language
from bot.reading.languages import guess_languages
from bot.reading.lines import TextLine, certainty, find_lines, merge
from bot.reading.model import PictureText, Reading, Unreadable
from bot.reading.opening import open_picture, to_useful_size
from bot.reading.paragraphs import to_text
from bot.reading.tesseract import Tesseract, TooSlowError
from bot.reading.views import is_photo, views

READ_WITHIN_S = 6.0
"""One picture; most take one second, and nobody waits longer than a few."""
_FIRST: tuple[Language, ...] = ("en", "ru")
"""Read with these first: one of each alphabet tells which language it is."""
_LIKELY, _CERTAIN = 0.6, 0.85
"""Shares of sure letters from which a page is worth a second reading, and from which the picture is
looked at in no other way."""
_MISLED = 0.8
"""A second reading that finds less than this share of the first was in the wrong language."""
_FEWEST_LETTERS = 12
_MOST_GUESSES = 3
_CYRILLIC = frozenset({"uk", "ru"})
_LATIN = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class TesseractReader:
    """Reads pictures with the system's tesseract; immutable, so any number of threads may share it.

    First in English and Russian, for which one pass is enough; what looks like another language is
    read once more in that one. Twelve models at once would take four times as long.
    """

    tesseract: Tesseract
    within_s: float = READ_WITHIN_S
    clock: Callable[[], float] = time.monotonic

    def read(self, content: bytes) -> Reading:
        """Return the text of a JPEG, PNG or WebP file, or why there is none."""
        picture = open_picture(content)
        if isinstance(picture, Unreadable):
            return picture
        attempt = _Attempt(self.tesseract, self.clock() + self.within_s, self.clock)
        lines = attempt.read(to_useful_size(picture))
        text = to_text(lines)
        if not text:
            return Unreadable.TOO_SLOW if attempt.given_up else Unreadable.NO_TEXT
        return PictureText(text, _weight(lines) / _letters(lines))


class _Attempt:
    """One picture, until its deadline; what was read by then counts."""

    def __init__(self, tesseract: Tesseract, end: float, clock: Callable[[], float]) -> None:
        self._tesseract = tesseract
        self._end = end
        self._clock = clock
        self.given_up = False

    def read(self, picture: Image.Image) -> list[TextLine]:
        """Return the lines of *picture*, in the order in which they are read."""
        found: list[TextLine] = []
        for number, page in enumerate(views(picture)):
            lines, share = self._read(page)
            found = merge(found, lines) if found else lines
            enough = share >= _CERTAIN and _letters(lines) >= _FEWEST_LETTERS
            # Beside a line on a white cloud others may stand on dark trees.
            if self.given_up or (enough and (number or not is_photo(picture))):
                break
        return found

    def _read(self, page: Image.Image) -> tuple[list[TextLine], float]:
        """Return the lines of *page*, and how sure it is that they are its text, 0 to 1."""
        lines, share = self._lines(page, self._installed(_FIRST))
        languages = self._languages_of(lines)
        if share < _LIKELY or not languages:
            return lines, share
        again, share_again = self._lines(page, self._installed(languages))
        better = _weight(again) > _MISLED * _weight(lines)
        return (again, share_again) if better else (lines, share)

    def _languages_of(self, lines: Sequence[TextLine]) -> tuple[Language, ...]:
        """Return the languages to read again in; none where the first reading was in them."""
        text = to_text(lines)
        guessed = guess_languages(text, self._tesseract.languages)[:_MOST_GUESSES]
        if guessed == ("en",) or (guessed == ("ru",) and not _LATIN.search(text)):
            return ()
        # "NATO" and "F-16" stand in Cyrillic posts, too.
        return (*guessed, "en") if _CYRILLIC.intersection(guessed) else guessed

    def _lines(
        self, page: Image.Image, languages: tuple[Language, ...]
    ) -> tuple[list[TextLine], float]:
        """Return the sure lines, and which share of what was seen is sure."""
        try:
            words = self._tesseract.words(page, languages, self._end - self._clock())
        except TooSlowError:
            self.given_up = True
            return [], 0.0
        return find_lines(words), certainty(words)

    def _installed(self, languages: tuple[Language, ...]) -> tuple[Language, ...]:
        """Return those of *languages* that there is a model for, else any one."""
        there = self._tesseract.languages
        return tuple(one for one in languages if one in there) or there[:1]


def load_reader() -> TesseractReader | None:
    """Return what reads pictures on this machine, None where there is no tesseract for it."""
    tesseract = Tesseract.find()
    return TesseractReader(tesseract) if tesseract and tesseract.languages else None


def _letters(lines: Sequence[TextLine]) -> int:
    return sum(line.letters for line in lines)


def _weight(lines: Sequence[TextLine]) -> float:
    return sum(line.letters * line.confidence for line in lines)
