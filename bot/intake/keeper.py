"""Updates as they come are kept, whoever brings them."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from bot import metrics
from bot.intake.inbox import Inbox, InboxUnavailableError, Received, address
from bot.intake.passing import is_passing

log = logging.getLogger(__name__)

_PAUSES_S = (0.5, 1.0, 2.0, 5.0)
"""Waits after each failure in a row; the last one for ever."""
_LARGEST = 2**63 - 1
"""The databases hold no larger number, and Telegram has none."""
_FAILING_S = 15.0
"""How long a failure tells of the state of things: who is not ready may get no updates to try."""


class Keeper:
    """Puts updates into the inbox."""

    def __init__(
        self,
        inbox: Inbox,
        notify: Callable[[], None],
        kinds: Collection[str],
        passing: Callable[[Mapping[str, Any]], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what is told of news, the kinds that are counted by name, and who gets the passing.

        Those are kept by nobody, see bot/intake/passing.py.
        """
        self._inbox = inbox
        self._notify = notify
        self._kinds = kinds
        self._passing = passing
        self._sleep = sleep
        self._clock = clock
        self._failed_at: float | None = None

    @property
    def is_failing(self) -> bool:
        """Whether updates cannot be stored: a disk that is full can still be read."""
        return self._failed_at is not None and self._clock() - self._failed_at < _FAILING_S

    async def keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Keep *updates*; raise InboxUnavailableError where that cannot be done now."""
        lasting = [update for update in updates if not is_passing(update)]
        if lasting:
            await self._put(lasting)
        for update in updates:
            metrics.UPDATES.labels(self._kind(update)).inc()
            if is_passing(update):
                self._passing(update)

    async def _put(self, updates: Sequence[Mapping[str, Any]]) -> None:
        kept = [_received(update) for update in updates if update["update_id"] <= _LARGEST]
        if len(kept) < len(updates):
            log.error("%d updates have numbers of more than 64 bits", len(updates) - len(kept))
        try:
            await self._inbox.put(kept)
        except InboxUnavailableError:
            self._failed_at = self._clock()
            raise
        self._failed_at = None
        self._notify()

    async def insist(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Keep *updates*, however long that takes."""
        failures = 0
        while True:
            try:
                await self.keep(updates)
            except InboxUnavailableError as error:
                if not failures:
                    log.error("updates cannot be stored (%s); trying on", error)  # noqa: TRY400
                await self._sleep(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])
                failures += 1
            else:
                break
        if failures:
            log.info("updates can be stored again")

    def _kind(self, update: Mapping[str, Any]) -> str:
        kinds = update.keys() & self._kinds
        return min(kinds, default="other")


def _received(update: Mapping[str, Any]) -> Received:
    chat, album = address(update)
    # ASCII with escapes: no database refuses halves of surrogate pairs, or zeros, in it.
    return Received(update["update_id"], chat, album, json.dumps(update))
