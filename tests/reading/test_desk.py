"""A few pictures at a time, off the event loop."""

import asyncio
import threading
from dataclasses import dataclass, field

import pytest

from bot.reading.desk import ReadingDesk
from bot.reading.model import PictureText, Reading, Unreadable

PATIENCE_S = 30.0
TEXT = PictureText("NATO paints the moon", 0.9)


@dataclass
class Reader:
    """Reads when it is told to."""

    go: threading.Event = field(default_factory=threading.Event)
    inside: int = 0
    most_inside: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, content: bytes) -> Reading:
        assert content == b"picture"
        assert threading.current_thread() is not threading.main_thread()
        with self.lock:
            self.inside += 1
            self.most_inside = max(self.inside, self.most_inside)
        assert self.go.wait(PATIENCE_S)
        with self.lock:
            self.inside -= 1
        return TEXT


async def begin(desk: ReadingDesk, reader: Reader, inside: int) -> asyncio.Task[Reading]:
    """Hand in a picture, and wait until *inside* are being read."""
    task = asyncio.create_task(desk.read(b"picture"))
    while reader.inside < inside:  # noqa: ASYNC110 - a thread sets it
        await asyncio.sleep(0)
    return task


async def test_a_picture_is_read() -> None:
    reader = Reader()
    reader.go.set()

    assert await ReadingDesk(reader).read(b"picture") is TEXT


async def test_others_wait_their_turn() -> None:
    reader = Reader()
    desk = ReadingDesk(reader, most_at_once=2, patience_s=PATIENCE_S)
    first = [await begin(desk, reader, 1), await begin(desk, reader, 2)]
    others = [asyncio.create_task(desk.read(b"picture")) for _ in range(3)]

    reader.go.set()

    assert await asyncio.gather(*first, *others) == [TEXT] * 5
    assert reader.most_inside == 2


async def test_who_waits_too_long_is_told_so() -> None:
    reader = Reader()
    desk = ReadingDesk(reader, most_at_once=1, patience_s=0)
    first = await begin(desk, reader, 1)

    assert await desk.read(b"picture") is Unreadable.BUSY

    reader.go.set()
    assert await first is TEXT
    assert await desk.read(b"picture") is TEXT


async def test_who_does_not_wait_for_the_end_keeps_the_place_until_then() -> None:
    reader = Reader()
    desk = ReadingDesk(reader, most_at_once=1, patience_s=0)
    gone = await begin(desk, reader, 1)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone

    assert await desk.read(b"picture") is Unreadable.BUSY

    reader.go.set()
    desk = ReadingDesk(reader, most_at_once=1, patience_s=PATIENCE_S)
    assert await desk.read(b"picture") is TEXT
