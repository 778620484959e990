import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from telegram.error import InvalidToken

from bot.tg.app import ALLOWED_UPDATES, build_application
from bot.tg.polling import Keep, Poller, insist
from tests.support.bot_api import (
    BadGateway,
    BotApi,
    DropBefore,
    Garbage,
    TooManyRequests,
)
from tests.support.bot_api_client import call
from tests.support.stores import MemoryStores
from tests.support.updates import channel, my_chat_member, text_message
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Sleeps, settings
from tests.tg.messages import Json

CONFLICT = 409

Online: TypeAlias = Callable[..., AbstractAsyncContextManager[asyncio.Task[None]]]


class Store:
    """Keeps updates as soon as it is open."""

    def __init__(self) -> None:
        self.kept: list[Json] = []
        self.open = asyncio.Event()
        self.open.set()

    async def keep(self, updates: Sequence[Json]) -> None:
        await self.open.wait()
        self.kept.extend(updates)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def online(api: BotApi, tmp_path: Path, sleeps: Sleeps, store: Store) -> Online:
    """Return what polls until it is left, and then tells Telegram what it has."""

    @asynccontextmanager
    async def poll(
        *, data_dir: Path = tmp_path, keep: Keep = store.keep
    ) -> AsyncIterator[asyncio.Task[None]]:
        application = build_application(
            api.token, settings(api, data_dir), knowing(AT_WAR), MemoryStores().stores
        )
        poller = Poller(application, ALLOWED_UPDATES, keep, sleeps)

        async def start() -> None:
            await insist(application.initialize, sleeps)
            await poller.poll()

        polling = asyncio.create_task(start())
        try:
            yield polling
        finally:
            polling.cancel()
            with contextlib.suppress(InvalidToken, asyncio.CancelledError):
                await polling
            await poller.confirm()
            await application.shutdown()
            await application.bot.shutdown()

    return poll


async def waits(api: BotApi) -> None:
    """Wait until the bot has nothing to do."""
    await asyncio.to_thread(api.wait_for_poll)


def logged(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= level]


async def test_an_update_is_kept_as_it_came_and_confirmed(
    api: BotApi, online: Online, store: Store
) -> None:
    of_tomorrow = text_message("Hello")
    of_tomorrow["message"]["hologram"] = {"rays": 3}
    async with online():
        update = api.send(of_tomorrow)
        await asyncio.to_thread(api.wait_for, "getUpdates")
        await waits(api)
        assert api.pending_updates() == []
    assert store.kept == [update]
    assert api.violations == []


async def test_an_update_is_not_confirmed_before_it_is_kept(
    api: BotApi, online: Online, store: Store
) -> None:
    store.open.clear()
    async with online():
        update = api.send(text_message("Hello"))
        (polled,) = await asyncio.to_thread(api.wait_for, "getUpdates")
        assert (polled.status, store.kept, api.pending_updates()) == (200, [], [update])
        store.open.set()
        await waits(api)
        assert (store.kept, api.pending_updates()) == ([update], [])


async def test_a_store_that_is_down_to_the_end_leaves_the_update_to_telegram(
    api: BotApi, online: Online, store: Store
) -> None:
    store.open.clear()
    async with online():
        update = api.send(text_message("Hello"))
        await asyncio.to_thread(api.wait_for, "getUpdates")
    assert (store.kept, api.pending_updates()) == ([], [update])
    store.open.set()
    async with online():
        await waits(api)
    assert (store.kept, api.pending_updates()) == ([update], [])


async def test_what_came_last_is_kept_and_confirmed_at_the_end(
    api: BotApi, online: Online, store: Store
) -> None:
    async with online():
        await waits(api)
        api.fail_next("getUpdates", DropBefore(), times=1)
        update = api.send(text_message("Hello"))
        await asyncio.to_thread(api.wait_for, lambda call: call.status == 0)
    assert store.kept == [update]
    assert api.pending_updates() == []


async def test_a_data_folder_that_is_gone_makes_nobody_deaf(
    api: BotApi, online: Online, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    alive = tmp_path / "gone" / "alive"
    async with online(data_dir=alive.parent):
        update = api.send(text_message("Hello"))
        await asyncio.to_thread(api.wait_for, "getUpdates")
        await waits(api)
    assert store.kept == [update]
    warning = f"cannot touch {alive} (No such file or directory)"
    assert set(logged(caplog, logging.WARNING)) == {warning}


async def test_only_the_kinds_of_update_that_we_handle_are_asked_for(
    api: BotApi, online: Online, store: Store
) -> None:
    updates = [
        api.send(one)
        for one in (
            text_message("a post", chat=channel()),
            my_chat_member("administrator"),
            text_message("/help"),
        )
    ]
    async with online():
        (first,) = await asyncio.to_thread(api.wait_for, "getUpdates")
        await waits(api)
    assert first.parameters == {
        "timeout": 25,
        "allowed_updates": [
            *("message", "edited_message", "callback_query", "my_chat_member"),
            *("inline_query", "chosen_inline_result", "guest_message", "message_reaction"),
        ],
    }
    assert store.kept == updates[1:]
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
            api.send(text_message("Hello"))
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


async def test_a_token_that_is_revoked_ends_the_polling(api: BotApi, online: Online) -> None:
    async with online() as polling:
        await waits(api)
        api.token = "123:another"
        api.send(text_message("Hello"))
        with pytest.raises(InvalidToken):
            await polling
