"""A clock that is put forward: for the fake and, through a file, for the bot (altered.py)."""

import os
import time
from pathlib import Path

_WIDTH = 32
"""Written at once, so that nobody reads half a number."""


class Clock:
    """Tells seconds since 1970, from *start* on; between two jumps it goes as any clock."""

    def __init__(self, file: Path, start: float) -> None:
        self._file = os.open(file, os.O_RDWR | os.O_CREAT)
        self._passed_s = start - time.time()
        self.put_forward(start)

    def __call__(self) -> float:
        return time.time() + self._passed_s

    def put_forward(self, to: float) -> None:
        """Let it be *to*, unless it is later."""
        self._passed_s += max(0.0, to - self())
        os.pwrite(self._file, f"{self._passed_s:<{_WIDTH}.3f}".encode(), 0)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
