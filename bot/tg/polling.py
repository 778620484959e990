"""Long polling: what Telegram gives is kept before the next poll says that we have it."""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from telegram import Update
from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import Application

from bot.tg.request import asked_to_wait_s, unwrapped

log = logging.getLogger(__name__)

TelegramApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_POLL_S = 25
_PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Waits after each failure in a row; the last one for ever."""
_CONFIRM_S = 2.0

T = TypeVar("T")
Sleep: TypeAlias = Callable[[float], Awaitable[None]]
Keep: TypeAlias = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]


class Poller:
    """Takes updates from Telegram and puts them where they are safe."""

    def __init__(
        self,
        application: TelegramApplication,
        allowed_updates: Sequence[str],
        keep: Keep,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Take *keep*, which returns when updates are safe, however long that takes."""
        self._application = application
        self._allowed_updates = allowed_updates
        self._keep = keep
        self._sleep = sleep
        self._next: int | None = None

    async def poll(self) -> None:
        """Stay online; raise InvalidToken only."""
        bot = self._application.bot
        await insist(bot.delete_webhook, self._sleep)  # Telegram refuses to be polled beside one
        log.info("online as @%s, polling", bot.username)
        while True:
            some = await insist(self._updates, self._sleep)
            if some:
                await self._keep([unwrapped(update) for update in some])
                self._next = some[-1].update_id + 1

    async def confirm(self) -> None:
        """Tell Telegram which updates we have, so that the next start does not get them again."""
        if self._next is None:
            return
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_CONFIRM_S):
                await self._application.bot.get_updates(offset=self._next, limit=1, timeout=0)

    async def _updates(self) -> tuple[Update, ...]:
        updates: tuple[Update, ...] = await self._application.bot.get_updates(
            offset=self._next, timeout=_POLL_S, allowed_updates=self._allowed_updates
        )
        return updates


async def insist(call: Callable[[], Awaitable[T]], sleep: Sleep = asyncio.sleep) -> T:
    """Return what *call* returns, however often it takes; raise InvalidToken only."""
    pauses_s = itertools.chain(_PAUSES_S, itertools.repeat(_PAUSES_S[-1]))
    while True:
        try:
            return await call()
        except InvalidToken:
            raise
        except RetryAfter as error:
            await sleep(asked_to_wait_s(error))
        except TelegramError as error:
            _explain(error)
            await sleep(next(pauses_s))


def _explain(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error("another process takes this bot's updates; run only one with this token")
    elif isinstance(error, BadRequest) or not isinstance(error, NetworkError):
        # The connection itself says when Telegram cannot be reached.
        log.error("Telegram refuses to give updates (%s)", type(error).__name__)
