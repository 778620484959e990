"""Who works at the desk, on both databases, and what the log says of it."""

import asyncio

import pytest

from bot.moderation.roles import COMMAND_LINE, LOG_DAYS, Member, Moderator, Role
from bot.people import Kept, PeopleUnavailableError, Thing
from bot.storage.audit import Act, Entry
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.staff import DatabaseStaff
from tests.storage.conftest import Clock, Connect

OWNER, OLA, PETRA = 9_000, 987_654_321, 777_666_555
NAMES = Names("123:abc")
OLHA = Moderator(OWNER, "Olha")
DAY_S = 86_400.0
RETENTION_DAYS = 30


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def staff(database: Database, clock: Clock) -> DatabaseStaff:
    return DatabaseStaff(database, NAMES, {OWNER}, clock)


@pytest.fixture
def elsewhere(connect: Connect, clock: Clock) -> DatabaseStaff:
    """Another process."""
    return DatabaseStaff(connect(), NAMES, {OWNER}, clock)


@pytest.fixture
def people(database: Database, clock: Clock) -> DatabasePeople:
    return DatabasePeople(database, NAMES, clock)


def granted(clock: Clock, before: Role, after: Role, user_id: int = OLA) -> Entry:
    act = Act.REVOKE if after is Role.NOBODY else Act.GRANT
    who, subject = NAMES.of(OWNER), NAMES.of(user_id)
    return Entry(clock.now, who, act, subject, "Olha", before, after)


async def test_owners_come_from_the_settings_and_all_others_are_nobody(
    staff: DatabaseStaff,
) -> None:
    assert await staff.role_of(OWNER) is Role.OWNER
    assert await staff.role_of(OLA) is Role.NOBODY
    assert await staff.members() == [Member(OWNER, "", Role.OWNER)]


async def test_a_role_is_given_changed_and_taken_and_each_step_is_written_down(
    staff: DatabaseStaff, elsewhere: DatabaseStaff, people: DatabasePeople, clock: Clock
) -> None:
    assert await staff.grant(OLA, Role.EDITOR, "Ola", OLHA) is Role.NOBODY
    # Another process knows at once.
    assert await elsewhere.role_of(OLA) is Role.EDITOR
    assert await elsewhere.grant(OLA, Role.REVIEWER, "", OLHA) is Role.EDITOR
    assert await staff.members() == [
        Member(OWNER, "", Role.OWNER),
        Member(OLA, "Ola", Role.REVIEWER),
    ]
    assert await elsewhere.revoke(OLA, OLHA) is Role.REVIEWER
    assert await staff.role_of(OLA) is Role.NOBODY

    assert await people.log() == [
        granted(clock, Role.NOBODY, Role.EDITOR),
        granted(clock, Role.EDITOR, Role.REVIEWER),
        granted(clock, Role.REVIEWER, Role.NOBODY),
    ]


async def test_what_changes_nothing_is_not_written_down(
    staff: DatabaseStaff, people: DatabasePeople, clock: Clock
) -> None:
    await staff.grant(OLA, Role.EDITOR, "Ola", OLHA)
    assert await staff.grant(OLA, Role.EDITOR, "Ola N.", OLHA) is Role.EDITOR
    assert await staff.revoke(PETRA, OLHA) is Role.NOBODY
    assert (await staff.members())[1].name == "Ola N."
    assert await people.log() == [granted(clock, Role.NOBODY, Role.EDITOR)]


async def test_an_owner_gets_and_loses_nothing(
    staff: DatabaseStaff, people: DatabasePeople
) -> None:
    assert await staff.grant(OWNER, Role.EDITOR, "Olha", OLHA) is Role.OWNER
    assert await staff.revoke(OWNER, COMMAND_LINE) is Role.OWNER
    assert await people.log() == []


