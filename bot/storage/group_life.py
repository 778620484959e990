"""What becomes of all that is known of a group: it moves with it, and goes when it is old."""

from typing import Any

from sqlalchemy import Column, Row, and_, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.groups import KEPT_DAYS, SAID_DAYS
from bot.storage.database import Database
from bot.storage.tables import (
    CLOSED,
    chats,
    group_answers,
    group_digests,
    group_mutes,
    groups,
    pushes,
)

_DAY_S = 86_400.0
_OF_A_GROUP = (groups, group_answers, group_mutes, group_digests)


async def move(
    database: Database, connection: AsyncConnection, chat_id: int, new_id: int, now: float
) -> None:
    """Take everything to the supergroup that a group became.

    Both chats say so, and Telegram's refusals do as well, in any order: what is there already,
    under the new number, stays.
    """
    if chat_id == new_id:
        return
    await _move_settings(database, connection, chat_id, new_id, now)
    # A supergroup counts its messages anew, from 1.
    renumbered = {group_answers.c.message: -func.abs(group_answers.c.message)}
    for table in (group_answers, group_mutes, group_digests):
        moved: dict[Column[Any], Any] = {table.c.chat: literal(new_id), **renumbered}
        rows = select(*(moved.get(column, column) for column in table.c)).where(
            table.c.chat == chat_id
        )
        insert = database.insert(table).from_select(list(table.c.keys()), rows)
        await connection.execute(insert.on_conflict_do_nothing())
        await connection.execute(delete(table).where(table.c.chat == chat_id))
    await connection.execute(update(pushes).where(pushes.c.chat == chat_id).values(chat=new_id))


async def purge(connection: AsyncConnection, now: float, retention_days: int) -> int:
    """Delete what is too old; return how many rows that were."""
    old = group_answers.c.at < now - max(retention_days, SAID_DAYS) * _DAY_S
    rows = (await connection.execute(delete(group_answers).where(old))).rowcount
    long_closed = and_(
        chats.c.chat < 0,
        chats.c.state == CLOSED,
        chats.c.changed_at < now - KEPT_DAYS * _DAY_S,
    )
    left = select(chats.c.chat).where(long_closed)
    for table in _OF_A_GROUP:
        rows += (await connection.execute(delete(table).where(table.c.chat.in_(left)))).rowcount
    # Last: it tells which groups we were taken out of.
    return rows + (await connection.execute(delete(chats).where(long_closed))).rowcount


async def _move_settings(
    database: Database, connection: AsyncConnection, chat_id: int, new_id: int, now: float
) -> None:
    found = await connection.execute(
        select(groups)
        .where(groups.c.chat.in_((chat_id, new_id)))
        .order_by(groups.c.chat)
        .with_for_update()
    )
    rows = {row.chat: row for row in found}
    if chat_id not in rows:
        return
    before, after = rows[chat_id], rows.get(new_id)
    chosen = {**_newer(before, after)._mapping}  # noqa: SLF001 - the public name of it
    chosen |= {
        "chat": new_id,
        "greeted": max(before.greeted, after.greeted if after else 0),
        "changed_at": now,  # processes that remember the settings hear of it by this
    }
    await connection.execute(
        database.insert(groups)
        .values(chosen)
        .on_conflict_do_update(index_elements=[groups.c.chat], set_=chosen)
    )
    await connection.execute(delete(groups).where(groups.c.chat == chat_id))


def _newer(before: Row[Any], after: Row[Any] | None) -> Row[Any]:
    """Return the row of which of the two chats holds what the admins chose last."""
    if after is None or after.mode is None:
        return before
    if before.mode is None:
        return after
    return max(before, after, key=lambda row: row.changed_at)
