"""The time that processes on several machines agree on: that of the database they share."""

import time
from collections.abc import Callable

from sqlalchemy import text

SERVER_TIME = text("SELECT extract(epoch FROM clock_timestamp())")
_GOOD_S = 60.0
"""How long our own clock is trusted to carry the server's time on."""


class SharedClock:
    """The server's time as it was told last, carried on by a clock that nobody can set.

    Where each machine went by its own clock, one that was a minute ahead took the chats of all
    others for abandoned, and answered again what they were answering.
    """

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._told: tuple[float, float] | None = None
        """The server's time, and our ticks then."""

    @property
    def is_due(self) -> bool:
        """Whether the server should be asked."""
        return self._told is None or self._ticks() - self._told[1] > _GOOD_S

    def set(self, server_s: float) -> None:
        """Take what the server said, in seconds since 1970."""
        self._told = (server_s, self._ticks())

    def __call__(self) -> float:
        """Return the server's time, our own where it was never told."""
        if self._told is None:
            return time.time()
        return self._told[0] + self._ticks() - self._told[1]
