"""What groups choose and what people wish there, on both databases."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.group_digests import WEEK_S, next_due
from bot.groups import Form, GroupSettings, Mode, QuietHours
from bot.people import PeopleUnavailableError
from bot.storage.audit import ANONYMOUS, Act, Entry
from bot.storage.chats import DatabaseChats
from bot.storage.database import Database
from bot.storage.groups import DatabaseGroups
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from tests.storage.conftest import Clock, Connect, connecting

CHAT, OTHER = -1_001_000_000_001, -1_001_000_000_002
OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
CHOSEN = GroupSettings(
    mode=Mode.FORWARDS,
    language="uk",
    cooldown_h=72,
    most_an_hour=2,
    quiet=QuietHours(22, 7, offset_min=-150),
    form=Form.REACTION,
)
MONDAY = 1_700_470_800.0
"""The first after the clock's time, 9:00 UTC."""


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def groups(database: Database, clock: Clock) -> DatabaseGroups:
    return DatabaseGroups(database, NAMES, clock)


@pytest.fixture
def elsewhere(connect: Connect, clock: Clock) -> DatabaseGroups:
    """Another process."""
    return DatabaseGroups(connect(), NAMES, clock)


@pytest.fixture
def people(database: Database, clock: Clock) -> DatabasePeople:
    return DatabasePeople(database, NAMES, clock)


# Settings.


async def test_a_group_that_never_chose_has_the_defaults(groups: DatabaseGroups) -> None:
    assert await groups.settings_of(CHAT) == GroupSettings()


async def test_all_that_was_chosen_comes_back_and_only_there(
    groups: DatabaseGroups, elsewhere: DatabaseGroups
) -> None:
    await groups.save(CHAT, CHOSEN)

    assert await groups.settings_of(CHAT) == CHOSEN
    assert await elsewhere.settings_of(CHAT) == CHOSEN
    assert await elsewhere.settings_of(OTHER) == GroupSettings()


async def test_what_was_chosen_can_be_taken_back(
    groups: DatabaseGroups, elsewhere: DatabaseGroups
) -> None:
    await groups.save(CHAT, CHOSEN)
    await groups.save(CHAT, GroupSettings(mode=Mode.OFF))

    assert await elsewhere.settings_of(CHAT) == GroupSettings(mode=Mode.OFF)


async def test_others_hear_of_a_change_at_their_next_refresh(
    groups: DatabaseGroups, elsewhere: DatabaseGroups, clock: Clock
) -> None:
    await elsewhere.refresh()
    assert await elsewhere.settings_of(CHAT) == GroupSettings()
    clock.now += 60
    await elsewhere.refresh()
    await groups.save(CHAT, CHOSEN)
    assert await elsewhere.settings_of(CHAT) == GroupSettings()

    await elsewhere.refresh()
    assert await elsewhere.settings_of(CHAT) == CHOSEN


async def test_clocks_of_machines_may_differ_by_minutes(
    groups: DatabaseGroups, connect: Connect, clock: Clock
) -> None:
    ahead = DatabaseGroups(connect(), NAMES, Clock(clock.now + 200))
    await ahead.refresh()
    assert await ahead.settings_of(CHAT) == GroupSettings()
    await ahead.refresh()

    await groups.save(CHAT, CHOSEN)
    await groups.opt_out(OLA, out=True)
    await ahead.refresh()
    assert await ahead.settings_of(CHAT) == CHOSEN
    assert await ahead.is_opted_out(OLA)


async def test_settings_are_remembered_without_the_database(
    groups: DatabaseGroups, elsewhere: DatabaseGroups, database: Database
) -> None:
    await elsewhere.save(CHAT, CHOSEN)
    await groups.settings_of(CHAT)
    async with database.begin():  # nobody else gets the one connection of SQLite
        assert await groups.settings_of(CHAT) == CHOSEN


