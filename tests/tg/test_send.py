import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot, Message
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from bot.chats import ChatsUnavailableError
from bot.matching.model import Segment
from bot.replies.actions import NoneOfThese, ShowCard
from bot.replies.model import Button, Paragraph, Reply, Role, Style
from bot.tg import send
from bot.tg.send import Sender
from tests.support.bot_api import (
    BadGateway,
    BotApi,
    DropAfter,
    DropBefore,
    Fault,
    Garbage,
    ServerError,
    Slow,
    TooManyRequests,
)
from tests.support.chats import MemoryChats
from tests.support.updates import callback_query, group, text_message, user
from tests.tg.conftest import Sleeps
from tests.tg.messages import Json, received

OLA = user()
CHAT = OLA["id"]
HELLO = Reply("en", (Paragraph.of(Role.BODY, "Hello & welcome", Style.BOLD),))
OTHER = Reply("en", (Paragraph.of(Role.BODY, "Something else"),))
QUOTING = Reply("en", HELLO.paragraphs, quote=Segment(0, 0, 14))
ASKING = Reply(
    "de",
    HELLO.paragraphs,
    (
        Button("This", ShowCard("a-claim")),
        Button("None", NoneOfThese()),
        Button("Read", "https://news.example/1"),
    ),
)
PLAIN = {
    "chat_id": CHAT,
    "text": "<b>Hello &amp; welcome</b>",
    "parse_mode": "HTML",
    "link_preview_options": {"is_disabled": True},
}
TO_OLA = {"message_id": 7, "allow_sending_without_reply": True}


@pytest.fixture
def sender(chats: MemoryChats, sleeps: Sleeps) -> Sender:
    return Sender(chats, sleeps)


@pytest.fixture
def message(api: BotApi, telegram_bot: Bot) -> Message:
    """A message of Ola, waiting for an answer."""
    return received(api.send(text_message("NATO attacked. Bye", message_id=7)), telegram_bot)


async def card(api: BotApi, bot: Bot, sender: Sender) -> Message:
    """Return a message of the bot with buttons, as a pressed button brings it."""
    await sender.send(bot, CHAT, ASKING)
    api.calls.clear()
    return received(callback_query("n:de", api.sent()[-1]), bot)


def sent(api: BotApi) -> list[Json]:
    return [call.parameters for call in api.calls if call.method == "sendMessage"]


def statuses(api: BotApi) -> list[tuple[str, int]]:
    return [(call.method, call.status) for call in api.calls]


# What is sent.


async def test_an_answer_replies_to_the_message(
    api: BotApi, sender: Sender, message: Message
) -> None:
    await sender.reply(message, HELLO)
    assert sent(api) == [PLAIN | {"reply_parameters": TO_OLA}]
    assert api.violations == []


async def test_an_answer_quotes_the_passage_that_it_answers(
    api: BotApi, sender: Sender, message: Message
) -> None:
    await sender.reply(message, QUOTING)
    quote = {"quote": "NATO attacked.", "quote_position": 0}
    assert sent(api) == [PLAIN | {"reply_parameters": TO_OLA | quote}]
    assert api.violations == []


async def test_buttons_carry_action_and_language_or_an_address(
    api: BotApi, telegram_bot: Bot, sender: Sender
) -> None:
    await sender.send(telegram_bot, CHAT, ASKING)
    rows = [
        [{"text": "This", "callback_data": "c:de:a-claim"}],
        [{"text": "None", "callback_data": "n:de"}],
        [{"text": "Read", "url": "https://news.example/1"}],
    ]
    assert sent(api) == [PLAIN | {"reply_markup": {"inline_keyboard": rows}}]
    assert api.violations == []


async def test_a_card_takes_the_place_of_the_question_and_keeps_its_choices(
    api: BotApi, telegram_bot: Bot, sender: Sender
) -> None:
    question = await card(api, telegram_bot, sender)
    await sender.show_instead(question, OTHER)
    (shown,) = [one for key, one in api.messages.items() if key == (CHAT, question.message_id)]
    assert shown["text"] == "Something else"
    *choices, _ = api.sent()[-1]["reply_markup"]["inline_keyboard"]  # an address is none
    assert shown["reply_markup"] == {"inline_keyboard": choices}
    assert api.violations == []


async def test_typing_is_shown(api: BotApi, telegram_bot: Bot, sender: Sender) -> None:
    await sender.typing(telegram_bot, CHAT)
    (call,) = api.calls
    assert (call.method, call.parameters) == (
        "sendChatAction",
        {"chat_id": CHAT, "action": "typing"},
    )
    assert api.violations == []


