import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias

import pytest
from telegram.error import NetworkError

from bot.answering import Answering
from bot.intake.dispatcher import LaterError
from bot.replies.catalog import Catalog
from bot.replies.render_notices import render_error
from bot.tg import request
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.send import Sender
from tests.support.bot_api import BadGateway, DropBefore, Fault, Slow, TooManyRequests
from tests.support.updates import edited, photo_message, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, PROMISE, PROMISE_EN, failing, knowing
from tests.tg.conftest import Chat, Meet, Sleeps, html
from tests.tg.messages import Json


@dataclass
class Stored:
    """A chat whose updates come out of the inbox."""

    chat: Chat
    handling: Handling

    async def handle(self, *updates: Json) -> list[BaseException | None]:
        """Handle the updates of one album, or one of none; return what each raised."""
        handled = (self.handling.handle(json.dumps(update)) for update in updates)
        return await asyncio.gather(*handled, return_exceptions=True)


Open: TypeAlias = Callable[[Answering], AbstractAsyncContextManager[Stored]]


@pytest.fixture
def stored(meet: Meet, sleeps: Sleeps) -> Open:
    """Return what opens a chat with a bot that answers in a given way."""

    @asynccontextmanager
    async def open_chat(answering: Answering) -> AsyncIterator[Stored]:
        async with meet(answering) as chat:
            errors = Errors(answering, Sender(chat.chats, sleeps))
            yield Stored(chat, Handling(chat.application, errors))

    return open_chat


def waits(outcomes: list[BaseException | None]) -> list[float]:
    """Return in how many seconds each update is to be tried again."""
    return [outcome.after_s for outcome in outcomes if isinstance(outcome, LaterError)]


async def test_a_stored_update_is_answered(stored: Open, at_war: list[str]) -> None:
    async with stored(knowing(AT_WAR)) as bot:
        update = bot.chat.api.send(text_message(AT_WAR_EN))
        assert await bot.handle(update) == [None]
    assert bot.chat.said == at_war
    assert bot.chat.api.violations == []


@pytest.mark.parametrize(
    ("fault", "times", "after_s"),
    [(TooManyRequests(6), 1, 6.0), (BadGateway(), 5, 3.0), (DropBefore(), 5, 3.0)],
    ids=str,
)
async def test_what_telegram_does_not_take_is_tried_again_later(
    stored: Open, at_war: list[str], fault: Fault, times: int, after_s: float
) -> None:
    async with stored(knowing(AT_WAR)) as bot:
        update = bot.chat.api.send(text_message(AT_WAR_EN))
        bot.chat.api.fail_next("sendMessage", fault, times=times)
        assert waits(await bot.handle(update)) == [after_s]
        assert bot.chat.said == []
        assert await bot.handle(update) == [None]
    assert bot.chat.said == at_war


async def test_an_answer_that_may_have_arrived_twice_is_not_sent_again(
    stored: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "_READ_S", 0.05)
    async with stored(knowing(AT_WAR)) as bot:
        update = bot.chat.api.send(text_message(AT_WAR_EN))
        bot.chat.api.fail_next("sendMessage", Slow(60), times=2)
        assert await bot.handle(update) == [None]
    assert len(bot.chat.api.sent()) == 2


async def test_a_token_that_was_revoked_is_no_fault_of_the_update(stored: Open) -> None:
    async with stored(knowing(AT_WAR)) as bot:
        update = bot.chat.api.send(text_message(AT_WAR_EN))
        bot.chat.api.token = "123:another"
        assert waits(await bot.handle(update)) == [3.0]


async def test_who_blocked_the_bot_is_dealt_with(stored: Open) -> None:
    async with stored(knowing(AT_WAR)) as bot:
        update = bot.chat.api.send(text_message(AT_WAR_EN))
        bot.chat.api.block(user()["id"])
        assert await bot.handle(update) == [None]


async def test_an_edit_that_could_not_be_answered_is_answered_later(
    stored: Open, at_war: list[str]
) -> None:
    async with stored(knowing(AT_WAR)) as bot:
        edit = bot.chat.api.send(edited(text_message(AT_WAR_EN)))
        bot.chat.api.fail_next("sendMessage", TooManyRequests(6))
        assert waits(await bot.handle(edit)) == [6.0]
        assert await bot.handle(edit) == [None]
    assert bot.chat.said == at_war


async def test_an_album_that_could_not_be_answered_is_answered_later_as_a_whole(
    stored: Open, at_war: list[str]
) -> None:
    async with stored(knowing(AT_WAR)) as bot:
        album = [
            bot.chat.api.send(photo_message(caption, media_group_id="holiday"))
            for caption in (None, AT_WAR_EN, None)
        ]
        bot.chat.api.fail_next("sendMessage", TooManyRequests(6))
        assert waits(await bot.handle(*album)) == [6.0] * 3
        assert await bot.handle(*album) == [None] * 3
    assert bot.chat.said == at_war
    assert bot.chat.answered == [album[1]["message"]["message_id"]]


async def test_what_breaks_a_handler_is_raised_and_nobody_is_told_yet(
    stored: Open, caplog: pytest.LogCaptureFixture
) -> None:
    async with stored(failing()) as bot:
        (error,) = await bot.handle(bot.chat.api.send(text_message("Hello")))
    assert isinstance(error, RuntimeError)
    assert bot.chat.said == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_an_update_that_cannot_be_read_is_raised(stored: Open) -> None:
    unreadable = text_message("Hello")
    del unreadable["message"]["date"]
    async with stored(knowing(AT_WAR)) as bot:
        (error,) = await bot.handle(bot.chat.api.send(unreadable))
    assert isinstance(error, KeyError)


async def test_an_update_whose_answer_cannot_be_written_down_is_raised(stored: Open) -> None:
    async with stored(knowing(AT_WAR)) as bot:
        update = text_message(AT_WAR_EN)
        update["message"]["chat"]["id"] = "\ud83d"  # was tried again for an hour
        (outcome,) = await bot.handle(update | {"update_id": 1})

    assert isinstance(outcome, NetworkError)


async def test_fields_that_nobody_knows_yet_change_nothing(stored: Open, at_war: list[str]) -> None:
    of_tomorrow = text_message(AT_WAR_EN) | {"telepathy": {"from": user()}}
    of_tomorrow["message"]["hologram"] = {"rays": [1, None]}
    async with stored(knowing(AT_WAR)) as bot:
        assert await bot.handle(of_tomorrow, {"update_id": 7, "telepathy": {}}) == [None, None]
    assert bot.chat.said == at_war


async def test_who_gets_no_answer_is_told_once_an_album(stored: Open, catalog: Catalog) -> None:
    german = user(language_code="de")
    album = [photo_message(media_group_id="holiday", user=german) for _ in range(3)]
    async with stored(failing()) as bot:
        for update in (text_message("Hello", user=german), *album):
            await bot.handling.gave_up(json.dumps(bot.chat.api.send(update)))
    assert bot.chat.said == html(render_error("de", catalog)) * 2


async def test_two_stored_updates_side_by_side_keep_their_errors_apart(stored: Open) -> None:
    async with stored(knowing(AT_WAR, PROMISE)) as bot:
        first, second = (
            bot.chat.api.send(text_message(text, user=user(number)))
            for number, text in ((1, AT_WAR_EN), (2, PROMISE_EN))
        )
        bot.chat.api.fail_next("sendMessage", TooManyRequests(6))
        outcomes = await bot.handle(first, second)
    assert len(waits(outcomes)) == 1
    assert outcomes.count(None) == 1
    assert len(bot.chat.said) == 1