async def test_admins_who_press_at_once_do_not_undo_each_other(
    groups: DatabaseGroups, elsewhere: DatabaseGroups
) -> None:
    await elsewhere.settings_of(CHAT)
    outcomes = await asyncio.gather(
        groups.change(CHAT, lambda before: replace(before, mode=Mode.ALL)),
        elsewhere.change(CHAT, lambda before: replace(before, language="pl")),
        groups.change(CHAT, lambda before: replace(before, most_an_hour=1)),
    )

    both = GroupSettings(mode=Mode.ALL, language="pl", most_an_hour=1)
    assert both in outcomes
    await groups.refresh()
    assert await groups.settings_of(CHAT) == both


async def test_each_change_is_written_down_and_who_made_it(
    groups: DatabaseGroups, people: DatabasePeople, clock: Clock
) -> None:
    await groups.save(CHAT, GroupSettings(mode=Mode.ALL, quiet=QuietHours(22, 7, 60)), by=OLA)
    await groups.save(CHAT, GroupSettings(mode=Mode.ALL, quiet=QuietHours(22, 7, 60)), by=OLA)
    await groups.mute(CHAT, "moon")
    await groups.mute(CHAT, "moon")
    await groups.unmute(CHAT, "moon", by=PETRA)
    await groups.unmute_all(CHAT, by=PETRA)
    await groups.save(CHAT, GroupSettings(mode=Mode.ALL))

    ola, petra = NAMES.of(OLA), NAMES.of(PETRA)
    assert await people.log() == [
        Entry(clock.now, who, Act.GROUP, f"{CHAT}: {what}")
        for who, what in (
            (ola, "mode all"),
            (ola, "quiet 22-7 at +60 min"),
            (ANONYMOUS, "mute moon"),
            (petra, "unmute moon"),
            (ANONYMOUS, "quiet none"),
        )
    ]


async def test_who_forgets_all_is_taken_out_of_the_log_of_changes(
    groups: DatabaseGroups, people: DatabasePeople
) -> None:
    await groups.save(CHAT, CHOSEN, by=OLA)
    assert (await people.show(OLA)).notes == 6

    await people.delete(OLA, before=1)
    assert (await people.show(OLA)).notes == 0
    assert await groups.settings_of(CHAT) == CHOSEN


# Greeting, and which groups there are.


async def test_a_group_is_greeted_once(groups: DatabaseGroups, elsewhere: DatabaseGroups) -> None:
    assert await groups.greet(CHAT)
    assert not await groups.greet(CHAT)
    assert not await elsewhere.greet(CHAT)
    assert await groups.greet(OTHER)
    assert await groups.settings_of(CHAT) == GroupSettings()


async def test_a_group_that_chose_before_it_was_greeted_is_greeted(groups: DatabaseGroups) -> None:
    await groups.save(CHAT, CHOSEN)

    assert await groups.greet(CHAT)
    assert await groups.settings_of(CHAT) == CHOSEN
    assert not await groups.greet(CHAT)


async def test_processes_that_greet_at_once_greet_once(
    groups: DatabaseGroups, elsewhere: DatabaseGroups
) -> None:
    said = await asyncio.gather(*(one.greet(CHAT) for one in (groups, elsewhere) * 3))

    assert sorted(said) == [False] * 5 + [True]


async def test_removal_and_return_change_nothing(
    groups: DatabaseGroups, database: Database, clock: Clock
) -> None:
    chats = DatabaseChats(database, clock)
    await groups.greet(CHAT)
    await groups.save(CHAT, CHOSEN)
    await chats.closed(CHAT)
    await chats.opened(CHAT)

    assert not await groups.greet(CHAT)
    assert await groups.settings_of(CHAT) == CHOSEN


async def test_own_groups_are_known_first_then_the_latest(
    groups: DatabaseGroups, clock: Clock
) -> None:
    for number in range(1, 6):
        clock.now += 1
        await groups.greet(-number)
    clock.now += 1
    await groups.save(-2, CHOSEN, by=OLA)
    clock.now += 1
    await groups.save(-3, CHOSEN, by=PETRA)
    await groups.want_digest(-1, OLA, "en", wanted=True)

    assert await groups.known(OLA, 10) == [-2, -1, -3, -5, -4]
    assert await groups.known(OLA, 3) == [-2, -1, -3]
    assert await groups.known(PETRA, 2) == [-3, -2]


