"""Pushes in the database; bot/pushes.py says what each method promises."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.queue import State
from bot.pushes import LEASE_S, Push, PushKind
from bot.storage.database import Database
from bot.storage.follows import following
from bot.storage.names import Names
from bot.storage.questions import OPEN, answered
from bot.storage.readers import reaching
from bot.storage.tables import (
    cluster_questions,
    clusters,
    digests,
    followers,
    group_digests,
    pushes,
    questions,
)
from bot.storage.tables import waiting as waiters
from bot.storage.whole import to_the_end

WAITING, SENDING, DONE = "waiting", "sending", "done"
_SECOND_S = 1.0
_PAGE = 200
"""Readers who are turned away in one transaction."""
_FORGOTTEN = {"state": DONE, "user_id": None, "chat": None}
"""The key stays, so that nothing is made twice."""


class DatabasePushes:
    """What is to be sent, shared by all processes that share the database."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock

    @to_the_end
    async def awaited(self) -> list[int]:
        """Return the open questions that somebody waits for, without what was found to be spam."""
        spam = (
            select(cluster_questions.c.question)
            .join(clusters, clusters.c.number == cluster_questions.c.cluster)
            .where(clusters.c.state == State.SPAM)
        )
        numbers = (
            select(questions.c.number)
            .where(
                questions.c.state == OPEN,
                questions.c.number.in_(select(waiters.c.question)),
                questions.c.number.not_in(spam),
            )
            .order_by(questions.c.number)
        )
        async with reaching(self._database) as connection:
            return list((await connection.execute(numbers)).scalars())

    @to_the_end
    async def answer(self, question: int, claim_id: str) -> int:
        """Note that a claim answers a question; make a push for each who waits."""
        now = self._clock()
        about = f"{question}:{claim_id}"
        its_text = select(questions.c.text_key).where(questions.c.number == question)
        async with reaching(self._database) as connection:
            waiting = await answered(connection, question, claim_id, now)
            if not waiting:
                return 0
            its: dict[str, Any] = {"claim": claim_id, "text_key": await connection.scalar(its_text)}
            readers = [reader(self._names, one.user_id, one.language) for one in waiting]
            rows = [new_push(PushKind.ANSWER, about, to, now, **its) for to in readers]
            insert = self._database.insert(pushes).values(rows).on_conflict_do_nothing()
            new = await connection.execute(insert.returning(pushes.c.number))
            await connection.execute(delete(waiters).where(waiters.c.question == question))
            return len(new.all())

    @to_the_end
    async def turn_away(self, after_s: float) -> int:
        """Make a push for each who waits for what is out of scope."""
        now = self._clock()
        aside = (
            select(waiters, questions.c.text_key)
            .join(questions, questions.c.number == waiters.c.question)
            .join(cluster_questions, cluster_questions.c.question == questions.c.number)
            .join(clusters, clusters.c.number == cluster_questions.c.cluster)
            .where(
                clusters.c.state == State.OUT_OF_SCOPE,
                clusters.c.decided_at <= now - after_s,
                questions.c.state == OPEN,
            )
            .order_by(waiters.c.question, waiters.c.user_id)
            .limit(_PAGE)
        )
        async with reaching(self._database) as connection:
            found = (await connection.execute(aside)).all()
            if not found:
                return 0
            rows = [
                new_push(
                    PushKind.OUT_OF_SCOPE,
                    str(one.question),
                    reader(self._names, one.user_id, one.language),
                    now,
                    text_key=one.text_key,
                )
                for one in found
            ]
            insert = self._database.insert(pushes).values(rows).on_conflict_do_nothing()
            new = await connection.execute(insert.returning(pushes.c.number))
            those = tuple_(waiters.c.question, waiters.c.user_id)
            gone = those.in_([(one.question, one.user_id) for one in found])
            await connection.execute(delete(waiters).where(gone))
            return len(new.all())

    @to_the_end
    async def take_over(self) -> None:
        """Give back what a process before us had taken; for one that has the database alone."""
        async with reaching(self._database) as connection:
            mine = pushes.c.state == SENDING
            await connection.execute(
                update(pushes).where(mine).values(state=WAITING, not_before=self._clock())
            )

    @to_the_end
    async def take(self, most: int) -> list[Push]:
        """Take what is to be sent now."""
        now = self._clock()
        taken_just_now = and_(
            pushes.c.state.in_((SENDING, DONE)), pushes.c.not_before > now + LEASE_S - _SECOND_S
        )
        async with reaching(self._database) as connection:
            count = select(func.count()).select_from(pushes).where(taken_just_now)
            room = most - int(await connection.scalar(count) or 0)
            if room <= 0:
                return []
            ready = (
                select(pushes)
                .where(pushes.c.state.in_((WAITING, SENDING)), pushes.c.not_before <= now)
                .order_by(pushes.c.not_before, pushes.c.number)
                .limit(room)
                .with_for_update(skip_locked=True)
            )
            rows = (await connection.execute(ready)).all()
            if not rows:
                return []
            wanted = await self._still_wanted(connection, rows)
            await connection.execute(
                update(pushes)
                .where(pushes.c.number.in_([row.number for row in wanted]))
                .values(state=SENDING, tries=pushes.c.tries + 1, not_before=now + LEASE_S)
            )
            texts = await _texts(connection, wanted)
        return [_push(row, texts.get((row.who, row.text_key), "")) for row in wanted]

    async def _still_wanted(
        self, connection: AsyncConnection, rows: Sequence[Row[Any]]
    ) -> list[Row[Any]]:
        """Return what nobody has stopped; drop the rest."""
        stopped = (
            select(pushes.c.number)
            .where(pushes.c.number.in_([row.number for row in rows]))
            .where(
                or_(
                    and_(pushes.c.kind == PushKind.CORRECTION, ~exists().where(_FOLLOWS)),
                    and_(pushes.c.kind == PushKind.DIGEST, ~exists().where(_GETS_DIGESTS)),
                    and_(pushes.c.kind == PushKind.GROUP_DIGEST, ~exists().where(_OF_GROUP)),
                )
            )
        )
        numbers = set((await connection.execute(stopped)).scalars())
        if numbers:
            await connection.execute(
                update(pushes).where(pushes.c.number.in_(numbers)).values(_FORGOTTEN)
            )
        return [row for row in rows if row.number not in numbers]

    @to_the_end
    async def done(self, push: Push, told: str = "") -> None:
        """Forget to whom a push went."""
        async with reaching(self._database) as connection:
            # Whoever holds it meanwhile: it has been sent.
            same = and_(pushes.c.number == push.number, pushes.c.user_id == push.user_id)
            settled = await connection.execute(update(pushes).where(same).values(_FORGOTTEN))
            if told and settled.rowcount:  # not who has been forgotten while it was on its way
                known = {"rating": told, "language": push.language, "at": self._clock()}
                await connection.execute(
                    following(self._database, push.user_id, push.claim_id, known)
                )

    @to_the_end
    async def later(self, some: Sequence[Push], after_s: float) -> None:
        """Give pushes back."""
        values = {"state": WAITING, "not_before": self._clock() + after_s}
        async with reaching(self._database) as connection:
            for push in sorted(some, key=lambda one: one.number):
                ours = and_(
                    pushes.c.number == push.number,
                    pushes.c.state == SENDING,
                    pushes.c.tries == push.tries,
                )
                await connection.execute(update(pushes).where(ours).values(values))

    @to_the_end
    async def waiting(self) -> int:
        """Count what is not sent yet."""
        left = select(func.count()).where(pushes.c.state.in_((WAITING, SENDING)))
        async with reaching(self._database) as connection:
            return int(await connection.scalar(left) or 0)


