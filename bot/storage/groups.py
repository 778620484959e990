"""What groups and people wish, in the database; bot/groups.py says what each method promises."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.group_digests import next_due
from bot.groups import GroupSettings
from bot.storage.audit import ANONYMOUS, Act, Audit, Entry
from bot.storage.database import Database
from bot.storage.group_answers import GroupAnswers
from bot.storage.group_life import move
from bot.storage.group_rows import changes, settings_in, values_of
from bot.storage.names import Names
from bot.storage.tables import (
    CLOSED,
    MOVED,
    audit,
    chats,
    group_digests,
    group_mutes,
    groups,
    opt_outs,
)
from bot.storage.whole import to_the_end

_SLACK_S = 300.0
"""What clocks of processes that share the database may differ by, and a transaction may take."""
_REMEMBERED = 10_000
_LOOKED_AT = 200
"""Entries of the log that tell in which groups somebody chose."""


class DatabaseGroups(GroupAnswers):
    """What the database knows about groups."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(database, clock)
        self._names = names
        self._audit = Audit()
        self._settings: OrderedDict[int, GroupSettings] = OrderedDict()
        """Of groups that were heard of last: each message there asks for them."""
        self._out: set[str] = set()
        """Who opted out, as far as we have heard, and some who are back."""
        self._heard_at: float | None = None

    @to_the_end
    async def refresh(self) -> None:
        """Hear of settings and opt-outs that are new, from another process as a rule."""
        now = self._clock()
        since = 0.0 if self._heard_at is None else min(self._heard_at, now) - _SLACK_S
        async with self._begin() as connection:
            out = select(opt_outs.c.who).where(opt_outs.c.at >= since)
            self._out |= set((await connection.execute(out)).scalars())
            if self._settings:
                changed = select(groups).where(groups.c.changed_at >= since)
                for row in await connection.execute(changed):
                    if row.chat in self._settings:
                        self._settings[row.chat] = settings_in(row)
        self._heard_at = now

    # What a group chose.

    async def settings_of(self, chat_id: int) -> GroupSettings:
        """Return what a group chose, as of the last `refresh`."""
        if chat_id in self._settings:
            self._settings.move_to_end(chat_id)
            return self._settings[chat_id]
        return await self._read(chat_id)

    async def save(self, chat_id: int, settings: GroupSettings, *, by: int | None = None) -> None:
        """Remember what a group chose."""
        await self.change(chat_id, lambda _: settings, by=by)

    @to_the_end
    async def change(
        self,
        chat_id: int,
        change: Callable[[GroupSettings], GroupSettings],
        *,
        by: int | None = None,
    ) -> GroupSettings:
        """Remember what *change* makes of what is chosen now, whoever else chooses."""
        now = self._clock()
        mine = groups.c.chat == chat_id
        row = self._database.insert(groups).values(chat=chat_id, greeted=0, changed_at=now)
        async with self._begin() as connection:
            # There must be a row to lock.
            await connection.execute(row.on_conflict_do_nothing())
            locked = await connection.execute(select(groups).where(mine).with_for_update())
            before = settings_in(locked.one())
            after = change(before)
            await connection.execute(
                update(groups).where(mine).values(**values_of(after), changed_at=now)
            )
            for what in changes(before, after):
                await self._note(connection, by, chat_id, what)
        self._remember(chat_id, after)
        return after

    @to_the_end
    async def greet(self, chat_id: int) -> bool:
        """Tell whether the group was never greeted; from now on it was."""
        insert = self._database.insert(groups).values(
            chat=chat_id, greeted=1, changed_at=self._clock()
        )
        async with self._begin() as connection:
            greeted = await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[groups.c.chat], set_={"greeted": 1}, where=groups.c.greeted == 0
                )
            )
            return bool(greeted.rowcount)

    @to_the_end
    async def known(self, user_id: int, most: int) -> list[int]:
        """Return groups that we are in: those where this person chose, then the latest."""
        chosen = (
            select(audit.c.subject)
            .where(audit.c.who == self._names.of(user_id), audit.c.action == Act.GROUP)
            .order_by(audit.c.number.desc())
            .limit(_LOOKED_AT)
        )
        told = select(group_digests.c.chat).where(group_digests.c.user_id == user_id)
        closed = and_(chats.c.chat == groups.c.chat, chats.c.state.in_((CLOSED, MOVED)))
        open_ones = select(groups.c.chat).where(~exists().where(closed))
        async with self._begin() as connection:
            subjects = (await connection.execute(chosen)).scalars()
            own = {int(subject.partition(":")[0]) for subject in subjects}
            own |= set((await connection.execute(told)).scalars())
            latest = open_ones.order_by(groups.c.changed_at.desc(), groups.c.chat)
            first = (await connection.execute(latest.where(groups.c.chat.in_(own)))).scalars().all()
            rest = (await connection.execute(latest.limit(most))).scalars().all()
        return list(dict.fromkeys([*first, *rest]))[:most]

    @to_the_end
    async def move(self, chat_id: int, new_id: int) -> None:
        """Take everything to the supergroup that a group became."""
        async with self._begin() as connection:
            await move(self._database, connection, chat_id, new_id, self._clock())
        for chat in (chat_id, new_id):
            self._settings.pop(chat, None)

    # What it does not want to hear of.

    @to_the_end
    async def mute(self, chat_id: int, claim_id: str, *, by: int | None = None) -> None:
        """Speak of a claim there no more unasked."""
        insert = self._database.insert(group_mutes).values(
            chat=chat_id, claim=claim_id, at=self._clock()
        )
        async with self._begin() as connection:
            muted = await connection.execute(insert.on_conflict_do_nothing())
            if muted.rowcount:
                await self._note(connection, by, chat_id, f"mute {claim_id}")

    @to_the_end
    async def unmute(self, chat_id: int, claim_id: str, *, by: int | None = None) -> bool:
        """Speak of a claim again."""
        its = and_(group_mutes.c.chat == chat_id, group_mutes.c.claim == claim_id)
        return bool(await self._unmute(chat_id, its, f"unmute {claim_id}", by))

    @to_the_end
    async def unmute_all(self, chat_id: int, *, by: int | None = None) -> int:
        """Speak of all claims again."""
        return await self._unmute(chat_id, group_mutes.c.chat == chat_id, "unmute all", by)

    @to_the_end
    async def muted(self, chat_id: int) -> frozenset[str]:
        """Return the claims that are not spoken of."""
        claims = select(group_mutes.c.claim).where(group_mutes.c.chat == chat_id)
        async with self._begin() as connection:
            return frozenset((await connection.execute(claims)).scalars())

    # What people wish.

    @to_the_end
    async def opt_out(self, user_id: int, *, out: bool) -> None:
        """Leave what a person writes in groups alone, or no longer."""
        name = self._names.of(user_id)
        async with self._begin() as connection:
            if out:
                insert = self._database.insert(opt_outs).values(who=name, at=self._clock())
                await connection.execute(insert.on_conflict_do_nothing())
            else:
                await connection.execute(delete(opt_outs).where(opt_outs.c.who == name))
        if out:
            self._out.add(name)
        else:
            self._out.discard(name)

    async def is_opted_out(self, user_id: int) -> bool:
        """Tell whether a person is left alone, as of the last `refresh`."""
        name = self._names.of(user_id)
        if self._heard_at is not None and name not in self._out:
            return False
        return await self._is_out(name)

    @to_the_end
    async def want_digest(self, chat_id: int, user_id: int, language: str, *, wanted: bool) -> None:
        """Send a digest weekly, or no longer."""
        async with self._begin() as connection:
            if not wanted:
                await connection.execute(delete(group_digests).where(_wish(chat_id, user_id)))
                return
            insert = self._database.insert(group_digests).values(
                chat=chat_id, user_id=user_id, language=language, due_at=next_due(self._clock())
            )
            await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[group_digests.c.chat, group_digests.c.user_id],
                    set_={"language": language},
                )
            )

    @to_the_end
    async def wants_digest(self, chat_id: int, user_id: int) -> bool:
        """Tell whether a person gets it."""
        async with self._begin() as connection:
            return bool(await connection.scalar(select(exists().where(_wish(chat_id, user_id)))))

    @to_the_end
    async def _read(self, chat_id: int) -> GroupSettings:
        async with self._begin() as connection:
            found = await connection.execute(select(groups).where(groups.c.chat == chat_id))
            settings = settings_in(found.one_or_none())
        self._remember(chat_id, settings)
        return settings

    @to_the_end
    async def _is_out(self, name: str) -> bool:
        async with self._begin() as connection:
            return bool(await connection.scalar(select(exists().where(opt_outs.c.who == name))))

    async def _unmute(self, chat_id: int, its: Any, what: str, by: int | None) -> int:
        async with self._begin() as connection:
            lifted = (await connection.execute(delete(group_mutes).where(its))).rowcount
            if lifted:
                await self._note(connection, by, chat_id, what)
        return lifted

    async def _note(
        self, connection: AsyncConnection, by: int | None, chat_id: int, what: str
    ) -> None:
        who = ANONYMOUS if by is None else self._names.of(by)
        entry = Entry(self._clock(), who, Act.GROUP, f"{chat_id}: {what}")
        await self._audit.add(connection, entry)

    def _remember(self, chat_id: int, settings: GroupSettings) -> None:
        self._settings[chat_id] = settings
        self._settings.move_to_end(chat_id)
        if len(self._settings) > _REMEMBERED:
            self._settings.popitem(last=False)


def _wish(chat_id: int, user_id: int) -> Any:
    return and_(group_digests.c.chat == chat_id, group_digests.c.user_id == user_id)
