"""Pictures that people send: what stands in them is answered; nothing of them is kept."""

import logging
from pathlib import Path

import pytest

from bot.answering import query_key
from bot.matching.model import Part, PartKind, Query
from bot.reading.model import Unreadable
from bot.reading.opening import MOST_BYTES
from bot.replies.catalog import Catalog
from bot.replies.model import Reply
from bot.replies.render import render_card, render_choice, render_no_match, render_several
from bot.replies.render_notices import render_help, render_help_short
from bot.replies.render_reading import (
    note_not_all,
    note_read,
    note_unread,
    render_unread,
)
from bot.tg.photos import MOST_PICTURES
from tests.support.bot_api import (
    BotApi,
)
from tests.support.claims import make_network
from tests.support.reading import MemoryReader, photo, saying
from tests.support.updates import (
    channel,
    document_message,
    edited,
    origin_channel,
    photo_message,
    text_message,
    user,
)
from tests.tg.answerings import (
    AT_WAR,
    AT_WAR_EN,
    ATTACKED,
    IN_CHANNEL,
    PROMISE,
    PROMISE_EN,
    asking,
    knowing,
)
from tests.tg.conftest import Json, Meet, html
from tests.tg.messages import LIVE_PHOTO, bare
from tests.tg.test_questions import MOON

NOTHING = b"a photo of a cat"
LONG_EN = f"Good morning. {AT_WAR_EN} Pass it on."


@pytest.fixture
def reader() -> MemoryReader:
    return MemoryReader()


def read(reply: Reply, catalog: Catalog) -> list[str]:
    return html(note_read(reply, catalog))


def image_document(api: BotApi, content: bytes, mime_type: str = "image/png") -> Json:
    update = document_message(file_name="screenshot.png")
    document = update["message"]["document"]
    document["mime_type"] = mime_type
    api.add_file(document["file_id"], content)
    return update


# What is read.


async def test_the_text_of_a_picture_gets_its_card_and_a_word_on_how_it_was_read(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(photo(chat.api, saying(AT_WAR_EN), message_id=7))
    card = render_card(
        AT_WAR, "en", catalog, text_key=query_key(Query((Part(AT_WAR_EN, PartKind.PICTURE),)))
    )
    assert chat.said == read(card, catalog)
    assert chat.answered == [7]
    assert chat.api.calls[0].method == "sendChatAction"
    assert chat.api.violations == []


async def test_nothing_is_quoted_from_a_picture(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, saying(LONG_EN)))
        await chat.receive(photo(chat.api, saying(LONG_EN), "Good evening to all of you."))
    assert len(chat.api.sent()) == 2
    assert [message for message in chat.api.sent() if "quote" in message] == []
    assert chat.api.violations == []


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language, text in AT_WAR.claim.items() if language != "en"],
)
async def test_the_answer_is_in_the_language_of_the_picture(
    meet: Meet, catalog: Catalog, language: str, text: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, saying(text)))
    assert chat.said == read(render_card(AT_WAR, language, catalog), catalog)


