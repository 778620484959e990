"""What people left with us: shown, deleted with them, and gone when it is old."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from bot.people import MISFIT_DAYS, Kept, Thing
from bot.storage.belongings import BELONGINGS
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.tables import (
    asked,
    audit,
    blocks,
    chats,
    digests,
    followers,
    group_digests,
    metadata,
    misfits,
    opinions,
    opt_outs,
    people,
    pushes,
    questions,
    revisions,
    staff,
    waiting,
)
from tests.storage.conftest import Clock, Connect

OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
DAY_S = 86_400.0
RETENTION_DAYS = 30
LAST = 1_000
"""An update that comes after all others."""

Rows = Mapping[Table, dict[str, Any]]


def belonging_to(user_id: int, now: float) -> Rows:
    """Return a row for each table, those with foreign keys last."""
    who, number = NAMES.of(user_id), user_id % 100
    common = {"language": "en", "at": now}
    push = {"kind": "digest", "state": "waiting", "tries": 0, "not_before": now, "made_at": now}
    return {
        questions: {
            "number": number,
            "text_key": "Ab-_0123",
            "who": who,
            "text": "NATO has bought the moon.",
            "language": "en",
            "state": "open",
            "asked_at": now,
        },
        waiting: {"question": number, "user_id": user_id, "language": "en"},
        opinions: common
        | {"claim": "moon", "who": who, "text_key": "Ab-_0123", "opinion": "helpful"},
        misfits: {"text_key": "Ab-_0123", "claim": "moon", "who": who, "at": now},
        followers: common | {"claim": "moon", "user_id": user_id, "rating": "false"},
        asked: {"day": int(now // DAY_S), "claim": "moon", "who": who},
        digests: {
            "user_id": user_id,
            "language": "en",
            "offset_min": 60,
            "hour": 8,
            "due_at": now,
        },
        group_digests: {"chat": -7, "user_id": user_id, "language": "en", "due_at": now},
        opt_outs: {"who": who, "at": now},
        staff: {"user_id": user_id, "role": "editor", "name": "Ola", "at": now},
        pushes: push | {"key": f"digest:1:{who}", "who": who, "user_id": user_id, "language": "en"},
    }


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def known(database: Database, clock: Clock) -> DatabasePeople:
    return DatabasePeople(database, NAMES, clock)


async def store(database: Database, rows: Rows) -> None:
    async with database.begin() as connection:
        for table, row in rows.items():
            await connection.execute(insert(table).values(row))


async def left(database: Database) -> set[str]:
    """Return the names of tables that hold something."""
    names = set()
    async with database.begin() as connection:
        for table in metadata.sorted_tables:
            if (await connection.execute(select(table))).first():
                names.add(table.name)
    return names


def test_every_table_that_names_people_is_known() -> None:
    naming = {table for table in metadata.sorted_tables if {"who", "user_id"} & set(table.c.keys())}
    others = {people, blocks, audit, revisions}
    assert naming == {one.owner.table for one in BELONGINGS} | others
    assert {one.thing for one in BELONGINGS} == set(Thing)


async def test_all_that_a_person_left_is_shown_and_deleted_and_nothing_of_others(
    known: DatabasePeople, database: Database, clock: Clock
) -> None:
    await store(database, belonging_to(OLA, clock.now))
    await store(database, belonging_to(PETRA, clock.now))
    one_of_each = Kept(things=dict.fromkeys(Thing, 1))

    assert await known.show(OLA) == one_of_each
    assert await known.delete(OLA, LAST) == one_of_each
    assert await known.show(OLA) == Kept()
    assert await known.show(PETRA) == one_of_each


async def test_that_something_was_pushed_goes_with_the_person_too(
    known: DatabasePeople, database: Database, clock: Clock
) -> None:
    row = belonging_to(OLA, clock.now)[pushes] | {"user_id": None, "state": "done"}
    await store(database, {pushes: row})

    assert await known.delete(OLA, LAST) == Kept(things={Thing.PUSHES: 1})
    assert await left(database) == {"audit"}


async def test_what_is_old_goes_and_what_people_asked_for_stays_until_they_stop(
    known: DatabasePeople, database: Database, clock: Clock
) -> None:
    await store(database, belonging_to(OLA, clock.now))
    clock.now += RETENTION_DAYS * DAY_S
    assert await known.purge(RETENTION_DAYS) == 0
    clock.now += DAY_S
    await known.purge(RETENTION_DAYS)
    wanted = {"followers", "digests", "group_digests", "opt_outs", "staff"}
    assert await left(database) == {"misfits"} | wanted

    clock.now += MISFIT_DAYS * DAY_S
    await known.purge(RETENTION_DAYS)
    assert await left(database) == wanted


@pytest.mark.parametrize(
    ("days", "remaining"),
    [
        (RETENTION_DAYS - 1, frozenset({"followers", "digests", "group_digests", "chats"})),
        (RETENTION_DAYS + 1, frozenset()),
    ],
)
async def test_who_cannot_be_reached_for_long_is_a_follower_no_more(
    known: DatabasePeople,
    database: Database,
    clock: Clock,
    days: int,
    remaining: frozenset[str],
) -> None:
    rows = belonging_to(OLA, clock.now)
    closed = {"chat": OLA, "state": "closed", "changed_at": clock.now}
    wanted = {table: rows[table] for table in (followers, digests, group_digests)}
    await store(database, wanted | {chats: closed})
    clock.now += days * DAY_S
    await known.purge(RETENTION_DAYS)
    assert await left(database) == remaining
