"""First station: the bytes of a stranger become a picture of a useful size, or are refused.

No other program sees these bytes, and only three well-worn decoders do.
"""

import io
import math
import struct

from PIL import Image, ImageOps

from bot.reading.model import Unreadable

MOST_BYTES = 10 * 1024 * 1024
"""Telegram's own limit for photos; larger files are documents that nobody took with a phone."""
MOST_PIXELS = 25_000_000
"""Looked up before anything is unpacked: a file of a few kilobytes can hold billions of them."""
_FORMATS = ("JPEG", "PNG", "WEBP")
_USEFUL_PIXELS = (1_200_000, 3_200_000)
"""Below, letters are too small to be read well; above, reading takes longer and is no better."""
_MOST_ENLARGED = 3.0
_SMALLEST_SIDE = 16
_WHITE = (255, 255, 255, 255)
# A quarter of a million files broken on purpose raised the first three; Pillow unpacks numbers from
# headers, and warns of EXIF data that lie where warnings are errors.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, UserWarning)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def open_picture(content: bytes) -> Image.Image | Unreadable:
    """Return the picture in a JPEG, PNG or WebP file, upright and in RGB, or why there is none."""
    if len(content) > MOST_BYTES:
        return Unreadable.TOO_LARGE
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return Unreadable.TOO_LARGE
            if min(picture.size) < _SMALLEST_SIDE:
                return Unreadable.NO_TEXT
            # JPEG can be unpacked at a half or a quarter of its size, in a fraction of the time.
            picture.draft("RGB", _scaled(picture.size, min(1.0, _useful_scale(picture))))
            ImageOps.exif_transpose(picture, in_place=True)
            return _without_transparency(picture)
    except _BOMBS:
        return Unreadable.TOO_LARGE
    except _BROKEN:
        return Unreadable.NOT_A_PICTURE


def to_useful_size(picture: Image.Image) -> Image.Image:
    """Return *picture* with as many pixels as reading needs."""
    scale = _useful_scale(picture)
    if scale == 1:
        return picture
    return picture.resize(_scaled(picture.size, scale), Image.Resampling.LANCZOS)


def _useful_scale(picture: Image.Image) -> float:
    fewest, most = _USEFUL_PIXELS
    pixels = picture.width * picture.height
    if pixels < fewest:
        return min(_MOST_ENLARGED, math.sqrt(fewest / pixels))
    return min(1.0, math.sqrt(most / pixels))


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    width, height = size
    return max(1, round(width * scale)), max(1, round(height * scale))


def _without_transparency(picture: Image.Image) -> Image.Image:
    """Return *picture* on white, as every app shows it."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    coloured = picture.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, _WHITE)
    ground.alpha_composite(coloured)
    return ground.convert("RGB")
