"""Faults of the way to Telegram and of Telegram itself, for a test to ask for."""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong with one call."""


@dataclass(frozen=True)
class TooManyRequests(Fault):
    """Answer 429 with parameters.retry_after; the thing is not done."""

    retry_after_s: int = 1


@dataclass(frozen=True)
class BadGateway(Fault):
    """Answer 502 with a page of HTML, as the proxy in front does; the thing is not done."""


@dataclass(frozen=True)
class ServerError(Fault):
    """Answer 500; the thing is not done."""


@dataclass(frozen=True)
class NotFound(Fault):
    """Answer 404, as for a file whose address is an hour old; the thing is not done."""


@dataclass(frozen=True)
class DropBefore(Fault):
    """Hang up without an answer; the thing is not done."""


@dataclass(frozen=True)
class DropAfter(Fault):
    """Do the thing, then hang up: the answer is lost after the delivery."""


@dataclass(frozen=True)
class Slow(Fault):
    """Do the thing, then hold the answer back for so long, or until the server stops."""

    seconds: float


@dataclass(frozen=True)
class Garbage(Fault):
    """Answer 200 with broken JSON; the thing is not done."""


class FaultPlan:
    """Queue faults for a method, or for any (key None). Not thread-safe by itself."""

    def __init__(self) -> None:
        self._queues: dict[str | None, deque[Fault]] = {}

    def add(self, method: str | None, fault: Fault, times: int) -> None:
        """Append *fault* so often."""
        self._queues.setdefault(method, deque()).extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """Remove and return the next fault of *method*, else of any method, else None."""
        for key in (method, None):
            if queue := self._queues.get(key):
                return queue.popleft()
        return None

    def left(self) -> list[Fault]:
        """Return the faults that have met no call yet."""
        return [fault for queue in self._queues.values() for fault in queue]
