"""Opinions and misfits in the database; bot/opinions.py says what each method promises."""

import time
from collections.abc import Callable

from sqlalchemy import and_, case, delete, func, or_, select

from bot.opinions import MISFIT_FOR_ALL, Opinion
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.readers import reaching
from bot.storage.tables import misfits, opinions
from bot.storage.whole import to_the_end

_SLACK_S = 300.0
"""What clocks of processes that share the database may differ by, and a transaction may take."""


class DatabaseOpinions:
    """Opinions, each under the name of whose it is."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock
        self._texts: set[str] = set()
        """Those with misfits: of all others there is nothing to ask the database."""
        self._heard_at: float | None = None

    @to_the_end
    async def rate(
        self, user_id: int, claim_id: str, text_key: str, opinion: Opinion, language: str
    ) -> None:
        """Note an opinion."""
        name = {"claim": claim_id, "who": self._names.of(user_id), "text_key": text_key}
        now = self._clock()
        given = {"opinion": opinion.name.lower(), "language": language, "at": now}
        async with reaching(self._database) as connection:
            await connection.execute(
                self._database.insert(opinions)
                .values(name | given)
                .on_conflict_do_update(
                    index_elements=[opinions.c.claim, opinions.c.who, opinions.c.text_key],
                    set_=given,
                )
            )
            if opinion is Opinion.WRONG_CLAIM and text_key:
                insert = self._database.insert(misfits).values(**name, at=now)
                await connection.execute(insert.on_conflict_do_nothing())
            else:
                mine = and_(*(misfits.c[column] == value for column, value in name.items()))
                await connection.execute(delete(misfits).where(mine))
        if opinion is Opinion.WRONG_CLAIM and text_key:
            self._texts.add(text_key)

    @to_the_end
    async def take_back(self, user_id: int, claim_id: str, text_key: str) -> None:
        """Forget an opinion."""
        name = {"claim": claim_id, "who": self._names.of(user_id), "text_key": text_key}
        async with reaching(self._database) as connection:
            for table in (opinions, misfits):
                mine = and_(*(table.c[column] == value for column, value in name.items()))
                await connection.execute(delete(table).where(mine))

    async def misfits(self, user_id: int, text_key: str) -> frozenset[str]:
        """Return the ids of claims that do not fit a text, as of the last `refresh`."""
        if text_key not in self._texts:
            return frozenset()
        return await self._misfits(self._names.of(user_id), text_key)

    @to_the_end
    async def refresh(self) -> None:
        """Hear of texts that got their first misfit, from another process as a rule."""
        now = self._clock()
        since = 0.0 if self._heard_at is None else min(self._heard_at, now) - _SLACK_S
        newer = select(misfits.c.text_key).where(misfits.c.at >= since).distinct()
        async with reaching(self._database) as connection:
            self._texts |= set((await connection.execute(newer)).scalars())
        self._heard_at = now

    @to_the_end
    async def _misfits(self, who: str, text_key: str) -> frozenset[str]:
        is_own = func.max(case((misfits.c.who == who, 1), else_=0))
        found = (
            select(misfits.c.claim)
            .where(misfits.c.text_key == text_key)
            .group_by(misfits.c.claim)
            .having(or_(is_own == 1, func.count() >= MISFIT_FOR_ALL))
        )
        async with reaching(self._database) as connection:
            return frozenset((await connection.execute(found)).scalars())
