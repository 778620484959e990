"""Numbers in the database; bot/moderation/numbers.py says what each method promises."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping

from sqlalchemy import and_, delete, func, select, update

from bot.moderation.numbers import COUNTED_DAYS, Backlog, Judged
from bot.opinions import Opinion
from bot.storage.counted import count
from bot.storage.database import Database
from bot.storage.questions import OPEN
from bot.storage.readers import reaching
from bot.storage.tables import counted, opinions, questions, turns
from bot.storage.whole import to_the_end
from bot.tally import DAY_S, Counted, Kind


class DatabaseNumbers:
    """What all processes that share the database have counted."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    @to_the_end
    async def add(self, counts: Mapping[Counted, int]) -> None:
        """Add to what is counted."""
        async with reaching(self._database) as connection:
            await count(connection, counts)

    @to_the_end
    async def read(self, first_day: int, last_day: int) -> Mapping[Counted, int]:
        """Return what was counted on some days."""
        wanted = select(counted).where(counted.c.day.between(first_day, last_day))
        async with reaching(self._database) as connection:
            rows = (await connection.execute(wanted)).all()
        known = set(Kind)  # another version of us may count what we do not
        return {
            Counted(row.day, Kind(row.kind), row.key): row.number
            for row in rows
            if row.kind in known
        }

    @to_the_end
    async def judged(self, since: float) -> list[Judged]:
        """Return the last opinion of each person on each claim."""
        newest_first = func.row_number().over(
            partition_by=(opinions.c.claim, opinions.c.who),
            order_by=(opinions.c.at.desc(), opinions.c.text_key),
        )
        ranked = (
            select(opinions.c.claim, opinions.c.opinion, newest_first.label("place"))
            .where(opinions.c.at >= since)
            .subquery()
        )
        wanted = (
            select(ranked.c.claim, ranked.c.opinion, func.count().label("people"))
            .where(ranked.c.place == 1)
            .group_by(ranked.c.claim, ranked.c.opinion)
        )
        found: dict[str, dict[Opinion, int]] = defaultdict(dict)
        async with reaching(self._database) as connection:
            for row in await connection.execute(wanted):
                found[row.claim][Opinion[row.opinion.upper()]] = row.people
        return [Judged(claim_id, found[claim_id]) for claim_id in sorted(found)]

    @to_the_end
    async def backlog(self) -> Backlog:
        """Return what waits for the moderators."""
        wanted = select(
            func.count(questions.c.who.distinct()),
            func.count(questions.c.text_key.distinct()),
            func.min(questions.c.asked_at),
        ).where(questions.c.state == OPEN)
        async with reaching(self._database) as connection:
            people, texts, oldest_at = (await connection.execute(wanted)).one()
        return Backlog(people, texts, oldest_at)

    @to_the_end
    async def take_turn(self, what: str, until: float, *, at_once: bool) -> bool:
        """Tell whether something is to be said now, by us alone."""
        now = self._clock()
        first = self._database.insert(turns).values(what=what, until=until)
        due = and_(turns.c.what == what, turns.c.until <= now)
        async with reaching(self._database) as connection:
            if (await connection.execute(first.on_conflict_do_nothing())).rowcount:
                return at_once
            taken = await connection.execute(update(turns).where(due).values(until=until))
            return bool(taken.rowcount)

    @to_the_end
    async def give_turn_back(self, what: str, until: float) -> None:
        """Let something be tried again."""
        mine = turns.c.what == what
        async with reaching(self._database) as connection:
            await connection.execute(update(turns).where(mine).values(until=until))

    @to_the_end
    async def sweep(self) -> int:
        """Drop what is old."""
        now = self._clock()
        oldest, long_ago = int(now // DAY_S) - COUNTED_DAYS, now - COUNTED_DAYS * DAY_S
        async with reaching(self._database) as connection:
            days = await connection.execute(delete(counted).where(counted.c.day < oldest))
            said = await connection.execute(delete(turns).where(turns.c.until < long_ago))
        return days.rowcount + said.rowcount
