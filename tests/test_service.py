"""The parts of the bot together, in this process: intake, store, answers, health, and the end."""

import asyncio
import contextlib
import logging
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.config import ConfigError, Settings
from bot.service import Service
from bot.storage import database
from bot.storage.addresses import database_url
from bot.storage.numbers import DatabaseNumbers
from bot.tally import Kind
from bot.tg.app import ALLOWED_UPDATES
from tests.support.bot_api import BadGateway, BotApi, Call, DropBefore, TooManyRequests
from tests.support.bot_api_client import call
from tests.support.process import free_port
from tests.support.updates import text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, PROMISE, PROMISE_EN, knowing
from tests.tg.conftest import settings

SECRET = "a-secret_of-the-webhook"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)
    monkeypatch.setattr(database, "_BUSY_S", 0.05)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi(local=True) as running:
        yield running


@pytest.fixture
def polls(api: BotApi, tmp_path: Path) -> Settings:
    return replace(settings(api, tmp_path), telegram_bot_token=api.token)


@pytest.fixture
def hooks(polls: Settings) -> Settings:
    port = free_port()
    return replace(
        polls,
        webhook_url=f"http://127.0.0.1:{port}/hook",
        webhook_secret=SECRET,
        listen_port=port,
    )


@asynccontextmanager
async def online(chosen: Settings, finish_s: float = 5.0) -> AsyncIterator[asyncio.Task[None]]:
    """Run a bot that knows two claims, to its orderly end."""
    answering = knowing(AT_WAR, PROMISE)
    running = asyncio.create_task(Service(chosen, answering, finish_s, knock_s=0.05).run())
    try:
        yield running
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConfigError):
            await running


