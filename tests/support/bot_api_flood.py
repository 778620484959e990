"""How many messages Telegram takes: twenty a minute in a group, thirty a second in all."""

import math
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.bot_api_errors import RefusalError

_MINUTE_S = 60.0
_SECOND_S = 1.0


@dataclass(frozen=True)
class Limits:
    """What the documentation allows ("My bot is hitting limits"), counted in sliding windows."""

    in_group_a_minute: int = 20
    in_all_a_second: int = 30


@dataclass(frozen=True)
class Flood:
    """A message that was refused because there had been too many; *at* is of the fake's clock."""

    chat_id: int
    at: float
    retry_after_s: int


class FloodGate:
    """Count messages; with *limits*, refuse what is above them. What is refused does not count."""

    def __init__(self, clock: Callable[[], float], limits: Limits | None) -> None:
        self._clock = clock
        self._limits = limits
        self._sent: dict[int, list[float]] = {}
        self._lately: deque[float] = deque()
        self.floods: list[Flood] = []

    def admit(self, chat: Mapping[str, Any]) -> None:
        """Count one message to *chat*.

        Raises:
            RefusalError: 429 with retry_after.
        """
        now = self._clock()
        times = self._sent.setdefault(chat["id"], [])
        while self._lately and self._lately[0] <= now - _SECOND_S:
            self._lately.popleft()
        if self._limits:
            wait_s = _wait_s(list(self._lately), self._limits.in_all_a_second, _SECOND_S, now)
            if chat["type"] in {"group", "supergroup"}:
                most = self._limits.in_group_a_minute
                wait_s = max(wait_s, _wait_s(times, most, _MINUTE_S, now))
            if wait_s > 0:
                self._refuse(chat["id"], now, max(math.ceil(wait_s), 1))
        times.append(now)
        self._lately.append(now)

    def busiest_minute(self, chat_id: int) -> int:
        """Return the most messages that a chat got within sixty seconds."""
        times = self._sent.get(chat_id, [])
        return max(
            (bisect_left(times, start + _MINUTE_S) - first for first, start in enumerate(times)),
            default=0,
        )

    def _refuse(self, chat_id: int, now: float, retry_after_s: int) -> None:
        self.floods.append(Flood(chat_id, now, retry_after_s))
        raise RefusalError(
            429,
            f"Too Many Requests: retry after {retry_after_s}",
            arranged=True,
            parameters={"retry_after": retry_after_s},
        )


def _wait_s(times: list[float], most: int, window_s: float, now: float) -> float:
    """Return how long until one more is within *most* in *window_s*; 0 or less: now."""
    return times[-most] + window_s - now if len(times) >= most else 0.0
