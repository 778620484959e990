"""Screenshots become text, whatever they look like; what is no text is none."""

import itertools
import random

import pytest
from PIL import Image
from rapidfuzz import fuzz

from bot.answering import Answering
from bot.matching.model import Match, Part, PartKind, Query
from bot.reading.model import PictureText, Unreadable
from bot.reading.reader import TesseractReader
from bot.reading.tesseract import Tesseract
from tests.reading.conftest import PATIENCE_S, Program
from tests.reading.posts import Look, Post, load_posts
from tests.reading.screenshots import as_jpeg, draw, photograph, screenshot, shrunk

POSTS = load_posts()
MISREAD = 3
"""Letters of a hundred that may be wrong."""
PICTURE = as_jpeg(photograph(random.Random(3), 1200, 1000))  # noqa: S311


def some(*numbers: int) -> list[Post]:
    return [POSTS[number] for number in numbers]


def name(post: Post) -> str:
    return f"{post.look}-{post.language}"


def read(reader: TesseractReader, content: bytes) -> PictureText:
    text = reader.read(content)
    assert isinstance(text, PictureText)
    return text


def stand_in(program: str, within_s: float = PATIENCE_S) -> TesseractReader:
    tesseract = Tesseract.find(program)
    assert tesseract is not None
    return TesseractReader(tesseract, within_s)


@pytest.mark.parametrize("post", some(1, 6, 14, 18, 27, 32), ids=name)
def test_a_screenshot_is_read(reader: TesseractReader, post: Post) -> None:
    found = read(reader, screenshot(post))

    for paragraph in post.paragraphs:
        assert fuzz.partial_ratio(paragraph, found.text.replace("\n", " ")) >= 100 - MISREAD
    assert found.confidence > 0.9


def test_what_the_app_writes_around_a_post_is_left_out(reader: TesseractReader) -> None:
    post = POSTS[4]

    _, *paragraphs = read(reader, screenshot(post)).text.split("\n")  # the name of the site

    assert len(paragraphs) == len(post.paragraphs)
    for paragraph, written in zip(paragraphs, post.paragraphs, strict=True):
        assert fuzz.ratio(paragraph, written) >= 100 - MISREAD


def test_a_small_picture_is_read(reader: TesseractReader) -> None:
    small = screenshot(POSTS[0], longest_side=500)

    assert "the alliance would never move past Germany" in read(reader, small).text


def test_paper_in_uneven_light_is_read(reader: TesseractReader) -> None:
    post = POSTS[2]
    page = draw(post, random.Random(7)).convert("RGB")  # noqa: S311
    shade = Image.linear_gradient("L").resize(page.size).point(lambda x: x * 3 // 4)
    dimmed = page.copy()
    dimmed.paste((40, 30, 20), mask=shade)

    assert "taxpayers cover about 70%" in read(reader, as_jpeg(shrunk(dimmed))).text


@pytest.mark.parametrize("look", [Look.PHOTO, Look.BLANK])
def test_a_picture_without_a_word_holds_no_text(reader: TesseractReader, look: Look) -> None:
    (post,) = (post for post in POSTS if post.look is look)

    assert reader.read(screenshot(post)) is Unreadable.NO_TEXT


def test_what_is_no_picture_is_not_read(program: Program) -> None:
    assert stand_in(program()).read(b"no picture") is Unreadable.NOT_A_PICTURE


def test_english_is_read_once(program: Program) -> None:
    once = program({"eng+rus": "They are still lying about it, and NATO paints the moon"})

    assert read(stand_in(once), PICTURE).text == (
        "They are still lying about it, and NATO paints the moon"
    )


def test_another_language_is_read_again(program: Program) -> None:
    twice = program(
        {
            "eng+rus": "Man muss es endlich aussprechen: Die NATO hat Russland gedrangt",
            "deu": "Man muss es endlich aussprechen: Die NATO hat Russland gedrängt",
        },
        languages="eng rus deu",
    )

    assert read(stand_in(twice), PICTURE).text.endswith("gedrängt")


def test_a_language_that_cannot_be_read_stays_as_it_was_read_first(program: Program) -> None:
    once = program({"eng": "Po co NATO ciagnie nas w wojne z Rosja"}, languages="eng fra")

    assert read(stand_in(once), PICTURE).text == "Po co NATO ciagnie nas w wojne z Rosja"


def test_a_wrong_guess_loses_nothing(program: Program) -> None:
    wrong = program(
        {
            "eng+rus": "Man muss es endlich aussprechen: Die NATO hat Russland gedrangt",
            "deu": "Man muss",
        },
        languages="eng rus deu",
    )

    assert read(stand_in(wrong), PICTURE).text.endswith("gedrangt")


def test_a_picture_that_takes_too_long_is_given_up(program: Program) -> None:
    slow = program(first="exec tail -f /dev/null")

    assert stand_in(slow, within_s=0.05).read(PICTURE) is Unreadable.TOO_SLOW


def test_what_was_read_in_time_counts(program: Program) -> None:
    half = program({"eng+rus": "They are still lying about it, and NATO paints the moon"})
    reader = stand_in(half)
    # After the first page it is late.
    times = itertools.chain([0.0, 0.0], itertools.repeat(2 * PATIENCE_S))
    late = TesseractReader(reader.tesseract, PATIENCE_S, lambda: next(times))

    assert read(late, PICTURE).text.startswith("They are still lying")


@pytest.mark.parametrize("post", some(0, 11, 26, 33), ids=name)
def test_a_claim_in_a_picture_gets_its_verdict(
    reader: TesseractReader, answering: Answering, post: Post
) -> None:
    text = read(reader, screenshot(post)).text

    decision = answering.matcher.match(Query((Part(text, PartKind.PICTURE),)))

    assert isinstance(decision, Match)
    assert [one.claim_id for one in decision.answers] == [post.claim]


@pytest.mark.parametrize("post", some(40, 41, 44), ids=name)
def test_a_harmless_picture_gets_none(
    reader: TesseractReader, answering: Answering, post: Post
) -> None:
    text = read(reader, screenshot(post)).text

    assert not isinstance(answering.matcher.match(Query((Part(text, PartKind.PICTURE),))), Match)
