"""The values that travel through reading: the text of a picture, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class PictureText:
    """What stands in a picture: a paragraph a line, as a reader would put it together."""

    text: str
    confidence: float
    """How sure the reader is of its letters, 0 to 1."""


class Unreadable(StrEnum):
    """Why a picture gives no text, or no hash."""

    TOO_LARGE = "too-large"
    NOT_A_PICTURE = "not-a-picture"
    NO_TEXT = "no-text"
    TOO_SLOW = "too-slow"
    """It was given up after some seconds."""
    BUSY = "busy"
    """Too many others were waiting."""
    TOO_PLAIN = "too-plain"
    """It can be read, but not be known again: too many others look like it."""


Reading: TypeAlias = PictureText | Unreadable


class PictureReader(Protocol):
    """Reads the text of pictures; any number of threads may share it."""

    def read(self, content: bytes) -> Reading:
        """Return the text of a picture file, or why there is none; nothing of it is kept."""
        ...
