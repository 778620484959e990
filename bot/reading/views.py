"""Second station: the picture as a page, dark letters on light ground, in up to three ways."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter, ImageOps

_DARK = 110
"""Most of a dark-mode screenshot is darker, most of a light one lighter."""
_BRIGHT, _BLACK = 200, 55
"""Letters of memes are whiter than the one, or blacker than the other, in all three colours."""
_GROUND = 0.42
"""Share of the pixels that the ground of a page takes at least."""
_SAMPLE, _NEAR = 256, 8
"""Pixels of a side that are looked at, and grey levels that are the same ground."""
_CLIPPED = 1
"""Percent of the pixels at either end that may be lost when the rest is spread out."""
_AROUND = 30
"""Pixels around a letter that tell how light the paper is there."""
_PAPER = 200
"""Grey level of paper once it is evenly lit."""


def is_photo(picture: Image.Image) -> bool:
    """Tell whether there is no even ground that text stands on: a meme, or paper before a camera.

    Chats and posts have half of their pixels in one grey or more, news with a photo nearly half,
    memes and photos less than two fifths.
    """
    sample = picture.convert("L").resize((_SAMPLE, _SAMPLE), Image.Resampling.NEAREST)
    counts = np.bincount(np.asarray(sample).ravel(), minlength=256)
    near = np.convolve(counts, np.ones(2 * _NEAR + 1), "same")
    return bool(near.max() < _GROUND * _SAMPLE**2)


def views(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield grey pages to read, the most promising first; later ones are made when asked for."""
    yield _evenly_lit(picture) if is_photo(picture) else _page(picture)
    yield _bright_letters(picture)
    yield _black_letters(picture)


def _page(picture: Image.Image) -> Image.Image:
    grey = ImageOps.autocontrast(picture.convert("L"), cutoff=_CLIPPED)
    # Tesseract would find out by itself, and take half as long again.
    return ImageOps.invert(grey) if np.median(np.asarray(grey)) < _DARK else grey


def _evenly_lit(picture: Image.Image) -> Image.Image:
    """Take shadows away: words at the dark end of a page would be lost."""
    grey = picture.convert("L")
    light = np.asarray(grey.filter(ImageFilter.GaussianBlur(_AROUND)), np.float32)
    lit = np.asarray(grey, np.float32) / (light + 1) * _PAPER
    return _to_page(np.clip(lit, 0, 255).astype(np.uint8))


def _bright_letters(picture: Image.Image) -> Image.Image:
    """Leave nothing but what is white: letters of a meme, whatever the photo behind them."""
    darkest = np.asarray(picture).min(axis=2)
    return _to_page(np.where(darkest > _BRIGHT, np.uint8(0), np.uint8(255)))


def _black_letters(picture: Image.Image) -> Image.Image:
    brightest = np.asarray(picture).max(axis=2)
    return _to_page(np.where(brightest < _BLACK, np.uint8(0), np.uint8(255)))


def _to_page(pixels: npt.NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(pixels)
