"""Ratings become colours, which are told apart with any kind of colour vision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from bot.claims.model import Rating

Colour: TypeAlias = tuple[int, int, int]
"""Red, green and blue from 0 to 255."""

PAPER: Colour = (255, 255, 255)
INK: Colour = (26, 26, 26)
QUIET: Colour = (84, 90, 99)
"""For what is read last: the sources."""

_STEP = 12
"""How far neighbouring shades from a text to its ground lie apart; the edges of letters are smooth
with it, and more alike shades would be taken for each other."""


@dataclass(frozen=True, slots=True)
class Palette:
    """What one rating is painted with; every text stands out from its ground by 4.5 to 1."""

    band: Colour
    on_band: Colour
    accent: Colour
    """The colour of the rating as small text on `tint`."""
    tint: Colour
    """The ground of the quotation."""
    stamp: Colour
    """The verdict across the quotation; the claim is read over it."""

    def shades(self) -> tuple[Colour, ...]:
        """Return all colours of a picture, at most 256: each text, its ground, and between them."""
        pairs = (
            (self.band, self.on_band),
            (self.tint, self.stamp),
            (self.tint, self.accent),
            (self.stamp, self.accent),
            (self.tint, INK),
            (self.stamp, INK),
            (PAPER, INK),
            (PAPER, QUIET),
        )
        return tuple(dict.fromkeys(shade for pair in pairs for shade in _between(*pair)))


def _between(first: Colour, last: Colour) -> Iterator[Colour]:
    steps = max(abs(end - start) for start, end in zip(first, last, strict=True)) // _STEP + 1
    for step in range(steps + 1):
        share = step / steps
        red, green, blue = (
            round(start + (end - start) * share) for start, end in zip(first, last, strict=True)
        )
        yield red, green, blue


# Bands differ in lightness as well as in hue, for eyes that take red and green for one colour.
PALETTES: Mapping[Rating, Palette] = MappingProxyType(
    {
        Rating.FALSE: Palette(
            band=(196, 22, 28),
            on_band=PAPER,
            accent=(176, 16, 22),
            tint=(253, 240, 239),
            stamp=(246, 214, 212),
        ),
        Rating.MISLEADING: Palette(
            band=(255, 184, 28),
            on_band=INK,
            accent=(122, 80, 0),
            tint=(255, 248, 232),
            stamp=(252, 230, 184),
        ),
        Rating.MISSING_CONTEXT: Palette(
            band=(20, 87, 200),
            on_band=PAPER,
            accent=(16, 72, 168),
            tint=(239, 244, 254),
            stamp=(209, 223, 249),
        ),
        Rating.UNPROVEN: Palette(
            band=(61, 66, 74),
            on_band=PAPER,
            accent=(61, 66, 74),
            tint=(243, 244, 246),
            stamp=(219, 222, 226),
        ),
        Rating.SATIRE: Palette(
            band=(217, 160, 232),
            on_band=INK,
            accent=(112, 44, 132),
            tint=(251, 243, 253),
            stamp=(238, 215, 244),
        ),
        Rating.TRUE: Palette(
            band=(0, 125, 98),
            on_band=PAPER,
            accent=(0, 98, 77),
            tint=(236, 248, 244),
            stamp=(200, 231, 222),
        ),
    }
)
