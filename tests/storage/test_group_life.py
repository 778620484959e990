"""What is known of a group moves with it, and goes when it is old."""

from itertools import permutations

import pytest
from sqlalchemy import select

from bot.groups import KEPT_DAYS, GroupSettings, Mode, Said
from bot.storage.chats import DatabaseChats
from bot.storage.database import Database
from bot.storage.groups import DatabaseGroups
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.tables import chats as chats_table
from bot.storage.tables import group_answers, group_digests, group_mutes, groups
from tests.storage.conftest import Clock, Connect

SMALL, LARGE = -7, -1_001_000_000_001
OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
DAY_S = 86_400.0
RETENTION_DAYS = 30
ALL, OFF = GroupSettings(mode=Mode.ALL), GroupSettings(mode=Mode.OFF)


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def known(database: Database, clock: Clock) -> DatabaseGroups:
    return DatabaseGroups(database, NAMES, clock)


@pytest.fixture
def chats(database: Database, clock: Clock) -> DatabaseChats:
    return DatabaseChats(database, clock)


@pytest.fixture
def people(database: Database, clock: Clock) -> DatabasePeople:
    return DatabasePeople(database, NAMES, clock)


async def live(known: DatabaseGroups, chat_id: int) -> None:
    """Do of everything a little in a group."""
    await known.greet(chat_id)
    await known.save(chat_id, ALL)
    await known.mute(chat_id, "war")
    await known.want_digest(chat_id, OLA, "en", wanted=True)
    await known.say(chat_id, 3, ["moon"], asked=False)


async def left(database: Database) -> set[tuple[str, int]]:
    """Return which tables of groups hold something, and of which chats."""
    async with database.begin() as connection:
        return {
            (table.name, row.chat)
            for table in (groups, group_answers, group_mutes, group_digests)
            for row in await connection.execute(select(table))
        }


async def test_everything_moves_with_the_group(
    known: DatabaseGroups, database: Database, clock: Clock
) -> None:
    await live(known, SMALL)
    await known.move(SMALL, LARGE)

    assert await known.settings_of(LARGE) == ALL
    assert await known.settings_of(SMALL) == GroupSettings()
    assert not await known.greet(LARGE)
    assert await known.muted(LARGE) == {"war"}
    assert await known.wants_digest(LARGE, OLA)
    assert await known.said(LARGE, 0) == [Said("moon", clock.now)]
    assert {chat for _, chat in await left(database)} == {LARGE}


async def test_that_a_chat_has_moved_is_enough(
    known: DatabaseGroups, chats: DatabaseChats, database: Database
) -> None:
    await live(known, SMALL)
    await chats.moved(SMALL, LARGE)

    assert {chat for _, chat in await left(database)} == {LARGE}
    assert not await known.greet(LARGE)
    await known.refresh()
    assert await known.settings_of(LARGE) == ALL


async def test_others_hear_of_the_settings_of_a_group_that_moved(
    known: DatabaseGroups, chats: DatabaseChats, connect: Connect, clock: Clock
) -> None:
    await live(known, SMALL)
    elsewhere = DatabaseGroups(connect(), NAMES, clock)
    assert await elsewhere.settings_of(LARGE) == GroupSettings()
    clock.now += DAY_S
    await elsewhere.refresh()

    await chats.moved(SMALL, LARGE)
    await elsewhere.refresh()
    assert await elsewhere.settings_of(LARGE) == ALL


async def test_moving_again_changes_nothing(known: DatabaseGroups, database: Database) -> None:
    await live(known, SMALL)
    await known.move(SMALL, LARGE)
    before = await left(database)
    await known.move(SMALL, LARGE)
    await known.move(LARGE, LARGE)

    assert await left(database) == before
    assert await known.settings_of(LARGE) == ALL


async def test_a_supergroup_counts_its_messages_anew(known: DatabaseGroups) -> None:
    await live(known, SMALL)
    await known.move(SMALL, LARGE)

    assert await known.answered_with(LARGE, 3) == ()
    assert await known.say(LARGE, 3, ["expel"], asked=False)


async def test_what_is_there_already_stays_beside_what_comes(
    known: DatabaseGroups, clock: Clock
) -> None:
    await live(known, SMALL)
    clock.now += 10
    await known.mute(LARGE, "war")
    await known.mute(LARGE, "expel")
    await known.want_digest(LARGE, OLA, "pl", wanted=True)
    await known.want_digest(LARGE, PETRA, "pl", wanted=True)
    await known.say(LARGE, 3, ["expel"], asked=True)
    await known.move(SMALL, LARGE)

    assert await known.muted(LARGE) == {"war", "expel"}
    assert await known.wants_digest(LARGE, OLA)
    assert await known.wants_digest(LARGE, PETRA)
    assert await known.said(LARGE, 0) == [
        Said("moon", clock.now - 10),
        Said("expel", clock.now, asked=True),
    ]


@pytest.mark.parametrize("order", list(permutations(("greet", "small", "large"))))
async def test_of_two_choices_the_later_holds(
    order: tuple[str, ...], known: DatabaseGroups, clock: Clock
) -> None:
    async def do(what: str) -> None:
        if what == "greet":
            await known.greet(LARGE)
        else:
            await known.save(*((SMALL, ALL) if what == "small" else (LARGE, OFF)))

    for what in order:
        clock.now += 1
        await do(what)
    await known.move(SMALL, LARGE)

    later = ALL if order.index("small") > order.index("large") else OFF
    assert await known.settings_of(LARGE) == later
    assert not await known.greet(LARGE)


async def test_a_group_that_only_greeted_takes_what_was_chosen_before(
    known: DatabaseGroups, clock: Clock
) -> None:
    await known.save(SMALL, ALL)
    clock.now += 1
    await known.greet(LARGE)
    await known.move(SMALL, LARGE)

    assert await known.settings_of(LARGE) == ALL
    assert not await known.greet(LARGE)


# Retention.


async def test_what_was_said_goes_and_what_was_chosen_stays(
    known: DatabaseGroups, people: DatabasePeople, database: Database, clock: Clock
) -> None:
    await live(known, LARGE)
    clock.now += RETENTION_DAYS * DAY_S
    await people.purge(RETENTION_DAYS)
    assert ("group_answers", LARGE) in await left(database)

    clock.now += 1
    await people.purge(RETENTION_DAYS)
    clock.now += 10 * KEPT_DAYS * DAY_S
    await people.purge(RETENTION_DAYS)
    kept = {"groups", "group_mutes", "group_digests"}
    assert await left(database) == {(name, LARGE) for name in kept}


async def test_what_was_said_is_known_through_the_longest_cooldown_whatever_is_set(
    known: DatabaseGroups, people: DatabasePeople, clock: Clock
) -> None:
    await known.say(LARGE, 1, ["moon"], asked=False)
    clock.now += 8 * DAY_S
    await people.purge(1)
    assert await known.said(LARGE, 0)

    clock.now += 1
    await people.purge(1)
    assert not await known.said(LARGE, 0)


async def test_a_group_without_us_is_forgotten_after_a_year(
    known: DatabaseGroups,
    chats: DatabaseChats,
    people: DatabasePeople,
    database: Database,
    clock: Clock,
) -> None:
    await live(known, LARGE)
    await known.greet(SMALL)
    await chats.closed(LARGE)
    clock.now += KEPT_DAYS * DAY_S
    await people.purge(3650)
    assert ("groups", LARGE) in await left(database)

    clock.now += 1
    await people.purge(3650)
    assert await left(database) == {("groups", SMALL)}
    async with database.begin() as connection:
        assert (await connection.execute(select(chats_table))).all() == []
