"""What was said in groups, in the database; bot/groups.py says what each method promises."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.groups import Said
from bot.storage.database import Database
from bot.storage.readers import reaching
from bot.storage.tables import group_answers
from bot.storage.whole import to_the_end


class GroupAnswers:
    """Which messages of groups were answered, with which claims."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    @to_the_end
    async def say(
        self, chat_id: int, message_id: int, claim_ids: Sequence[str], *, asked: bool
    ) -> bool:
        """Note that a message is answered; return False where it was already, in that way."""
        answer = {"chat": chat_id, "message": message_id, "asked": int(asked)}
        async with self._begin() as connection:
            if not claim_ids:
                same = and_(*(group_answers.c[name] == value for name, value in answer.items()))
                return not await connection.scalar(select(exists().where(same)))
            insert = self._database.insert(group_answers).values(
                **answer, claims=" ".join(claim_ids), at=self._clock(), taken_back=0
            )
            noted = await connection.execute(insert.on_conflict_do_nothing())
            return bool(noted.rowcount)

    @to_the_end
    async def said(self, chat_id: int, since: float) -> list[Said]:
        """Return what was said from that time on."""
        answers = (
            select(group_answers)
            .where(group_answers.c.chat == chat_id, group_answers.c.at >= since)
            .order_by(group_answers.c.at, group_answers.c.message)
        )
        async with self._begin() as connection:
            rows = (await connection.execute(answers)).all()
        return [
            Said(claim_id, row.at, bool(row.asked))
            for row in rows
            for claim_id in row.claims.split()
        ]

    @to_the_end
    async def answered_with(self, chat_id: int, message_id: int) -> tuple[str, ...]:
        """Return the claims that were noted for a message."""
        its = _its(chat_id, message_id)
        noted = select(group_answers.c.claims).where(its).order_by(group_answers.c.asked)
        async with self._begin() as connection:
            rows = (await connection.execute(noted)).scalars().all()
        return tuple(dict.fromkeys(claim_id for row in rows for claim_id in row.split()))

    @to_the_end
    async def take_back(self, chat_id: int, message_id: int) -> None:
        """Note that an admin deleted what the message was answered with."""
        its = _its(chat_id, message_id)
        async with self._begin() as connection:
            await connection.execute(update(group_answers).where(its).values(taken_back=1))

    def _begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return reaching(self._database)


def _its(chat_id: int, message_id: int) -> ColumnElement[bool]:
    return and_(group_answers.c.chat == chat_id, group_answers.c.message == message_id)
