"""Texts become blocks of lines, scaled to the size of the picture."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bot.drawing.fonts import Font, Typesetter, Weight
from bot.drawing.layout import Box, Part, TextBox
from bot.drawing.wrapping import wrap

WIDTH = 1200
HEIGHT = 630
"""The picture that all lengths and sizes are meant for; others are scaled."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a part of the picture is set."""

    weight: Weight = Weight.REGULAR
    leading_em: float = 1.4
    """From one line to the next, in sizes of the font."""


@dataclass(frozen=True, slots=True)
class Block:
    """A text in lines that has no place yet."""

    part: Part
    lines: tuple[str, ...]
    font: Font
    leading: int
    width: int

    @property
    def height(self) -> int:
        """The height of all lines."""
        return self.leading * len(self.lines)

    def at(self, left: int, top: int) -> TextBox:
        """Return the block in its place."""
        box = Box(left, top, left + self.width, top + self.height)
        return TextBox(self.part, self.lines, self.font, self.leading, box)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An empty picture, and what sets text on it."""

    width: int
    height: int
    typesetter: Typesetter

    def px(self, length: float) -> int:
        """Return a length of the picture that all are meant for in pixels of this one."""
        return round(length * min(self.width / WIDTH, self.height / HEIGHT))

    def block(
        self,
        part: Part,
        style: Style,
        text: str,
        size: int,
        width: int,
        *,
        break_words: bool = False,
    ) -> Block | None:
        """Return *text* in lines of at most *width*, None where a word is wider."""
        font = Font(style.weight, max(1, self.px(size)))
        lines = wrap(text, font, width, self.typesetter, break_words=break_words)
        if lines is None:
            return None
        longest = max((self.typesetter.width(line, font) for line in lines), default=0.0)
        return Block(part, lines, font, round(font.size * style.leading_em), math.ceil(longest))

    def broken(self, part: Part, style: Style, text: str, size: int, width: int) -> Block:
        """Return *text* in lines of at most *width*, breaking a word where it is wider."""
        if block := self.block(part, style, text, size, width, break_words=True):
            return block
        raise ValueError(f"no letter of {text!r} fits into {width} pixels")

    def one_line(
        self, part: Part, style: Style, text: str, sizes: Iterable[int], width: int
    ) -> Block:
        """Return *text* on one line of at most *width*, in the first of *sizes* that fits.

        Raises ValueError where none does.
        """
        for size in sizes:
            block = self.block(part, style, text, size, width)
            if block and len(block.lines) == 1:
                return block
        raise ValueError(f"{text!r} does not fit on a line of {width} pixels")
