"""Whoever sent spam is blocked for a week, and that can be taken back."""

import pytest

from bot.moderation.queue import Placing
from bot.moderation.roles import Moderator, Role
from bot.people import Block
from bot.questions import Inquiry
from bot.storage.audit import Act
from bot.storage.clusters import DatabaseQueue
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.questions import DatabaseQuestions
from bot.storage.senders import DatabaseSenders
from bot.storage.staff import DatabaseStaff
from tests.storage.conftest import Clock, Connect

OLA, PETRA, EDITA, OWNER = 11, 22, 33, 44
NAMES = Names("123:abc")
MO = Moderator(5, "Mo")
WEEK_S = 7 * 86_400.0
SPAM = Inquiry("key1", "Buy coins now", "en")


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def senders(database: Database, clock: Clock) -> DatabaseSenders:
    return DatabaseSenders(database, NAMES, (OWNER,), clock)


@pytest.fixture
def people(database: Database, clock: Clock) -> DatabasePeople:
    return DatabasePeople(database, NAMES, clock)


@pytest.fixture
async def spam(database: Database, clock: Clock) -> int:
    """Return a cluster of what two readers, an editor and an owner sent."""
    queue, asked = DatabaseQueue(database, NAMES, clock), DatabaseQuestions(database, NAMES, clock)
    staff = DatabaseStaff(database, NAMES, {OWNER}, clock)
    await staff.grant(EDITA, Role.EDITOR, "Edita", MO)
    for person in (OLA, PETRA, EDITA, OWNER):
        await asked.ask(person, SPAM)
    (question, *_) = await queue.unplaced(1)
    (cluster,) = await queue.place([Placing(question, -1)])
    return cluster


async def test_readers_are_blocked_for_a_week_and_the_staff_is_not(
    senders: DatabaseSenders, people: DatabasePeople, spam: int, clock: Clock
) -> None:
    at = int(clock.now)

    assert await senders.block(spam, at, MO) == 2
    assert await senders.block(spam, at, MO) == 0

    expected = Block(at + WEEK_S, "")
    names = sorted(map(NAMES.of, (OLA, PETRA)))
    assert await people.blocks() == [(name, expected) for name in names]
    noted = [(one.who, one.act, one.subject) for one in await people.log()]
    who = NAMES.of(5)
    assert noted[-2:] == [(who, Act.BLOCK, name) for name in names]


async def test_it_is_taken_back_and_other_blocks_stay(
    senders: DatabaseSenders, people: DatabasePeople, spam: int, clock: Clock
) -> None:
    at = int(clock.now)
    longer = await people.block(OLA, 30, "rude")
    assert await senders.block(spam, at, MO) == 1

    assert await senders.unblock(spam, at + 1, MO) == 0
    assert await senders.unblock(spam, at, MO) == 1

    assert await people.blocks() == [(NAMES.of(OLA), longer)]
    assert (await people.log())[-1].act is Act.UNBLOCK


async def test_of_a_cluster_that_is_gone_nobody_is_blocked(senders: DatabaseSenders) -> None:
    assert await senders.block(99, 1_000, MO) == 0
    assert await senders.unblock(99, 1_000, MO) == 0
