"""Telegram sends an album as single messages; whoever forwarded it sees one."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from telegram import Message

PAUSE_S = 0.4
"""An album is complete when no further message of it came for so long."""
_REMEMBERED = 1_000


class Albums:
    """Gathers the messages of each album."""

    def __init__(
        self,
        pause_s: float = PAUSE_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pause_s = pause_s
        self._sleep = sleep
        self._gathered: OrderedDict[tuple[int, str], list[Message] | None] = OrderedDict()
        """None for an album that was handed out."""

    async def gather(self, message: Message) -> list[Message]:
        """Return the whole album to the caller with its first message, nothing to the others.

        A message that belongs to no album comes back alone, at once; so does a caption that comes
        after its album was handed out, for else nobody would read it.
        """
        if message.media_group_id is None:
            return [message]
        key = (message.chat_id, message.media_group_id)
        if key in self._gathered:
            gathered = self._gathered[key]
            if gathered is None:
                return [message] if message.caption else []
            gathered.append(message)
            return []
        album = self._gathered[key] = [message]
        seen = 0
        while seen < len(album):
            seen = len(album)
            await self._sleep(self._pause_s)
        self._gathered[key] = None
        while len(self._gathered) > _REMEMBERED:
            self._gathered.popitem(last=False)
        return sorted(album, key=lambda one: one.message_id)
