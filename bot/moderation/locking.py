"""One publisher at a time for a knowledge base, in any process; the lock dies with its owner."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

_LOOK_S = 0.1
PATIENCE_S = 60.0
"""A publication takes seconds; on a busy machine, half a minute."""


class BusyError(Exception):
    """Somebody else is publishing, for longer than we wait."""


@asynccontextmanager
async def publishing_alone(
    folder: Path,
    patience_s: float = PATIENCE_S,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[None]:
    """Hold the lock of a knowledge base; raise BusyError, or OSError where there is no folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        waited_s = 0.0
        while not _lock(descriptor):
            if waited_s >= patience_s:
                raise BusyError
            await sleep(_LOOK_S)
            waited_s += _LOOK_S
        yield
    finally:
        os.close(descriptor)  # which gives the lock back


def _lock(descriptor: int) -> bool:
    if sys.platform == "win32":  # which has no such lock; one process may publish there
        return True
    import fcntl  # noqa: PLC0415 - nor is it there to be imported

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
