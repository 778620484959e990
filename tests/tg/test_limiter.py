import asyncio
import logging
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.tg.limiter import MOST_A_MINUTE, Limiter
from tests.support.instant_loop import InstantLoop

OLA = 501
GROUP = -1_001_000_000_001
SMALL_GROUP = -7


class Calls:
    """Make calls side by side, and count those whose turn has come."""

    def __init__(self) -> None:
        self.now = 0.0
        self.limiter = Limiter(lambda: self.now)
        self.done: list[str] = []
        self.refused: list[int] = []
        """How many seconds to wait, for each call that a group had no room for."""

    async def let_through(self, method: str, chat: int | None, count: int) -> int:
        """Return how many of *count* calls need not wait."""
        before = len(self.done)
        tasks = [asyncio.create_task(self.one(method, chat)) for _ in range(count)]
        for _ in range(200):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return len(self.done) - before

    async def one(self, method: str, chat: int | None) -> None:
        async def call() -> None:
            self.done.append(method)

        data: dict[str, Any] = {} if chat is None else {"chat_id": chat}
        try:
            await self.limiter.process_request(call, (), {}, method, data, None)
        except RetryAfter as error:
            self.refused.append(int(error.retry_after.total_seconds()))  # type: ignore[union-attr]


async def test_thirty_messages_a_second_pass_and_more_wait() -> None:
    assert await Calls().let_through("sendMessage", OLA, 100) == 30


async def test_edits_count_among_the_thirty() -> None:
    assert await Calls().let_through("editMessageText", GROUP, 100) == 30


@pytest.mark.parametrize(
    "method", ["sendChatAction", "getChatMember", "setMessageReaction", "deleteMessage", "getChat"]
)
async def test_what_telegram_does_not_count_need_not_wait(method: str) -> None:
    calls = Calls()
    await calls.let_through("sendMessage", OLA, 100)
    assert await calls.let_through(method, GROUP, 100) == 100
    assert await calls.let_through("answerCallbackQuery", None, 100) == 100


def times_of_a_hundred(chats: Sequence[int]) -> list[float]:
    """Return when each of a hundred messages, to one chat after the other, had its turn."""
    loop = InstantLoop()
    times: list[float] = []

    async def send_all() -> None:
        limiter = Limiter()

        async def call() -> None:
            times.append(loop.time())

        await asyncio.gather(
            *(
                limiter.process_request(call, (), {}, "sendMessage", {"chat_id": chat}, None)
                for _, chat in zip(range(100), cycle(chats), strict=False)
            )
        )

    loop.run_until_complete(send_all())
    loop.close()
    return times


def test_to_groups_there_are_no_more_than_thirty_in_any_second() -> None:
    times = times_of_a_hundred([GROUP - number for number in range(10)])
    assert len(times) == 100
    assert all(times[at + 30] - times[at] > 1.0 for at in range(70))
    assert times[-1] < 4.0


def test_people_get_about_thirty_a_second() -> None:
    times = times_of_a_hundred([OLA])
    assert len(times) == 100
    assert all(times[at + 30] - times[at] >= 0.9 - 1e-9 for at in range(70))
    assert times[-1] < 3.0


def test_a_message_to_a_group_waits_for_those_to_people() -> None:
    times = times_of_a_hundred([OLA] * 50 + [GROUP] * 10 + [OLA] * 40)
    assert all(times[at] - times[at - 30] > 1.0 for at in range(50, 60))


@pytest.mark.parametrize("group", [GROUP, SMALL_GROUP])
async def test_a_group_gets_its_share_of_a_minute_and_holds_nobody_else(group: int) -> None:
    calls = Calls()
    assert await calls.let_through("sendMessage", group, 25) == MOST_A_MINUTE
    assert calls.refused == [62] * (25 - MOST_A_MINUTE)
    assert await calls.let_through("sendMessage", OLA, 5) == 5
    assert await calls.let_through("sendMessage", GROUP - 1, 5) == 5


async def test_a_group_never_gets_twenty_within_any_minute() -> None:
    calls = Calls()
    times: list[float] = []
    for second in range(400):
        calls.now = float(second)
        before = len(calls.done)
        await calls.one("sendPhoto", GROUP)
        times += [calls.now] * (len(calls.done) - before)
    assert len(times) > 100
    assert all(times[at + MOST_A_MINUTE] - times[at] > 60 for at in range(len(times) - 19))


async def test_a_clock_that_is_set_back_stops_nobody() -> None:
    calls = Calls()
    calls.now = 1_000.0
    await calls.let_through("sendMessage", GROUP, 19)
    calls.now = 10.0
    assert await calls.let_through("sendMessage", GROUP, 1) == 1


def test_groups_that_got_nothing_lately_are_forgotten() -> None:
    loop = InstantLoop()
    calls = Calls()

    async def send_all() -> None:
        for chat in range(600):
            calls.now += 1.0
            await calls.one("editMessageText", -chat - 1)
            await calls.one("sendMessage", -chat - 1)

    loop.run_until_complete(send_all())
    loop.close()
    assert len(calls.done) == 1200
    assert len(calls.limiter._groups) < 520


async def test_what_telegram_refuses_is_left_to_the_sender_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def refused() -> None:
        raise RetryAfter(7)

    caplog.set_level(logging.DEBUG)
    with pytest.raises(RetryAfter):
        await Limiter().process_request(refused, (), {}, "sendMessage", {"chat_id": OLA}, None)
    assert [record for record in caplog.records if record.levelno >= logging.INFO] == []
