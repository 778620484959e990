"""Copies of a picture are known again; others are not."""

import random
from dataclasses import replace

import pytest
from PIL import Image

from bot.claims.model import Claim, KnowledgeBase, KnownPicture, Status
from bot.claims.pictures import SAME_PICTURE, distance
from bot.reading.likeness import find_known_picture, hash_picture
from bot.reading.model import Unreadable
from tests.reading.alterations import ALTERATIONS, Alter
from tests.reading.posts import Look, load_posts
from tests.reading.screenshots import as_jpeg, draw, photograph, screenshot
from tests.support.claims import make_base, make_claim

POSTS = load_posts()
PHOTOS = [photograph(random.Random(seed), 900, 700) for seed in range(6)]  # noqa: S311


def hashed(picture: Image.Image) -> str:
    found = hash_picture(as_jpeg(picture, 90))
    assert not isinstance(found, Unreadable)
    return found


def seen_with(*pictures: Image.Image, status: Status = Status.PUBLISHED) -> Claim:
    images = tuple(KnownPicture(hash=hashed(picture)) for picture in pictures)
    return make_claim(status=status).model_copy(update={"images": images})


def known_in(claim: Claim) -> KnowledgeBase:
    return make_base(claim)


def test_a_hash_is_the_one_that_imagehash_gives() -> None:
    # str(imagehash.phash(picture)) of version 4.3.2
    picture = Image.radial_gradient("L").crop((40, 20, 240, 170))

    assert hash_picture(as_jpeg(picture.convert("RGB"), 100)) == "bbccc433ccb3c18c"


@pytest.mark.parametrize("alter", ALTERATIONS.values(), ids=ALTERATIONS)
def test_a_copy_is_known_again(alter: Alter) -> None:
    base = known_in(seen_with(*PHOTOS))

    found = [find_known_picture(as_jpeg(alter(picture)), base) for picture in PHOTOS]

    assert found == ["nato-paints-the-moon"] * len(PHOTOS)


def test_other_pictures_are_not_known() -> None:
    base = known_in(seen_with(*PHOTOS[:3]))

    assert [find_known_picture(as_jpeg(picture), base) for picture in PHOTOS[3:]] == [None] * 3


def test_a_picture_of_a_claim_that_is_not_published_is_not_known() -> None:
    base = known_in(seen_with(*PHOTOS, status=Status.DRAFT))

    assert find_known_picture(as_jpeg(PHOTOS[0]), base) is None


@pytest.mark.parametrize("content", [b"", b"no picture", as_jpeg(Image.new("RGB", (600, 400)))])
def test_what_shows_nothing_is_not_known(content: bytes) -> None:
    assert find_known_picture(content, known_in(seen_with(*PHOTOS))) is None


@pytest.mark.parametrize("look", [Look.TELEGRAM_LIGHT, Look.TELEGRAM_DARK, Look.X, Look.BLANK])
def test_chats_and_posts_look_all_alike_and_get_no_hash(look: Look) -> None:
    hashes = {hash_picture(screenshot(post)) for post in POSTS if post.look is look}

    assert hashes == {Unreadable.TOO_PLAIN}


def test_what_is_no_picture_has_no_hash() -> None:
    assert hash_picture(b"no picture") is Unreadable.NOT_A_PICTURE


def test_a_meme_with_another_text_is_the_same_picture() -> None:
    one, other = (
        draw(replace(POSTS[6], text=post.text), random.Random(6))  # noqa: S311
        for post in (POSTS[6], POSTS[7])
    )

    assert distance(hashed(one), hashed(other)) <= SAME_PICTURE


def test_a_distance_counts_the_bits_that_differ() -> None:
    assert distance("0000000000000000", "ffffffffffffffff") == 64
    assert distance("e1f41e0b7c83d25a", "e1f41e0b7c83d25b") == 1
