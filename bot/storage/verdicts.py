"""Verdicts in the database; bot/verdicts.py says what each method promises."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import and_, case, delete, or_, select, tuple_, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pushes import WITHDRAWN, PushKind
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.pushes import WAITING, new_push, reader
from bot.storage.readers import reaching
from bot.storage.tables import followers, pushes, verdicts
from bot.storage.whole import to_the_end
from bot.verdicts import Publication, Standing

_SETTLE_S = 15.0
"""Who follows a claim that has just changed may have read its new verdict from another process,
which has not told of it here yet."""
_AT_ONCE = 1_000
"""Rows of a statement: both databases take some 32,000 values."""


class DatabaseVerdicts:
    """What readers were told, and who has to hear that it is no longer so."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock

    @to_the_end
    async def take_in(self, standings: Sequence[Standing]) -> list[str]:
        """Take these for what readers are told."""
        # Sorted: two who take in the same do not wait for each other in a circle.
        some = sorted(standings, key=lambda one: one.claim_id)
        changed: list[str] = []
        async with reaching(self._database) as connection:
            is_first = not await connection.scalar(select(verdicts.c.claim).limit(1))
            now = 0.0 if is_first else self._clock()
            for start in range(0, len(some), _AT_ONCE):
                rows = [
                    {
                        "claim": one.claim_id,
                        "rating": one.rating,
                        "is_published": int(one.is_published),
                        "revision": one.revision,
                        "at": now if one.is_published else 0.0,
                    }
                    for one in some[start : start + _AT_ONCE]
                ]
                changed += await self._take_in(connection, rows)
        return [] if is_first else changed

    async def _take_in(
        self, connection: AsyncConnection, rows: Sequence[dict[str, object]]
    ) -> Sequence[str]:
        insert = self._database.insert(verdicts).values(rows)
        new = insert.excluded
        # Its time stays where it was published before.
        came = case((verdicts.c.is_published == 0, new.at), else_=verdicts.c.at)
        upsert = insert.on_conflict_do_update(
            index_elements=[verdicts.c.claim],
            set_={
                "rating": new.rating,
                "is_published": new.is_published,
                "revision": new.revision,
                "at": case((new.is_published == 1, came), else_=verdicts.c.at),
            },
            where=and_(
                new.revision >= verdicts.c.revision,
                or_(
                    new.revision != verdicts.c.revision,
                    new.rating != verdicts.c.rating,
                    new.is_published != verdicts.c.is_published,
                ),
            ),
        )
        return (await connection.execute(upsert.returning(verdicts.c.claim))).scalars().all()

    @to_the_end
    async def correct(self, most: int) -> int:
        """Make pushes for followers who know another verdict."""
        now = case((verdicts.c.is_published == 1, verdicts.c.rating), else_=WITHDRAWN)
        wrong = (
            select(followers, now.label("now"), verdicts.c.revision)
            .join(verdicts, verdicts.c.claim == followers.c.claim)
            .where(followers.c.rating != now, followers.c.at <= self._clock() - _SETTLE_S)
            .order_by(followers.c.claim, followers.c.user_id)
            .limit(most)
            .with_for_update(of=followers, skip_locked=True)
        )
        async with reaching(self._database) as connection:
            rows = (await connection.execute(wrong)).all()
            if rows:
                await self._correct(connection, rows)
        return len(rows)

    async def _correct(self, connection: AsyncConnection, rows: Sequence[Row[Any]]) -> None:
        knew = await _take_back(connection, rows)
        made_at = self._clock()
        new = []
        for row in rows:
            was = knew.get((row.claim, row.user_id), row.rating)
            if was == row.now:
                continue
            to = reader(self._names, row.user_id, row.language)
            about = f"{row.claim}:{row.revision}:{row.now}"
            changed = {"claim": row.claim, "was": was, "now": row.now}
            new.append(new_push(PushKind.CORRECTION, about, to, made_at, **changed))
        if new:
            insert = self._database.insert(pushes).values(new)
            await connection.execute(insert.on_conflict_do_nothing())
        known: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in rows:
            known[row.claim, row.now].append(row.user_id)
        for (claim, rating), users in known.items():
            theirs = and_(followers.c.claim == claim, followers.c.user_id.in_(users))
            await connection.execute(update(followers).where(theirs).values(rating=rating))

    @to_the_end
    async def published(self, since: float) -> list[Publication]:
        """Return what was published later than *since*."""
        newest = (
            select(verdicts.c.claim, verdicts.c.at)
            .where(verdicts.c.is_published == 1, verdicts.c.at > since)
            .order_by(verdicts.c.at.desc(), verdicts.c.claim)
        )
        async with reaching(self._database) as connection:
            return [Publication(row.claim, row.at) for row in await connection.execute(newest)]


async def _take_back(
    connection: AsyncConnection, rows: Sequence[Row[Any]]
) -> dict[tuple[str, int], str]:
    """Delete corrections that wait for the same readers; return what these knew before them."""
    same = tuple_(pushes.c.claim, pushes.c.user_id).in_([(row.claim, row.user_id) for row in rows])
    waiting = (
        select(pushes.c.number, pushes.c.claim, pushes.c.user_id, pushes.c.was)
        .where(pushes.c.kind == PushKind.CORRECTION, pushes.c.state == WAITING, same)
        # One that somebody is taking this moment goes out.
        .with_for_update(skip_locked=True)
    )
    found = (await connection.execute(waiting)).all()
    numbers = [row.number for row in found]
    await connection.execute(delete(pushes).where(pushes.c.number.in_(numbers)))
    return {(row.claim, row.user_id): row.was for row in found}
