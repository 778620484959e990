"""Digests in the database; bot/digests.py says what each method promises."""

import time
from collections.abc import Callable

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests import DAY_S, LATE_S, Digest, day_of, next_due
from bot.pushes import PushKind
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.pushes import new_push, reader
from bot.storage.readers import reaching
from bot.storage.tables import digests, pushes
from bot.storage.whole import to_the_end


class DatabaseDigests:
    """Who gets a digest, and when the next one is due."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock

    @to_the_end
    async def of(self, user_id: int) -> Digest | None:
        """Return the digest of a user."""
        mine = select(digests).where(digests.c.user_id == user_id)
        async with reaching(self._database) as connection:
            row = (await connection.execute(mine)).one_or_none()
        return Digest(row.offset_min, row.hour, row.due_at) if row else None

    @to_the_end
    async def start(self, user_id: int, offset_min: int, hour: int, language: str) -> Digest:
        """Send a digest daily from now on."""
        due_at = next_due(self._clock(), offset_min, hour)
        async with reaching(self._database) as connection:
            if await self._had_one(connection, user_id, day_of(due_at, offset_min)):
                due_at += DAY_S
            values = {
                "language": language,
                "offset_min": offset_min,
                "hour": hour,
                "due_at": due_at,
            }
            insert = self._database.insert(digests).values(user_id=user_id, **values)
            await connection.execute(
                insert.on_conflict_do_update(index_elements=[digests.c.user_id], set_=values)
            )
        return Digest(offset_min, hour, due_at)

    @to_the_end
    async def stop(self, user_id: int) -> bool:
        """Send no more."""
        mine = digests.c.user_id == user_id
        async with reaching(self._database) as connection:
            return bool((await connection.execute(delete(digests).where(mine))).rowcount)

    @to_the_end
    async def make(self, is_worth_it: Callable[[float], bool], most: int) -> int:
        """Make pushes of what is due, and say when the next are."""
        now = self._clock()
        due = (
            select(digests)
            .where(digests.c.due_at <= now)
            .order_by(digests.c.due_at, digests.c.user_id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        async with reaching(self._database) as connection:
            rows = (await connection.execute(due)).all()
            for row in rows:
                if now - row.due_at < LATE_S and is_worth_it(row.due_at):
                    to = reader(self._names, row.user_id, row.language)
                    day = day_of(row.due_at, row.offset_min)
                    push = new_push(PushKind.DIGEST, f"{day}", to, row.due_at)
                    insert = self._database.insert(pushes).values(push)
                    await connection.execute(insert.on_conflict_do_nothing())
                await connection.execute(
                    update(digests)
                    .where(digests.c.user_id == row.user_id)
                    .values(due_at=next_due(now, row.offset_min, row.hour))
                )
        return len(rows)

    async def _had_one(self, connection: AsyncConnection, user_id: int, day: int) -> bool:
        key = f"{PushKind.DIGEST}:{day}:{self._names.of(user_id)}"
        return bool(await connection.scalar(select(pushes.c.number).where(pushes.c.key == key)))