# What goes wrong for a while.


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        ([TooManyRequests(5)], [5.0]),
        ([TooManyRequests(1), TooManyRequests(4)], [1.0, 4.0]),
        ([TooManyRequests(1)] * 5, [1.0] * 5),
        ([BadGateway()], [0.5]),
        ([ServerError()], [0.5]),
        ([DropBefore()], [0.5]),
        ([Garbage()], [0.5]),
        ([BadGateway(), DropBefore(), ServerError(), BadGateway()], [0.5, 1.0, 2.0, 4.0]),
        ([BadGateway(), TooManyRequests(5), BadGateway()], [0.5, 5.0, 1.0]),
    ],
    ids=str,
)
async def test_an_answer_arrives_once_after_what_goes_wrong_for_a_while(
    api: BotApi, message: Message, faults: list[Fault], waits: list[float]
) -> None:
    sleeps = Sleeps()
    for fault in faults:
        api.fail_next("sendMessage", fault)
    await Sender(MemoryChats(), sleeps).reply(message, HELLO)
    assert [one["text"] for one in api.sent()] == ["Hello & welcome"]
    assert sleeps.seconds == waits
    assert api.violations == []


async def test_an_answer_whose_receipt_was_lost_is_sent_again(
    api: BotApi, sender: Sender, message: Message
) -> None:
    # Nothing tells it from one that was lost itself; two answers are better than none.
    api.fail_next("sendMessage", DropAfter())
    await sender.reply(message, HELLO)
    assert len(api.sent()) == 2


@pytest.mark.parametrize("fault", [BadGateway(), ServerError(), DropBefore(), Garbage()], ids=str)
async def test_tries_end(
    api: BotApi, sender: Sender, sleeps: Sleeps, message: Message, fault: Fault
) -> None:
    api.fail_next("sendMessage", fault, times=5)
    with pytest.raises(NetworkError):
        await sender.reply(message, HELLO)
    assert sleeps.seconds == [0.5, 1.0, 2.0, 4.0]
    assert (api.faults_left(), api.sent()) == ([], [])


@pytest.mark.parametrize(
    ("asked", "waited"), [([6], []), ([4, 2], [4.0])], ids=["at once", "in all"]
)
async def test_an_answer_that_must_wait_longer_than_five_seconds_is_left_for_later(
    api: BotApi, message: Message, asked: list[int], waited: list[float]
) -> None:
    sleeps = Sleeps()
    for seconds in asked:
        api.fail_next("sendMessage", TooManyRequests(seconds))
    with pytest.raises(RetryAfter):
        await Sender(MemoryChats(), sleeps).reply(message, HELLO)
    assert sleeps.seconds == waited


async def test_a_failing_typing_action_stops_nobody(
    api: BotApi, telegram_bot: Bot, sender: Sender, sleeps: Sleeps
) -> None:
    for fault in (TooManyRequests(7), BadGateway(), DropBefore()):
        api.fail_next("sendChatAction", fault)
        await sender.typing(telegram_bot, CHAT)
    assert sleeps.seconds == []


# What Telegram refuses.


@pytest.mark.parametrize("reply", [HELLO, QUOTING], ids=["plain", "quoting"])
async def test_an_answer_arrives_although_its_message_was_deleted(
    api: BotApi, sender: Sender, message: Message, reply: Reply
) -> None:
    api.delete(CHAT, 7)
    await sender.reply(message, reply)
    assert [one["text"] for one in api.sent()] == ["Hello & welcome"]
    assert api.violations == []


async def test_a_refused_quote_is_left_out(
    api: BotApi, sender: Sender, sleeps: Sleeps, message: Message
) -> None:
    api.send({"edited_message": api.messages[CHAT, 7] | {"text": "Never mind"}})
    await sender.reply(message, QUOTING)
    assert statuses(api) == [("sendMessage", 400), ("sendMessage", 200)]
    assert sent(api)[-1] == PLAIN | {"reply_parameters": TO_OLA}
    assert sleeps.seconds == []


async def test_what_telegram_refuses_is_not_sent_again(
    api: BotApi, sender: Sender, sleeps: Sleeps, message: Message
) -> None:
    with pytest.raises(BadRequest):
        await sender.reply(message, Reply("en", ()))
    assert statuses(api) == [("sendMessage", 400)]
    assert sleeps.seconds == []


async def test_who_blocked_the_bot_is_left_alone(  # noqa: PLR0917 - fixtures
    api: BotApi,
    telegram_bot: Bot,
    sender: Sender,
    sleeps: Sleeps,
    chats: MemoryChats,
    caplog: pytest.LogCaptureFixture,
) -> None:
    message = received(api.send(text_message("NATO attacked. Bye", message_id=7)), telegram_bot)
    question = await card(api, telegram_bot, sender)
    api.block(CHAT)
    chats.noted.clear()
    await sender.reply(message, QUOTING)
    assert not await sender.send(telegram_bot, CHAT, HELLO)
    await sender.show_instead(question, HELLO)
    await sender.typing(telegram_bot, CHAT)
    assert [status for _, status in statuses(api)] == [403] * 4
    assert sleeps.seconds == []
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []
    assert api.violations == []
    assert chats.noted == [(CHAT, "closed")] * 3


