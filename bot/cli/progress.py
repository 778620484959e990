"""Progress on standard error, for what keeps people waiting."""

import sys
import time
from collections.abc import Callable

_PATIENCE_S = 2.0
"""What takes less needs no progress."""
_TERMINAL_S, _LOG_S = 0.5, 15.0
"""How often to say it: a terminal shows one line that changes, a log keeps them all."""


class SlowProgress:
    """Says how far a task is, from two seconds after this was made; call it after each step."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next_s = clock() + _PATIENCE_S
        self._said = False

    def __call__(self, task: str, done: int, total: int) -> None:
        """Say that *done* of *total* steps of *task* are taken, if it is time to."""
        if self._clock() < self._next_s and not (self._said and done == total):
            return
        line = f"{task}: {done} of {total}"
        if sys.stderr.isatty():
            print(f"\r{line}", end="\n" if done == total else "", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)
        self._said = done < total
        self._next_s = self._clock() + (_TERMINAL_S if sys.stderr.isatty() else _LOG_S)
