"""What is known of chats: closed, open again, moved; and what leaves no trace."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.chats import ChatsUnavailableError
from bot.storage.chats import DatabaseChats
from bot.storage.database import Database
from bot.storage.tables import chats
from tests.storage.conftest import Clock, Connect

OLA, SMALL, LARGE = 987_654_321, -7, -1_001_000_000_001


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def known(database: Database, clock: Clock) -> DatabaseChats:
    return DatabaseChats(database, clock)


async def rows(database: Database) -> list[tuple[Any, ...]]:
    async with database.begin() as connection:
        return [tuple(row) for row in await connection.execute(select(chats))]


async def test_a_chat_of_which_nothing_is_known_is_open(known: DatabaseChats) -> None:
    assert await known.home(OLA) == OLA


async def test_a_closed_chat_is_known_to_others_until_it_opens(
    connect: Connect, known: DatabaseChats, database: Database, clock: Clock
) -> None:
    other = DatabaseChats(connect(), clock)
    await known.closed(OLA)
    assert await other.home(OLA) is None
    assert await rows(database) == [(OLA, "closed", None, clock.now)]

    await other.opened(OLA)
    assert await known.home(OLA) == OLA


async def test_of_an_open_chat_nothing_is_kept(known: DatabaseChats, database: Database) -> None:
    await known.opened(OLA)
    await known.closed(OLA)
    await known.reached(OLA)

    assert await rows(database) == []


async def test_closing_again_tells_when_it_was_last(
    known: DatabaseChats, database: Database, clock: Clock
) -> None:
    await known.closed(OLA)
    clock.now += 5
    await known.closed(OLA)

    assert await rows(database) == [(OLA, "closed", None, clock.now)]


async def test_what_others_closed_is_opened_by_a_message_that_arrives_once_we_heard_of_it(
    connect: Connect, known: DatabaseChats, clock: Clock
) -> None:
    other = DatabaseChats(connect(), clock)
    await known.refresh()
    await other.closed(OLA)
    await known.reached(OLA)
    assert await known.home(OLA) is None

    await known.refresh()
    await known.reached(OLA)
    assert await known.home(OLA) == OLA


async def test_what_was_closed_before_the_start_is_heard_of(
    connect: Connect, known: DatabaseChats, clock: Clock
) -> None:
    await known.closed(OLA)
    clock.now += 86_400
    restarted = DatabaseChats(connect(), clock)
    await restarted.refresh()
    await restarted.reached(OLA)

    assert await known.home(OLA) == OLA


async def test_a_process_whose_clock_is_minutes_behind_is_heard(
    connect: Connect, known: DatabaseChats, clock: Clock
) -> None:
    await known.refresh()
    await DatabaseChats(connect(), lambda: clock.now - 599).closed(OLA)
    await known.refresh()
    await known.reached(OLA)

    assert await known.home(OLA) == OLA


async def test_a_message_that_arrives_where_we_know_of_no_block_asks_nobody(
    tmp_path: Path, clock: Clock
) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    await DatabaseChats(gone, clock).reached(OLA)
    await gone.close()


async def test_a_group_is_followed_to_what_it_has_become(
    known: DatabaseChats, database: Database, clock: Clock
) -> None:
    await known.moved(SMALL, LARGE)

    assert (await known.home(SMALL), await known.home(LARGE)) == (LARGE, LARGE)
    assert await rows(database) == [(SMALL, "moved", LARGE, clock.now)]


async def test_what_a_group_has_become_may_be_closed(known: DatabaseChats) -> None:
    await known.moved(SMALL, LARGE)
    await known.closed(LARGE)
    assert await known.home(SMALL) is None

    await known.opened(LARGE)
    assert await known.home(SMALL) == LARGE


@pytest.mark.parametrize("kicked_first", [False, True])
async def test_being_taken_out_of_a_group_that_moves_does_not_close_it(
    known: DatabaseChats,
    kicked_first: bool,  # noqa: FBT001
) -> None:
    if kicked_first:
        await known.closed(SMALL)
        await known.moved(SMALL, LARGE)
    else:
        await known.moved(SMALL, LARGE)
        await known.closed(SMALL)
    await known.opened(SMALL)

    assert await known.home(SMALL) == LARGE


async def test_two_groups_that_claim_to_have_become_each_other_end_nowhere_else(
    known: DatabaseChats,
) -> None:
    await known.moved(SMALL, LARGE)
    await known.moved(LARGE, SMALL)

    assert (await known.home(SMALL), await known.home(LARGE)) == (LARGE, SMALL)


async def test_a_database_that_is_away_is_named(tmp_path: Path, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    known = DatabaseChats(gone, clock)
    for asked in (
        known.refresh(),
        known.closed(OLA),
        known.opened(OLA),
        known.reached(OLA),
        known.moved(SMALL, LARGE),
        known.home(OLA),
    ):
        with pytest.raises(ChatsUnavailableError):
            await asked
    await gone.close()