async def test_a_chat_that_takes_an_answer_is_open_again(
    telegram_bot: Bot, sender: Sender, chats: MemoryChats, message: Message
) -> None:
    chats.shut.add(CHAT)
    await sender.reply(message, HELLO)
    assert await chats.home(CHAT) == CHAT


@pytest.mark.parametrize("blocked", [False, True], ids=["open", "blocked"])
async def test_an_answer_does_not_depend_on_what_is_noted_of_its_chat(
    api: BotApi,
    sender: Sender,
    chats: MemoryChats,
    message: Message,
    blocked: bool,  # noqa: FBT001
) -> None:
    chats.down = True
    if blocked:
        api.block(CHAT)
    await sender.reply(message, HELLO)
    assert statuses(api) == [("sendMessage", 403 if blocked else 200)]


async def test_what_is_noted_of_a_chat_keeps_nobody_waiting(
    api: BotApi, sleeps: Sleeps, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hanging(MemoryChats):
        async def reached(self, chat_id: int) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(send, "_NOTE_S", 0.01)
    await Sender(Hanging(), sleeps).reply(message, HELLO)
    assert statuses(api) == [("sendMessage", 200)]


async def test_an_answer_follows_its_group_while_nothing_can_be_noted(
    api: BotApi, telegram_bot: Bot, sender: Sender, chats: MemoryChats
) -> None:
    small, large = group(-7, kind="group"), group()
    api.add_chat(small)
    api.migrate(small["id"], large)
    chats.down = True
    assert await sender.send(telegram_bot, small["id"], HELLO)
    assert [one["text"] for one in api.sent(large["id"])] == ["Hello & welcome"]


# What we send of our own accord.


async def test_a_push_arrives(api: BotApi, telegram_bot: Bot, sender: Sender) -> None:
    assert await sender.push(telegram_bot, CHAT, HELLO)
    assert sent(api) == [PLAIN]


async def test_nothing_is_pushed_where_the_chat_is_closed(
    api: BotApi, telegram_bot: Bot, sender: Sender
) -> None:
    api.block(CHAT)
    assert not await sender.push(telegram_bot, CHAT, HELLO)
    assert not await sender.push(telegram_bot, CHAT, HELLO)
    assert statuses(api) == [("sendMessage", 403)]


async def test_a_push_goes_to_what_its_group_has_become(
    api: BotApi, telegram_bot: Bot, sender: Sender
) -> None:
    small, large = group(-7, kind="group"), group()
    api.add_chat(small)
    api.migrate(small["id"], large)
    assert await sender.push(telegram_bot, small["id"], HELLO)
    assert await sender.push(telegram_bot, small["id"], HELLO)
    assert [call.status for call in api.calls] == [400, 200, 200]


async def test_nothing_is_pushed_while_nobody_knows_the_chat(
    api: BotApi, telegram_bot: Bot, sender: Sender, chats: MemoryChats
) -> None:
    chats.down = True
    with pytest.raises(ChatsUnavailableError):
        await sender.push(telegram_bot, CHAT, HELLO)
    assert api.calls == []


# The rest of what Telegram refuses.


async def test_an_answer_follows_its_group_and_replies_to_nothing_there(
    api: BotApi, telegram_bot: Bot, sender: Sender, sleeps: Sleeps, chats: MemoryChats
) -> None:
    small, large = group(-7, kind="group"), group()
    message = received(api.send(text_message("NATO attacked. Bye", chat=small)), telegram_bot)
    api.migrate(small["id"], large)
    await sender.reply(message, QUOTING)
    await sender.send(telegram_bot, small["id"], HELLO)
    assert [one["text"] for one in api.sent(large["id"])] == ["Hello & welcome"] * 2
    assert sent(api)[1] == PLAIN | {"chat_id": large["id"]}
    assert statuses(api) == [("sendMessage", 400), ("sendMessage", 200)] * 2
    assert sleeps.seconds == []
    assert api.violations == []
    moved, reached = (small["id"], f"moved to {large['id']}"), (large["id"], "reached")
    assert chats.noted == [moved, reached] * 2


async def test_a_card_follows_its_group(api: BotApi, telegram_bot: Bot, sender: Sender) -> None:
    small, large = group(-7, kind="group"), group()
    api.add_chat(small)
    await sender.send(telegram_bot, small["id"], ASKING)
    question = received(callback_query("n:de", api.sent()[-1]), telegram_bot)
    api.migrate(small["id"], large)
    await sender.show_instead(question, OTHER)
    assert [one["text"] for one in api.sent(large["id"])] == ["Something else"]
    assert api.violations == []


async def test_a_card_that_is_shown_already_stays(
    api: BotApi, telegram_bot: Bot, sender: Sender
) -> None:
    question = await card(api, telegram_bot, sender)
    await sender.show_instead(question, OTHER)
    await sender.show_instead(question, OTHER)
    assert statuses(api) == [("editMessageText", 200), ("editMessageText", 400)]


async def test_a_card_is_sent_where_the_question_is_gone(
    api: BotApi, telegram_bot: Bot, sender: Sender
) -> None:
    question = await card(api, telegram_bot, sender)
    api.delete(CHAT, question.message_id)
    await sender.show_instead(question, HELLO)
    assert sent(api) == [PLAIN]
    assert api.violations == []


async def test_a_pressed_button_stops_waiting(
    api: BotApi, telegram_bot: Bot, sender: Sender
) -> None:
    press = api.send(callback_query("n:en"))["callback_query"]
    await sender.acknowledge(telegram_bot, press["id"])
    assert [call.parameters for call in api.calls] == [{"callback_query_id": press["id"]}]
    assert api.violations == []


Spoil = Callable[[BotApi, str], None]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda api, query_id: api.expire(query_id),
        lambda api, _: api.fail_next("answerCallbackQuery", TooManyRequests(600)),
        lambda api, _: api.fail_next("answerCallbackQuery", BadGateway(), times=5),
    ],
    ids=["too old", "too many", "server away"],
)
async def test_a_press_that_cannot_be_acknowledged_does_no_harm(
    api: BotApi, telegram_bot: Bot, sender: Sender, spoil: Spoil
) -> None:
    press: dict[str, Any] = api.send(callback_query("n:en"))["callback_query"]
    spoil(api, press["id"])
    await sender.acknowledge(telegram_bot, press["id"])
    assert api.violations == []