@pytest.mark.parametrize(
    "mime_type", ["image/png", "image/jpeg", "image/webp"], ids=lambda name: name[6:]
)
async def test_a_picture_sent_as_a_file_is_read(
    meet: Meet, catalog: Catalog, mime_type: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(image_document(chat.api, saying(AT_WAR_EN), mime_type))
    assert chat.said == read(render_card(AT_WAR, "en", catalog), catalog)


async def test_the_still_of_a_live_photo_is_read(meet: Meet, catalog: Catalog) -> None:
    still = photo_message()["message"]["photo"]
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.add_file(still[-1]["file_id"], saying(AT_WAR_EN))
        await chat.receive(bare({"live_photo": LIVE_PHOTO["live_photo"] | {"photo": still}}))
    assert chat.said == read(render_card(AT_WAR, "en", catalog), catalog)


async def test_the_picture_that_somebody_replies_to_is_read(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        seen = photo(chat.api, saying(AT_WAR_EN))
        await chat.receive(text_message("Really?", reply_to=seen))
    assert chat.said == read(render_card(AT_WAR, "en", catalog), catalog)


async def test_a_forwarded_picture_is_read_and_its_network_named(meet: Meet) -> None:
    news = origin_channel(channel(username="daily_news"), message_id=7)
    async with meet(knowing(AT_WAR, networks=[make_network(channels="Daily_News")])) as chat:
        await chat.receive(
            photo(chat.api, saying(AT_WAR_EN), forward_origin=news),
            photo(chat.api, NOTHING, forward_origin=news),
        )
    for said in chat.said:
        assert "Note: <code>t.me/Daily_News</code> is listed as part of the network" in said
    assert chat.api.violations == []


async def test_the_largest_size_that_is_small_enough_is_fetched(
    meet: Meet, reader: MemoryReader
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = photo(chat.api, NOTHING)
        small, large = update["message"]["photo"]
        chat.api.add_file(small["file_id"], b"small")
        large["file_size"] = MOST_BYTES + 1
        await chat.receive(update)
    assert reader.seen == [b"small"]


async def test_several_claims_in_a_picture_get_a_line_each(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(photo(chat.api, saying(f"{AT_WAR_EN} {PROMISE_EN}")))
    assert chat.said == read(render_several([AT_WAR, PROMISE], "en", catalog), catalog)


async def test_where_it_is_not_sure_of_what_it_read_it_asks(meet: Meet, catalog: Catalog) -> None:
    async with meet(asking(AT_WAR, ATTACKED)) as chat:
        await chat.receive(photo(chat.api, saying("NATO and Russia, war, attacked")))
    assert chat.said == read(render_choice([ATTACKED, AT_WAR], "en", catalog), catalog)


async def test_a_picture_of_something_else_gets_no_verdict(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, saying(MOON)))
    assert chat.said == read(render_no_match([], "en", catalog), catalog)


# With a caption.


async def test_a_caption_with_a_verdict_is_answered_without_a_look(
    meet: Meet, at_war: list[str], reader: MemoryReader
) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(photo(chat.api, saying(PROMISE_EN), AT_WAR_EN))
    assert chat.said == at_war
    assert (reader.seen, chat.calls("getFile")) == ([], [])


async def test_a_caption_without_a_verdict_is_read_with_its_picture(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, saying(AT_WAR_EN), "Is it true?"))
    assert chat.said == read(render_card(AT_WAR, "en", catalog), catalog)


async def test_a_caption_beside_a_picture_without_text_is_answered_by_itself(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        for caption in (MOON, "Our garden is full of flowers today", "My dog"):
            await chat.receive(photo(chat.api, NOTHING, caption))
    assert chat.said == html(
        render_no_match([], "en", catalog),
        render_help_short("en", catalog),
        render_unread(Unreadable.NO_TEXT, "en", catalog),
    )


async def test_a_caption_beside_a_picture_that_was_not_read_is_answered_and_told_so(
    meet: Meet, catalog: Catalog, reader: MemoryReader
) -> None:
    reader.answers[b"broken"] = Unreadable.NOT_A_PICTURE
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, b"broken", MOON))
        await chat.receive(photo(chat.api, b"broken", "Is it true?"))
    broken = Unreadable.NOT_A_PICTURE
    no_match = note_unread(render_no_match([], "en", catalog), broken, catalog)
    assert chat.said == html(no_match, render_unread(broken, "en", catalog))


async def test_the_post_of_a_known_picture_is_enough(
    meet: Meet, catalog: Catalog, reader: MemoryReader
) -> None:
    origin = origin_channel(channel(username="daily_news"), message_id=42)
    async with meet(knowing(AT_WAR, IN_CHANNEL)) as chat:
        await chat.receive(photo(chat.api, saying(AT_WAR_EN), forward_origin=origin))
    assert chat.said == html(render_card(IN_CHANNEL, "en", catalog))
    assert reader.seen == []


# Albums.


def album(api: BotApi, *contents: bytes, caption: str | None = None) -> list[Json]:
    return [
        photo(
            api,
            content,
            caption if number == 1 else None,
            media_group_id="holiday",
            message_id=number,
        )
        for number, content in enumerate(contents, start=1)
    ]


async def test_all_pictures_of_an_album_are_read_as_one_message(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(*album(chat.api, NOTHING, saying(AT_WAR_EN), saying(PROMISE_EN)))
    assert chat.said == read(render_several([AT_WAR, PROMISE], "en", catalog), catalog)
    assert chat.answered == [1]


async def test_an_album_without_text_gets_one_sentence(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*album(chat.api, NOTHING, NOTHING))
    assert chat.said == html(render_unread(Unreadable.NO_TEXT, "en", catalog))


async def test_of_an_album_the_worst_that_kept_it_from_reading_is_told(
    meet: Meet, catalog: Catalog, reader: MemoryReader
) -> None:
    reader.answers |= {b"1": Unreadable.TOO_LARGE, b"2": Unreadable.BUSY}
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*album(chat.api, NOTHING, b"1", b"2"))
    assert chat.said == html(render_unread(Unreadable.BUSY, "en", catalog))


async def test_of_many_pictures_the_first_are_read_and_that_is_said(
    meet: Meet, catalog: Catalog, reader: MemoryReader
) -> None:
    last = saying(AT_WAR_EN)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*album(chat.api, *[saying(MOON)] * MOST_PICTURES, last))
    no_match = note_read(render_no_match([], "en", catalog), catalog)
    assert chat.said == html(note_not_all(no_match, catalog))
    assert last not in reader.seen


# Nothing is kept.


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


async def test_no_file_is_written_and_no_text_is_logged(
    meet: Meet, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    before = files(tmp_path)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, saying(AT_WAR_EN)))
        await chat.receive(photo(chat.api, saying(MOON)))
    assert files(tmp_path) == before
    assert "moon" not in caplog.text
    assert "war with" not in caplog.text


# Edits.


async def test_an_edit_that_changes_no_word_has_no_second_look(
    meet: Meet, reader: MemoryReader
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        bare_one = photo(chat.api, saying(AT_WAR_EN))
        captioned = photo(chat.api, saying(AT_WAR_EN), "Is it true?")
        await chat.receive(bare_one, captioned)
        await chat.receive(edited(bare_one), edited(captioned))
    assert (len(chat.said), len(reader.seen)) == (2, 2)


async def test_a_new_caption_is_read_with_its_picture(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = photo(chat.api, saying(AT_WAR_EN), "Look")
        await chat.receive(update)
        await chat.receive(edited(update, "Is it true?"))
    assert chat.said == read(render_card(AT_WAR, "en", catalog), catalog) * 2


# Help.


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
async def test_help_says_that_pictures_are_read(
    meet: Meet, catalog: Catalog, language: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/help", user=user(language_code=language)))
    assert chat.said == html(render_help(language, catalog, reads_pictures=True))
    assert chat.said != html(render_help(language, catalog))
