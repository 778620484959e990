"""Questions in the database; bot/questions.py says what each method promises."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.opinions import MISFIT_FOR_ALL
from bot.questions import QUESTIONS_A_DAY, Inquiry, Question, Standing
from bot.storage.counted import count_waits
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.readers import reaching
from bot.storage.tables import misfits, questions, waiting
from bot.storage.whole import to_the_end

OPEN, ANSWERED = "open", "answered"
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who wants to be told when there is an answer."""

    user_id: int
    language: str


class DatabaseQuestions:
    """Questions, each under the name of who asked it."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock

    @to_the_end
    async def ask(self, user_id: int, inquiry: Inquiry) -> int | None:
        """Keep a question."""
        who, now = self._names.of(user_id), self._clock()
        insert = self._database.insert(questions).values(
            text_key=inquiry.text_key,
            who=who,
            text=inquiry.text,
            language=inquiry.language,
            origin=inquiry.origin or None,
            not_claim=inquiry.not_claim or None,
            state=OPEN,
            claim=None,
            asked_at=now,
        )
        new = insert.excluded
        upsert = insert.on_conflict_do_update(
            index_elements=[questions.c.text_key, questions.c.who],
            set_={
                "text": new.text,
                "language": new.language,
                "origin": new.origin,
                "not_claim": func.coalesce(new.not_claim, questions.c.not_claim),
                "state": OPEN,
                "claim": None,
                "asked_at": new.asked_at,
            },
        ).returning(questions.c.number)
        others = and_(
            questions.c.who == who,
            questions.c.text_key != inquiry.text_key,
            questions.c.asked_at > now - _DAY_S,
        )
        async with reaching(self._database) as connection:
            asked = await connection.scalar(select(func.count()).where(others))
            if int(asked or 0) >= QUESTIONS_A_DAY:
                return None
            return int((await connection.execute(upsert)).scalar_one())

    @to_the_end
    async def reopen(self, user_id: int, text_key: str, not_claim: str) -> int | None:
        """Open a question again."""
        mine = and_(questions.c.who == self._names.of(user_id), questions.c.text_key == text_key)
        again = (
            update(questions).where(mine).values(state=OPEN, claim=None, not_claim=not_claim)
        ).returning(questions.c.number)
        async with reaching(self._database) as connection:
            number = (await connection.execute(again)).scalar_one_or_none()
        return None if number is None else int(number)

    @to_the_end
    async def wait(self, user_id: int, number: int, language: str) -> Standing | None:
        """Note that somebody wants to be told."""
        values = {"question": number, "user_id": user_id, "language": language}
        insert = self._database.insert(waiting).values(values)
        async with reaching(self._database) as connection:
            standing = await self._standing(connection, user_id, number)
            if standing == Standing():
                await connection.execute(
                    insert.on_conflict_do_update(
                        index_elements=[waiting.c.question, waiting.c.user_id],
                        set_={"language": insert.excluded.language},
                    )
                )
        return standing

    @to_the_end
    async def stop_waiting(self, user_id: int, number: int) -> Standing | None:
        """Take that back."""
        mine = and_(waiting.c.question == number, waiting.c.user_id == user_id)
        async with reaching(self._database) as connection:
            await connection.execute(delete(waiting).where(mine))
            return await self._standing(connection, user_id, number)

    @to_the_end
    async def open_questions(self, after: int, limit: int) -> list[Question]:
        """Return a page of the questions without an answer."""
        page = (
            select(questions)
            .where(questions.c.state == OPEN, questions.c.number > after)
            .order_by(questions.c.number)
            .limit(limit)
        )
        async with reaching(self._database) as connection:
            return await as_questions(connection, (await connection.execute(page)).all())

    async def _standing(
        self, connection: AsyncConnection, user_id: int, number: int
    ) -> Standing | None:
        # Locked, so that whoever answers it meanwhile finds all who wait.
        mine = and_(questions.c.number == number, questions.c.who == self._names.of(user_id))
        found = await connection.execute(select(questions.c.claim).where(mine).with_for_update())
        row = found.one_or_none()
        return Standing(row.claim) if row else None


async def answered(
    connection: AsyncConnection, number: int, claim_id: str, now: float
) -> list[Waiting]:
    """Note that a claim answers a question *now*; return who waits for it, each time the same.

    Part of the transaction of what that leads to: both hold, or neither.
    """
    is_open = and_(questions.c.number == number, questions.c.state == OPEN)
    noting = update(questions).where(is_open).values(state=ANSWERED, claim=claim_id)
    waited = await connection.execute(noting.returning(questions.c.asked_at))
    await count_waits(connection, waited.scalars(), now)
    told = and_(questions.c.number == number, questions.c.claim == claim_id)
    rows = await connection.execute(
        select(waiting.c.user_id, waiting.c.language)
        .join(questions, questions.c.number == waiting.c.question)
        .where(told)
        .order_by(waiting.c.user_id)
    )
    return [Waiting(row.user_id, row.language) for row in rows]


async def as_questions(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[Question]:
    """Return *rows* of the table as questions."""
    wrong = await _wrong(connection, {row.text_key for row in rows})
    return [_question(row, wrong) for row in rows]


_Wrong = dict[str, dict[str, set[str]]]
"""Who said it of which claim, by text."""


async def _wrong(connection: AsyncConnection, text_keys: Collection[str]) -> _Wrong:
    found: _Wrong = defaultdict(lambda: defaultdict(set))
    rows = await connection.execute(
        select(misfits).where(misfits.c.text_key.in_(sorted(text_keys)))
    )
    for row in rows:
        found[row.text_key][row.claim].add(row.who)
    return found


def _question(row: Row[Any], wrong: _Wrong) -> Question:
    inquiry = Inquiry(row.text_key, row.text, row.language, row.origin or "", row.not_claim or "")
    unfit = {
        claim
        for claim, people in wrong.get(row.text_key, {}).items()
        if row.who in people or len(people) >= MISFIT_FOR_ALL
    }
    unfit |= {inquiry.not_claim} - {""}
    return Question(row.number, inquiry, frozenset(unfit), row.asked_at)
