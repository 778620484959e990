"""The inbox in the database; bot/intake/inbox.py says what each method promises."""

import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from math import inf
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import RETENTION_DAYS
from bot.intake.inbox import InboxUnavailableError, Received, Stored
from bot.people import NUMBER_DAYS, SET_ASIDE_DAYS, UNANSWERED_S
from bot.storage.clock import SERVER_TIME, SharedClock
from bot.storage.database import Database, DatabaseUnavailableError
from bot.storage.tables import leases, updates
from bot.storage.together import Together
from bot.storage.whole import to_the_end

LEASE_S = 15.0
"""A process that is silent for so long has died: others take over its chats."""
TOO_OLD_S = UNANSWERED_S
LATEST_S = 600.0
"""Nothing has to wait longer for its next try; a clock that was set back would say otherwise."""
_DAY_S = 86_400
REMEMBERED_S = NUMBER_DAYS * _DAY_S
_ALBUM = 10
"""Messages of an album, at most."""

WAITING, HANDLED, SET_ASIDE, TOO_OLD = "waiting", "handled", "set-aside", "too-old"
FORGOTTEN = {"chat": 0, "album": None, "body": None}
"""The id alone stays, so that an update that comes again is known."""


class DatabaseInbox:
    """Updates in the database, shared by all processes that share it."""

    def __init__(
        self, database: Database, owner: str, clock: Callable[[], float] | None = None
    ) -> None:
        """Take the name of this process, which no other has.

        Without *clock* it goes by the time of the database's server; SQLite has none.
        """
        self._database = database
        self._owner = owner
        self._shared = None if clock or database.is_sqlite else SharedClock()
        self._clock = clock or self._shared or time.time
        self._away_at = -inf
        # PostgreSQL has several connections, and locks that could be waited for in a circle.
        self._together: Together[list[Stored]] | None = (
            Together(self._begin) if database.is_sqlite else None
        )

    @to_the_end
    async def put(self, some: Sequence[Received]) -> int:
        """Keep updates, each once."""
        if not some:
            return 0
        now = await self._now()
        rows = [
            {
                "update_id": one.update_id,
                "chat": one.chat,
                "album": one.album,
                "body": one.body,
                "state": WAITING,
                "running": 0,
                "tries": 0,
                "received_at": now,
                "not_before": now,
            }
            for one in some
        ]
        insert = self._database.insert(updates).values(rows).on_conflict_do_nothing()
        async with self._begin() as connection:
            new = await connection.execute(insert.returning(updates.c.update_id))
            return len(new.all())

    @to_the_end
    async def claim(self, most: int, *, besides: Collection[int]) -> list[Stored]:
        """Take chats; return what to handle first in each."""
        now = await self._now()
        free = or_(leases.c.until <= self._dead_since(now), leases.c.owner == self._owner)
        wanted = (
            select(updates.c.chat)
            .where(
                _ready(now),
                updates.c.chat.not_in(besides),
                updates.c.chat.not_in(select(leases.c.chat).where(~free)),
            )
            .group_by(updates.c.chat)
            .order_by(func.min(updates.c.update_id))
            .limit(most)
        )
        async with self._begin() as connection:
            chats = (await connection.execute(wanted)).scalars().all()
            if not chats:
                return []
            insert = self._database.insert(leases).values(
                # Sorted: two who want the same chats do not wait for each other.
                [
                    {"chat": chat, "owner": self._owner, "until": now + LEASE_S}
                    for chat in sorted(chats)
                ]
            )
            taken = insert.on_conflict_do_update(
                index_elements=[leases.c.chat],
                set_={"owner": insert.excluded.owner, "until": insert.excluded.until},
                where=free,
            ).returning(leases.c.chat)
            ours = (await connection.execute(taken)).scalars().all()
            # Whoever had them before did not finish what it had begun.
            await connection.execute(
                update(updates).where(updates.c.chat.in_(ours), _waits()).values(running=0)
            )
            first = await self._hand_out(connection, ours, now)
            # Somebody else may have emptied a chat since we looked for it.
            await self._leave(connection, set(ours) - {one.chat for one in first})
            return first

    @to_the_end
    async def more(self, chat: int, album: str) -> list[Stored]:
        """Return what came later of an album."""
        now = await self._now()
        async with self._begin() as connection:
            if not await self._holds(connection, chat):
                return []
            rows = await connection.execute(
                _next(now, [chat]).where(updates.c.album == album).limit(_ALBUM)
            )
            return await _start(connection, rows.all())

    async def done(self, stored: Stored, *, last: bool) -> list[Stored]:
        """Forget a handled update; return what is next."""
        values = {"state": HANDLED, **FORGOTTEN}
        return await self._settle(stored, values, last=last, whoever_holds=True)

    async def later(
        self, stored: Stored, after_s: float, *, counted: bool, last: bool
    ) -> list[Stored]:
        """Keep an update for another try; return what is next meanwhile."""
        values = {
            "not_before": await self._now() + min(after_s, LATEST_S),
            "tries": stored.tries if counted else stored.tries - 1,
        }
        return await self._settle(stored, values, last=last)

    async def set_aside(self, stored: Stored, why: str, *, last: bool) -> list[Stored]:
        """Keep an update that cannot be handled; return what is next."""
        return await self._settle(stored, {"state": SET_ASIDE, "why": why}, last=last)

    @to_the_end
    async def renew(self, chats: Collection[int]) -> None:
        """Say that we still work on *chats*."""
        now = await self._now()
        async with self._begin() as connection:
            await connection.execute(
                update(leases)
                .where(leases.c.owner == self._owner, leases.c.chat.in_(chats))
                .values(until=now + LEASE_S)
            )

    async def release(self) -> None:
        """Give back all chats; a try that was broken off by us does not count."""
        await self._database.settle()  # a claim that nobody waited for would outlive us
        await self._release()

    @to_the_end
    async def _release(self) -> None:
        async with self._begin() as connection:
            held = (
                select(leases.c.chat)
                .where(leases.c.owner == self._owner)
                .order_by(leases.c.chat)
                .with_for_update()
            )
            chats = (await connection.execute(held)).scalars().all()
            await connection.execute(
                update(updates)
                .where(updates.c.chat.in_(chats), _waits(), updates.c.running == 1)
                .values(running=0, tries=updates.c.tries - 1)
            )
            await self._leave(connection, chats)

    @to_the_end
    async def waiting(self) -> int:
        """Count what is not handled."""
        async with self._begin() as connection:
            count = await connection.execute(select(func.count()).where(_waits()))
            return int(count.scalar_one())

    @to_the_end
    async def sweep(self, retention_days: int = RETENTION_DAYS) -> int:
        """Drop what waits for too long, forget what has been kept for long enough.

        Return how many waited for too long.
        """
        now = await self._now()
        aside_s = min(SET_ASIDE_DAYS, retention_days) * _DAY_S
        received = updates.c.received_at
        alive = select(leases.c.chat).where(leases.c.until > now)
        nobody_is_at_it = or_(updates.c.running == 0, updates.c.chat.not_in(alive))
        done = updates.c.state.in_((HANDLED, TOO_OLD))
        async with self._begin() as connection:
            dropped = await connection.execute(
                update(updates)
                .where(_waits(), received < now - TOO_OLD_S, nobody_is_at_it)
                .values(state=TOO_OLD, **FORGOTTEN)
            )
            for old in (
                and_(done, received < now - REMEMBERED_S),
                and_(updates.c.state == SET_ASIDE, received < now - aside_s),
            ):
                await connection.execute(delete(updates).where(old))
            # Of processes that died; whoever lives renews long before.
            await connection.execute(delete(leases).where(leases.c.until < now - REMEMBERED_S))
            return dropped.rowcount

    @to_the_end
    async def take_over(self) -> None:
        """Free all chats at the start of the only process there is."""
        async with self._begin() as connection:
            await connection.execute(delete(leases))

    @to_the_end
    async def _settle(
        self,
        stored: Stored,
        values: Mapping[str, object],
        *,
        last: bool,
        whoever_holds: bool = False,
    ) -> list[Stored]:
        now = await self._now()

        async def settle(connection: AsyncConnection) -> list[Stored]:
            ours = await self._holds(connection, stored.chat)
            if ours or whoever_holds:
                await connection.execute(
                    update(updates)
                    .where(updates.c.update_id == stored.update_id, _waits())
                    .values(running=0, **values)
                )
            if not (ours and last):
                return []
            following = await self._hand_out(connection, [stored.chat], now)
            if not following:
                await self._leave(connection, [stored.chat])
            return following

        if self._together:
            return await self._together.do(settle)
        async with self._begin() as connection:
            return await settle(connection)

    async def _holds(self, connection: AsyncConnection, chat: int) -> bool:
        """Whether the chat is ours still; nobody takes it over before the transaction ends."""
        held = select(leases.c.chat).where(leases.c.chat == chat, leases.c.owner == self._owner)
        return (await connection.execute(held.with_for_update())).first() is not None

    async def _hand_out(
        self, connection: AsyncConnection, chats: Collection[int], now: float
    ) -> list[Stored]:
        """Return the next update of each chat, with all of its album; note that it is begun."""
        first = (
            select(func.min(updates.c.update_id))
            .where(updates.c.chat.in_(chats), _ready(now), updates.c.running == 0)
            .group_by(updates.c.chat)
        )
        rows = list(
            await connection.execute(_next(now, chats).where(updates.c.update_id.in_(first)))
        )
        for row in [row for row in rows if row.album is not None]:
            album = _next(now, [row.chat]).where(
                updates.c.album == row.album, updates.c.update_id != row.update_id
            )
            rows += await connection.execute(album.limit(_ALBUM - 1))
        return await _start(connection, rows)

    async def _leave(self, connection: AsyncConnection, chats: Collection[int]) -> None:
        if chats:
            await connection.execute(
                delete(leases).where(leases.c.chat.in_(chats), leases.c.owner == self._owner)
            )

    def _dead_since(self, now: float) -> float:
        """Return up to when a lease has to have run out, so that its owner is dead.

        Nobody could renew while the database was away; afterwards each gets the time to.
        """
        return -inf if 0 <= now - self._away_at <= LEASE_S else now

    async def _now(self) -> float:
        if self._shared and self._shared.is_due:
            async with self._begin() as connection:
                self._shared.set(float((await connection.execute(SERVER_TIME)).scalar_one()))
        return self._clock()

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._database.begin() as connection:
                yield connection
        except DatabaseUnavailableError as error:
            self._away_at = self._clock()
            raise InboxUnavailableError(str(error)) from error


async def _start(connection: AsyncConnection, rows: Sequence[Any]) -> list[Stored]:
    if rows:
        await connection.execute(
            update(updates)
            .where(updates.c.update_id.in_([row.update_id for row in rows]))
            .values(running=1, tries=updates.c.tries + 1)
        )
    return [Stored(row.update_id, row.chat, row.album, row.body, row.tries + 1) for row in rows]


def _waits() -> ColumnElement[bool]:
    return updates.c.state == WAITING


def _ready(now: float) -> ColumnElement[bool]:
    return and_(
        _waits(),
        or_(updates.c.not_before <= now, updates.c.not_before > now + LATEST_S),
        updates.c.received_at >= now - TOO_OLD_S,
    )


def _next(now: float, chats: Collection[int]) -> Any:
    return (
        select(updates)
        .where(updates.c.chat.in_(chats), _ready(now), updates.c.running == 0)
        .order_by(updates.c.update_id)
    )
