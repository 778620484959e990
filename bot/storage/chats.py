"""Chats that are closed to us or have moved; of one that is open there is no row."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chats import ChatsUnavailableError
from bot.config import ConfigError
from bot.storage.database import Database, DatabaseUnavailableError
from bot.storage.group_life import move
from bot.storage.tables import CLOSED, MOVED, chats
from bot.storage.whole import to_the_end

_AGO_S = 600.0
"""How far to look back at each `refresh`: other machines have clocks of their own."""


class DatabaseChats:
    """What the database knows about chats; bot/chats.py says what each method promises."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._closed: set[int] = set()
        """As far as we have heard, and some that are open again: most answers ask nobody."""
        self._heard_at = 0.0

    @to_the_end
    async def refresh(self) -> None:
        """Hear of chats that were closed, by another process or before we started."""
        now = self._clock()
        news = select(chats.c.chat).where(
            chats.c.state == CLOSED, chats.c.changed_at >= self._heard_at - _AGO_S
        )
        async with self._begin() as connection:
            self._closed |= set((await connection.execute(news)).scalars())
        self._heard_at = now

    @to_the_end
    async def closed(self, chat_id: int) -> None:
        """Note that we may not write there."""
        self._closed.add(chat_id)
        insert = self._database.insert(chats).values(
            chat=chat_id, state=CLOSED, changed_at=self._clock()
        )
        async with self._begin() as connection:
            await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[chats.c.chat],
                    set_={"state": CLOSED, "changed_at": insert.excluded.changed_at},
                    # Telegram also takes us out of a group that becomes a supergroup.
                    where=chats.c.state != MOVED,
                )
            )

    @to_the_end
    async def opened(self, chat_id: int) -> None:
        """Note that we may write there."""
        async with self._begin() as connection:
            await connection.execute(
                delete(chats).where(chats.c.chat == chat_id, chats.c.state == CLOSED)
            )
        self._closed.discard(chat_id)

    async def reached(self, chat_id: int) -> None:
        """Note that a message of ours arrived."""
        if chat_id in self._closed:
            await self.opened(chat_id)

    @to_the_end
    async def moved(self, chat_id: int, to: int) -> None:
        """Note what a group has become, and take what is known of it there."""
        now = self._clock()
        values = {"state": MOVED, "moved_to": to, "changed_at": now}
        insert = self._database.insert(chats).values(chat=chat_id, **values)
        async with self._begin() as connection:
            await connection.execute(
                insert.on_conflict_do_update(index_elements=[chats.c.chat], set_=values)
            )
            await move(self._database, connection, chat_id, to, now)

    @to_the_end
    async def home(self, chat_id: int) -> int | None:
        """Return where to write, None where that is nowhere."""
        async with self._begin() as connection:
            row = await _row(connection, chat_id)
            if row and row.state == MOVED:  # once: a supergroup never becomes another
                chat_id = row.moved_to
                row = await _row(connection, chat_id)
        return None if row and row.state == CLOSED else chat_id

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._database.begin() as connection:
                yield connection
        except (DatabaseUnavailableError, ConfigError) as error:
            raise ChatsUnavailableError(str(error)) from error


async def _row(connection: AsyncConnection, chat_id: int) -> Row[Any] | None:
    found = await connection.execute(select(chats).where(chats.c.chat == chat_id))
    return found.one_or_none()
