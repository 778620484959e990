"""Ratings become signs that are told apart by their shape alone."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image, ImageDraw
from PIL.Image import Resampling

from bot.claims.model import Rating

# Shapes are drawn this many times larger and made smaller, which rounds their edges.
_OVER = 4
_FULL, _EMPTY = 255, 0
# All shapes below are drawn on a square of 100 by 100.
_SIDE = 100

_Stroke = Callable[[ImageDraw.ImageDraw, float], None]


def sign_of(rating: Rating, side: int) -> Image.Image:
    """Return the sign as a mask of *side* by *side* pixels: 255 where it is painted."""
    mask = Image.new("L", (side * _OVER, side * _OVER), _EMPTY)
    _SIGNS[rating](ImageDraw.Draw(mask), side * _OVER / _SIDE)
    return mask.resize((side, side), Resampling.LANCZOS)


def _cross(draw: ImageDraw.ImageDraw, unit: float) -> None:
    _line(draw, unit, [(16, 16), (84, 84)], 20)
    _line(draw, unit, [(84, 16), (16, 84)], 20)


def _triangle(draw: ImageDraw.ImageDraw, unit: float) -> None:
    corners = [(50.0, 13.0), (92.0, 86.0), (8.0, 86.0)]
    draw.polygon([(x * unit, y * unit) for x, y in corners], fill=_FULL)
    _line(draw, unit, [*corners, corners[0]], 12)
    _line(draw, unit, [(50, 38), (50, 58)], 11, _EMPTY)
    _disc(draw, unit, (50, 76), 6.5, _EMPTY)


def _puzzle_piece(draw: ImageDraw.ImageDraw, unit: float) -> None:
    draw.rounded_rectangle(_scaled(unit, (6, 28, 76, 96)), radius=6 * unit, fill=_FULL)
    _disc(draw, unit, (41, 20), 14)
    _disc(draw, unit, (84, 62), 14)
    _disc(draw, unit, (12, 62), 13, _EMPTY)
    _disc(draw, unit, (41, 88), 13, _EMPTY)


def _question_mark(draw: ImageDraw.ImageDraw, unit: float) -> None:
    draw.arc(_scaled(unit, (24, 6, 76, 58)), 180, 60, fill=_FULL, width=round(16 * unit))
    _disc(draw, unit, (32, 32), 8)
    _line(draw, unit, [(59, 47.6), (50, 57), (50, 68)], 16)
    _disc(draw, unit, (50, 89), 10)


def _mask(draw: ImageDraw.ImageDraw, unit: float) -> None:
    draw.rounded_rectangle(_scaled(unit, (10, 8, 90, 60)), radius=10 * unit, fill=_FULL)
    draw.pieslice(_scaled(unit, (10, 8, 90, 96)), 0, 180, fill=_FULL)
    draw.chord(_scaled(unit, (22, 28, 44, 50)), 180, 360, fill=_EMPTY)
    draw.chord(_scaled(unit, (56, 28, 78, 50)), 180, 360, fill=_EMPTY)
    draw.chord(_scaled(unit, (28, 40, 72, 82)), 10, 170, fill=_EMPTY)


def _check_mark(draw: ImageDraw.ImageDraw, unit: float) -> None:
    _line(draw, unit, [(12, 54), (40, 80), (88, 22)], 20)


def _line(
    draw: ImageDraw.ImageDraw,
    unit: float,
    points: list[tuple[float, float]],
    width: float,
    fill: int = _FULL,
) -> None:
    """Draw a line with round ends and corners."""
    scaled = [(x * unit, y * unit) for x, y in points]
    draw.line(scaled, fill=fill, width=math.ceil(width * unit))
    for point in points:
        _disc(draw, unit, point, width / 2, fill)


def _disc(
    draw: ImageDraw.ImageDraw,
    unit: float,
    centre: tuple[float, float],
    radius: float,
    fill: int = _FULL,
) -> None:
    x, y = centre
    draw.ellipse(_scaled(unit, (x - radius, y - radius, x + radius, y + radius)), fill=fill)


def _scaled(unit: float, box: tuple[float, float, float, float]) -> tuple[float, ...]:
    return tuple(edge * unit for edge in box)


_SIGNS: Mapping[Rating, _Stroke] = MappingProxyType(
    {
        Rating.FALSE: _cross,
        Rating.MISLEADING: _triangle,
        Rating.MISSING_CONTEXT: _puzzle_piece,
        Rating.UNPROVEN: _question_mark,
        Rating.SATIRE: _mask,
        Rating.TRUE: _check_mark,
    }
)
