"""Questions that a claim does not answer after all are open again, and who was told hears of it."""

from collections.abc import Container, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pushes import PushKind
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.pushes import WAITING, new_push, reader
from bot.storage.questions import ANSWERED, OPEN
from bot.storage.tables import cluster_questions, followers, pushes, questions, waiting

T = TypeVar("T")

_AT_ONCE = 1_000
"""Rows of a statement: both databases take some 32,000 values."""


async def take_back(  # noqa: PLR0917 - one row's worth
    connection: AsyncConnection,
    database: Database,
    names: Names,
    cluster: int,
    claim_id: str,
    now: float,
) -> int:
    """Open the questions of a cluster again that a claim was the answer to; it never is again.

    Whoever was told so follows the claim (bot/storage/pushes.py, done): they do not any more, wait
    for another answer, and are told; return how many those are. Who was not told yet waits again,
    and hears nothing.
    """
    asked = await _open_again(connection, cluster, claim_id)
    if not asked:
        return 0
    unsent = await _unsent(connection, claim_id, asked)
    followers_of = await _followers(connection, names, claim_id)
    told = {who: row for who, row in followers_of.items() if who in asked and who not in unsent}
    waits = [
        {"question": asked[who].number, "user_id": row.user_id, "language": row.language}
        for who, row in {**told, **unsent}.items()
    ]
    news = [
        new_push(
            PushKind.TAKEN_BACK,
            f"{asked[who].number}:{claim_id}",
            reader(names, row.user_id, row.language),
            now,
            claim=claim_id,
            text_key=asked[who].text_key,
        )
        for who, row in told.items()
    ]
    for table, rows in ((waiting, waits), (pushes, news)):
        for some in _in_parts(rows):
            await connection.execute(database.insert(table).values(some).on_conflict_do_nothing())
    for some_ids in _in_parts([row.user_id for row in told.values()]):
        theirs = and_(followers.c.claim == claim_id, followers.c.user_id.in_(some_ids))
        await connection.execute(delete(followers).where(theirs))
    return len(told)


def _in_parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


async def _open_again(
    connection: AsyncConnection, cluster: int, claim_id: str
) -> dict[str, Row[Any]]:
    """Return the newest question of each who asked."""
    its = select(cluster_questions.c.question).where(cluster_questions.c.cluster == cluster)
    opened = (
        update(questions)
        .where(
            questions.c.number.in_(its),
            questions.c.state == ANSWERED,
            questions.c.claim == claim_id,
        )
        .values(state=OPEN, claim=None, not_claim=claim_id)
        .returning(questions.c.number, questions.c.who, questions.c.text_key)
    )
    rows = (await connection.execute(opened)).all()
    return {row.who: row for row in sorted(rows, key=lambda row: int(row.number))}


async def _unsent(
    connection: AsyncConnection, claim_id: str, asked: Container[str]
) -> dict[str, Row[Any]]:
    """Drop the answers that have not been sent yet; return to whom they would have gone."""
    unsent = select(pushes).where(
        pushes.c.kind == PushKind.ANSWER, pushes.c.claim == claim_id, pushes.c.state == WAITING
    )
    rows = [row for row in (await connection.execute(unsent)).all() if row.who in asked]
    for some in _in_parts([row.number for row in rows]):
        await connection.execute(delete(pushes).where(pushes.c.number.in_(some)))
    return {row.who: row for row in rows}


async def _followers(
    connection: AsyncConnection, names: Names, claim_id: str
) -> dict[str, Row[Any]]:
    rows = await connection.execute(select(followers).where(followers.c.claim == claim_id))
    return {names.of(row.user_id): row for row in rows.all()}
