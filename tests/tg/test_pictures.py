"""The picture of a claim: uploaded once, then sent by its name; a double tap brings no second."""

import json

import pytest
from telegram import Bot, User

from bot.claims.model import Status
from bot.drawing.card import draw_card, picture_key
from bot.intake.dispatcher import LaterError
from bot.replies.actions import SendPicture
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.keys import Key
from bot.replies.render_browse import render_withdrawn
from bot.replies.render_notices import render_gone
from bot.replies.render_picture import render_caption
from bot.tg.buttons import Press
from bot.tg.callbacks import encode
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.pictures import Pictures
from bot.tg.send import Sender
from tests.support.bot_api import BadGateway, BotApi, TooManyRequests
from tests.support.bot_api_request import Upload
from tests.support.chats import MemoryChats
from tests.support.files import MemoryFiles
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, private_chat, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, CATALOG, PROMISE, PROMISE_EN, knowing
from tests.tg.conftest import Chat, Meet, Sleeps, html
from tests.tg.presses import last, press

OLA = 501
PICTURE = "Picture"
LINK = f"https://t.me/nato_myths_bot?start=c_{AT_WAR.id}"
DRAWN = draw_card(AT_WAR, "en", CATALOG, bot_name="nato_myths_bot", link=LINK)
KEY = picture_key(AT_WAR, "en", CATALOG, bot_name="nato_myths_bot", link=LINK)


def sent(chat: Chat) -> list[bytes | str]:
    """Return what was sent as a picture: the file, or its name."""
    pictures = [call.parameters["photo"] for call in chat.calls("sendPhoto")]
    return [one.content if isinstance(one, Upload) else one for one in pictures]


def notices(chat: Chat) -> list[str | None]:
    return [call.parameters.get("text") for call in chat.calls("answerCallbackQuery")]


async def test_it_comes_below_the_card_with_verdict_and_link(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        card = last(chat.api)
        await chat.receive(press(chat.api, PICTURE))
        assert sent(chat) == [DRAWN]
    (call,) = chat.calls("sendPhoto")
    assert call.parameters["caption"] == to_html(render_caption(AT_WAR, "en", catalog, LINK))
    assert call.parameters["reply_parameters"] == {
        "message_id": card["message_id"],
        "allow_sending_without_reply": True,
    }
    actions = [one.parameters["action"] for one in chat.calls("sendChatAction")]
    assert actions == ["typing", "upload_photo"]
    assert kept.files.known == {KEY: chat.api.sent()[-1]["photo"][-1]["file_id"]}
    assert chat.calls("editMessageText", "editMessageReplyMarkup") == []
    assert chat.api.violations == []


async def test_the_next_one_who_asks_gets_it_without_an_upload(
    meet: Meet, kept: MemoryStores
) -> None:
    petra = user(502, first_name="Petra")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, PICTURE))
        await chat.receive(text_message(AT_WAR_EN, user=petra))
        await chat.receive(press(chat.api, PICTURE, petra))
        assert sent(chat) == [DRAWN, kept.files.known[KEY]]
    assert chat.api.violations == []


