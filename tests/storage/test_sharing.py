"""Several processes on one database: nothing lost, nothing twice, each chat in its order."""

import asyncio
import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain

import pytest
from sqlalchemy import delete, select, text, update

from bot.intake.inbox import Inbox, Stored
from bot.storage.database import Database
from bot.storage.inbox import HANDLED, LEASE_S, DatabaseInbox
from bot.storage.tables import leases, updates
from tests.storage.conftest import Clock, Connect, connecting
from tests.support.inbox import ids, received

CHATS, EACH = 12, 8


@dataclass
class World:
    """What was handled, and who is at it."""

    handled: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    at_it: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class Worker:
    """A process that handles, fails now and then, and may die."""

    inbox: Inbox
    world: World
    rng: random.Random
    lives: float = float("inf")
    working: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Work until nothing waits, or until death."""
        while await self.inbox.waiting() and self.lives > 0:
            claimed = await self.inbox.claim(self.rng.randint(1, 4), besides=tuple(self.working))
            await asyncio.gather(*(self.work(stored) for stored in claimed))

    async def work(self, stored: Stored) -> None:
        following = [stored]
        self.working.add(stored.chat)
        while following:
            (stored,) = following
            self.lives -= 1
            if self.lives <= 0:
                return
            assert self.world.at_it[stored.chat] == 0
            self.world.at_it[stored.chat] += 1
            await asyncio.sleep(0)
            self.world.at_it[stored.chat] -= 1
            if self.rng.random() < 0.2:
                following = await self.inbox.later(stored, 0, counted=True, last=True)
            else:
                self.world.handled[stored.chat].append(stored.update_id)
                following = await self.inbox.done(stored, last=True)
        self.working.remove(stored.chat)


@pytest.mark.parametrize("seed", range(3))
async def test_processes_side_by_side_share_the_work(
    connect: Connect, clock: Clock, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311
    world = World()
    workers = [
        Worker(DatabaseInbox(connect(), f"worker {number}", clock), world, random.Random(number))  # noqa: S311
        for number in range(4)
    ]
    some = [received(number, chat=number % CHATS) for number in range(CHATS * EACH)]
    await workers[0].inbox.put(some)
    rng.shuffle(some)
    again = [worker.inbox.put(some[:50]) for worker in workers]

    await asyncio.gather(*(worker.run() for worker in workers), *again)

    assert world.handled == {chat: list(range(chat, CHATS * EACH, CHATS)) for chat in range(CHATS)}


async def test_a_chat_that_somebody_emptied_meanwhile_is_left_to_whoever_has_it_next(
    postgresql: str, clock: Clock
) -> None:
    async with connecting(postgresql) as connect:
        slow, third, database = (
            DatabaseInbox(connect(), "slow", clock),
            DatabaseInbox(connect(), "third", clock),
            connect(),
        )
        await slow.put([received(1)])
        (stored,) = await slow.claim(9, besides=())
        clock.now += LEASE_S
        async with database.begin() as connection:
            await connection.execute(select(leases).with_for_update())
            claiming = asyncio.create_task(third.claim(9, besides=()))
            await is_waiting_for_a_lock(database)
            await connection.execute(update(updates).values(state=HANDLED))
            await connection.execute(delete(leases))

        assert await claiming == []
        assert await slow.done(stored, last=True) == []
        await slow.put([received(2)])
        assert ids(await slow.claim(9, besides=())) == [2]


async def is_waiting_for_a_lock(database: Database) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while True:
        async with database.begin() as connection:
            if await connection.scalar(waiting):
                return


async def test_what_the_dead_leave_behind_is_handled_by_the_others(
    connect: Connect, clock: Clock
) -> None:
    world = World()
    mortal, other = (
        Worker(DatabaseInbox(connect(), name, clock), world, random.Random(1), lives)  # noqa: S311
        for name, lives in (("mortal", 20), ("other", float("inf")))
    )
    await mortal.inbox.put([received(number, chat=number % CHATS) for number in range(96)])
    await mortal.run()

    clock.now += LEASE_S
    await other.run()

    assert sorted(chain.from_iterable(world.handled.values())) == list(range(96))
