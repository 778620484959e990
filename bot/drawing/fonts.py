"""The typeface that came with the bot, and how wide it sets a text."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

CAPITAL_EM = 0.714
"""How high a capital letter is, in sizes of its font."""

_FOLDER = Path(__file__).with_name("fonts")


class Weight(StrEnum):
    """A weight of Noto Sans; the value stands in its file's name."""

    REGULAR = "Regular"
    BOLD = "Bold"


@dataclass(frozen=True, slots=True)
class Font:
    """A weight in a size, in pixels."""

    weight: Weight
    size: int


class Typesetter:
    """The fonts of one drawing; make one for each, as threads must not share what FreeType opens.

    *engine* is how Pillow puts letters beside each other: by default Raqm, which moves pairs such
    as "AT" together, where the system has the FriBiDi that it needs, else the basic one.
    """

    def __init__(self, engine: Layout | None = None) -> None:
        self._engine = engine
        self._open: dict[Font, FreeTypeFont] = {}
        self._widths: dict[tuple[str, Font], float] = {}

    def open(self, font: Font) -> FreeTypeFont:
        """Return *font* as Pillow draws with it."""
        if font not in self._open:
            file = _FOLDER / f"NotoSans-{font.weight}.ttf"
            self._open[font] = ImageFont.truetype(file, font.size, layout_engine=self._engine)
        return self._open[font]

    def width(self, text: str, font: Font) -> float:
        """Return how far *text* reaches on one line, in pixels."""
        if (text, font) not in self._widths:
            self._widths[text, font] = self.open(font).getlength(text)
        return self._widths[text, font]