async def test_who_was_an_owner_has_the_role_in_the_table(
    staff: DatabaseStaff, database: Database
) -> None:
    await staff.grant(OLA, Role.EDITOR, "Ola", OLHA)
    with_ola = DatabaseStaff(database, NAMES, {OWNER, OLA})
    assert await with_ola.role_of(OLA) is Role.OWNER
    assert Member(OLA, "Ola", Role.OWNER) in await with_ola.members()
    assert await staff.role_of(OLA) is Role.EDITOR


async def test_the_command_line_is_named_as_such(
    staff: DatabaseStaff, people: DatabasePeople
) -> None:
    await staff.grant(OLA, Role.EDITOR, "", COMMAND_LINE)
    (entry,) = await people.log()
    assert (entry.who, entry.name) == ("command line", "command line")


async def test_two_who_appoint_at_once_lose_nothing(
    staff: DatabaseStaff, elsewhere: DatabaseStaff, people: DatabasePeople
) -> None:
    await asyncio.gather(
        staff.grant(OLA, Role.EDITOR, "Ola", OLHA),
        elsewhere.grant(PETRA, Role.REVIEWER, "Petra", OLHA),
    )
    assert [one.role for one in await staff.members()] == [Role.OWNER, Role.REVIEWER, Role.EDITOR]
    assert len(await people.log()) == 2


async def test_names_that_no_text_should_hold_are_kept_all_the_same(staff: DatabaseStaff) -> None:
    await staff.grant(OLA, Role.EDITOR, "O\0la\ud800" + "a" * 100, OLHA)
    (_, ola) = await staff.members()
    assert ola.name.startswith("O\\u0000la\\ud800")


async def test_a_moderator_sees_their_role_and_can_end_it(
    staff: DatabaseStaff, people: DatabasePeople, clock: Clock
) -> None:
    ola = Moderator(OLA, "Ola")
    await staff.grant(OLA, Role.EDITOR, "Ola", OLHA)
    await DatabaseStaff(people._database, NAMES, {OLA}, clock).grant(
        PETRA, Role.EDITOR, "Petra", ola
    )
    kept = Kept(notes=2, things={Thing.STAFF: 1})
    assert await people.show(OLA) == kept

    assert await people.delete(OLA, 1_000) == kept
    assert await staff.role_of(OLA) is Role.NOBODY
    log = await people.log()
    # What they did stays, but for who it was; and the log says that a role has ended.
    assert [(entry.who, entry.act, entry.name) for entry in log] == [
        (NAMES.of(OWNER), Act.GRANT, "Olha"),
        ("", Act.GRANT, ""),
        ("themselves", Act.REVOKE, ""),
        ("themselves", Act.DELETE, ""),
    ]
    assert (log[2].before, log[2].after) == ("editor", "nobody")
    assert NAMES.of(OLA) not in repr(log)


async def test_what_moderators_did_outlives_what_readers_did(
    staff: DatabaseStaff, people: DatabasePeople, clock: Clock
) -> None:
    await people.block(PETRA, 1, "")
    await staff.grant(OLA, Role.EDITOR, "Ola", OLHA)
    clock.now += (RETENTION_DAYS + 1) * DAY_S
    await people.purge(RETENTION_DAYS)
    assert [entry.act for entry in await people.log()] == [Act.GRANT]
    assert await staff.role_of(OLA) is Role.EDITOR

    clock.now += LOG_DAYS * DAY_S
    await people.purge(RETENTION_DAYS)
    assert await people.log() == []
    assert await staff.role_of(OLA) is Role.EDITOR


async def test_a_store_that_is_away_says_so(clock: Clock, unused_tcp_port: int) -> None:
    database = Database(f"postgresql://bot:x@127.0.0.1:{unused_tcp_port}/bot")
    staff = DatabaseStaff(database, NAMES, {OWNER}, clock)
    assert await staff.role_of(OWNER) is Role.OWNER
    with pytest.raises(PeopleUnavailableError):
        await staff.role_of(OLA)
    await database.close()
