"""What people left with us, table by table: counted, deleted with them, and gone when it is old."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.roles import LOG_DAYS
from bot.people import MISFIT_DAYS, Thing
from bot.storage.tables import (
    CLOSED,
    asked,
    chats,
    digests,
    followers,
    group_digests,
    misfits,
    opinions,
    opt_outs,
    pushes,
    questions,
    revisions,
    staff,
    waiting,
)

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Belonging:
    """One kind of thing, in the table of `owner`."""

    thing: Thing
    owner: Column[Any]
    """`who`, a name from bot/storage/names.py, or `user_id`."""
    old: Callable[[float], ColumnElement[bool]] | None
    """Tells rows that are too old from a time; None for what goes with something else, or stays
    until its owner says so."""
    days: int | None = None
    """How long they are kept, None for as long as is set."""

    def mine(self, user_id: int, name: str) -> ColumnElement[bool]:
        """Tell the rows of a user."""
        return self.owner == (name if self.owner.key == "who" else user_id)


def _since(at: Column[float]) -> Callable[[float], ColumnElement[bool]]:
    return lambda before: at < before


def _unreachable(user_id: Column[int]) -> Callable[[float], ColumnElement[bool]]:
    """Tell rows of people who have blocked us, or left Telegram, since before that time."""
    # The private chat of a user has the user's id.
    return lambda before: user_id.in_(
        select(chats.c.chat).where(chats.c.state == CLOSED, chats.c.changed_at < before)
    )


BELONGINGS = (
    Belonging(Thing.WAITING, waiting.c.user_id, None),
    Belonging(Thing.QUESTIONS, questions.c.who, _since(questions.c.asked_at)),
    Belonging(Thing.OPINIONS, opinions.c.who, _since(opinions.c.at)),
    Belonging(Thing.MISFITS, misfits.c.who, _since(misfits.c.at), MISFIT_DAYS),
    Belonging(Thing.FOLLOWING, followers.c.user_id, _unreachable(followers.c.user_id)),
    Belonging(Thing.ASKED, asked.c.who, lambda before: asked.c.day < before // _DAY_S),
    Belonging(Thing.DIGEST, digests.c.user_id, _unreachable(digests.c.user_id)),
    Belonging(Thing.GROUP_DIGESTS, group_digests.c.user_id, _unreachable(group_digests.c.user_id)),
    Belonging(Thing.OPT_OUT, opt_outs.c.who, None),
    Belonging(Thing.STAFF, staff.c.user_id, None),
    Belonging(Thing.PUSHES, pushes.c.who, _since(pushes.c.made_at)),
)


async def count(connection: AsyncConnection, user_id: int, name: str) -> dict[Thing, int]:
    """Return how many things of each kind are a user's; what there is nothing of is left out."""
    counts = {}
    for one in BELONGINGS:
        mine = select(func.count()).select_from(one.owner.table).where(one.mine(user_id, name))
        counts[one.thing] = int(await connection.scalar(mine) or 0)
    return {thing: number for thing, number in counts.items() if number}


async def forget(connection: AsyncConnection, user_id: int, name: str) -> None:
    """Delete all things of a user, and their name where it says who published what."""
    for one in BELONGINGS:
        await connection.execute(delete(one.owner.table).where(one.mine(user_id, name)))
    mine = revisions.c.who == name
    await connection.execute(update(revisions).where(mine).values(who="", name=""))


async def purge(connection: AsyncConnection, now: float, retention_days: int) -> int:
    """Delete what is too old; return how many rows that were.

    Comes before what is noted of chats is purged: it tells who cannot be reached. Who published
    what is forgotten after as long as in the audit log; what was published is not.
    """
    rows = 0
    old = revisions.c.at < now - max(LOG_DAYS, retention_days) * _DAY_S
    await connection.execute(update(revisions).where(old).values(who="", name=""))
    for one in BELONGINGS:
        if one.old is not None:
            before = now - (one.days or retention_days) * _DAY_S
            rows += (
                await connection.execute(delete(one.owner.table).where(one.old(before)))
            ).rowcount
    return rows
