"""The audit log: who did what to whom, by codes; rows are added, and go when they are old."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import audit

COMMAND_LINE = "command line"
THEMSELVES = "themselves"
"""Stands for people who act on their own data: the log must not keep what they delete."""
FORGOTTEN = ""


class Act(StrEnum):
    """What is written down."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log; *who* and *subject* are names from People.name, or one of the above."""

    at: float
    who: str
    act: Act
    subject: str


class Audit:
    """Writes within the transaction of what it writes down: both hold, or neither."""

    async def add(self, connection: AsyncConnection, entry: Entry) -> None:
        """Write *entry* down."""
        row = {"at": entry.at, "who": entry.who, "action": entry.act, "subject": entry.subject}
        await connection.execute(insert(audit).values(row))

    async def entries(self, connection: AsyncConnection) -> list[Entry]:
        """Return the log, oldest first."""
        rows = await connection.execute(select(audit).order_by(audit.c.number))
        return [Entry(row.at, row.who, Act(row.action), row.subject) for row in rows]

    async def count(self, connection: AsyncConnection, name: str) -> int:
        """Return how many rows name a person."""
        naming = or_(audit.c.who == name, audit.c.subject == name)
        return int(await connection.scalar(select(func.count()).where(naming)) or 0)

    async def forget(self, connection: AsyncConnection, name: str) -> None:
        """Keep the rows, and take a person's name out of them."""
        for column in (audit.c.who, audit.c.subject):
            await connection.execute(
                update(audit).where(column == name).values({column: FORGOTTEN})
            )

    async def purge(self, connection: AsyncConnection, before: float) -> int:
        """Drop what is older; return how many rows that were."""
        return (await connection.execute(delete(audit).where(audit.c.at < before))).rowcount