@asynccontextmanager
async def locked(folder: Path) -> AsyncIterator[None]:
    """Keep the database from the bot, as soon as it is done with what it is at."""
    connection = sqlite3.connect(
        folder / "bot.sqlite3", isolation_level=None, check_same_thread=False
    )
    await asyncio.to_thread(connection.execute, "BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.close()


async def answered(api: BotApi, count: int = 1) -> list[int]:
    """Return the messages that were answered, in the order of the answers."""
    calls: list[Call] = await asyncio.to_thread(api.wait_for, is_answer, count)
    return [call.parameters["reply_parameters"]["message_id"] for call in calls]


def is_answer(call: Call) -> bool:
    return call.method == "sendMessage" and call.status == 200


def ask(api: BotApi, text: str = AT_WAR_EN, **envelope: Any) -> int:
    number: int = api.send(text_message(text, **envelope))["message"]["message_id"]
    return number


async def page(chosen: Settings, path: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(f"http://127.0.0.1:{chosen.listen_port}{path}")


async def comes_to(read: Callable[[], Any], wanted: object, within_s: float = 5.0) -> None:
    """Wait until *read* returns what is wanted."""
    end = time.monotonic() + within_s
    while (found := await read()) != wanted:
        assert time.monotonic() < end, found
        await asyncio.sleep(0.02)


def missing(chosen: Settings) -> Callable[[], Any]:
    """Return what asks for what is not ready; None where nobody answers yet."""

    async def read() -> Mapping[str, str] | None:
        try:
            answer = await page(chosen, "/readyz")
        except httpx.ConnectError:
            return None
        found: dict[str, str] = answer.json()["missing"]
        assert answer.status_code == (503 if found else 200)
        return found

    return read


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING and record.name.startswith("bot.")
    ]


# Polling.


async def test_an_update_is_answered_and_confirmed(api: BotApi, polls: Settings) -> None:
    async with online(polls):
        number = ask(api)
        assert await answered(api) == [number]
        await asyncio.to_thread(api.wait_for_poll)
        assert api.pending_updates() == []
    assert len(api.sent()) == 1
    assert api.violations == []


async def test_what_was_asked_is_counted_by_the_end(api: BotApi, polls: Settings) -> None:
    async with online(polls):
        ask(api)
        await answered(api)
    store = database.Database(database_url(polls))
    counts = await DatabaseNumbers(store).read(0, 99_999)
    await store.close()
    assert sorted((one.kind, one.key, number) for one, number in counts.items()) == [
        (Kind.ASKED, "private:match", 1),
        (Kind.CLAIM, AT_WAR.id, 1),
        (Kind.LANGUAGE, "en", 1),
    ]


async def test_what_comes_again_after_a_restart_is_not_handled_again(
    api: BotApi, polls: Settings
) -> None:
    async with online(polls):
        first = ask(api)
        await answered(api)
        await asyncio.to_thread(api.wait_for_poll)
        # The answer is out, but Telegram never hears that the update came.
        api.fail_next("getUpdates", DropBefore(), times=2)
        second = ask(api, PROMISE_EN)
        await answered(api, 2)
    assert len(api.pending_updates()) == 1
    async with online(polls):
        third = ask(api)
        assert await answered(api, 3) == [first, second, third]
        await asyncio.to_thread(api.wait_for_confirmation)
    assert len(api.sent()) == 3


async def test_a_store_that_is_down_holds_what_comes_at_telegram(
    api: BotApi, polls: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with online(polls):
        await asyncio.to_thread(api.wait_for_poll)
        async with locked(polls.data_dir):
            number = ask(api)
            await comes_to(lambda: told(caplog), expected := "updates cannot be stored")
            assert len(api.pending_updates()) == 1
        assert await answered(api) == [number]
        await asyncio.to_thread(api.wait_for_confirmation)
    assert expected in warnings(caplog)[0]
    assert len(api.sent()) == 1


async def told(caplog: pytest.LogCaptureFixture) -> str:
    """Return what was warned of last, without the reason."""
    return next(reversed(warnings(caplog)), "").partition(" (")[0]


async def test_an_unreadable_update_stops_no_other(
    api: BotApi, polls: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    unreadable = text_message("Ramstein is closed")
    del unreadable["message"]["date"]
    async with online(polls):
        api.send(unreadable)
        number = ask(api)
        assert await answered(api) == [number]
    assert warnings(caplog)[0].startswith("handling an update failed, try 1: KeyError at ")
    assert "Ramstein" not in "".join(warnings(caplog))


async def test_a_token_that_is_revoked_ends_the_bot(api: BotApi, polls: Settings) -> None:
    async with online(polls) as running:
        await asyncio.to_thread(api.wait_for_poll)
        api.token = "123:another"
        ask(api)
        with pytest.raises(ConfigError) as caught:
            await running
    assert str(caught.value).startswith("Telegram refuses TELEGRAM_BOT_TOKEN; copy it again")
    assert "123:abc" not in str(caught.value)


async def test_without_a_token_there_is_nothing_to_run(polls: Settings) -> None:
    service = Service(replace(polls, telegram_bot_token=None), knowing(AT_WAR))
    with pytest.raises(ConfigError, match="TELEGRAM_BOT_TOKEN is not set"):
        await service.run()


# The end.


async def test_what_is_begun_is_finished(api: BotApi, polls: Settings) -> None:
    api.fail_next("sendMessage", TooManyRequests(1))
    async with online(polls):
        number = ask(api)
        await asyncio.to_thread(api.wait_for, "sendMessage")
    assert await answered(api) == [number]
    assert api.pending_updates() == []


async def test_what_takes_too_long_is_left_for_the_next_start(
    api: BotApi, polls: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail_next("sendMessage", TooManyRequests(4))
    async with online(polls, finish_s=0.01):
        number = ask(api)
        await asyncio.to_thread(api.wait_for, "sendMessage")
    assert warnings(caplog) == ["stopped before every message was answered; the rest is kept"]
    assert (api.sent(), api.pending_updates()) == ([], [])
    async with online(polls):
        assert await answered(api) == [number]
    assert len(api.sent()) == 1


async def test_the_end_does_not_wait_for_a_telegram_that_is_away(
    api: BotApi, polls: Settings
) -> None:
    api.fail_next(None, DropBefore(), times=1_000)
    async with online(polls):
        await asyncio.to_thread(api.wait_for, "getMe")
        begin = time.monotonic()
    assert time.monotonic() - begin < 2


async def test_the_end_does_not_wait_for_a_database_that_is_locked(
    api: BotApi, polls: Settings
) -> None:
    async with contextlib.AsyncExitStack() as afterwards:
        async with online(polls):
            await asyncio.to_thread(api.wait_for_poll)
            await afterwards.enter_async_context(locked(polls.data_dir))
            ask(api)
            await asyncio.to_thread(api.wait_for, "getUpdates")
            begin = time.monotonic()
        assert time.monotonic() - begin < 5
    assert (api.sent(), len(api.pending_updates())) == ([], 1)


# The webhook.


async def test_telegram_is_told_where_to_deliver_and_what(api: BotApi, hooks: Settings) -> None:
    async with online(hooks):
        (told,) = await asyncio.to_thread(api.wait_for, "setWebhook")
        number = ask(api)
        assert await answered(api) == [number]
    assert told.parameters == {
        "url": hooks.webhook_url,
        "secret_token": SECRET,
        "max_connections": 40,
        "allowed_updates": ALLOWED_UPDATES,
    }
    assert api.pending_updates() == []
    assert api.violations == []


async def test_a_store_that_is_down_makes_telegram_deliver_again(
    api: BotApi, hooks: Settings
) -> None:
    async with online(hooks):
        await comes_to(missing(hooks), {})
        async with locked(hooks.data_dir):
            number = ask(api)
            await comes_to(missing(hooks), {"database": "not reached"})
            await comes_to(statuses(api), [503, 503])
        assert await answered(api) == [number]
        await asyncio.to_thread(api.wait_for_confirmation)
        await comes_to(missing(hooks), {})
    assert len(api.sent()) == 1


def statuses(api: BotApi) -> Callable[[], Any]:
    """Return what asks for the first two answers that Telegram got to a delivery."""

    async def read() -> list[int]:
        return [delivery.status for delivery in api.deliveries() if delivery.status][:2]

    return read


async def test_from_polling_to_the_webhook_and_back_nothing_is_lost(
    api: BotApi, polls: Settings, hooks: Settings
) -> None:
    people = [user(number) for number in range(1, 4)]
    asked: list[int] = []
    for chosen in (polls, hooks, polls):
        asked += [ask(api, user=person) for person in people]  # while nobody is there
        async with online(chosen):
            await answered(api, len(asked))
            asked += [ask(api, user=person) for person in people]
            assert sorted(await answered(api, len(asked))) == asked
    assert len(api.sent()) == len(asked)
    assert api.pending_updates() == []
    assert api.violations == []


async def test_a_webhook_that_telegram_refuses_is_named(api: BotApi, hooks: Settings) -> None:
    wrong = replace(hooks, webhook_url="ftp://bot.example/hook")
    with pytest.raises(ConfigError) as caught:
        await Service(wrong, knowing(AT_WAR)).run()
    assert str(caught.value) == (
        "Telegram refuses WEBHOOK_URL ftp://bot.example/hook (Bad webhook: an https url must "
        "be provided for webhook); set it to an https address that Telegram can reach, on port "
        "443, 80, 88 or 8443"
    )


async def test_in_webhook_mode_too_the_bot_shows_that_it_lives(
    api: BotApi, hooks: Settings
) -> None:
    async with online(hooks):
        await comes_to(missing(hooks), {})
        alive = hooks.data_dir / "alive"
        os.utime(alive, (0, 0))
        await comes_to(lambda: asyncio.to_thread(lambda: alive.stat().st_mtime > 0), wanted=True)


# What is seen from outside.


async def test_a_bot_is_not_ready_while_telegram_is_away(api: BotApi, hooks: Settings) -> None:
    api.fail_next(None, BadGateway(), times=2)
    async with online(hooks):
        yet = {"telegram": "not reached yet", "webhook": "not set yet"}
        await comes_to(missing(hooks), yet)
        await comes_to(missing(hooks), {})
        # The last call of the bot's profile: an answer after it would say that Telegram is there.
        await asyncio.to_thread(
            api.wait_for, lambda call: call.method == "getMyCommands" and not call.parameters
        )
        api.fail_next("sendMessage", DropBefore())
        api.fail_next("getMe", BadGateway(), times=5)
        ask(api)
        await comes_to(missing(hooks), {"telegram": "not reached"})
        await comes_to(missing(hooks), {})
    assert len(api.sent()) == 1


async def test_before_the_database_is_there_nothing_is_taken_and_the_end_comes_at_once(
    api: BotApi, hooks: Settings
) -> None:
    away = replace(hooks, database_url=f"postgresql://bot:x@127.0.0.1:{free_port()}/bot")
    await asyncio.to_thread(call, api, "setWebhook", url=hooks.webhook_url, secret_token=SECRET)
    async with online(away):
        ask(api)
        yet = {"telegram": "not reached yet", "webhook": "not set yet"}
        await comes_to(missing(away), {"database": "not reached", **yet})
        await comes_to(statuses(api), [503, 503])
        assert (await page(away, "/metrics")).status_code == 200
        begin = time.monotonic()
    assert time.monotonic() - begin < 2
    assert len(api.pending_updates()) == 1


async def test_metrics_hold_figures_and_nothing_that_people_wrote_or_are(
    api: BotApi, polls: Settings
) -> None:
    chosen = replace(polls, listen_port=free_port())
    ola = user(987_654_321, first_name="Wilhelmina", username="willa")
    async with online(chosen):
        before = figures(await page_once_there(chosen))
        ask(api, f"Ramstein? {AT_WAR_EN}", user=ola)
        api.fail_next("sendMessage", TooManyRequests(6))
        await asyncio.to_thread(api.wait_for, "sendMessage")
        text = await page_once_there(chosen)
    after = figures(text)
    came = 'bot_updates_total{kind="message"}'
    assert after[came] == before.get(came, 0.0) + 1.0
    assert after["bot_inbox_waiting"] == 1.0
    assert after["bot_claims"] == 2.0
    for secret in (api.token, "Ramstein", "Wilhelmina", "willa", "987654321", "9.87654321e+08"):
        assert secret not in text


async def page_once_there(chosen: Settings) -> str:
    await comes_to(missing(chosen), {})
    return (await page(chosen, "/metrics")).text


def figures(text: str) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}
