"""What happens to a picture while it goes around."""

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image

from tests.reading.screenshots import as_jpeg

Alter = Callable[[Image.Image], Image.Image]

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def jpeg(quality: int) -> Alter:
    """Return what writes the picture as JPEG."""
    return lambda picture: Image.open(io.BytesIO(as_jpeg(picture, quality)))


def scale(share: float) -> Alter:
    """Return what makes both sides smaller."""

    def alter(picture: Image.Image) -> Image.Image:
        return picture.resize((round(picture.width * share), round(picture.height * share)))

    return alter


def crop(share: float) -> Alter:
    """Return what cuts off that share of each side."""

    def alter(picture: Image.Image) -> Image.Image:
        x, y = round(picture.width * share), round(picture.height * share)
        return picture.crop((x, y, picture.width - x, picture.height - y))

    return alter


def bar(share: float, color: tuple[int, int, int], *, on_top: bool = False) -> Alter:
    """Return what adds a bar of that share of the height."""

    def alter(picture: Image.Image) -> Image.Image:
        added = round(picture.height * share)
        higher = Image.new("RGB", (picture.width, picture.height + added), color)
        higher.paste(picture, (0, added if on_top else 0))
        return higher

    return alter


def grey(picture: Image.Image) -> Image.Image:
    """Take the colours away."""
    return picture.convert("L").convert("RGB")


def paler(picture: Image.Image) -> Image.Image:
    """Make everything lighter by a fifth."""
    return picture.point(lambda shade: min(255, round(shade * 1.2)))


def passed_on(picture: Image.Image) -> Image.Image:
    """Cut off one percent, add a bar of three, and make it smaller, as JPEG."""
    return jpeg(50)(scale(2 / 3)(bar(0.03, BLACK)(crop(0.01)(picture))))


ALTERATIONS: Mapping[str, Alter] = MappingProxyType(
    {
        "JPEG, quality 30": jpeg(30),
        "JPEG, quality 10": jpeg(10),
        "half as large": scale(0.5),
        "a quarter as large": scale(0.25),
        "grey": grey,
        "paler": paler,
        "1 % cut off all round": crop(0.01),
        "2 % cut off all round": crop(0.02),
        "a black bar of 5 % below": bar(0.05, BLACK),
        "a white bar of 10 % below": bar(0.1, WHITE),
        "a white bar of 10 % above": bar(0.1, WHITE, on_top=True),
        "a black bar of 15 % below": bar(0.15, BLACK),
        "cut, with a bar, smaller, JPEG": passed_on,
    }
)
"""The ordinary ones; docs/benchmarks.md tells how far they go."""
