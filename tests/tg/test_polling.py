import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from telegram.error import InvalidToken

from bot.tg.app import ALLOWED_UPDATES, build_application
from bot.tg.polling import Sleep, serve
from tests.support.bot_api import (
    BadGateway,
    BotApi,
    DropBefore,
    Garbage,
    TooManyRequests,
)
from tests.support.bot_api_client import call
from tests.support.updates import inline_query, my_chat_member, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Sleeps, settings

CONFLICT = 409

Online: TypeAlias = Callable[..., AbstractAsyncContextManager[asyncio.Task[None]]]


@pytest.fixture
def online(api: BotApi, tmp_path: Path, sleeps: Sleeps) -> Online:
    """Return what polls until it is left, and then stops in order."""

    @asynccontextmanager
    async def poll(
        *, data_dir: Path = tmp_path, send: Sleep = sleeps, finish_s: float = 5.0
    ) -> AsyncIterator[asyncio.Task[None]]:
        application = build_application(api.token, settings(api, data_dir), knowing(AT_WAR), send)
        serving = asyncio.create_task(serve(application, ALLOWED_UPDATES, sleeps, finish_s))
        try:
            yield serving
        finally:
            serving.cancel()
            with contextlib.suppress(InvalidToken):
                await serving

    return poll


async def waits(api: BotApi) -> None:
    """Wait until the bot has nothing to do."""
    await asyncio.to_thread(api.wait_for_poll)


def logged(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= level]


async def test_an_update_is_answered_and_confirmed(api: BotApi, online: Online) -> None:
    async with online():
        api.send(text_message(AT_WAR_EN))
        await asyncio.to_thread(api.wait_for, "sendMessage")
        await waits(api)
        assert api.pending_updates() == []
    assert len(api.sent()) == 1
    assert api.violations == []


async def test_what_came_last_is_answered_and_confirmed_at_the_end(
    api: BotApi, online: Online
) -> None:
    async with online():
        await waits(api)
        api.fail_next("getUpdates", DropBefore(), times=1)
        api.send(text_message(AT_WAR_EN))
        await asyncio.to_thread(api.wait_for, lambda call: call.status == 0)
    assert len(api.sent()) == 1
    assert api.pending_updates() == []


async def test_a_data_folder_that_is_gone_makes_nobody_deaf(
    api: BotApi, online: Online, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    alive = tmp_path / "gone" / "alive"
    async with online(data_dir=alive.parent):
        api.send(text_message(AT_WAR_EN))
        await asyncio.to_thread(api.wait_for, "sendMessage")
    assert len(api.sent()) == 1
    warning = f"cannot touch {alive} (No such file or directory)"
    assert set(logged(caplog, logging.WARNING)) == {warning}


async def test_only_the_kinds_of_update_that_we_handle_are_asked_for(
    api: BotApi, online: Online
) -> None:
    for update in (inline_query("nato"), my_chat_member("administrator"), text_message("/help")):
        api.send(update)
    async with online():
        (first,) = await asyncio.to_thread(api.wait_for, "getUpdates")
        await asyncio.to_thread(api.wait_for, "sendMessage")
    assert first.parameters == {
        "timeout": 25,
        "allowed_updates": ["message", "edited_message", "callback_query"],
    }
    assert len(api.sent()) == 1
    assert api.violations == []


async def test_a_webhook_makes_way(api: BotApi, online: Online) -> None:
    await asyncio.to_thread(call, api, "setWebhook", url="https://old.example/hook")
    async with online():
        await waits(api)
    assert api.violations == []


async def test_failures_in_a_row_make_the_pauses_longer(
    api: BotApi, online: Online, sleeps: Sleeps
) -> None:
    api.fail_next("getUpdates", BadGateway(), times=9)
    async with online():
        await waits(api)
    assert sleeps.seconds == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0, 30.0]


async def test_after_a_success_the_pauses_are_short_again(
    api: BotApi, online: Online, sleeps: Sleeps
) -> None:
    async with online():
        for number in range(2):
            await waits(api)
            api.fail_next("getUpdates", DropBefore(), times=2)
            api.send(text_message(AT_WAR_EN))
            await asyncio.to_thread(api.wait_for, lambda call: call.status == 0, 2 * (number + 1))
            await waits(api)
    assert sleeps.seconds == [0.5, 1.0] * 2


async def test_the_start_takes_as_long_as_it_needs(
    api: BotApi, online: Online, sleeps: Sleeps
) -> None:
    for fault in (DropBefore(), BadGateway(), Garbage(), TooManyRequests(7)):
        api.fail_next("getMe", fault)
    api.fail_next("deleteWebhook", DropBefore())
    async with online():
        await waits(api)
    assert sleeps.seconds == [0.5, 1.0, 2.0, 7.0, 0.5]
    assert api.violations == []


async def test_another_process_with_the_same_token_is_named(
    api: BotApi, online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    async with online():
        await waits(api)
        await asyncio.to_thread(call, api, "getUpdates")
        await asyncio.to_thread(api.wait_for, lambda call: call.status == CONFLICT)
        await waits(api)
    assert logged(caplog, logging.WARNING) == [
        "another process takes this bot's updates; run only one with this token"
    ]


async def test_a_bot_that_telegram_logged_out_says_so_and_waits(
    api: BotApi, online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    await asyncio.to_thread(call, api, "logOut")
    async with online():
        await asyncio.to_thread(api.wait_for, "getMe", 3)
    assert set(logged(caplog, logging.WARNING)) == {"Telegram refuses to give updates (BadRequest)"}


async def test_a_token_that_is_revoked_ends_the_bot(api: BotApi, online: Online) -> None:
    async with online() as serving:
        await waits(api)
        api.token = "123:another"
        api.send(text_message(AT_WAR_EN))
        with pytest.raises(InvalidToken):
            await serving


async def test_the_end_does_not_wait_for_what_takes_too_long(
    api: BotApi, online: Online, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail_next("sendMessage", TooManyRequests(50))
    async with online(send=asyncio.sleep, finish_s=0.01) as serving:
        api.send(text_message(AT_WAR_EN))
        await asyncio.to_thread(api.wait_for, "sendMessage")
        serving.cancel()
        await serving
    assert logged(caplog, logging.WARNING) == ["stopped before every message was answered"]
    assert api.sent(user()["id"]) == []


async def test_the_end_does_not_wait_for_a_telegram_that_is_away(
    api: BotApi, tmp_path: Path, sleeps: Sleeps
) -> None:
    api.fail_next(None, DropBefore(), times=1_000)
    application = build_application(api.token, settings(api, tmp_path), knowing(AT_WAR), sleeps)
    serving = asyncio.create_task(serve(application, ALLOWED_UPDATES))
    await asyncio.to_thread(api.wait_for, "getMe")
    serving.cancel()
    async with asyncio.timeout(2):
        await serving
