"""Drafts of claims in the database; bot/moderation/drafts.py says what each method promises."""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.drafts import KEPT_DAYS, OPEN, Draft, State
from bot.moderation.roles import MOST_NAME, Moderator
from bot.storage.audit import Act, Audit, Entry, who_of
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.readers import reaching
from bot.storage.tables import clusters, drafts
from bot.storage.whole import to_the_end

_DAY_S = 86_400.0


class DatabaseDrafts:
    """Drafts in a table."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock
        self._audit = Audit()

    @to_the_end
    async def begin(self, draft: Draft) -> Draft:
        """Keep a new draft."""
        values = _values(replace(draft, revision=1, changed_at=self._clock()))
        async with self._begin() as connection:
            there = await _of_cluster(connection, draft.cluster, alone=True)
            if there:
                return there
            new = insert(drafts).values(values).returning(drafts)
            begun = _draft((await connection.execute(new)).one())
            await self._audit.add(connection, self._begun(begun))
            return begun

    @to_the_end
    async def change(
        self, before: Draft, after: Draft, by: Moderator, *, note: str = ""
    ) -> Draft | None:
        """Put a draft in the place of another one, if nobody was faster."""
        now = self._clock()
        values = _values(replace(after, revision=before.revision + 1, changed_at=now))
        async with self._begin() as connection:
            same = (drafts.c.number == before.number, drafts.c.revision == before.revision)
            changed = update(drafts).where(*same).values(values).returning(drafts)
            row = (await connection.execute(changed)).one_or_none()
            if row is None:
                return None
            if after.state is not before.state:
                await self._audit.add(connection, self._entry(now, before, after, by, note))
        return _draft(row)

    @to_the_end
    async def get(self, number: int) -> Draft | None:
        """Return a draft by its number."""
        async with self._begin() as connection:
            wanted = select(drafts).where(drafts.c.number == number)
            row = (await connection.execute(wanted)).one_or_none()
        return _draft(row) if row else None

    @to_the_end
    async def open(self) -> list[Draft]:
        """Return the drafts of which anything can still become."""
        wanted = select(drafts).where(drafts.c.state.in_(OPEN))
        newest_first = wanted.order_by(drafts.c.changed_at.desc(), drafts.c.number.desc())
        async with self._begin() as connection:
            return [_draft(row) for row in await connection.execute(newest_first)]

    @to_the_end
    async def of_cluster(self, cluster: int) -> Draft | None:
        """Return the open draft of a cluster."""
        async with self._begin() as connection:
            return await _of_cluster(connection, cluster)

    def _begun(self, draft: Draft) -> Entry:
        who, name = who_of(draft.author, self._names), draft.author.name[:MOST_NAME]
        after = f"draft {draft.number} {draft.state}"
        return Entry(draft.changed_at, who, Act.DRAFT, draft.claim_id, name, "", after)

    def _entry(self, now: float, before: Draft, after: Draft, by: Moderator, note: str) -> Entry:
        return Entry(
            now,
            who_of(by, self._names),
            Act.DRAFT,
            after.claim_id,
            by.name[:MOST_NAME],
            f"draft {before.number} {before.state}",
            "; ".join(filter(None, (f"draft {before.number} {after.state}", note))),
        )

    def _begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return reaching(self._database)


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Take somebody's name out of drafts; what they say about claims stays."""
    for column, name in (
        (drafts.c.author, drafts.c.author_name),
        (drafts.c.writer, drafts.c.writer_name),
    ):
        mine = update(drafts).where(column == user_id)
        await connection.execute(mine.values({column: None, name: ""}))


async def purge(connection: AsyncConnection, now: float) -> int:
    """Drop drafts that came to an end long ago; return how many that were."""
    ended = or_(drafts.c.state == State.PUBLISHED, drafts.c.state == State.DROPPED)
    old = drafts.c.changed_at < now - KEPT_DAYS * _DAY_S
    return (await connection.execute(delete(drafts).where(ended, old))).rowcount


async def _of_cluster(
    connection: AsyncConnection, number: int, *, alone: bool = False
) -> Draft | None:
    """Return the open draft of a cluster; *alone* keeps others from beginning one meanwhile."""
    if not number:
        return None
    if alone:
        mine = select(clusters.c.number).where(clusters.c.number == number)
        await connection.execute(mine.with_for_update())
    wanted = select(drafts).where(drafts.c.cluster == number, drafts.c.state.in_(OPEN))
    row = (await connection.execute(wanted.order_by(drafts.c.number).limit(1))).one_or_none()
    return _draft(row) if row else None


def _values(draft: Draft) -> dict[str, Any]:
    return {
        "claim": draft.claim_id,
        "text": draft.text,
        "base": draft.base,
        "author": draft.author.user_id,
        "author_name": draft.author.name[:MOST_NAME],
        "writer": draft.writer.user_id,
        "writer_name": draft.writer.name[:MOST_NAME],
        "state": draft.state,
        "step": draft.step,
        "reason": draft.reason,
        "comment": draft.comment,
        "revision": draft.revision,
        "changed_at": draft.changed_at,
        "basis": draft.basis,
        "cluster": draft.cluster or None,
    }


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        row.number,
        row.claim,
        row.text,
        row.base,
        Moderator(row.author, row.author_name),
        Moderator(row.writer, row.writer_name),
        State(row.state),
        row.step,
        row.reason,
        row.comment,
        row.revision,
        row.changed_at,
        row.basis or row.revision,
        row.cluster or 0,
    )
