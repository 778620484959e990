"""What is kept about people: as little as it takes, under a keyed hash in place of their id."""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from bot.storage.database import Database
from bot.storage.inbox import SET_ASIDE, WAITING
from bot.storage.tables import audit, blocks, people, updates

_DAY_S = 86_400.0
_HASH_LETTERS = 32


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept about one person."""

    language: str | None
    consent: bool
    """They let us keep texts that no claim was found in."""
    seen_at: float | None
    messages: int
    """Of their private chat, not handled yet or set aside because they could not be."""
    blocked_until: float | None


@dataclass(frozen=True, slots=True)
class Block:
    """Why somebody is not answered, and how long."""

    until: float
    reason: str
    told: bool
    """They know."""


class People:
    """What the database knows about people."""

    def __init__(
        self, database: Database, secret: str, clock: Callable[[], float] = time.time
    ) -> None:
        """Take the bot's token: who has the database alone cannot find a person in it."""
        self._database = database
        self._key = hashlib.sha256(f"people:{secret}".encode()).digest()
        self._clock = clock

    def name(self, user_id: int) -> str:
        """Return what stands for a user in every table (HMAC-SHA-256, 32 hexadecimal digits)."""
        digest = hmac.new(self._key, str(user_id).encode(), hashlib.sha256)
        return digest.hexdigest()[:_HASH_LETTERS]

    async def seen(self, user_id: int) -> None:
        """Note that somebody wrote; to the day, for retention."""
        day = self._clock() // _DAY_S * _DAY_S
        insert = self._database.insert(people).values(
            who=self.name(user_id), consent=0, seen_at=day
        )
        async with self._database.begin() as connection:
            await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[people.c.who],
                    set_={"seen_at": insert.excluded.seen_at},
                    where=people.c.seen_at < insert.excluded.seen_at,
                )
            )

    async def show(self, user_id: int) -> Kept:
        """Return all that is kept about a user."""
        who, now = self.name(user_id), self._clock()
        async with self._database.begin() as connection:
            person = (
                await connection.execute(select(people).where(people.c.who == who))
            ).one_or_none()
            messages = await connection.scalar(select(func.count()).where(_texts_of(user_id)))
            until = await connection.scalar(
                select(blocks.c.until).where(blocks.c.who == who, blocks.c.until > now)
            )
        return Kept(
            language=person.language if person else None,
            consent=bool(person.consent) if person else False,
            seen_at=person.seen_at if person else None,
            messages=int(messages or 0),
            blocked_until=until,
        )

    async def delete(self, user_id: int) -> None:
        """Forget a user and the texts of their private chat, at once.

        A block stays until it expires: else it would end with this. What is being handled this
        moment is forgotten when it is done.
        """
        async with self._database.begin() as connection:
            await connection.execute(delete(people).where(people.c.who == self.name(user_id)))
            await connection.execute(
                update(updates)
                .where(_texts_of(user_id), updates.c.running == 0)
                .values(state="deleted", body=None, why=None)
            )

    async def block(self, user_id: int, until: float, reason: str) -> None:
        """Do not answer a user until then; a later block takes the place of an earlier one."""
        insert = self._database.insert(blocks).values(
            who=self.name(user_id), until=until, reason=reason, told=0
        )
        async with self._database.begin() as connection:
            await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[blocks.c.who],
                    set_={"until": until, "reason": reason, "told": 0},
                )
            )

    async def unblock(self, user_id: int) -> bool:
        """Answer a user again; return whether they were blocked."""
        async with self._database.begin() as connection:
            result = await connection.execute(
                delete(blocks).where(blocks.c.who == self.name(user_id))
            )
        return bool(result.rowcount)

    async def blocked(self, user_id: int) -> Block | None:
        """Return the block of a user, and note that they are told of it now."""
        mine = and_(blocks.c.who == self.name(user_id), blocks.c.until > self._clock())
        async with self._database.begin() as connection:
            found = (await connection.execute(select(blocks).where(mine))).one_or_none()
            if found is None:
                return None
            if not found.told:
                await connection.execute(update(blocks).where(mine).values(told=1))
        return Block(found.until, found.reason, bool(found.told))

    async def purge(self, retention_s: float) -> int:
        """Forget what is older than *retention_s*; return how many rows that were."""
        now = self._clock()
        before = now - retention_s
        async with self._database.begin() as connection:
            results = [
                await connection.execute(statement)
                for statement in (
                    delete(people).where(people.c.seen_at < before),
                    delete(blocks).where(blocks.c.until < now),
                    delete(audit).where(audit.c.at < before),
                    delete(updates).where(
                        updates.c.state == SET_ASIDE, updates.c.received_at < before
                    ),
                )
            ]
        return sum(result.rowcount for result in results)


def _texts_of(user_id: int) -> ColumnElement[bool]:
    # The private chat of a user has the user's id.
    return and_(
        updates.c.chat == user_id,
        or_(updates.c.state == WAITING, updates.c.state == SET_ASIDE),
    )
