"""Telegram's limits, kept by ourselves: who sends too fast is made to wait far longer."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeGuard

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

MOST_A_SECOND = 30
MOST_A_MINUTE = 19
"""In a group, where Telegram takes twenty: one is left for what we do not count."""
_SECOND_S = 0.9
"""To people, Telegram says "about 30" a second: who has caught up with a hiccup need not lag behind
from then on, as at exactly thirty."""
_GROUP_SECOND_S = 1.1
_MINUTE_S = 62.0
"""Telegram counts when messages arrive; one may take longer than another."""
_MESSAGES = ("send", "copy", "forward")
"""How the names of the methods begin that Telegram counts as messages."""
_EDITS = "edit"
_NO_MESSAGES = frozenset({"sendChatAction"})
_REMEMBERED = 512
"""Groups; beyond it, those that got nothing for a minute are forgotten."""


class Limiter(BaseRateLimiter[int]):
    """About thirty messages and edits a second, fewer than twenty messages a minute in a group.

    No message to a group is one of more than thirty in any second. Of the thirty, each waits for
    its turn. In a group that had its share, RetryAfter is raised as Telegram would do it: nobody
    else should wait for a minute to pass, so that the update comes again later, and what is of no
    use by then is not sent. The library's own limiter lets 39 messages through in the first minute
    of a group.

    *clock* returns seconds; it is that of the groups.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lately = _Window(MOST_A_SECOND, _SECOND_S)
        self._lately_for_groups = _Window(MOST_A_SECOND, _GROUP_SECOND_S)
        self._turns = asyncio.Lock()
        self._groups: dict[int, _Window] = {}

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def process_request(  # noqa: PLR0917 - the library's
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,  # noqa: ARG002 - the library's
    ) -> Any:
        """Call *callback* when it is its turn; raise RetryAfter where its group had its share."""
        chat_id = data.get("chat_id")
        is_message = endpoint.startswith(_MESSAGES) and endpoint not in _NO_MESSAGES
        if is_message:
            self._admit_to_group(chat_id)
        if is_message or endpoint.startswith(_EDITS):
            await self._turn(self._lately_for_groups if _is_group(chat_id) else self._lately)
        return await callback(*args, **kwargs)

    async def _turn(self, lately: "_Window") -> None:
        loop = asyncio.get_running_loop()
        async with self._turns:
            await asyncio.sleep(lately.wait_s(loop.time()))
            for window in (self._lately, self._lately_for_groups):
                window.add(loop.time())

    def expect_room(self, chat_id: int) -> None:
        """Raise RetryAfter where a message to this chat would be too many now."""
        group = self._groups.get(chat_id)
        wait_s = group.wait_s(self._clock()) if group else 0.0
        if wait_s > 0:
            raise RetryAfter(math.ceil(wait_s))

    def _admit_to_group(self, chat_id: object) -> None:
        if not _is_group(chat_id):
            return
        self.expect_room(chat_id)
        now = self._clock()
        self._groups.setdefault(chat_id, _Window(MOST_A_MINUTE, _MINUTE_S)).add(now)
        if len(self._groups) > _REMEMBERED:
            self._groups = {
                chat: window for chat, window in self._groups.items() if not window.is_empty(now)
            }


def _is_group(chat_id: object) -> TypeGuard[int]:
    return isinstance(chat_id, int) and chat_id < 0


class _Window:
    """The times of what happened in the last *period_s*."""

    def __init__(self, most: int, period_s: float) -> None:
        self._most = most
        self._period_s = period_s
        self._times: deque[float] = deque()

    def wait_s(self, now: float) -> float:
        """Return in how many seconds there is room for one more."""
        return 0.0 if not self._is_full(now) else self._times[-self._most] + self._period_s - now

    def add(self, now: float) -> None:
        self._is_full(now)
        self._times.append(now)

    def is_empty(self, now: float) -> bool:
        self._is_full(now)
        return not self._times

    def _is_full(self, now: float) -> bool:
        # A clock that was set back would let nothing through until it has caught up.
        while self._times and not 0 <= now - self._times[0] < self._period_s:
            self._times.popleft()
        return len(self._times) >= self._most
