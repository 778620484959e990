"""What is of use for a moment alone is handled at once, the newest of each person, and not kept.

Somebody who types behind the bot's name in another chat sends an inline query with each letter.
After a restart nobody looks at its results any more, so that nothing is lost with it; kept like
messages, it would cost three transactions a letter, and what people type would be on the disk.
"""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot import metrics
from bot.intake.dispatcher import Describe, Handle, LaterError
from bot.intake.inbox import address

log = logging.getLogger(__name__)

KINDS = frozenset({"inline_query"})
AT_ONCE = 4
"""People whose queries are answered at the same time; an answer takes some milliseconds."""
USEFUL_S = 10.0
"""Telegram takes no results of an older query, and shows none."""
_WAITING = 1_000
"""More would not be answered in time."""


def is_passing(update: Mapping[str, Any]) -> bool:
    """Tell whether *update* is of use for a moment alone."""
    return not KINDS.isdisjoint(update)


class Passing:
    """Handles the newest update of each person, until it is stopped."""

    def __init__(
        self,
        handle: Handle,
        describe: Describe,
        at_once: int = AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._handle = handle
        self._describe = describe
        self._at_once = at_once
        self._clock = clock
        self._news = asyncio.Event()
        self._waiting: OrderedDict[int, tuple[float, str]] = OrderedDict()
        """When it came, and what it is, by sender."""
        self._running: dict[int, asyncio.Task[None]] = {}

    def take(self, update: Mapping[str, Any]) -> None:
        """Take what came in, in place of what the same person sent before and nobody began."""
        sender, _ = address(update)
        if self._waiting.pop(sender, None):
            metrics.PASSED.labels("overtaken").inc()
        self._waiting[sender] = self._clock(), json.dumps(update)
        if len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
            metrics.PASSED.labels("overtaken").inc()
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled; what is begun ends with it."""
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                self._begin()
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _begin(self) -> None:
        free = [sender for sender in self._waiting if sender not in self._running]
        for sender in free[: self._at_once - len(self._running)]:
            came_at, body = self._waiting.pop(sender)
            task = asyncio.create_task(self._one(came_at, body))
            self._running[sender] = task
            task.add_done_callback(partial(self._leave, sender))

    def _leave(self, sender: int, _: asyncio.Task[None]) -> None:
        del self._running[sender]
        self._news.set()

    async def _one(self, came_at: float, body: str) -> None:
        left_s = came_at + USEFUL_S - self._clock()
        try:
            async with asyncio.timeout(left_s):
                await self._handle(body)
        except (LaterError, TimeoutError):
            metrics.PASSED.labels("late").inc()
        except Exception as error:  # noqa: BLE001 - one update must not stop the others
            log.warning("handling an update failed: %s", self._describe(error))
            metrics.PASSED.labels("failed").inc()
        else:
            metrics.PASSED.labels("handled").inc()
