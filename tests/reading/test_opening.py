"""Files that strangers send become pictures, or are refused."""

import io
import random
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.reading.model import Unreadable
from bot.reading.opening import MOST_BYTES, MOST_PIXELS, open_picture, to_useful_size
from tests.reading.screenshots import as_jpeg, photograph

RED, WHITE = (200, 0, 0), (255, 255, 255)
PHOTO = photograph(random.Random(1), 120, 80)  # noqa: S311
TURNED_RIGHT = 6


def as_file(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of one pixel whose header promises more."""
    content = as_file(Image.new("L", (1, 1)), "PNG")
    header = struct.pack(">II", width, height) + content[24:29]
    checksum = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return content[:16] + header + checksum + content[33:]


FILES = [
    as_file(PHOTO, "JPEG"),
    as_file(PHOTO, "JPEG", progressive=True),
    as_file(PHOTO, "PNG"),
    as_file(PHOTO.convert("P"), "PNG"),
    as_file(PHOTO.convert("RGBA"), "PNG"),
    as_file(PHOTO, "WEBP"),
    as_file(PHOTO, "WEBP", save_all=True, append_images=[PHOTO.rotate(90)]),
]


def opened(content: bytes) -> Image.Image:
    picture = open_picture(content)
    assert isinstance(picture, Image.Image)
    return picture


@pytest.mark.parametrize("content", FILES)
def test_what_telegram_passes_on_is_opened(content: bytes) -> None:
    picture = opened(content)

    assert (picture.mode, picture.size) == ("RGB", PHOTO.size)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO", "PPM", "PDF"])
def test_other_formats_are_refused_unseen(kind: str) -> None:
    assert open_picture(as_file(PHOTO, kind)) is Unreadable.NOT_A_PICTURE


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"/etc/passwd\n", FILES[0][:200]])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert open_picture(content) is Unreadable.NOT_A_PICTURE


def test_a_large_file_is_not_even_looked_at() -> None:
    assert open_picture(FILES[0].ljust(MOST_BYTES + 1)) is Unreadable.TOO_LARGE


@pytest.mark.parametrize(
    "size", [(MOST_PIXELS // 1000 + 1, 1000), (10_000, 10_000), (60_000, 60_000)]
)
def test_a_small_file_of_a_large_picture_is_not_unpacked(size: tuple[int, int]) -> None:
    assert open_picture(png_that_claims(*size)) is Unreadable.TOO_LARGE


def test_an_icon_holds_no_text() -> None:
    assert open_picture(as_file(Image.new("L", (400, 8)), "PNG")) is Unreadable.NO_TEXT


def test_what_is_transparent_stands_on_white() -> None:
    picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    picture.paste((*RED, 255), (0, 0, 20, 40))

    shown = opened(as_file(picture, "PNG"))

    assert (shown.getpixel((5, 5)), shown.getpixel((30, 5))) == (RED, WHITE)


def test_a_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = TURNED_RIGHT

    assert opened(as_file(PHOTO, "JPEG", exif=exif)).size == (80, 120)


@given(st.sampled_from(FILES), st.data())
def test_a_spoilt_file_raises_nothing(content: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))

    opening = open_picture(bytes(spoilt[: data.draw(st.integers(1, len(spoilt)))]))

    assert isinstance(opening, Image.Image | Unreadable)


@pytest.mark.parametrize(
    ("size", "useful"),
    [
        ((1080, 1280), (1080, 1280)),
        ((640, 640), (1095, 1095)),
        ((100, 100), (300, 300)),
        ((3200, 4000), (1600, 2000)),
        ((1080, 8000), (657, 4869)),
    ],
)
def test_letters_are_made_as_large_as_reading_needs(
    size: tuple[int, int], useful: tuple[int, int]
) -> None:
    assert to_useful_size(Image.new("RGB", size)).size == useful


def test_a_large_photo_is_unpacked_at_half_its_size() -> None:
    large = as_jpeg(Image.new("RGB", (4000, 5000), WHITE))

    assert opened(large).size == (2000, 2500)
