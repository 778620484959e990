"""Weekly digests of groups: on Mondays, once each, and only where something was checked."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.group_digests import LATE_S, WEEK_S, Checked, Week
from bot.pushes import Push, PushKind
from bot.storage.chats import DatabaseChats
from bot.storage.database import Database
from bot.storage.group_digests import DatabaseGroupDigests
from bot.storage.groups import DatabaseGroups
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from bot.storage.tables import pushes as pushes_table
from tests.storage.conftest import Clock, Connect

SMALL, LARGE = -7, -1_001_000_000_001
OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
MONDAY = 1_700_470_800.0
"""The first after the clock's time, 9:00 UTC."""


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def groups(database: Database, clock: Clock) -> DatabaseGroups:
    return DatabaseGroups(database, NAMES, clock)


@pytest.fixture
def digests(database: Database, clock: Clock) -> DatabaseGroupDigests:
    return DatabaseGroupDigests(database, NAMES, clock)


@pytest.fixture
def pushes(database: Database, clock: Clock) -> DatabasePushes:
    return DatabasePushes(database, NAMES, clock)


async def wanted(groups: DatabaseGroups, chat_id: int = LARGE, user_id: int = OLA) -> None:
    """Let somebody want the digest of a group where something was checked."""
    await groups.want_digest(chat_id, user_id, "pl", wanted=True)
    await groups.say(chat_id, 3, ["moon"], asked=False)


def due(number: int, chat_id: int = LARGE, user_id: int = OLA) -> Push:
    return Push(number, PushKind.GROUP_DIGEST, user_id, "pl", MONDAY, 1, group_id=chat_id)


async def rows(database: Database) -> list[dict[str, Any]]:
    async with database.begin() as connection:
        return [dict(row) for row in (await connection.execute(select(pushes_table))).mappings()]


async def test_on_monday_each_who_wants_it_gets_one(
    groups: DatabaseGroups, digests: DatabaseGroupDigests, pushes: DatabasePushes, clock: Clock
) -> None:
    await wanted(groups)
    await wanted(groups, user_id=PETRA)
    await wanted(groups, SMALL)
    clock.now = MONDAY - 1
    assert await digests.make(10) == 0

    clock.now = MONDAY
    assert await digests.make(10) == 3
    assert await pushes.take(10) == [due(1, user_id=PETRA), due(2), due(3, SMALL)]
    assert await digests.make(10) == 0


async def test_each_week_has_one_of_its_own(
    groups: DatabaseGroups, digests: DatabaseGroupDigests, database: Database, clock: Clock
) -> None:
    await wanted(groups)
    for week in range(3):
        clock.now = MONDAY + week * WEEK_S
        await groups.say(LARGE, week + 10, ["war"], asked=True)
        assert await digests.make(10) == 1

    assert len({row["key"] for row in await rows(database)}) == 3


async def test_processes_that_make_at_once_make_one(
    groups: DatabaseGroups,
    digests: DatabaseGroupDigests,
    database: Database,
    connect: Connect,
    clock: Clock,
) -> None:
    elsewhere = DatabaseGroupDigests(connect(), NAMES, clock)
    await wanted(groups)
    clock.now = MONDAY
    await asyncio.gather(*(one.make(10) for one in (digests, elsewhere) * 3))

    assert len(await rows(database)) == 1


async def test_who_stops_and_starts_again_gets_no_second_one(
    groups: DatabaseGroups, digests: DatabaseGroupDigests, database: Database, clock: Clock
) -> None:
    await wanted(groups)
    clock.now = MONDAY
    await digests.make(10)
    await groups.want_digest(LARGE, OLA, "pl", wanted=False)
    await groups.want_digest(LARGE, OLA, "pl", wanted=True)

    assert await digests.make(10) == 0
    assert len(await rows(database)) == 1


@pytest.mark.parametrize(
    ("said_at", "made_at", "expected"),
    [
        (MONDAY - WEEK_S, MONDAY, 0),
        (MONDAY - WEEK_S + 1, MONDAY, 1),
        (MONDAY, MONDAY, 1),
        (MONDAY + 1, MONDAY + 2, 0),
        (MONDAY - 1, MONDAY + LATE_S - 1, 1),
        (MONDAY - 1, MONDAY + LATE_S, 0),
    ],
)
async def test_there_is_one_where_the_week_had_something_and_it_is_not_too_late(
    said_at: float,
    made_at: float,
    expected: int,
    *,
    groups: DatabaseGroups,
    digests: DatabaseGroupDigests,
    database: Database,
    clock: Clock,
) -> None:
    await groups.want_digest(LARGE, OLA, "pl", wanted=True)
    clock.now = said_at
    await groups.say(LARGE, 3, ["moon"], asked=True)
    clock.now = made_at
    assert await digests.make(10) == 1
    assert await digests.make(10) == 0
    assert len(await rows(database)) == expected


async def test_who_stopped_meanwhile_gets_none(
    groups: DatabaseGroups,
    digests: DatabaseGroupDigests,
    pushes: DatabasePushes,
    database: Database,
    clock: Clock,
) -> None:
    await wanted(groups)
    clock.now = MONDAY
    await digests.make(10)
    await groups.want_digest(LARGE, OLA, "pl", wanted=False)

    assert await pushes.take(10) == []
    (row,) = await rows(database)
    assert (row["state"], row["user_id"], row["chat"]) == ("done", None, None)


async def test_what_is_sent_shows_neither_the_person_nor_the_group(
    groups: DatabaseGroups,
    digests: DatabaseGroupDigests,
    pushes: DatabasePushes,
    database: Database,
    clock: Clock,
) -> None:
    await wanted(groups)
    clock.now = MONDAY
    await digests.make(10)
    (push,) = await pushes.take(10)
    await pushes.done(push)

    (row,) = await rows(database)
    assert not {str(OLA), str(LARGE)} & set(map(str, row.values()))
    assert str(LARGE) not in row["key"]


async def test_a_digest_follows_the_group_that_moves(
    groups: DatabaseGroups,
    digests: DatabaseGroupDigests,
    pushes: DatabasePushes,
    database: Database,
    clock: Clock,
) -> None:
    await wanted(groups, SMALL)
    clock.now = MONDAY
    await digests.make(10)
    await DatabaseChats(database, clock).moved(SMALL, LARGE)

    assert await pushes.take(10) == [due(1)]
    assert await digests.week(LARGE, MONDAY) == Week((Checked("moon", unasked=1),))
    assert await digests.make(10) == 0


async def test_the_week_is_counted_by_claim_the_most_often_checked_first(
    groups: DatabaseGroups, digests: DatabaseGroupDigests, clock: Clock
) -> None:
    clock.now = MONDAY - WEEK_S
    await groups.say(LARGE, 1, ["old"], asked=False)
    clock.now = MONDAY - WEEK_S + 1
    await groups.say(LARGE, 2, ["moon", "war"], asked=False)
    await groups.say(LARGE, 2, ["moon"], asked=True)
    await groups.say(LARGE, 3, ["expel"], asked=True)
    await groups.say(LARGE, 4, ["war"], asked=False)
    await groups.say(LARGE, 5, ["war"], asked=False)
    await groups.say(SMALL, 5, ["other"], asked=False)
    for message in (2, 3, 4):
        await groups.take_back(LARGE, message)

    assert await digests.week(LARGE, MONDAY) == Week(
        (Checked("war", unasked=3), Checked("moon", 1, 1), Checked("expel", asked=1)),
        taken_back=2,
    )
    assert await digests.week(-8, MONDAY) == Week()
