"""Where everything stands on a picture: a value, made before anything is drawn."""

from dataclasses import dataclass
from enum import StrEnum, auto

from bot.claims.model import Rating
from bot.drawing.fonts import CAPITAL_EM, Font


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from the upper left corner; right and bottom lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """The distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """The distance from top to bottom."""
        return self.bottom - self.top

    def overlaps(self, other: "Box") -> bool:
        """Tell whether both have a pixel in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether no pixel of *other* lies outside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


class Part(StrEnum):
    """What a text is on the picture; it decides its colour."""

    VERDICT = auto()
    LABEL = auto()
    CLAIM = auto()
    WHY = auto()
    SOURCES = auto()
    CHECKED = auto()
    NOTE = auto()
    BOT_NAME = auto()


@dataclass(frozen=True, slots=True)
class TextBox:
    """Lines in one font, from the left edge of their box, each *leading* pixels high."""

    part: Part
    lines: tuple[str, ...]
    font: Font
    leading: int
    box: Box

    def baselines(self) -> tuple[int, ...]:
        """Return the height on which the letters of each line stand; capitals are in its middle."""
        first = self.box.top + round((self.leading + CAPITAL_EM * self.font.size) / 2)
        return tuple(first + number * self.leading for number in range(len(self.lines)))


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture."""

    width: int
    height: int
    rating: Rating
    band: Box
    """The ground of the verdict."""
    sign: Box
    frame: Box
    """The band goes on around the quotation, so that nobody cuts out the claim alone."""
    quotation: Box
    stamp: str
    """What is written across the quotation, behind the claim: the verdict, over and over."""
    stamp_font: Font
    texts: tuple[TextBox, ...]
    code: Box
    """The place of the QR code, without the white that it needs around it."""
    link: str

    def text(self, part: Part) -> TextBox | None:
        """Return the text that is *part*, None where the picture goes without."""
        return next((text for text in self.texts if text.part is part), None)
