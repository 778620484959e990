"""What is kept about people: as little as it takes, under a keyed hash in place of their id."""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.roles import Role
from bot.people import Block, Kept
from bot.storage.audit import COMMAND_LINE, THEMSELVES, Act, Audit, Entry
from bot.storage.belongings import count, forget, purge
from bot.storage.clusters import release
from bot.storage.database import Database
from bot.storage.drafts import forget as forget_drafts
from bot.storage.drafts import purge as purge_drafts
from bot.storage.group_life import purge as purge_groups
from bot.storage.inbox import FORGOTTEN, HANDLED, SET_ASIDE, WAITING
from bot.storage.names import Names
from bot.storage.readers import reaching
from bot.storage.tables import blocks, chats, people, staff, updates
from bot.storage.whole import to_the_end

_DAY_S = 86_400.0
_REMEMBERED = 10_000


class DatabasePeople:
    """What the database knows about people; bot/people.py says what most methods promise."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock
        self._audit = Audit()
        self._blocks: dict[str, Block] = {}
        self._seen: OrderedDict[str, float] = OrderedDict()
        """The day that is noted already, by name."""

    def name(self, user_id: int) -> str:
        """Return what stands for a user, see Names."""
        return self._names.of(user_id)

    # People.

    @to_the_end
    async def seen(self, user_id: int) -> None:
        """Note that somebody wrote."""
        name, day = self.name(user_id), self._clock() // _DAY_S * _DAY_S
        if self._seen.get(name) == day:
            return
        insert = self._database.insert(people).values(who=name, seen_at=day)
        async with self._begin() as connection:
            await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[people.c.who],
                    set_={"seen_at": insert.excluded.seen_at},
                    where=people.c.seen_at < insert.excluded.seen_at,
                )
            )
        self._seen[name] = day
        self._seen.move_to_end(name)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    @to_the_end
    async def language_of(self, user_id: int) -> str | None:
        """Return the language that a user chose."""
        async with self._begin() as connection:
            chosen = await connection.scalar(
                select(people.c.language).where(people.c.who == self.name(user_id))
            )
        return str(chosen) if chosen else None

    @to_the_end
    async def choose_language(self, user_id: int, language: str) -> None:
        """Remember the language that a user chose."""
        day = self._clock() // _DAY_S * _DAY_S
        insert = self._database.insert(people).values(
            who=self.name(user_id), language=language, seen_at=day
        )
        async with self._begin() as connection:
            await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[people.c.who], set_={"language": insert.excluded.language}
                )
            )

    @to_the_end
    async def show(self, user_id: int) -> Kept:
        """Return all that is kept about a user."""
        async with self._begin() as connection:
            return await self._kept(connection, user_id, _texts_of(user_id))

    @to_the_end
    async def delete(self, user_id: int, before: int) -> Kept:
        """Forget a user; return what was kept until now."""
        name = self.name(user_id)
        texts = and_(
            _texts_of(user_id),
            or_(updates.c.state == SET_ASIDE, updates.c.update_id < before),
        )
        async with self._begin() as connection:
            kept = await self._kept(connection, user_id, texts)
            await connection.execute(delete(people).where(people.c.who == name))
            await connection.execute(delete(chats).where(chats.c.chat == user_id))
            await connection.execute(
                update(updates).where(texts).values(state=HANDLED, why=None, **FORGOTTEN)
            )
            had = await connection.scalar(select(staff.c.role).where(staff.c.user_id == user_id))
            await forget(connection, user_id, name)
            await release(connection, user_id)
            await forget_drafts(connection, user_id)
            await self._audit.forget(connection, name)
            if had:
                entry = self._entry(THEMSELVES, Act.REVOKE, "")
                await self._audit.add(connection, replace(entry, before=had, after=Role.NOBODY))
            if kept != Kept(block=kept.block):
                await self._audit.add(connection, self._entry(THEMSELVES, Act.DELETE, ""))
        self._seen.pop(name, None)
        return kept

    # Blocks.

    def block_of(self, user_id: int) -> Block | None:
        """Return the block of a user, as of the last `refresh`."""
        if not self._blocks:
            return None
        block = self._blocks.get(self.name(user_id))
        return block if block and block.until > self._clock() else None

    async def refresh(self) -> None:
        """Hear of blocks that were set or lifted, by another process as a rule."""
        before = self._blocks
        found = dict(await self.blocks())
        # Whoever was told meanwhile is not told again.
        self._blocks = {
            name: before[name] if _is_told(before.get(name), block) else block
            for name, block in found.items()
        }

    @to_the_end
    async def told(self, user_id: int, block: Block) -> None:
        """Note that a user knows of *block*."""
        name = self.name(user_id)
        known = Block(block.until, block.reason, told=True)
        if self._blocks.get(name) == block:
            self._blocks[name] = known
        async with self._begin() as connection:
            await connection.execute(
                update(blocks)
                .where(blocks.c.who == name, blocks.c.until == block.until)
                .values(told=1)
            )

    @to_the_end
    async def blocks(self) -> list[tuple[str, Block]]:
        """Return the blocks that hold, by name, the first to end first."""
        async with self._begin() as connection:
            rows = await connection.execute(
                select(blocks)
                .where(blocks.c.until > self._clock())
                .order_by(blocks.c.until, blocks.c.who)
            )
            return [(row.who, _block(row)) for row in rows]

    @to_the_end
    async def block(self, user_id: int, days: int, reason: str) -> Block:
        """Do not answer a user for *days*; a later block takes the place of an earlier one."""
        name = self.name(user_id)
        block = Block(self._clock() + days * _DAY_S, reason)
        values = {"until": block.until, "reason": reason, "told": 0}
        insert = self._database.insert(blocks).values(who=name, **values)
        async with self._begin() as connection:
            await connection.execute(
                insert.on_conflict_do_update(index_elements=[blocks.c.who], set_=values)
            )
            await self._audit.add(connection, self._entry(COMMAND_LINE, Act.BLOCK, name))
        return block

    @to_the_end
    async def unblock(self, name: str) -> bool:
        """Answer somebody again, by name; return whether they were blocked."""
        async with self._begin() as connection:
            mine = and_(blocks.c.who == name, blocks.c.until > self._clock())
            lifted = bool((await connection.execute(delete(blocks).where(mine))).rowcount)
            if lifted:
                await self._audit.add(connection, self._entry(COMMAND_LINE, Act.UNBLOCK, name))
        return lifted

    # All.

    @to_the_end
    async def log(self) -> list[Entry]:
        """Return the audit log, oldest first."""
        async with self._begin() as connection:
            return await self._audit.entries(connection)

    @to_the_end
    async def purge(self, retention_days: int) -> int:
        """Forget what is older, and blocks that have ended; return how many rows that were."""
        now = self._clock()
        before = now - retention_days * _DAY_S
        is_person = chats.c.chat > 0
        async with self._begin() as connection:
            rows = await self._audit.purge(connection, now, retention_days)
            rows += await purge(connection, now, retention_days)
            rows += await purge_groups(connection, now, retention_days)
            rows += await purge_drafts(connection, now)
            for table, old in (
                (people, people.c.seen_at < before),
                (chats, and_(is_person, chats.c.changed_at < before)),
                (blocks, blocks.c.until <= now),
            ):
                rows += (await connection.execute(delete(table).where(old))).rowcount
        return rows

    async def _kept(
        self, connection: AsyncConnection, user_id: int, texts: ColumnElement[bool]
    ) -> Kept:
        name = self.name(user_id)
        mine = and_(blocks.c.who == name, blocks.c.until > self._clock())
        block = (await connection.execute(select(blocks).where(mine))).one_or_none()
        found = await connection.execute(select(people).where(people.c.who == name))
        person = found.one_or_none()
        return Kept(
            seen_on=datetime.fromtimestamp(person.seen_at, UTC).date() if person else None,
            language=person.language if person else None,
            messages=int(await connection.scalar(select(func.count()).where(texts)) or 0),
            notes=await self._audit.count(connection, name),
            things=await count(connection, user_id, name),
            block=_block(block) if block else None,
        )

    def _entry(self, who: str, act: Act, subject: str) -> Entry:
        return Entry(self._clock(), who, act, subject)

    def _begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return reaching(self._database)


def _block(row: Row[tuple[object, ...]]) -> Block:
    return Block(row.until, row.reason, bool(row.told))


def _is_told(before: Block | None, found: Block) -> bool:
    return before is not None and before.told and before.until == found.until


def _texts_of(user_id: int) -> ColumnElement[bool]:
    """Updates with texts of a user, or that name them, which nobody is handling this moment."""
    # The private chat of a user has the user's id.
    waiting = and_(updates.c.state == WAITING, updates.c.chat == user_id)
    # JSON as bot/intake/keeper.py writes it; in a text, the quotation marks would be escaped.
    named = or_(*(updates.c.body.contains(f'"id": {user_id}{end}') for end in ",}"))
    aside = and_(updates.c.state == SET_ASIDE, or_(updates.c.chat == user_id, named))
    return and_(updates.c.running == 0, or_(waiting, aside))