_FOLLOWS = and_(followers.c.claim == pushes.c.claim, followers.c.user_id == pushes.c.user_id)
_GETS_DIGESTS = digests.c.user_id == pushes.c.user_id
_OF_GROUP = and_(group_digests.c.chat == pushes.c.chat, group_digests.c.user_id == pushes.c.user_id)


def new_push(
    kind: PushKind,
    about: str,
    to: Mapping[str, object],
    made_at: float,
    *,
    claim: str | None = None,
    text_key: str | None = None,
    was: str | None = None,
    now: str | None = None,
    chat: int | None = None,
) -> dict[str, object]:
    """Return the row of a push that is to be sent at once.

    *about* tells it from all others to the same reader; *to* is what `reader` returns.
    """
    return {
        "key": f"{kind}:{about}:{to['who']}",
        "kind": kind,
        **to,
        "claim": claim,
        "text_key": text_key,
        "was": was,
        "now": now,
        "chat": chat,
        "state": WAITING,
        "tries": 0,
        "not_before": made_at,
        "made_at": made_at,
    }


def reader(names: Names, user_id: int, language: str) -> dict[str, object]:
    """Return the columns that say to whom a push goes."""
    return {"who": names.of(user_id), "user_id": user_id, "language": language}


async def _texts(
    connection: AsyncConnection, rows: Sequence[Row[Any]]
) -> dict[tuple[str, str], str]:
    """Return what the readers of answers had asked, by reader and key, where it is still there."""
    kinds = {PushKind.ANSWER, PushKind.TAKEN_BACK, PushKind.OUT_OF_SCOPE}
    asked = [(row.who, row.text_key) for row in rows if row.kind in kinds]
    if not asked:
        return {}
    same = tuple_(questions.c.who, questions.c.text_key).in_(asked)
    found = select(questions.c.who, questions.c.text_key, questions.c.text).where(same)
    return {(row.who, row.text_key): row.text for row in await connection.execute(found)}


def _push(row: Row[Any], text: str) -> Push:
    return Push(
        number=row.number,
        kind=PushKind(row.kind),
        user_id=row.user_id,
        language=row.language,
        made_at=row.made_at,
        tries=row.tries + 1,
        claim_id=row.claim or "",
        text_key=row.text_key or "",
        text=text,
        was=row.was or "",
        now=row.now or "",
        group_id=row.chat or 0,
    )
