"""Colours are read by everybody: contrast for letters, distance between verdicts."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.claims.model import Rating
from bot.drawing.palette import INK, PALETTES, PAPER, QUIET, Colour

LEAST_CONTRAST = 4.5
"""https://www.w3.org/TR/WCAG22/#contrast-minimum"""
LEAST_DISTANCE = 15.0
"""In CIELAB; about 2 is the least that can be seen at all."""

Matrix = NDArray[np.float64]
# How those see who lack one kind of cone: Machado, Oliveira and Fernandes (2009), severity 1.
EYES: dict[str, Matrix] = {
    "all cones": np.eye(3),
    "no red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue cones": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ @ np.ones(3)


def linear(colour: Colour) -> Matrix:
    share = np.array(colour) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: Colour, eyes: Matrix) -> Matrix:
    share = TO_XYZ @ np.clip(eyes @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("rating", Rating)
def test_every_text_stands_out_from_its_ground(rating: Rating) -> None:
    palette = PALETTES[rating]
    pairs = {
        "verdict": (palette.on_band, palette.band),
        "label": (palette.accent, palette.tint),
        "label over the stamp": (palette.accent, palette.stamp),
        "claim": (INK, palette.tint),
        "claim over the stamp": (INK, palette.stamp),
        "why": (INK, PAPER),
        "sources": (QUIET, PAPER),
    }

    assert {name for name, pair in pairs.items() if contrast(*pair) < LEAST_CONTRAST} == set()


@pytest.mark.parametrize("eyes", EYES)
def test_verdicts_differ_in_colour_for_all_eyes(eyes: str) -> None:
    seen = {rating: lab(palette.band, EYES[eyes]) for rating, palette in PALETTES.items()}
    alike = {
        (one, other)
        for one, other in combinations(Rating, 2)
        if np.linalg.norm(seen[one] - seen[other]) < LEAST_DISTANCE
    }

    assert alike == set()


@pytest.mark.parametrize("rating", Rating)
def test_the_stamp_is_seen_and_does_not_disturb(rating: Rating) -> None:
    palette = PALETTES[rating]

    assert 1.1 < contrast(palette.stamp, palette.tint) < 1.5


@pytest.mark.parametrize("rating", Rating)
def test_a_picture_takes_no_more_colours_than_a_palette_holds(rating: Rating) -> None:
    shades = PALETTES[rating].shades()

    assert len(shades) <= 256
    assert {PAPER, INK, QUIET, PALETTES[rating].band, PALETTES[rating].tint} <= set(shades)
