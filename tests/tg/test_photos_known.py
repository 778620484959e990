"""Buttons below the answer to a picture; and pictures that are known without a word in them."""

import io

import numpy as np
import pytest
from PIL import Image

from bot.answering import query_key
from bot.claims.model import Claim, KnownPicture
from bot.matching.keys import short_key
from bot.matching.model import Query
from bot.opinions import Opinion
from bot.questions import Inquiry
from bot.reading.likeness import hash_picture
from bot.reading.model import PictureText, Unreadable
from bot.replies.catalog import Catalog
from bot.replies.model import Reply
from bot.replies.render import render_card, render_choice, render_no_match
from bot.replies.render_flows import render_sent, render_unseen
from bot.replies.render_reading import (
    note_known,
    note_read,
    render_unread,
)
from tests.support.reading import MemoryReader, photo, saying
from tests.support.stores import MemoryStores
from tests.tg.answerings import (
    AT_WAR,
    AT_WAR_EN,
    ATTACKED,
    knowing,
)
from tests.tg.conftest import Meet, html
from tests.tg.presses import press
from tests.tg.test_questions import MOON, online

OLA = 501
SEND = "Send it to the moderators"
NOTHING = b"a photo of a cat"


@pytest.fixture
def reader() -> MemoryReader:
    return MemoryReader()


def read(reply: Reply, catalog: Catalog) -> list[str]:
    return html(note_read(reply, catalog))


# Buttons below the answer.


async def test_what_a_picture_says_is_sent_to_the_moderators(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(photo(chat.api, saying(MOON), "Is that so?"))
        await chat.receive(press(chat.api, SEND))
    text = f"Is that so?\n{MOON}"
    key = query_key(Query.of(text))
    assert kept.questions.asked == {1: (OLA, Inquiry(key, text, "en"))}
    assert chat.said[1:] == html(render_sent(1, "en", catalog))
    assert chat.api.violations == []


async def test_a_picture_that_cannot_be_read_again_has_to_be_sent_again(
    meet: Meet, catalog: Catalog, kept: MemoryStores, reader: MemoryReader
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(photo(chat.api, saying(MOON), MOON))
        reader.answers[saying(MOON)] = Unreadable.BUSY
        await chat.receive(press(chat.api, SEND))
    assert chat.said[1:] == html(render_unseen("en", catalog))
    assert kept.questions.asked == {}


async def test_a_caption_is_sent_although_its_picture_holds_no_text(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(photo(chat.api, NOTHING, MOON))
        await chat.receive(press(chat.api, SEND))
    assert kept.questions.asked == {1: (OLA, Inquiry(query_key(Query.of(MOON)), MOON, "en"))}


async def test_an_answer_to_a_picture_that_did_not_fit_is_not_given_again(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(photo(chat.api, saying(AT_WAR_EN)))
        await chat.receive(press(chat.api, "👎 Not helpful"))
        await chat.receive(press(chat.api, "My message is about something else"))
        await chat.receive(photo(chat.api, saying(AT_WAR_EN)))
    assert chat.said[-1:] == read(render_no_match([], "en", catalog, 30), catalog)


async def test_a_thumb_needs_no_second_look(meet: Meet, reader: MemoryReader) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, saying(AT_WAR_EN)))
        await chat.receive(press(chat.api, "👍 Helpful"))
    assert len(reader.seen) == 1


# Pictures that are known.


def painting(seed: int) -> bytes:
    """Return a picture with as much to see as a photo."""
    noise = np.random.default_rng(seed).integers(0, 256, (12, 12, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).resize((640, 480), Image.Resampling.BICUBIC).save(file, "JPEG")
    return file.getvalue()


PAINTING, OTHER_PAINTING = painting(1), painting(2)


def seen_with(content: bytes, claim: Claim = ATTACKED) -> Claim:
    found = hash_picture(content)
    assert isinstance(found, str)
    return claim.model_copy(update={"images": (KnownPicture(hash=found),)})


PAINTED = seen_with(PAINTING)


async def test_a_known_picture_without_text_gets_the_card_of_its_claim(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR, PAINTED)) as chat:
        await chat.receive(photo(chat.api, PAINTING))
        await chat.receive(photo(chat.api, OTHER_PAINTING))
    known = note_known(render_card(PAINTED, "en", catalog), catalog)
    assert chat.said == html(known, render_unread(Unreadable.NO_TEXT, "en", catalog))
    assert chat.api.violations == []


async def test_what_stands_in_a_known_picture_comes_first(
    meet: Meet, catalog: Catalog, reader: MemoryReader
) -> None:
    reader.answers[PAINTING] = PictureText(AT_WAR_EN, 0.9)
    async with meet(knowing(AT_WAR, PAINTED)) as chat:
        await chat.receive(photo(chat.api, PAINTING))
    assert chat.said == read(render_card(AT_WAR, "en", catalog), catalog)


@pytest.mark.parametrize(
    "reading", [PictureText(MOON, 0.9), Unreadable.BUSY, Unreadable.TOO_SLOW], ids=str
)
async def test_a_known_picture_whose_words_tell_nothing_is_asked_about(
    meet: Meet, catalog: Catalog, reader: MemoryReader, reading: PictureText | Unreadable
) -> None:
    """With other words on it, a picture of the same looks is another message."""
    reader.answers[PAINTING] = reading
    async with meet(knowing(AT_WAR, PAINTED)) as chat:
        await chat.receive(photo(chat.api, PAINTING))
    assert chat.said == html(note_known(render_choice([PAINTED], "en", catalog), catalog))


async def test_a_known_picture_that_did_not_fit_is_not_known_any_more(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR, PAINTED))) as chat:
        await chat.receive(photo(chat.api, PAINTING))
        await chat.receive(press(chat.api, "👎 Not helpful"))
        await chat.receive(press(chat.api, "My message is about something else"))
        await chat.receive(photo(chat.api, PAINTING))
    key = short_key(f"picture of {PAINTED.id}")
    assert kept.opinions.given[PAINTED.id, OLA, key] is Opinion.WRONG_CLAIM
    assert chat.said[-1:] == html(render_unread(Unreadable.NO_TEXT, "en", catalog))