async def test_what_timed_out_is_sent_only_once_more(
    api: BotApi, sender: Sender, sleeps: Sleeps
) -> None:
    # Telegram took it, and only the receipt is slow: a third copy would help nobody.
    async with Bot(api.token, api.base_url, request=HTTPXRequest(read_timeout=0.05)) as impatient:
        api.fail_next("sendMessage", Slow(60), times=3)
        with pytest.raises(TimedOut):
            await sender.send(impatient, CHAT, HELLO)
    assert len(api.sent()) == 2
    assert sleeps.seconds == [0.5]


# Pictures.


async def test_a_picture_is_uploaded_once_and_then_sent_by_its_name(
    api: BotApi, telegram_bot: Bot, sender: Sender, message: Message
) -> None:
    name = await sender.send_picture(telegram_bot, CHAT, b"png", HELLO, answered=message.message_id)
    assert name is not None
    assert await sender.send_picture(telegram_bot, CHAT, name, HELLO) == name
    first, second = api.sent()
    assert (first["caption"], first["photo"]) == ("Hello & welcome", second["photo"])
    assert first["reply_to_message"]["message_id"] == 7
    assert "reply_to_message" not in second
    assert api.violations == []


async def test_an_upload_is_shown(api: BotApi, telegram_bot: Bot, sender: Sender) -> None:
    await sender.uploading(telegram_bot, CHAT)
    (call,) = api.calls
    assert call.parameters == {"chat_id": CHAT, "action": "upload_photo"}


@pytest.mark.parametrize(
    ("fault", "wait_s"),
    [(TooManyRequests(3), 3.0), (BadGateway(), 0.5), (ServerError(), 0.5), (DropBefore(), 0.5)],
    ids=str,
)
async def test_a_picture_arrives_after_what_goes_wrong_for_a_while(
    api: BotApi, telegram_bot: Bot, fault: Fault, wait_s: float
) -> None:
    sleeps = Sleeps()
    api.fail_next("sendPhoto", fault)
    assert await Sender(MemoryChats(), sleeps).send_picture(telegram_bot, CHAT, b"png", HELLO)
    assert (len(api.sent()), sleeps.seconds) == (1, [wait_s])


async def test_no_picture_goes_where_the_bot_is_blocked(
    api: BotApi, telegram_bot: Bot, sender: Sender, chats: MemoryChats
) -> None:
    api.block(CHAT)
    assert await sender.send_picture(telegram_bot, CHAT, b"png", HELLO) is None
    assert chats.noted == [(CHAT, "closed")]


async def test_a_picture_follows_its_group(
    api: BotApi, telegram_bot: Bot, sender: Sender, chats: MemoryChats
) -> None:
    small, large = group(-7, kind="group"), group()
    api.add_chat(small)
    api.migrate(small["id"], large)
    assert await sender.send_picture(telegram_bot, small["id"], b"png", HELLO, answered=7)
    assert [one["caption"] for one in api.sent(large["id"])] == ["Hello & welcome"]
    assert chats.noted == [(small["id"], f"moved to {large['id']}"), (large["id"], "reached")]
