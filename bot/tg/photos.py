"""The pictures of a message become what they say; nothing of them is kept."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from telegram import Message

from bot import metrics
from bot.answers import Answers
from bot.matching.model import Part, PartKind, Query
from bot.reading.likeness import find_known_picture
from bot.reading.model import PictureText, Reading, Unreadable
from bot.reading.opening import MOST_BYTES
from bot.tg.downloads import Downloads
from bot.tg.extract import Picture, find_pictures, to_query

MOST_PICTURES = 4
"""Of an album; each takes a second or two, and others want theirs read, too."""
_WORST_FIRST = (
    Unreadable.BUSY,
    Unreadable.TOO_SLOW,
    Unreadable.TOO_LARGE,
    Unreadable.NOT_A_PICTURE,
    Unreadable.NO_TEXT,
    Unreadable.TOO_PLAIN,
)
"""Of several pictures, the one that could be read another time is worth a word."""
_NOBODY_CAN_TELL = Query(())


class Desk(Protocol):
    """Where pictures are read, a few at a time."""

    async def read(self, content: bytes) -> Reading:
        """Return the text of a picture file, or why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """What the pictures of a message say."""

    parts: tuple[Part, ...] = ()
    unread: Unreadable | None = None
    """Why there are no parts."""
    known: str | None = None
    """The claim that one of them is known to go around with."""
    is_whole: bool = True
    """There were no more than are looked at."""


class Photos:
    """Looks at pictures, where there is a *desk* to read them at."""

    def __init__(self, answering: Answers, desk: Desk | None, downloads: Downloads) -> None:
        self._answering = answering
        self._desk = desk
        self._downloads = downloads

    @property
    def are_read(self) -> bool:
        """Whether there is anybody who reads."""
        return self._desk is not None

    def stand_in(self, messages: Sequence[Message]) -> bool:
        """Tell whether there is something to look at, and somebody to do it."""
        return self.are_read and bool(find_pictures(messages, MOST_BYTES))

    async def look(self, messages: Sequence[Message]) -> Sight:
        """Return what the pictures of a message say, or of the messages of one album.

        Raise NetworkError where Telegram is away.
        """
        if self._desk is None:
            return Sight()
        found = find_pictures(messages, MOST_BYTES)
        seen = [
            await self._look(messages[0], self._desk, picture) for picture in found[:MOST_PICTURES]
        ]
        readings = [reading for reading, _ in seen]
        parts = tuple(
            Part(one.text, PartKind.PICTURE) for one in readings if isinstance(one, PictureText)
        )
        return Sight(
            parts,
            None if parts else _worst(one for one in readings if isinstance(one, Unreadable)),
            next((known for _, known in seen if known), None),
            len(found) <= MOST_PICTURES,
        )

    async def read_message(self, message: Message) -> Query:
        """Return all that a message says, pictures included; no parts where nobody can tell."""
        query = to_query([message])
        sight = await self.look([message])
        if sight.unread not in {None, Unreadable.NO_TEXT}:
            return _NOBODY_CAN_TELL
        return with_sight(query, sight)

    async def _look(
        self, message: Message, desk: Desk, picture: Picture
    ) -> tuple[Reading, str | None]:
        """Return what one picture says, and the claim that it is known to go around with."""
        with metrics.STATION_S.labels("fetch").time():
            content = await self._downloads.fetch(message.get_bot(), picture)
        if isinstance(content, Unreadable):
            metrics.PICTURES.labels(content.value).inc()
            return content, None
        with metrics.STATION_S.labels("read").time():
            reading, known = await asyncio.gather(
                desk.read(content),
                asyncio.to_thread(find_known_picture, content, self._answering.knowledge),
            )
        metrics.PICTURES.labels(reading.value if isinstance(reading, Unreadable) else "read").inc()
        return reading, known


def with_sight(query: Query, sight: Sight) -> Query:
    """Return *query* with what its pictures say, behind what its sender says."""
    return replace(query, parts=(*query.parts, *sight.parts))


def _worst(reasons: Iterable[Unreadable]) -> Unreadable | None:
    return min(reasons, key=_WORST_FIRST.index, default=None)
