"""What is kept about people, shown and deleted; blocks; and what goes when it is old."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from bot.people import Block, Kept, PeopleUnavailableError
from bot.storage.audit import Act, Entry
from bot.storage.database import Database
from bot.storage.inbox import REMEMBERED_S, DatabaseInbox
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.tables import chats, leases, metadata, people, updates
from tests.storage.conftest import Clock, Connect
from tests.support.inbox import ids, received
from tests.support.updates import group, origin_user, text_message, user

OLA, PETRA = 987_654_321, 777_666_555
DAY_S = 86_400.0
TODAY = date(2023, 11, 14)
LAST = 1_000
"""An update that comes after all others."""


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def known(database: Database, clock: Clock) -> DatabasePeople:
    return DatabasePeople(database, Names("123:abc"), clock)


async def rows(database: Database, table: Table) -> list[dict[str, Any]]:
    async with database.begin() as connection:
        return [dict(row) for row in (await connection.execute(select(table))).mappings()]


async def everything(database: Database) -> str:
    """Return all rows of all tables, as text."""
    found = [await rows(database, table) for table in metadata.sorted_tables]
    return json.dumps(found, ensure_ascii=False)


async def set_aside(inbox: DatabaseInbox, *numbers: int) -> None:
    """Give up the updates of these numbers."""
    for stored in await inbox.claim(99, besides=()):
        if stored.update_id in numbers:
            await inbox.set_aside(stored, "ValueError at app.py:1", last=True)
    await inbox.release()


# Names.


def test_nobody_is_found_without_the_token(database: Database) -> None:
    names = {DatabasePeople(database, Names(secret)).name(OLA) for secret in ("123:abc", "123:abd")}

    assert len(names) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in names)


async def test_no_id_is_written_down(database: Database, known: DatabasePeople) -> None:
    await known.seen(OLA)
    await known.block(OLA, 7, "Insults.")
    await known.unblock(known.name(OLA))
    await known.delete(OLA, LAST)

    assert str(OLA) not in await everything(database)


# The day of the last message.


async def test_who_wrote_is_known_to_the_day(known: DatabasePeople, database: Database) -> None:
    await known.seen(OLA)

    assert await rows(database, people) == [
        {"who": known.name(OLA), "language": None, "seen_at": 1_699_920_000.0}
    ]
    assert await known.show(OLA) == Kept(seen_on=TODAY)
    assert await known.show(PETRA) == Kept()


async def test_the_day_is_written_once_a_day(known: DatabasePeople, database: Database) -> None:
    await known.seen(OLA)
    async with database.begin() as connection:
        await connection.execute(people.delete())
    await known.seen(OLA)
    assert await rows(database, people) == []


async def test_the_day_moves_on_and_never_back(
    connect: Connect, known: DatabasePeople, clock: Clock
) -> None:
    await known.seen(OLA)
    clock.now += DAY_S
    await known.seen(OLA)
    clock.now -= 2 * DAY_S
    await DatabasePeople(connect(), Names("123:abc"), clock).seen(OLA)

    assert await known.show(OLA) == Kept(seen_on=date(2023, 11, 15))


async def test_a_new_day_leaves_the_rest_as_it_is(
    known: DatabasePeople, database: Database, clock: Clock
) -> None:
    row = {"who": known.name(OLA), "language": "uk", "seen_at": 0.0}
    async with database.begin() as connection:
        await connection.execute(insert(people).values(row))
    await known.seen(OLA)

    assert await known.show(OLA) == Kept(seen_on=TODAY, language="uk")


# Show and delete.


async def test_what_is_handled_this_moment_is_not_shown(
    known: DatabasePeople, inbox: DatabaseInbox
) -> None:
    await inbox.put([received(1, chat=OLA), received(2, chat=OLA), received(3, chat=PETRA)])
    await inbox.claim(9, besides=())

    assert await known.show(OLA) == Kept(messages=1)


async def test_deleting_leaves_nothing_that_leads_to_a_person(
    known: DatabasePeople, inbox: DatabaseInbox, database: Database
) -> None:
    await known.seen(OLA)
    await known.block(OLA, 1, "Insults.")
    await known.unblock(known.name(OLA))
    await inbox.put([received(1, chat=OLA, album="a", body='{"text": "secret"}')])
    await set_aside(inbox, 1)
    await inbox.put([received(2, chat=OLA, body='{"text": "secret"}')])
    async with database.begin() as connection:
        row = {"chat": OLA, "state": "closed", "changed_at": 0.0}
        await connection.execute(insert(chats).values(row))

    assert await known.delete(OLA, LAST) == Kept(seen_on=TODAY, messages=2, notes=2)

    assert await known.show(OLA) == Kept()
    left = await everything(database)
    assert [one for one in (str(OLA), known.name(OLA), "secret", '"a"') if one in left] == []


async def test_what_was_deleted_is_not_handled_and_its_number_still_known(
    known: DatabasePeople, inbox: DatabaseInbox, clock: Clock, database: Database
) -> None:
    await inbox.put([received(1, chat=OLA)])
    await known.delete(OLA, LAST)

    assert await inbox.waiting() == 0
    assert await inbox.claim(9, besides=()) == []
    assert await inbox.put([received(1, chat=OLA)]) == 0
    clock.now += REMEMBERED_S + 1
    await inbox.sweep()
    assert await rows(database, updates) == []


async def test_who_goes_on_writing_gets_answers(
    known: DatabasePeople, inbox: DatabaseInbox
) -> None:
    await inbox.put([received(number, chat=OLA) for number in (1, 2, 3)])
    (first,) = await inbox.claim(9, besides=())
    (second,) = await inbox.later(first, 3, counted=False, last=True)
    assert second.update_id == 2

    assert await known.delete(OLA, second.update_id) == Kept(messages=1)

    assert ids(await inbox.done(second, last=True)) == [3]


async def test_others_are_left_alone(
    known: DatabasePeople, inbox: DatabaseInbox, database: Database
) -> None:
    await known.seen(PETRA)
    await inbox.put([received(1, chat=PETRA), received(2, chat=PETRA)])
    await set_aside(inbox, 1)
    await known.block(PETRA, 1, "")
    before = [await rows(database, table) for table in metadata.sorted_tables]

    assert await known.delete(OLA, LAST) == Kept()

    assert [await rows(database, table) for table in metadata.sorted_tables] == before


def bodies() -> Sequence[tuple[str, bool]]:
    ola = user(OLA)
    quoting = json.dumps(f'"id": {OLA},')
    return [
        (json.dumps(text_message("?", user=ola, chat=group())), True),
        (json.dumps(text_message("?", chat=group(), forward_origin=origin_user(ola))), True),
        (f'{{"from": {{"id": {OLA}}}}}', True),
        (json.dumps(text_message("?", user=user(OLA * 10), chat=group())), False),
        (json.dumps(text_message("?", chat=group(), message_id=OLA)), False),
        (f'{{"text": {quoting}}}', False),
    ]


@pytest.mark.parametrize(("body", "names_her"), bodies())
async def test_what_was_set_aside_in_a_group_goes_where_it_names_the_person(
    known: DatabasePeople,
    inbox: DatabaseInbox,
    database: Database,
    body: str,
    names_her: bool,  # noqa: FBT001
) -> None:
    await inbox.put([received(1, chat=-5, body=body)])
    await set_aside(inbox, 1)

    assert await known.delete(OLA, LAST) == Kept(messages=int(names_her))

    (row,) = await rows(database, updates)
    assert row["body"] == (None if names_her else body)


async def test_a_block_outlives_what_is_deleted(known: DatabasePeople) -> None:
    await known.seen(OLA)
    block = await known.block(OLA, 7, "Insults.")

    assert await known.delete(OLA, LAST) == Kept(seen_on=TODAY, notes=1, block=block)
    assert await known.show(OLA) == Kept(block=block)
    assert await known.delete(OLA, LAST) == Kept(block=block)
    # The log tells that something was deleted, once, and not whose.
    assert [(entry.act, entry.who, entry.subject) for entry in await known.log()] == [
        (Act.BLOCK, "command line", ""),
        (Act.DELETE, "themselves", ""),
    ]


async def test_who_writes_again_is_noted_again(known: DatabasePeople) -> None:
    await known.seen(OLA)
    await known.delete(OLA, LAST)
    await known.seen(OLA)

    assert await known.show(OLA) == Kept(seen_on=TODAY)


# Blocks.


async def test_another_process_hears_of_a_block_and_of_its_end(
    connect: Connect, known: DatabasePeople, clock: Clock
) -> None:
    bot = DatabasePeople(connect(), Names("123:abc"), clock)
    await bot.refresh()
    block = await known.block(OLA, 7, "Insults.")
    assert block == Block(clock.now + 7 * DAY_S, "Insults.")
    assert bot.block_of(OLA) is None

    await bot.refresh()
    assert (bot.block_of(OLA), bot.block_of(PETRA)) == (block, None)
    clock.now = block.until
    assert bot.block_of(OLA) is None
    assert await known.show(OLA) == Kept(notes=1)


async def test_a_block_is_lifted_by_name(
    connect: Connect, known: DatabasePeople, clock: Clock
) -> None:
    bot = DatabasePeople(connect(), Names("123:abc"), clock)
    await known.block(OLA, 7, "")
    await bot.refresh()

    assert await known.unblock(known.name(OLA))
    assert not await known.unblock(known.name(OLA))
    await bot.refresh()
    assert bot.block_of(OLA) is None
    assert [(entry.act, entry.subject) for entry in await known.log()] == [
        (Act.BLOCK, known.name(OLA)),
        (Act.UNBLOCK, known.name(OLA)),
    ]


async def test_whoever_was_told_is_not_told_again_after_a_restart(
    connect: Connect, known: DatabasePeople, clock: Clock
) -> None:
    block = await known.block(OLA, 7, "Insults.")
    await known.refresh()
    await known.told(OLA, block)
    told = replace(block, told=True)
    assert known.block_of(OLA) == told

    restarted = DatabasePeople(connect(), Names("123:abc"), clock)
    await restarted.refresh()
    assert restarted.block_of(OLA) == told


async def test_a_later_block_takes_the_place_of_an_earlier_one_and_is_told(
    known: DatabasePeople,
) -> None:
    first = await known.block(OLA, 7, "Insults.")
    await known.refresh()
    await known.told(OLA, first)
    second = await known.block(OLA, 14, "Again.")
    await known.refresh()

    assert known.block_of(OLA) == second
    assert await known.blocks() == [(known.name(OLA), second)]


async def test_whoever_was_told_while_the_store_is_away_is_not_told_again(
    known: DatabasePeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = await known.block(OLA, 7, "Insults.")
    await known.refresh()
    with monkeypatch.context() as patched:
        patched.setattr(known, "_begin", away)
        with pytest.raises(PeopleUnavailableError):
            await known.told(OLA, block)
        with pytest.raises(PeopleUnavailableError):
            await known.refresh()
        assert known.block_of(OLA) == replace(block, told=True)
    await known.refresh()
    assert known.block_of(OLA) == replace(block, told=True)


def away() -> Any:
    raise PeopleUnavailableError("away")


async def test_a_reason_may_hold_anything(known: DatabasePeople) -> None:
    reason = "a\0b \ud800 <b>'; DROP TABLE blocks"
    await known.block(OLA, 1, reason)
    ((_, block),) = await known.blocks()
    assert block.reason == "a\\u0000b \\ud800 <b>'; DROP TABLE blocks"


async def test_a_database_that_is_away_is_named(tmp_path: Any, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    with pytest.raises(PeopleUnavailableError):
        await DatabasePeople(gone, Names("123:abc"), clock).seen(OLA)
    await gone.close()


# Retention.


async def test_what_is_older_than_the_retention_goes_and_nothing_younger(
    known: DatabasePeople, database: Database, clock: Clock
) -> None:
    clock.now = clock.now // DAY_S * DAY_S
    begin = clock.now
    await known.seen(OLA)
    await known.block(OLA, 2, "")
    async with database.begin() as connection:
        some = [{"chat": one, "state": "closed", "changed_at": begin} for one in (OLA, -5)]
        await connection.execute(insert(chats).values(some))
    clock.now += DAY_S
    await known.seen(PETRA)
    await known.block(PETRA, 30, "")

    clock.now = begin + 2 * DAY_S - 1
    assert await known.purge(2) == 0
    clock.now += 1
    assert await known.purge(2) == 1  # the block that has ended
    clock.now += 1
    assert await known.purge(2) == 3  # day, log, chat

    assert [row["who"] for row in await rows(database, people)] == [known.name(PETRA)]
    assert [entry.subject for entry in await known.log()] == [known.name(PETRA)]
    assert [row["chat"] for row in await rows(database, chats)] == [-5]
    assert [name for name, _ in await known.blocks()] == [known.name(PETRA)]


async def test_after_the_retention_nothing_about_people_is_left(
    known: DatabasePeople, inbox: DatabaseInbox, database: Database, clock: Clock
) -> None:
    await known.seen(OLA)
    await known.block(OLA, 7, "Insults.")
    await inbox.put([received(number, chat=OLA, body='{"text": "secret"}') for number in (1, 2)])
    await set_aside(inbox, 1)
    clock.now += 30 * DAY_S + 1
    await inbox.sweep()
    await inbox.sweep()
    await known.purge(30)

    assert [table.name for table in metadata.sorted_tables if await rows(database, table)] == []


async def test_while_and_after_a_message_is_handled_who_wrote_it_stands_nowhere_else(
    known: DatabasePeople, inbox: DatabaseInbox, database: Database
) -> None:
    body = json.dumps(text_message("Ramstein is closed", user=user(OLA, first_name="Wilhelmina")))
    await inbox.put([received(1, chat=OLA, body=body)])
    (stored,) = await inbox.claim(9, besides=())
    await known.seen(OLA)
    assert [row["chat"] for row in await rows(database, leases)] == [OLA]
    await inbox.done(stored, last=True)

    left = await everything(database)
    assert [one for one in ("Ramstein", "Wilhelmina", str(OLA)) if one in left] == []


async def test_the_log_is_in_order(known: DatabasePeople, clock: Clock) -> None:
    await known.block(OLA, 7, "")
    clock.now += 1
    await known.unblock(known.name(OLA))

    assert await known.log() == [
        Entry(clock.now - 1, "command line", Act.BLOCK, known.name(OLA)),
        Entry(clock.now, "command line", Act.UNBLOCK, known.name(OLA)),
    ]
