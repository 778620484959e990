"""The staff in the database; bot/moderation/roles.py says what each method promises."""

import time
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.roles import MOST_NAME, Member, Moderator, Role
from bot.storage.audit import Act, Audit, Entry, who_of
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.readers import reaching
from bot.storage.tables import staff
from bot.storage.whole import to_the_end


@dataclass(frozen=True, slots=True)
class _Change:
    act: Act
    user_id: int
    before: Role
    after: Role


class DatabaseStaff:
    """Roles in a table, and *owners* from the settings, whatever stands in the table."""

    def __init__(
        self,
        database: Database,
        names: Names,
        owners: Collection[int],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._names = names
        self._owners = frozenset(owners)
        self._clock = clock
        self._audit = Audit()

    @to_the_end
    async def role_of(self, user_id: int) -> Role:
        """Return the role that somebody has at this moment."""
        if user_id in self._owners:
            return Role.OWNER
        async with self._begin() as connection:
            found = await connection.scalar(_role(user_id))
        return _known(found)

    @to_the_end
    async def grant(self, user_id: int, role: Role, name: str, by: Moderator) -> Role:
        """Give somebody a role; return the one before."""
        if user_id in self._owners:
            return Role.OWNER
        values = {"role": role, "name": name[:MOST_NAME], "at": self._clock()}
        insert = self._database.insert(staff).values(user_id=user_id, **values)
        if not name:
            del values["name"]
        async with self._begin() as connection:
            before = _known(await connection.scalar(_role(user_id, lock=True)))
            await connection.execute(
                insert.on_conflict_do_update(index_elements=[staff.c.user_id], set_=values)
            )
            change = _Change(Act.GRANT, user_id, before, role)
            await self._note(connection, change, by)
        return before

    @to_the_end
    async def revoke(self, user_id: int, by: Moderator) -> Role:
        """Take somebody's role; return what it was."""
        if user_id in self._owners:
            return Role.OWNER
        async with self._begin() as connection:
            before = _known(await connection.scalar(_role(user_id, lock=True)))
            await connection.execute(delete(staff).where(staff.c.user_id == user_id))
            change = _Change(Act.REVOKE, user_id, before, Role.NOBODY)
            await self._note(connection, change, by)
        return before

    @to_the_end
    async def members(self) -> list[Member]:
        """Return the staff, the highest role first."""
        async with self._begin() as connection:
            rows = (await connection.execute(select(staff))).all()
        found = {row.user_id: Member(row.user_id, row.name, _known(row.role)) for row in rows}
        for owner in self._owners:
            name = found[owner].name if owner in found else ""
            found[owner] = Member(owner, name, Role.OWNER)
        return sorted(found.values(), key=lambda one: (-one.role.rank, one.name, one.user_id))

    async def _note(self, connection: AsyncConnection, change: _Change, by: Moderator) -> None:
        if change.before is change.after:
            return
        entry = Entry(
            self._clock(),
            who_of(by, self._names),
            change.act,
            self._names.of(change.user_id),
            by.name[:MOST_NAME],
            change.before,
            change.after,
        )
        await self._audit.add(connection, entry)

    def _begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return reaching(self._database)


def _role(user_id: int, *, lock: bool = False) -> Select[tuple[Any]]:
    role = select(staff.c.role).where(staff.c.user_id == user_id)
    return role.with_for_update() if lock else role


def _known(role: str | None) -> Role:
    """Return the role that stands in a row; one that no bot of today gives is none."""
    return Role(role) if role in {Role.EDITOR, Role.REVIEWER} else Role.NOBODY
