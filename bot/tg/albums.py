"""Telegram sends an album as single messages; whoever forwarded it sees one."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telegram import Message

PAUSE_S = 0.4
"""An album is complete when no further message of it came for so long."""
_REMEMBERED = 1_000


@dataclass(eq=False, slots=True)
class _Album:
    messages: list[Message]
    complete: bool = False
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    error: BaseException | None = None

    async def outcome(self) -> None:
        """Wait until the album is dealt with; raise what that raised."""
        await self.settled.wait()
        if self.error:
            raise self.error


class Albums:
    """Gathers the messages of each album."""

    def __init__(
        self,
        pause_s: float = PAUSE_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pause_s = pause_s
        self._sleep = sleep
        self._albums: OrderedDict[tuple[int, str], _Album] = OrderedDict()

    @asynccontextmanager
    async def gather(self, message: Message) -> AsyncIterator[list[Message]]:
        """Hand the whole album to the caller with its first message, nothing to the others.

        The others wait until the block of the first ends, and fail where it fails: else they would
        count as handled, and a second try would find an album without them.

        A message that belongs to no album comes back alone, at once; so does a caption that comes
        after its album was handed out, for else nobody would read it.
        """
        if message.media_group_id is None:
            yield [message]
            return
        key = (message.chat_id, message.media_group_id)
        album = self._albums.get(key)
        if album is None:
            album = self._albums[key] = _Album([message])
            try:
                yield await self._completed(album)
            except BaseException as error:
                album.error = error
                self._albums.pop(key, None)
                raise
            finally:
                album.settled.set()
            self._forget()
        elif album.complete and message.caption:
            yield [message]
        else:
            if not album.complete:
                album.messages.append(message)
            await album.outcome()
            yield []

    async def _completed(self, album: _Album) -> list[Message]:
        seen = 0
        while seen < len(album.messages):
            seen = len(album.messages)
            await self._sleep(self._pause_s)
        album.complete = True
        messages, album.messages = album.messages, []
        return sorted(messages, key=lambda one: one.message_id)

    def _forget(self) -> None:
        """Forget the albums that were settled longest ago, when there are many."""
        while len(self._albums) > _REMEMBERED:
            self._albums.popitem(last=False)
