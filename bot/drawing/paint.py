"""A layout becomes an image."""

import math

import segno
from PIL import Image, ImageDraw
from PIL.Image import Resampling

from bot.drawing.fonts import Typesetter
from bot.drawing.layout import Box, Layout, Part, TextBox
from bot.drawing.palette import INK, PALETTES, PAPER, QUIET, Colour, Palette
from bot.drawing.signs import sign_of

_STAMP_ANGLE = 8
"""Degrees by which the verdict across the quotation rises."""
_FULL = 255


def paint(layout: Layout, typesetter: Typesetter) -> Image.Image:
    """Return the picture, in the colours of its palette alone."""
    palette = PALETTES[layout.rating]
    image = Image.new("RGB", (layout.width, layout.height), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle(_pixels(layout.band), fill=palette.band)
    draw.rectangle(_pixels(layout.frame), fill=palette.band)
    draw.rectangle(_pixels(layout.quotation), fill=palette.tint)
    _stamp(image, layout, palette, typesetter)
    sign = sign_of(layout.rating, layout.sign.width)
    image.paste(palette.on_band, (layout.sign.left, layout.sign.top), sign)
    for text in layout.texts:
        _write(draw, text, _colour(text.part, palette), typesetter)
    _encode(draw, layout.code, layout.link)
    return _with_colours(image, palette.shades())


def _with_colours(image: Image.Image, colours: tuple[Colour, ...]) -> Image.Image:
    """Return *image* in these alone, the nearest of which Pillow finds: a third of the bytes."""
    book = Image.new("P", (1, 1))
    book.putpalette([value for colour in colours for value in colour])
    return image.quantize(palette=book, dither=Image.Dither.NONE)


def _pixels(box: Box) -> tuple[int, int, int, int]:
    """Return *box* as Pillow fills it: right and bottom belong to it."""
    return (box.left, box.top, box.right - 1, box.bottom - 1)


def _colour(part: Part, palette: Palette) -> Colour:
    match part:
        case Part.VERDICT | Part.BOT_NAME | Part.CHECKED:
            return palette.on_band
        case Part.LABEL:
            return palette.accent
        case Part.CLAIM | Part.WHY:
            return INK
        case Part.SOURCES | Part.NOTE:
            return QUIET


def _write(
    draw: ImageDraw.ImageDraw, text: TextBox, colour: Colour, typesetter: Typesetter
) -> None:
    font = typesetter.open(text.font)
    for line, baseline in zip(text.lines, text.baselines(), strict=True):
        draw.text((text.box.left, baseline), line, fill=colour, font=font, anchor="ls")


def _stamp(image: Image.Image, layout: Layout, palette: Palette, typesetter: Typesetter) -> None:
    """Write the verdict across the quotation, over and over: no part of it stands without."""
    font, size = typesetter.open(layout.stamp_font), layout.stamp_font.size
    left, top, right, bottom = font.getbbox(layout.stamp)
    mask = Image.new("L", (math.ceil(right - left), math.ceil(bottom - top)))
    ImageDraw.Draw(mask).text((-left, -top), layout.stamp, fill=_FULL, font=font)
    mask = mask.rotate(_STAMP_ANGLE, Resampling.BICUBIC, expand=True)
    box = layout.quotation
    ground = Image.new("L", (box.width, box.height))
    step_x, step_y = mask.width + size, round(2.2 * size)
    slope = math.tan(math.radians(_STAMP_ANGLE))
    rows = math.ceil((box.height + box.width * slope) / step_y) + 1
    for row in range(rows):
        for x in range(-(row % 2) * step_x // 2, box.width, step_x):
            ground.paste(_FULL, (x, round(row * step_y - x * slope) - mask.height // 2), mask)
    image.paste(palette.stamp, (box.left, box.top), ground)


def _encode(draw: ImageDraw.ImageDraw, box: Box, link: str) -> None:
    """Draw the QR code as large as whole pixels allow, in the lower right corner of *box*."""
    rows = segno.make(link, error="m", micro=False).matrix
    side = box.width // len(rows)
    if not side:
        raise ValueError(f"{link} is too long for a QR code of {box.width} pixels")
    left, top = box.right - side * len(rows), box.bottom - side * len(rows)
    for row, line in enumerate(rows):
        for column, dark in enumerate(line):
            if dark:
                x, y = left + column * side, top + row * side
                draw.rectangle(_pixels(Box(x, y, x + side, y + side)), fill=INK)
