"""Which claims people were answered with: a day, a claim and a keyed hash, and nothing else."""

import time
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import func, select

from bot.popularity import Asked
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.readers import reaching
from bot.storage.tables import asked
from bot.storage.whole import to_the_end

_DAY_S = 86_400.0
_FRESH_S = 60.0
"""What many look at is counted once a minute: else each look would read a week of rows."""


class DatabasePopularity:
    """What the database knows of it; bot/popularity.py says what each method promises."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock
        self._counted: dict[tuple[int, int, int], tuple[float, tuple[Asked, ...]]] = {}
        """When and what, by what was asked for."""

    @to_the_end
    async def note(self, user_id: int, claim_ids: Collection[str]) -> None:
        """Note who was answered with what today."""
        if not claim_ids:
            return
        day, who = self._today(), self._names.of(user_id)
        rows = [{"day": day, "claim": claim_id, "who": who} for claim_id in sorted(set(claim_ids))]
        async with reaching(self._database) as connection:
            await connection.execute(
                self._database.insert(asked).values(rows).on_conflict_do_nothing()
            )

    async def most_asked(self, days: int, least_people: int, limit: int) -> Sequence[Asked]:
        """Return what most people asked about, as of a minute ago at most."""
        wanted, now = (days, least_people, limit), self._clock()
        counted_at, known = self._counted.get(wanted, (now - _FRESH_S, ()))
        # A clock that was set back makes nothing fresh for ever.
        if not 0 <= now - counted_at < _FRESH_S:
            known = await self._count(*wanted)
            self._counted[wanted] = (now, known)
        return known

    @to_the_end
    async def _count(self, days: int, least_people: int, limit: int) -> tuple[Asked, ...]:
        people = func.count(asked.c.who.distinct())
        query = (
            select(asked.c.claim, people.label("people"))
            .where(asked.c.day > self._today() - days)
            .group_by(asked.c.claim)
            .having(people >= least_people)
            .order_by(people.desc(), asked.c.claim)
            .limit(limit)
        )
        async with reaching(self._database) as connection:
            return tuple(Asked(row.claim, row.people) for row in await connection.execute(query))

    def _today(self) -> int:
        return int(self._clock() // _DAY_S)
