"""Pictures that cannot be read, or not be had: an honest sentence, or another try."""

import json
import logging

import pytest

from bot.intake.dispatcher import LaterError
from bot.reading.model import Unreadable
from bot.reading.opening import MOST_BYTES
from bot.replies.catalog import Catalog
from bot.replies.model import Reply, Unsupported
from bot.replies.render import render_card
from bot.replies.render_notices import render_unsupported
from bot.replies.render_reading import (
    note_read,
    render_unread,
)
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.send import Sender
from tests.support.bot_api import (
    DOWNLOAD,
    BadGateway,
    BotApi,
    DropBefore,
    Fault,
    NotFound,
    ServerError,
    TooManyRequests,
)
from tests.support.reading import MemoryReader, file_id_of, photo, saying
from tests.support.updates import (
    document_message,
    sticker_message,
    user,
    voice_message,
)
from tests.tg.answerings import (
    AT_WAR,
    AT_WAR_EN,
    knowing,
)
from tests.tg.conftest import Chat, Json, Meet, html

NOTHING = b"a photo of a cat"


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


def downloads(chat: Chat) -> int:
    return len(chat.calls(DOWNLOAD))


# What cannot be read gets an honest sentence.


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
@pytest.mark.parametrize("why", [why for why in Unreadable if why is not Unreadable.TOO_PLAIN])
async def test_what_kept_it_from_reading_is_said(
    meet: Meet, catalog: Catalog, reader: MemoryReader, why: Unreadable, language: str
) -> None:
    reader.answers[b"?"] = why
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, b"?", user=user(language_code=language), message_id=1))
    assert chat.said == html(render_unread(why, language, catalog))
    assert chat.answered == [1]


@pytest.mark.parametrize("text", ["!?", "12:45", "Hello"])
async def test_a_word_or_two_in_a_picture_are_no_text_to_check(
    meet: Meet, catalog: Catalog, text: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, saying(text)))
    assert chat.said == html(render_unread(Unreadable.NO_TEXT, "en", catalog))


async def test_a_file_that_says_that_it_is_huge_is_not_fetched(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = image_document(chat.api, saying(AT_WAR_EN))
        update["message"]["document"]["file_size"] = MOST_BYTES + 1
        await chat.receive(update)
    assert chat.said == html(render_unread(Unreadable.TOO_LARGE, "en", catalog))
    assert chat.calls("getFile") == []


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 20_000_001], ids=["we", "Telegram"])
async def test_a_file_that_turns_out_to_be_huge_is_not_fetched(
    meet: Meet, catalog: Catalog, size: int
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(image_document(chat.api, b"x" * size))
    assert chat.said == html(render_unread(Unreadable.TOO_LARGE, "en", catalog))
    assert downloads(chat) == 0


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        (voice_message(), Unsupported.VOICE),
        (sticker_message(), Unsupported.STICKER),
        (document_message(), Unsupported.DOCUMENT),
    ],
    ids=["voice", "sticker", "document"],
)
async def test_what_is_no_picture_gets_the_sentence_of_its_kind(
    meet: Meet, catalog: Catalog, update: Json, kind: Unsupported
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert chat.said == html(render_unsupported(kind, "en", catalog))
    assert chat.calls("getFile") == []


# What Telegram does not give us.


async def test_a_file_that_telegram_has_lost_has_to_be_sent_again(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = photo(chat.api, NOTHING)
        received = chat.api.send(update)
        chat.api.lose_file(file_id_of(update))
        await chat.handle(received)
    assert chat.said == html(render_unread(Unreadable.NOT_A_PICTURE, "en", catalog))
    assert chat.api.violations == []


async def test_an_address_that_leads_nowhere_is_told_to_those_who_run_the_bot(
    meet: Meet, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next(DOWNLOAD, NotFound())
        await chat.receive(photo(chat.api, saying(AT_WAR_EN)))
    assert chat.said == html(render_unread(Unreadable.NOT_A_PICTURE, "en", catalog))
    (warning,) = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert "TELEGRAM_API_FILE_URL" in warning.getMessage()


@pytest.mark.parametrize("method", ["getFile", DOWNLOAD])
@pytest.mark.parametrize(
    "fault", [TooManyRequests(1), BadGateway(), ServerError(), DropBefore()], ids=str
)
async def test_a_short_fault_is_waited_out(
    meet: Meet, catalog: Catalog, method: str, fault: Fault
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next(method, fault)
        await chat.receive(photo(chat.api, saying(AT_WAR_EN)))
    assert chat.said == read(render_card(AT_WAR, "en", catalog), catalog)
    assert len(chat.sleeps.seconds) == 1


def handling(chat: Chat) -> Handling:
    return Handling(chat.application, Errors(knowing(AT_WAR), Sender(chat.chats, chat.sleeps)))


@pytest.mark.parametrize("method", ["getFile", DOWNLOAD])
async def test_what_cannot_be_fetched_for_long_is_read_later(
    meet: Meet, catalog: Catalog, method: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        body = json.dumps(chat.api.send(photo(chat.api, saying(AT_WAR_EN))))
        chat.api.fail_next(method, ServerError(), times=5)
        with pytest.raises(LaterError):
            await handling(chat).handle(body)
        assert chat.said == []
        await handling(chat).handle(body)
    assert chat.said == read(render_card(AT_WAR, "en", catalog), catalog)
