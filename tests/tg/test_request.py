import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.tg.request import (
    PollRequest,
    Reach,
    WatchedRequest,
    asked_to_wait_s,
    may_have_arrived,
    unwrapped,
)
from tests.support.bot_api import (
    BadGateway,
    BotApi,
    DropBefore,
    Fault,
    Garbage,
    ServerError,
    TooManyRequests,
)
from tests.support.updates import text_message

REACHED_AGAIN = (logging.INFO, "Telegram can be reached again")


class Answers:
    """Count the answers that the connection reports."""

    count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
async def poller(api: BotApi, answers: Answers) -> AsyncIterator[Bot]:
    """A Bot whose updates come over our connection."""
    request = PollRequest(connection_pool_size=1, answered=answers)
    async with Bot(api.token, api.base_url, get_updates_request=request) as bot:
        yield bot


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    ours = [record for record in caplog.records if record.name == "bot.tg.request"]
    return [(record.levelno, record.getMessage()) for record in ours]


def lost(cause: str) -> tuple[int, str]:
    return (logging.WARNING, f"Telegram cannot be reached ({cause}); trying on")


async def poll(bot: Bot, times: int = 1) -> None:
    for _ in range(times):
        try:
            await bot.get_updates()
        except NetworkError:
            continue


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (DropBefore(), "RemoteProtocolError"),
        (BadGateway(), "it answers 502"),
        (ServerError(), "it answers 500"),
    ],
    ids=str,
)
async def test_an_outage_is_logged_once_and_so_is_its_end(
    api: BotApi, poller: Bot, caplog: pytest.LogCaptureFixture, fault: Fault, cause: str
) -> None:
    caplog.set_level(logging.INFO)
    api.fail_next("getUpdates", fault, times=3)
    await poll(poller, times=5)
    assert logged(caplog) == [lost(cause), REACHED_AGAIN]


async def test_each_outage_is_logged(
    api: BotApi, poller: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(2):
        api.fail_next("getUpdates", DropBefore())
        await poll(poller, times=2)
    assert logged(caplog) == [lost("RemoteProtocolError"), REACHED_AGAIN] * 2


async def test_nobody_there_is_an_outage(
    answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    with BotApi() as gone:
        address = gone.base_url
    async with PollRequest(connection_pool_size=1, answered=answers) as request:
        with pytest.raises(NetworkError):
            await request.post(f"{address}123:abc/getUpdates")
    assert logged(caplog) == [lost("ConnectError")]
    assert answers.count == 0


async def test_a_slow_telegram_is_an_outage(
    answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    async def never(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await hung_up.wait()
        writer.close()

    hung_up = asyncio.Event()
    server = await asyncio.start_server(never, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, PollRequest(connection_pool_size=1, answered=answers) as request:
        with pytest.raises(TimedOut):
            await request.post(f"http://127.0.0.1:{port}/x", read_timeout=0.05)
        hung_up.set()
    assert logged(caplog) == [lost("ReadTimeout")]


async def test_refusals_are_answers(
    api: BotApi, poller: Bot, answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail_next("getUpdates", TooManyRequests(7))
    with pytest.raises(RetryAfter):
        await poller.get_updates()
    assert answers.count == 1
    assert logged(caplog) == []


async def test_each_answer_is_a_sign_of_life(api: BotApi, poller: Bot, answers: Answers) -> None:
    await poll(poller, times=2)
    assert answers.count == 2
    api.fail_next("getUpdates", DropBefore(), times=2)
    await poll(poller, times=2)
    assert answers.count == 2


async def test_a_broken_answer_is_worth_another_try_and_is_not_logged(
    api: BotApi, poller: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.fail_next("getUpdates", Garbage())
    with pytest.raises(NetworkError):
        await poller.get_updates()
    assert "message_id" not in caplog.text


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"ok":', b"\xff", b"<html>"], ids=str)
def test_what_no_bot_api_says_is_a_broken_answer(payload: bytes) -> None:
    with pytest.raises(NetworkError):
        WatchedRequest.parse_json_payload(payload)


async def test_updates_come_as_they_are_also_those_that_the_library_cannot_read(
    api: BotApi, poller: Bot
) -> None:
    unreadable, of_tomorrow = text_message("A secret"), text_message("Hello")
    del unreadable["message"]["date"]
    of_tomorrow["message"]["hologram"] = {"rays": 3}
    sent = [api.send(update) for update in (unreadable, of_tomorrow)]
    updates = await poller.get_updates()
    assert [unwrapped(update) for update in updates] == sent
    assert [update.update_id for update in updates] == [update["update_id"] for update in sent]


async def test_each_broken_connection_counts(api: BotApi) -> None:
    reach = Reach()
    requests = [
        WatchedRequest(connection_pool_size=1, answered=lambda: None, reach=reach) for _ in range(2)
    ]
    seen = []
    async with requests[0], requests[1]:
        for fault in (DropBefore(), BadGateway(), None, None):
            for request in requests:
                if fault:
                    api.fail_next("getMe", fault)
                with contextlib.suppress(NetworkError):
                    await request.post(f"{api.base_url}{api.token}/getMe")
                seen.append(reach.broken)
    assert seen == [1, 2, 2, 2, 1, 0, 0, 0]


def test_the_wait_that_telegram_asks_for_is_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    error = RetryAfter(7)
    assert asked_to_wait_s(error) == 7.0
    monkeypatch.delenv("PTB_TIMEDELTA")
    with pytest.warns(DeprecationWarning, match="retry_after"):
        assert asked_to_wait_s(error) == 7.0


def after(cause: Exception | None) -> NetworkError:
    error = NetworkError("away")
    error.__cause__ = cause
    return error


def test_only_a_late_receipt_is_a_request_that_may_have_arrived() -> None:
    assert may_have_arrived(after(httpx.ReadTimeout("")))
    for cause in (httpx.ConnectTimeout(""), httpx.RemoteProtocolError(""), None):
        assert not may_have_arrived(after(cause))
