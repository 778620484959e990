"""The picture as a file: what is painted where, and when it is another picture."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import numpy as np
import pytest
import segno
from numpy.typing import NDArray
from PIL import Image

from bot.claims.model import Claim, Rating
from bot.drawing.card import draw_card, picture_key
from bot.drawing.compose import compose
from bot.drawing.layout import Box
from bot.drawing.palette import INK, PALETTES, PAPER
from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from tests.drawing.builders import BOT_NAME, make_content, published
from tests.replies.builders import make_claim

MOST_BYTES = 80_000


def link_of(claim: Claim) -> str:
    return f"https://t.me/{BOT_NAME}?start=c_{claim.id}"


def draw(claim: Claim, language: str, catalog: Catalog) -> bytes:
    return draw_card(claim, language, catalog, bot_name=BOT_NAME, link=link_of(claim))


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def pixels_of(image: Image.Image, box: Box) -> NDArray[np.int16]:
    """Return rows of pixels of red, green and blue."""
    return np.asarray(image.crop((box.left, box.top, box.right, box.bottom)), dtype=np.int16)


@pytest.mark.parametrize("rating", Rating)
def test_every_verdict_is_painted_in_its_place(rating: Rating, catalog: Catalog) -> None:
    claim, palette = make_claim(rating=rating), PALETTES[rating]
    layout = compose(make_content(claim, catalog=catalog))
    picture = draw(claim, "en", catalog)
    image = opened(picture)
    places = {
        "band": (2, 2),
        "frame": (layout.quotation.left - 3, layout.quotation.bottom - 3),
        "lower frame": (600, layout.frame.bottom - 3),
        "margin": (layout.width // 2, layout.height - 3),
        "left margin": (3, layout.height - 60),
        "beside the code": (layout.code.left - 8, layout.code.top + 30),
    }
    grounds = {name: image.getpixel(place) for name, place in places.items()}
    colours = np.unique(pixels_of(image, layout.quotation).reshape(-1, 3), axis=0)

    assert picture.startswith(b"\x89PNG\r\n")
    assert (image.size, len(picture) < MOST_BYTES) == ((1200, 630), True)
    assert grounds == {
        "band": palette.band,
        "frame": palette.band,
        "lower frame": palette.band,
        "margin": PAPER,
        "left margin": PAPER,
        "beside the code": PAPER,
    }
    assert [
        colour
        for colour in (palette.tint, palette.stamp, palette.accent, INK)
        # Pillow looks for the nearest shade in steps of four.
        if not np.any(np.all(np.abs(colours - colour) <= 4, axis=1))
    ] == []


def test_no_part_of_the_quotation_is_without_the_verdict(catalog: Catalog) -> None:
    claim = make_claim()
    quotation = compose(make_content(claim, catalog=catalog)).quotation
    image = opened(draw(claim, "en", catalog))
    # Whoever cuts out a piece of this size, which holds a few words, has the stamp in it.
    width, height = 260, 110
    stamped = np.all(
        np.abs(pixels_of(image, quotation) - PALETTES[claim.rating].stamp) <= 4, axis=2
    )
    bare = [
        (left, top)
        for left in range(0, quotation.width - width + 1, 20)
        for top in range(0, quotation.height - height + 1, 10)
        if stamped[top : top + height, left : left + width].sum() < 300
    ]

    assert bare == []


@pytest.mark.parametrize("number", [0, 20, 40, 60, 80])
def test_the_code_leads_to_the_claim(number: int, catalog: Catalog) -> None:
    claim = published()[number]
    code = compose(make_content(claim, "en", catalog)).code
    image = opened(draw(claim, "en", catalog))
    wanted = [list(map(bool, row)) for row in segno.make(link_of(claim), error="m").matrix]
    side = code.width // len(wanted)
    left, top = code.right - side * len(wanted), code.bottom - side * len(wanted)

    painted = [
        [
            image.getpixel((left + x * side + side // 2, top + y * side + side // 2)) == INK
            for x in range(len(wanted))
        ]
        for y in range(len(wanted))
    ]

    assert painted == wanted
    # Of smaller squares telephones make nothing once Telegram has made a JPEG of them.
    assert side >= 4


def test_a_link_that_no_code_holds_is_refused(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="is too long for a QR code"):
        draw_card(make_claim(), "en", catalog, bot_name=BOT_NAME, link=f"https://{'a' * 2250}")


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de", "ro", "tr"])
def test_pictures_of_real_claims_are_small(language: str, catalog: Catalog) -> None:
    for claim in published()[::27]:
        assert len(draw(claim, language, catalog)) < MOST_BYTES


def test_threads_draw_what_one_draws_alone(catalog: Catalog) -> None:
    claims = published()[:6]
    alone = [draw(claim, "uk", catalog) for claim in claims]

    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda claim: draw(claim, "uk", catalog), claims))

    assert together == alone


def key(claim: Claim, catalog: Catalog, language: str = "en", bot_name: str = BOT_NAME) -> str:
    return picture_key(claim, language, catalog, bot_name=bot_name, link=link_of(claim))


def test_a_picture_keeps_its_key_while_nothing_on_it_changes(catalog: Catalog) -> None:
    claim = make_claim()
    same = claim.model_copy(update={"revision": 2, "phrasings": {"en": ("NATO fights.",)}})

    assert key(claim, catalog) == key(same, catalog)


def test_whatever_changes_on_a_picture_changes_its_key(catalog: Catalog) -> None:
    claim = make_claim()
    reworded = {**catalog.texts, "en": {**catalog.texts["en"], Key.PICTURE_CLAIM: "They say"}}
    keys = [
        key(claim, catalog),
        key(make_claim("other-id"), catalog),
        key(make_claim(rating=Rating.MISLEADING), catalog),
        key(claim.model_copy(update={"reviewed": "2026-11-23"}), catalog),
        key(claim.model_copy(update={"explanation": {"en": "It fights nobody."}}), catalog),
        key(claim, catalog, language="de"),
        key(claim, catalog, bot_name="other_bot"),
        key(claim, Catalog(reworded, catalog.forms)),
    ]

    assert len(set(keys)) == len(keys)
    assert all(len(one) == 32 for one in keys)