async def test_each_language_has_its_own(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/start"))
        for language in ("en", "uk", "en"):
            data = encode(SendPicture(AT_WAR.id), language)
            await chat.receive(callback_query(data, last(chat.api)))
    assert len(kept.files.known) == 2


async def test_what_telegram_has_lost_is_drawn_again(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        card = last(chat.api)
        await chat.receive(press(chat.api, PICTURE))
        old = kept.files.known[KEY]
        chat.api.lose_file(old)
        chat.api.add_chat(private_chat(user(502)))
        elsewhere = {**card, "chat": private_chat(user(502))}
        await chat.receive(callback_query(encode(SendPicture(AT_WAR.id), "en"), elsewhere))
        assert sent(chat) == [DRAWN, DRAWN]
    assert kept.files.known[KEY] != old
    assert chat.api.violations == []


async def test_a_double_tap_brings_one_picture_and_a_word(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, PICTURE), press(chat.api, PICTURE))
        await chat.receive(press(chat.api, PICTURE, message=chat.api.sent()[0]))
        assert len(sent(chat)) == 1
        said = catalog.text("en", Key.PICTURE_SENT)
        assert sorted(map(str, notices(chat))) == sorted(["None", said, said])
        await chat.receive(text_message(PROMISE_EN))
        await chat.receive(press(chat.api, PICTURE))  # of another claim
        assert len(sent(chat)) == 2
    assert chat.api.violations == []


async def test_after_some_seconds_it_is_no_double_tap(
    api: BotApi, telegram_bot: Bot, sleeps: Sleeps
) -> None:
    now = [100.0]
    pictures = Pictures(
        knowing(AT_WAR), Sender(MemoryChats(), sleeps), MemoryFiles(), lambda: now[0]
    )
    ola = User(OLA, "Ola", is_bot=False)
    tap = Press(SendPicture(AT_WAR.id), "en", ola, telegram_bot, OLA, None)
    for at in (100.0, 104.9, 105.0, 105.1):
        now[0] = at
        await pictures.send(tap)
    assert len(api.sent()) == 2


async def test_a_claim_that_is_withdrawn_has_none_any_more(meet: Meet, catalog: Catalog) -> None:
    gone = AT_WAR.model_copy(update={"status": Status.WITHDRAWN})
    async with meet(knowing(gone, PROMISE)) as chat:
        await chat.receive(text_message(PROMISE_EN))
        for claim_id in (gone.id, "never-heard-of"):
            data = encode(SendPicture(claim_id), "en")
            await chat.receive(callback_query(data, last(chat.api)))
    assert chat.said[1:] == html(render_withdrawn(gone, "en", catalog), render_gone("en", catalog))
    assert sent(chat) == []


async def test_under_a_message_too_old_to_show_it_stands_by_itself(meet: Meet) -> None:
    too_old = {"chat": private_chat(), "message_id": 5, "date": 0}
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(callback_query(encode(SendPicture(AT_WAR.id), "en"), too_old))
    (call,) = chat.calls("sendPhoto")
    assert "reply_parameters" not in call.parameters


async def test_in_a_message_that_names_no_chat_nothing_happens(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        data = encode(SendPicture(AT_WAR.id), "en")
        await chat.receive(callback_query(data, inline_message_id="inline-message-1"))
    assert sent(chat) == []
    assert notices(chat) == [None]


async def test_a_short_fault_is_waited_out(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        chat.api.fail_next("sendPhoto", BadGateway())
        chat.api.fail_next("sendPhoto", TooManyRequests(2))
        await chat.receive(press(chat.api, PICTURE))
        assert sent(chat) == [DRAWN]
    assert chat.sleeps.seconds == [0.5, 2.0]


async def test_what_has_to_wait_longer_comes_later_and_is_no_double_tap(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        body = json.dumps(chat.api.send(press(chat.api, PICTURE)))
        chat.api.fail_next("sendPhoto", TooManyRequests(60))
        handling = Handling(chat.application, Errors(knowing(AT_WAR), Sender(chat.chats)))
        with pytest.raises(LaterError):
            await handling.handle(body)
        await handling.handle(body)
        assert sent(chat) == [DRAWN]


async def test_who_has_blocked_the_bot_is_noted(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        tap = press(chat.api, PICTURE)
        chat.api.block(OLA)
        await chat.receive(tap)
    assert await kept.chats.home(OLA) is None
    assert kept.files.known == {}


async def test_a_crowd_that_asks_at_once_gets_theirs_each(meet: Meet) -> None:
    people = [user(600 + number) for number in range(8)]
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*(text_message(AT_WAR_EN, user=person) for person in people))
        taps = [
            press(chat.api, PICTURE, person, message=message)
            for message in chat.api.sent()
            for person in people
            if message["chat"]["id"] == person["id"]
        ]
        await chat.receive(*taps)
    assert len({call.parameters["chat_id"] for call in chat.calls("sendPhoto")}) == 8
    assert chat.api.violations == []
