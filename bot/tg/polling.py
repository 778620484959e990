"""Long polling: online until a signal comes, then an orderly end."""

import asyncio
import contextlib
import itertools
import logging
import signal
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

from bot.tg.request import asked_to_wait_s

log = logging.getLogger(__name__)

TelegramApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_POLL_S = 25
_PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Waits after each failure in a row; the last one for ever."""
# Together less than the ten seconds that Docker waits before it kills. The library's own polling
# may take half a minute to stop when Telegram is away, and minutes when it asked us to wait.
_CONFIRM_S = 2.0
_FINISH_S = 6.0

T = TypeVar("T")
Sleep: TypeAlias = Callable[[float], Awaitable[None]]


async def serve(
    application: TelegramApplication,
    allowed_updates: Sequence[str],
    sleep: Sleep = asyncio.sleep,
    finish_s: float = _FINISH_S,
) -> None:
    """Answer until SIGINT or SIGTERM; raise InvalidToken where Telegram refuses the token.

    After a signal, messages that have come in are answered for *finish_s* more seconds.
    """
    poller = Poller(application, allowed_updates, sleep)
    polling = asyncio.create_task(poller.poll())
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows, where Ctrl-C cancels us instead
            asyncio.get_running_loop().add_signal_handler(number, polling.cancel)
    try:
        await polling
    except asyncio.CancelledError:
        log.info("stopping")
    finally:
        await poller.confirm()
        await _finish(application, finish_s)


class Poller:
    """Hands updates to the application, each once."""

    def __init__(
        self, application: TelegramApplication, allowed_updates: Sequence[str], sleep: Sleep
    ) -> None:
        self._application = application
        self._allowed_updates = allowed_updates
        self._sleep = sleep
        self._next: int | None = None

    async def poll(self) -> None:
        """Come online, however long it takes, and stay; raise InvalidToken only."""
        application, bot = self._application, self._application.bot
        await self._insist(application.initialize)
        await self._insist(bot.delete_webhook)  # Telegram refuses to be polled beside one
        await application.start()
        log.info("online as @%s", bot.username)
        while True:
            for update in await self._insist(self._updates):
                application.update_queue.put_nowait(update)
                self._next = update.update_id + 1

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

    async def _insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what *call* returns, however often it takes; raise InvalidToken only."""
        pauses_s = itertools.chain(_PAUSES_S, itertools.repeat(_PAUSES_S[-1]))
        while True:
            try:
                return await call()
            except InvalidToken:
                raise
            except RetryAfter as error:
                await self._sleep(asked_to_wait_s(error))
            except TelegramError as error:
                _explain(error)
                await self._sleep(next(pauses_s))


def _explain(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error("another process takes this bot's updates; run only one with this token")
    elif isinstance(error, BadRequest) or not isinstance(error, NetworkError):
        # The connection itself says when Telegram cannot be reached.
        log.error("Telegram refuses to give updates (%s)", type(error).__name__)


async def _finish(application: TelegramApplication, finish_s: float) -> None:
    """Answer what has come in, but not for longer than the operator waits."""
    if application.running:
        stopping = asyncio.create_task(application.stop())
        _, late = await asyncio.wait({stopping}, timeout=finish_s)
        if late:
            stopping.cancel()
            log.warning("stopped before every message was answered")
    await application.shutdown()
    await application.bot.shutdown()
