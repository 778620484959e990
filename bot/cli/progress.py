"""Progress on standard error, for what keeps people waiting."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

_PATIENCE_S = 2.0
"""What takes less needs no progress."""
_TERMINAL_S, _LOG_S = 0.5, 15.0
"""How often to say it: a terminal shows one line that changes, a log keeps them all."""


class SlowProgress:
    """Says how far a task is, from two seconds after this was made; call it after each step."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, stream: TextIO | None = None
    ) -> None:
        self._clock = clock
        self._stream = stream or sys.stderr
        self._in_terminal = self._stream.isatty()
        self._pause_s = _TERMINAL_S if self._in_terminal else _LOG_S
        self._next_s = clock() + _PATIENCE_S
        self._said = False

    def __call__(self, task: str, done: int, total: int) -> None:
        """Say that *done* of *total* steps of *task* are taken, if it is time to."""
        last = done == total
        if self._clock() < self._next_s and not (self._said and last):
            return
        line = f"{task}: {done} of {total}"
        start, end = ("\r", "\n" if last else "") if self._in_terminal else ("", "\n")
        print(f"{start}{line}", end=end, file=self._stream, flush=True)
        self._said = not last
        self._next_s = self._clock() + self._pause_s
