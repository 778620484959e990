"""Revisions of claims in the database; bot/moderation/revisions.py says what each method promises.

They are kept for good: readers may ask in years what a verdict was, and why it changed. Who made
them is forgotten as in the audit log.
"""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.edit import values_of
from bot.moderation.revisions import (
    Change,
    Git,
    GitOutcome,
    Kind,
    Revision,
    State,
    card_of,
)
from bot.moderation.roles import MOST_NAME, Moderator
from bot.storage.audit import Act, Audit, Entry, who_of
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.readers import reaching
from bot.storage.tables import revisions
from bot.storage.taking_back import take_back
from bot.storage.whole import to_the_end

_ACTS = {
    Kind.PUBLISH: Act.PUBLISH,
    Kind.WITHDRAW: Act.WITHDRAW,
    Kind.RESTORE: Act.RESTORE,
    Kind.UNDO: Act.UNDO,
}


class DatabaseRevisions:
    """Revisions in a table."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock
        self._audit = Audit()

    @to_the_end
    async def begin(self, change: Change) -> Revision:
        """Write down what is going to happen."""
        values: dict[str, Any] = {
            "claim": change.claim_id,
            "kind": change.kind,
            "state": State.PUBLISHING,
            "before": change.before,
            "after": change.after,
            "who": who_of(change.by, self._names),
            "name": change.by.name[:MOST_NAME],
            "reason": change.reason,
            "at": self._clock(),
            "commit_id": "",
            "git": Git.NOTHING,
            "note": "",
        }
        async with self._begin() as connection:
            new = insert(revisions).values(values).returning(revisions)
            return _revision((await connection.execute(new)).one())

    @to_the_end
    async def finish(self, revision: Revision, outcome: GitOutcome) -> Revision:
        """Note that it has happened, here and in the audit log."""
        done = replace(
            revision,
            state=State.DONE,
            commit=outcome.commit,
            git=outcome.left,
            note=outcome.note,
        )
        async with self._begin() as connection:
            changed = await connection.execute(
                update(revisions)
                .where(
                    revisions.c.number == revision.number,
                    revisions.c.state == State.PUBLISHING,
                )
                .values(state=State.DONE, **_git(outcome))
            )
            if changed.rowcount:
                await self._audit.add(connection, _entry(revision))
                card = card_of(revision.reason)
                if card is not None and revision.kind is Kind.UNDO:
                    await take_back(
                        connection,
                        self._database,
                        self._names,
                        card,
                        revision.claim_id,
                        self._clock(),
                    )
        return done

    @to_the_end
    async def drop(self, number: int) -> None:
        """Note that it has not happened."""
        async with self._begin() as connection:
            await connection.execute(
                update(revisions)
                .where(revisions.c.number == number, revisions.c.state == State.PUBLISHING)
                .values(state=State.DROPPED)
            )

    @to_the_end
    async def unfinished(self) -> list[Revision]:
        """Return what was begun and neither finished nor dropped."""
        begun = select(revisions).where(revisions.c.state == State.PUBLISHING)
        async with self._begin() as connection:
            rows = await connection.execute(begun.order_by(revisions.c.number))
            return [_revision(row) for row in rows]

    @to_the_end
    async def get(self, number: int) -> Revision | None:
        """Return a revision that was done."""
        wanted = select(revisions).where(
            revisions.c.number == number, revisions.c.state == State.DONE
        )
        async with self._begin() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return _revision(row) if row else None

    @to_the_end
    async def of_claim(self, claim_id: str, most: int) -> list[Revision]:
        """Return what was done to a claim, newest first."""
        wanted = select(revisions).where(
            revisions.c.claim == claim_id, revisions.c.state == State.DONE
        )
        async with self._begin() as connection:
            rows = await connection.execute(wanted.order_by(revisions.c.number.desc()).limit(most))
            return [_revision(row) for row in rows]

    @to_the_end
    async def last_by(self, by: Moderator) -> Revision | None:
        """Return the last thing that a moderator did."""
        wanted = select(revisions).where(
            revisions.c.who == who_of(by, self._names), revisions.c.state == State.DONE
        )
        async with self._begin() as connection:
            rows = await connection.execute(wanted.order_by(revisions.c.number.desc()).limit(1))
            row = rows.one_or_none()
        return _revision(row) if row else None

    @to_the_end
    async def owed(self) -> list[Revision]:
        """Return those with something left to do in git."""
        wanted = select(revisions).where(
            revisions.c.git != Git.NOTHING, revisions.c.state == State.DONE
        )
        async with self._begin() as connection:
            rows = await connection.execute(wanted.order_by(revisions.c.number))
            return [_revision(row) for row in rows]

    @to_the_end
    async def note_git(self, number: int, outcome: GitOutcome) -> None:
        """Note what git has made of a revision since."""
        async with self._begin() as connection:
            await connection.execute(
                update(revisions).where(revisions.c.number == number).values(**_git(outcome))
            )

    def _begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return reaching(self._database)


def _git(outcome: GitOutcome) -> dict[str, str]:
    return {"commit_id": outcome.commit, "git": outcome.left, "note": outcome.note}


def _entry(revision: Revision) -> Entry:
    return Entry(
        revision.at,
        revision.who,
        _ACTS[revision.kind],
        revision.claim_id,
        revision.name,
        _standing(revision.before),
        "; ".join(filter(None, (_standing(revision.after), revision.reason))),
    )


def _standing(text: str | None) -> str:
    """Return how a claim stands by its file, in a few words; all of it is in the revisions."""
    if text is None:
        return "no file"
    try:
        values = values_of(text)
    except ValueError:
        return "a file that cannot be read"
    return " ".join(
        f"{key} {value}" if key == "revision" else str(value)
        for key in ("status", "rating", "revision")
        if (value := values.get(key))
    )


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        row.number,
        row.claim,
        Kind(row.kind),
        State(row.state),
        row.before,
        row.after,
        row.who,
        row.name,
        row.reason,
        row.at,
        row.commit_id,
        Git(row.git),
        row.note,
    )
