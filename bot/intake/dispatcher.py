"""Hands updates to whoever handles them: each chat in its order, many chats side by side."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, TypeAlias

from bot import metrics
from bot.intake.inbox import Inbox, InboxUnavailableError, Stored

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Chats whose updates are handled at the same time.

Enough for Telegram's thirty answers a second, and few are answered twice by a process that is
killed between an answer and its mark (docs/reliability.md).
"""
MOST_TRIES = 3
_MOST_STARTS = 10
"""An update that was begun so often and never came to an end is what ends the process."""
_LONGEST_S = 300.0
"""For one update; every wait inside has a limit of its own, and they add up to far less."""
_RETRY_S = 1.0
"""After a first failure; twice as long after each further one."""
_LOOK_S = 1.0
"""How often to look for what other processes took in, or what is to be tried again."""
_ALBUM_S = 0.1
_RENEW_S = 5.0
_STORE_PAUSE_S = 0.5
_LAST_S = 1.0
"""At the end, for what does not want to stop, and for giving back."""

Handle: TypeAlias = Callable[[str], Awaitable[None]]
"""Handles the JSON of one update; raises LaterError, or anything where it cannot."""
Describe: TypeAlias = Callable[[BaseException], str]


class LaterError(Exception):
    """The update could not be handled for a reason outside of it: try again after *after_s*."""

    def __init__(self, after_s: float) -> None:
        super().__init__(f"again in {after_s:.0f} s")
        self.after_s = after_s


class Dispatcher:
    """Works on the inbox until it is stopped."""

    def __init__(
        self,
        inbox: Inbox,
        handle: Handle,
        describe: Describe,
        gave_up: Handle,
        at_once: int = AT_ONCE,
    ) -> None:
        """Take what handles an update, and what is told of one that was given up."""
        self._inbox = inbox
        self._handle = handle
        self._describe = describe
        self._gave_up = gave_up
        self._at_once = at_once
        self._news = asyncio.Event()
        self._chats: dict[int, _Chat] = {}
        self._renewed_at = 0.0
        self._stopping = False
        self._broken: BaseException | None = None

    def notify(self) -> None:
        """Say that something came in."""
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled, then begin nothing new; raise what is wrong with the inbox."""
        try:
            while self._broken is None:
                self._news.clear()
                # The store is down: what there is to do is there afterwards, too.
                with contextlib.suppress(InboxUnavailableError):
                    await self._renew()
                    await self._begin()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_S):
                        await self._news.wait()
            raise self._broken
        finally:
            self._stopping = True

    async def finish(self, within_s: float) -> bool:
        """Wait for what was begun, not for longer than *within_s*; then give the rest back.

        Return whether all of it was handled.
        """
        self._stopping = True
        tasks = {chat.task for chat in self._chats.values() if chat.task}
        late: set[asyncio.Task[None]] = set()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within_s)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_LAST_S)
        with contextlib.suppress(InboxUnavailableError, TimeoutError):
            async with asyncio.timeout(_LAST_S):
                await self._inbox.release()
        return not late

    @property
    def busy(self) -> int:
        """How many chats are being worked on."""
        return len(self._chats)

    async def _renew(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._chats and now >= self._renewed_at + _RENEW_S:
            await self._inbox.renew(tuple(self._chats))
            self._renewed_at = now

    async def _begin(self) -> None:
        free = self._at_once - len(self._chats)
        if free <= 0:
            return
        first: dict[int, list[Stored]] = {}
        for stored in await self._inbox.claim(free, besides=tuple(self._chats)):
            first.setdefault(stored.chat, []).append(stored)
        for chat, some in first.items():
            work = self._chats[chat] = _Chat()
            work.task = asyncio.create_task(self._work(chat, work, some))
            work.task.add_done_callback(partial(self._leave, chat))

    def _leave(self, chat: int, task: asyncio.Task[None]) -> None:
        del self._chats[chat]
        error = None if task.cancelled() else task.exception()
        if error:
            log.error("the inbox failed: %s", self._describe(error))
            self._broken = error
        self.notify()

    async def _work(self, chat: int, work: "_Chat", stored: list[Stored]) -> None:
        """Handle the updates of one chat until there is none."""
        try:
            work.begin(self._one, stored)
            while work.running:
                await self._step(chat, work)
        finally:
            # What is given back must not be answered all the same.
            for task in work.running:
                task.cancel()
            await asyncio.gather(*work.running, return_exceptions=True)

    async def _step(self, chat: int, work: "_Chat") -> None:
        """Wait until something ends or an album may have grown; go on with what is next."""
        album = work.album
        await asyncio.wait(
            work.running,
            timeout=_ALBUM_S if album else None,
            return_when=asyncio.FIRST_COMPLETED,
        )
        for finished in [task for task in work.running if task.done()]:
            work.running.remove(finished)
            found = await _insist(partial(finished.result(), last=not work.running))
            if not self._stopping:
                work.begin(self._one, found)
        if album and work.running and not self._stopping:
            work.begin(self._one, await _insist(partial(self._inbox.more, chat, album)))

    async def _one(self, stored: Stored) -> "_Settle":
        """Handle one update; return what to tell the inbox of it."""
        if stored.tries > _MOST_STARTS:
            return await self._give_up(stored, f"begun {stored.tries - 1} times, never ended")
        try:
            async with asyncio.timeout(_LONGEST_S):
                await self._handle(stored.body)
        except LaterError as error:
            return partial(self._inbox.later, stored, error.after_s, counted=False)
        except asyncio.CancelledError as error:
            if _is_cancelled():
                raise
            return await self._failed(stored, error)  # something inside of it was
        except Exception as error:  # noqa: BLE001 - one update must not stop the others
            return await self._failed(stored, error)
        metrics.HANDLED.labels("handled").inc()
        return partial(self._inbox.done, stored)

    async def _failed(self, stored: Stored, error: BaseException) -> "_Settle":
        why = self._describe(error)
        if stored.tries >= MOST_TRIES:
            return await self._give_up(stored, why)
        log.warning("handling an update failed, try %d: %s", stored.tries, why)
        after_s = _RETRY_S * 2 ** (stored.tries - 1)
        return partial(self._inbox.later, stored, after_s, counted=True)

    async def _give_up(self, stored: Stored, why: str) -> "_Settle":
        log.error("an update is set aside after %d tries: %s", stored.tries, why)
        try:
            async with asyncio.timeout(_LONGEST_S):
                await self._gave_up(stored.body)
        except Exception as error:  # noqa: BLE001 - as above
            log.error("telling the reader failed: %s", self._describe(error))  # noqa: TRY400
        metrics.HANDLED.labels("set-aside").inc()
        return partial(self._inbox.set_aside, stored, why)


_Settle: TypeAlias = Callable[..., Coroutine[Any, Any, list[Stored]]]


class _Chat:
    """What is being done in one chat."""

    def __init__(self) -> None:
        self.task: asyncio.Task[None] | None = None
        self.running: set[asyncio.Task[_Settle]] = set()
        self.album: str | None = None

    def begin(
        self, handle: Callable[[Stored], Coroutine[Any, Any, _Settle]], some: list[Stored]
    ) -> None:
        for stored in some:
            self.album = stored.album
            self.running.add(asyncio.create_task(handle(stored)))


async def _insist(call: Callable[[], Coroutine[Any, Any, list[Stored]]]) -> list[Stored]:
    """Return what *call* returns, however long the store is down."""
    while True:
        try:
            return await call()
        except InboxUnavailableError:
            await asyncio.sleep(_STORE_PAUSE_S)


def _is_cancelled() -> bool:
    """Whether the running task was told to stop."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
