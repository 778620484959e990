import asyncio
import logging
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.tg.limiter import Limiter

OLA = 501
GROUP = -1_001_000_000_001


class Calls:
    """Make calls side by side, and count those whose turn has come."""

    def __init__(self) -> None:
        self.limiter = Limiter()
        self.done: list[str] = []

    async def let_through(self, method: str, chat: int | None, count: int) -> int:
        """Return how many of *count* calls need not wait."""
        before = len(self.done)
        tasks = [asyncio.create_task(self._one(method, chat)) for _ in range(count)]
        for _ in range(5):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return len(self.done) - before

    async def _one(self, method: str, chat: int | None) -> None:
        async def call() -> None:
            self.done.append(method)

        data: dict[str, Any] = {} if chat is None else {"chat_id": chat}
        await self.limiter.process_request(call, (), {}, method, data, None)


async def test_thirty_messages_a_second_pass_and_more_wait() -> None:
    assert await Calls().let_through("sendMessage", OLA, 100) == 30


async def test_what_telegram_does_not_count_need_not_wait() -> None:
    calls = Calls()
    await calls.let_through("sendMessage", OLA, 100)
    assert await calls.let_through("sendChatAction", OLA, 100) == 100
    assert await calls.let_through("answerCallbackQuery", None, 100) == 100


async def test_a_group_gets_twenty_a_minute_and_holds_nobody_else() -> None:
    calls = Calls()
    assert await calls.let_through("sendMessage", GROUP, 100) == 20
    assert await calls.let_through("sendMessage", OLA, 5) == 5


async def test_what_telegram_refuses_is_left_to_the_sender_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def refused() -> None:
        raise RetryAfter(7)

    caplog.set_level(logging.DEBUG)
    with pytest.raises(RetryAfter):
        await Limiter().process_request(refused, (), {}, "sendMessage", {"chat_id": OLA}, None)
    assert [record for record in caplog.records if record.levelno >= logging.INFO] == []
