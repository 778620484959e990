"""A few pictures at a time: reading one takes a core for a second, and others want answers, too."""

import asyncio

from bot.reading.model import PictureReader, Reading, Unreadable

MOST_AT_ONCE = 2
PATIENCE_S = 3.0
"""Whoever waits longer is better served by typing the text."""


class ReadingDesk:
    """Reads pictures off the event loop, at most so many at once; the others wait a little."""

    def __init__(
        self,
        reader: PictureReader,
        most_at_once: int = MOST_AT_ONCE,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._reader = reader
        self._free = asyncio.Semaphore(most_at_once)
        self._patience_s = patience_s

    async def read(self, content: bytes) -> Reading:
        """Return the text of a picture file, or why there is none."""
        try:
            async with asyncio.timeout(self._patience_s):
                await self._free.acquire()
        except TimeoutError:
            return Unreadable.BUSY
        reading = asyncio.ensure_future(asyncio.to_thread(self._reader.read, content))
        # Not when we are cancelled: the thread goes on, and until it ends its place is taken.
        reading.add_done_callback(lambda _: self._free.release())
        return await asyncio.shield(reading)
