"""Signs differ without colour."""

from itertools import combinations

import pytest
from PIL import ImageChops, ImageStat

from bot.claims.model import Rating
from bot.drawing.signs import sign_of


@pytest.mark.parametrize(("one", "other"), list(combinations(Rating, 2)))
def test_any_two_signs_differ_in_shape(one: Rating, other: Rating) -> None:
    difference = ImageChops.difference(sign_of(one, 64), sign_of(other, 64))

    assert ImageStat.Stat(difference).mean[0] > 255 * 0.15


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize("side", [16, 64, 200])
def test_a_sign_fills_its_square_and_stays_in_it(rating: Rating, side: int) -> None:
    sign = sign_of(rating, side)
    box = sign.point(lambda value: 255 if value > 127 else 0).getbbox()

    assert sign.size == (side, side)
    assert box
    assert max(box[2] - box[0], box[3] - box[1]) > 0.75 * side
