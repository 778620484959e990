"""Weekly digests in the database; bot/group_digests.py says what each method promises."""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select, update

from bot.group_digests import LATE_S, WEEK_S, Checked, Week, next_due
from bot.pushes import PushKind
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.pushes import new_push, reader
from bot.storage.readers import reaching
from bot.storage.tables import group_answers, group_digests, pushes
from bot.storage.whole import to_the_end


class DatabaseGroupDigests:
    """Which weekly digests are due, and what they tell of."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock

    @to_the_end
    async def make(self, most: int) -> int:
        """Make pushes of what is due, and say when the next are."""
        now = self._clock()
        due = (
            select(group_digests)
            .where(group_digests.c.due_at <= now)
            .order_by(group_digests.c.due_at, group_digests.c.chat, group_digests.c.user_id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        async with reaching(self._database) as connection:
            rows = (await connection.execute(due)).all()
            for row in rows:
                said = select(exists().where(_in_week(row.chat, row.due_at)))
                if now - row.due_at < LATE_S and await connection.scalar(said):
                    insert = self._database.insert(pushes).values(self._push(row))
                    await connection.execute(insert.on_conflict_do_nothing())
                mine = and_(
                    group_digests.c.chat == row.chat, group_digests.c.user_id == row.user_id
                )
                await connection.execute(
                    update(group_digests).where(mine).values(due_at=next_due(now))
                )
        return len(rows)

    @to_the_end
    async def week(self, chat_id: int, due_at: float) -> Week:
        """Return what was checked in the week before a digest is due."""
        answers = select(group_answers).where(_in_week(chat_id, due_at))
        async with reaching(self._database) as connection:
            rows = (await connection.execute(answers)).all()
        return _week([(row.claims.split(), bool(row.asked), bool(row.taken_back)) for row in rows])

    def _push(self, row: Any) -> dict[str, object]:
        to = reader(self._names, row.user_id, row.language)
        # The key is kept for weeks: it need not show who is an admin where.
        about = f"{int(row.due_at // WEEK_S)}:{self._names.of(row.chat)}"
        return new_push(PushKind.GROUP_DIGEST, about, to, row.due_at, chat=row.chat)


def _in_week(chat_id: int, due_at: float) -> ColumnElement[bool]:
    return and_(
        group_answers.c.chat == chat_id,
        group_answers.c.at > due_at - WEEK_S,
        group_answers.c.at <= due_at,
    )


def _week(answers: list[tuple[list[str], bool, bool]]) -> Week:
    """Count *answers*: to which claims, whether asked for, whether taken back."""
    counts: dict[str, list[int]] = {}
    for claim_ids, asked, _ in answers:
        for claim_id in claim_ids:
            counts.setdefault(claim_id, [0, 0])[asked] += 1
    checked = [Checked(claim_id, asked, unasked) for claim_id, (unasked, asked) in counts.items()]
    return Week(
        tuple(sorted(checked, key=lambda one: (-one.times, one.claim_id))),
        sum(was_taken_back and not asked for _, asked, was_taken_back in answers),
    )
