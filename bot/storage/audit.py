"""The audit log: who did what to whom, by codes; rows are added, and go when they are old."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.roles import LOG_DAYS, Moderator
from bot.storage.names import Names
from bot.storage.tables import audit

_DAY_S = 86_400.0
COMMAND_LINE = "command line"
THEMSELVES = "themselves"
"""Stands for people who act on their own data: the log must not keep what they delete."""
ANONYMOUS = "an admin"
"""Of a group, whom Telegram does not name."""
FORGOTTEN = ""


class Act(StrEnum):
    """What is written down."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    DELETE = "delete"
    GROUP = "group"
    """What admins chose for their group; the subject is its id, and what they chose."""
    GRANT = "grant"
    """A role at the desk was given."""
    REVOKE = "revoke"
    """It was taken, or given back."""
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    UNDO = "undo"
    """What became of a claim, which is the subject."""
    QUEUE = "queue"
    """What became of messages in the queue; the subject is the number of their cluster."""
    DRAFT = "draft"
    """What became of a draft; the subject is its claim."""


OF_THE_DESK = frozenset(
    {Act.GRANT, Act.REVOKE, Act.PUBLISH, Act.WITHDRAW, Act.RESTORE, Act.UNDO, Act.QUEUE, Act.DRAFT}
)
"""What moderators do: kept for LOG_DAYS, with their names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log; *who* and *subject* are names from People.name, or one of the above.

    The subject of Act.GROUP is another one.
    """

    at: float
    who: str
    act: Act
    subject: str
    name: str = ""
    """Of the moderator who did it."""
    before: str = ""
    """What changed, as it was; never what a reader wrote."""
    after: str = ""


class Audit:
    """Writes within the transaction of what it writes down: both hold, or neither."""

    async def add(self, connection: AsyncConnection, entry: Entry) -> None:
        """Write *entry* down."""
        row = {"at": entry.at, "who": entry.who, "action": entry.act, "subject": entry.subject}
        if entry.act in OF_THE_DESK:
            row |= {"name": entry.name, "before": entry.before, "after": entry.after}
        await connection.execute(insert(audit).values(row))

    async def entries(self, connection: AsyncConnection) -> list[Entry]:
        """Return the log, oldest first."""
        rows = await connection.execute(select(audit).order_by(audit.c.number))
        return [
            Entry(
                row.at,
                row.who,
                Act(row.action),
                row.subject,
                row.name or "",
                row.before or "",
                row.after or "",
            )
            for row in rows
        ]

    async def count(self, connection: AsyncConnection, name: str) -> int:
        """Return how many rows name a person."""
        naming = or_(audit.c.who == name, audit.c.subject == name)
        return int(await connection.scalar(select(func.count()).where(naming)) or 0)

    async def forget(self, connection: AsyncConnection, name: str) -> None:
        """Keep the rows, and take a person's name out of them."""
        named = and_(audit.c.who == name, audit.c.name.is_not(None))
        await connection.execute(update(audit).where(named).values(name=FORGOTTEN))
        for column in (audit.c.who, audit.c.subject):
            await connection.execute(
                update(audit).where(column == name).values({column: FORGOTTEN})
            )

    async def purge(self, connection: AsyncConnection, now: float, retention_days: int) -> int:
        """Drop what is too old; return how many rows that were."""
        desk_days = max(LOG_DAYS, retention_days)
        of_desk = audit.c.action.in_(sorted(OF_THE_DESK))
        old = or_(
            and_(~of_desk, audit.c.at < now - retention_days * _DAY_S),
            audit.c.at < now - desk_days * _DAY_S,
        )
        return (await connection.execute(delete(audit).where(old))).rowcount


def who_of(moderator: Moderator, names: Names) -> str:
    """Return what the log calls a moderator."""
    return COMMAND_LINE if moderator.user_id is None else names.of(moderator.user_id)
