"""Senders of spam in the database; bot/moderation/senders.py says what each method promises."""

import time
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.queue import DAY_S
from bot.moderation.roles import Moderator
from bot.moderation.senders import BLOCKED_DAYS
from bot.storage.audit import Act, Audit, Entry, who_of
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.questions import OPEN
from bot.storage.readers import reaching
from bot.storage.tables import blocks, cluster_questions, questions, staff
from bot.storage.whole import to_the_end


class DatabaseSenders:
    """Blocks by the names that questions and blocks have in common."""

    def __init__(
        self,
        database: Database,
        names: Names,
        owners: Collection[int] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the *owners*, who stand in no table."""
        self._database = database
        self._names = names
        self._owners = owners
        self._clock = clock
        self._audit = Audit()

    @to_the_end
    async def block(self, cluster: int, at: int, by: Moderator) -> int:
        """Block the senders of a cluster."""
        until = _end(at)
        async with reaching(self._database) as connection:
            ours = (await connection.execute(select(staff.c.user_id))).scalars()
            spared = {self._names.of(user_id) for user_id in (*ours, *self._owners)}
            wanted = sorted(set(await _senders(connection, cluster)) - spared)
            if not wanted:
                return 0
            rows = [{"who": who, "until": until, "reason": "", "told": 0} for who in wanted]
            insert = self._database.insert(blocks).values(rows)
            blocked = await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[blocks.c.who],
                    set_={"until": until, "reason": "", "told": 0},
                    where=blocks.c.until < until,
                ).returning(blocks.c.who)
            )
            found = blocked.scalars().all()
            await self._note(connection, by, Act.BLOCK, found)
        return len(found)

    @to_the_end
    async def unblock(self, cluster: int, at: int, by: Moderator) -> int:
        """Lift the blocks that `block` has set."""
        async with reaching(self._database) as connection:
            senders = await _senders(connection, cluster)
            lifted = await connection.execute(
                delete(blocks)
                .where(blocks.c.who.in_(senders), blocks.c.until == _end(at))
                .returning(blocks.c.who)
            )
            found = lifted.scalars().all()
            await self._note(connection, by, Act.UNBLOCK, found)
        return len(found)

    async def _note(
        self, connection: AsyncConnection, by: Moderator, act: Act, found: Sequence[str]
    ) -> None:
        who, now = who_of(by, self._names), self._clock()
        for subject in sorted(found):
            await self._audit.add(connection, Entry(now, who, act, subject))


async def _senders(connection: AsyncConnection, cluster: int) -> list[str]:
    sent = (
        select(questions.c.who)
        .join(cluster_questions, cluster_questions.c.question == questions.c.number)
        .where(cluster_questions.c.cluster == cluster, questions.c.state == OPEN)
        .distinct()
    )
    return list((await connection.execute(sent)).scalars())


def _end(at: int) -> float:
    return at + BLOCKED_DAYS * DAY_S