async def test_groups_that_we_are_not_in_are_not_known(
    groups: DatabaseGroups, database: Database, clock: Clock
) -> None:
    await groups.greet(CHAT)
    await groups.greet(OTHER)
    await DatabaseChats(database, clock).closed(OTHER)

    assert await groups.known(OLA, 10) == [CHAT]


# Claims that are not spoken of.


async def test_what_is_muted_is_muted_in_one_group(groups: DatabaseGroups) -> None:
    await groups.mute(CHAT, "moon")
    await groups.mute(CHAT, "war")
    await groups.mute(CHAT, "war")
    await groups.mute(OTHER, "expel")

    assert await groups.muted(CHAT) == {"moon", "war"}
    assert await groups.unmute(CHAT, "moon")
    assert not await groups.unmute(CHAT, "moon")
    assert await groups.muted(CHAT) == {"war"}
    assert await groups.unmute_all(CHAT) == 1
    assert await groups.unmute_all(CHAT) == 0
    assert await groups.muted(OTHER) == {"expel"}


# People.


async def test_who_opts_out_is_left_alone_until_they_are_back(
    groups: DatabaseGroups, elsewhere: DatabaseGroups
) -> None:
    await elsewhere.refresh()
    await groups.opt_out(OLA, out=True)
    await groups.opt_out(OLA, out=True)
    assert await groups.is_opted_out(OLA)
    assert not await groups.is_opted_out(PETRA)

    await elsewhere.refresh()
    assert await elsewhere.is_opted_out(OLA)
    await groups.opt_out(OLA, out=False)
    assert not await groups.is_opted_out(OLA)
    assert not await elsewhere.is_opted_out(OLA)


async def test_an_opt_out_ends_with_all_other_data(
    groups: DatabaseGroups, people: DatabasePeople
) -> None:
    await groups.opt_out(OLA, out=True)
    await people.delete(OLA, before=1)

    assert not await groups.is_opted_out(OLA)


async def test_a_weekly_digest_is_due_from_the_next_monday(clock: Clock) -> None:
    assert next_due(clock.now) == MONDAY
    assert next_due(MONDAY - 1) == MONDAY
    assert next_due(MONDAY) == MONDAY + WEEK_S
    assert next_due(MONDAY + 3 * WEEK_S + 1) == MONDAY + 4 * WEEK_S


async def test_a_digest_is_wanted_by_one_person_of_one_group(groups: DatabaseGroups) -> None:
    await groups.want_digest(CHAT, OLA, "pl", wanted=True)
    await groups.want_digest(CHAT, OLA, "en", wanted=True)

    assert await groups.wants_digest(CHAT, OLA)
    assert not await groups.wants_digest(CHAT, PETRA)
    assert not await groups.wants_digest(OTHER, OLA)
    await groups.want_digest(CHAT, OLA, "en", wanted=False)
    await groups.want_digest(CHAT, OLA, "en", wanted=False)
    assert not await groups.wants_digest(CHAT, OLA)


async def test_a_store_that_is_away_says_so(tmp_path: Path) -> None:
    async with connecting(f"sqlite:///{tmp_path / 'bot.sqlite3'}"):
        pass
    groups = DatabaseGroups(Database(f"sqlite:///{tmp_path / 'none' / 'bot.sqlite3'}"), NAMES)
    for call in (
        groups.refresh(),
        groups.settings_of(CHAT),
        groups.save(CHAT, CHOSEN),
        groups.greet(CHAT),
        groups.say(CHAT, 1, ["moon"], asked=False),
        groups.is_opted_out(OLA),
        groups.move(CHAT, OTHER),
    ):
        with pytest.raises(PeopleUnavailableError):
            await call
