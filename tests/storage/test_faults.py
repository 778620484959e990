"""A database that is away: said as such, nothing lost. One that is wrong: said as what it is."""

import asyncio
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from bot.config import ConfigError
from bot.intake.inbox import InboxUnavailableError, Stored
from bot.storage import database as database_module
from bot.storage.database import Database, DatabaseUnavailableError
from bot.storage.inbox import LEASE_S, DatabaseInbox
from tests.storage.conftest import Clock, Connect, all_threads_end, connecting
from tests.support.inbox import ids, received
from tests.support.wire import Wire, wire

Outage: TypeAlias = Callable[[], AbstractAsyncContextManager[None]]
STORED = Stored(1, 1, "a", "{}", 1)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for SQLite's lock, and for an answer of PostgreSQL, for a moment only."""
    monkeypatch.setattr(database_module, "_BUSY_S", 0.1)
    monkeypatch.setattr(database_module, "_ANSWER_S", 0.5)


@pytest.fixture
async def cable(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Wire | None]:
    """The wire to PostgreSQL; SQLite has none."""
    if url.startswith("sqlite"):
        yield None
        return
    server = make_url(url)
    async with wire(server.host or "127.0.0.1", server.port or 5432) as laid:
        yield laid


@pytest.fixture
async def connect(url: str, cable: Wire | None) -> AsyncIterator[Connect]:
    """Connect over the wire."""
    if cable:
        address = make_url(url).set(host="127.0.0.1", port=cable.port)
        url = address.render_as_string(hide_password=False)
    async with connecting(url) as open_database:
        yield open_database


@pytest.fixture
def outage(url: str, cable: Wire | None) -> Outage:
    """Return what takes the database away for as long as its block lasts."""

    @asynccontextmanager
    async def away() -> AsyncIterator[None]:
        if cable:
            await cable.cut()
            yield
            await cable.mend()
            return
        other = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.close()

    return away


CALLS: dict[str, Callable[[DatabaseInbox], Awaitable[object]]] = {
    "put": lambda inbox: inbox.put([received(9)]),
    "claim": lambda inbox: inbox.claim(9, besides=()),
    "more": lambda inbox: inbox.more(1, "a"),
    "done": lambda inbox: inbox.done(STORED, last=True),
    "later": lambda inbox: inbox.later(STORED, 1, counted=True, last=True),
    "set_aside": lambda inbox: inbox.set_aside(STORED, "why", last=True),
    "renew": lambda inbox: inbox.renew([1]),
    "release": lambda inbox: inbox.release(),
    "waiting": lambda inbox: inbox.waiting(),
    "sweep": lambda inbox: inbox.sweep(),
    "take_over": lambda inbox: inbox.take_over(),
}


@pytest.mark.usefixtures("impatient")
async def test_everything_says_that_the_database_is_away_and_works_again_afterwards(
    inbox: DatabaseInbox, outage: Outage
) -> None:
    await inbox.put([received(1), received(2, chat=2)])
    (first, _) = await inbox.claim(9, besides=())

    async with outage():
        for call in CALLS.values():
            with pytest.raises(InboxUnavailableError):
                await call(inbox)

    assert await inbox.waiting() == 2
    assert await inbox.done(first, last=True) == []
    assert await inbox.put([received(9)]) == 1
    assert ids(await inbox.claim(9, besides=[2])) == [9]


@pytest.mark.usefixtures("impatient")
async def test_after_an_outage_nobody_is_taken_for_dead_before_he_could_say_that_he_lives(
    connect: Connect, clock: Clock, outage: Outage
) -> None:
    one, two = (DatabaseInbox(connect(), name, clock) for name in ("one", "two"))
    await one.put([received(1), received(2, chat=2)])
    await one.claim(9, besides=())
    async with outage():
        clock.now += 2 * LEASE_S
        with pytest.raises(InboxUnavailableError):
            await two.claim(9, besides=())

    assert await two.claim(9, besides=()) == []
    await one.renew([1])
    clock.now += LEASE_S + 1
    await one.renew([1])
    assert ids(await two.claim(9, besides=())) == [2]


async def test_whoever_is_stopped_in_the_middle_leaves_the_database_usable(
    inbox: DatabaseInbox,
) -> None:
    await inbox.put([received(number, chat=number) for number in range(10)])
    for pause_s in range(20):
        claiming = asyncio.create_task(inbox.claim(9, besides=()))
        await asyncio.sleep(pause_s / 4000)
        claiming.cancel()
        await asyncio.gather(claiming, return_exceptions=True)

    assert len(await inbox.claim(10, besides=())) == 10


async def test_a_wrong_statement_is_no_outage(connect: Connect) -> None:
    database = connect()
    with pytest.raises((ProgrammingError, OperationalError), match="nowhere"):
        async with database.begin() as connection:
            await connection.execute(text("SELECT * FROM nowhere"))


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
async def test_a_number_that_no_database_holds_is_no_outage(
    inbox: DatabaseInbox, number: int
) -> None:
    with pytest.raises((SQLAlchemyError, OverflowError)):
        await inbox.put([received(number)])


async def test_what_went_wrong_shows_nothing_that_was_written(inbox: DatabaseInbox) -> None:
    with pytest.raises((SQLAlchemyError, OverflowError)) as caught:
        await inbox.put([received(2**63, body="secret")])

    assert "secret" not in str(caught.value)


# SQLite


async def test_a_full_disk_is_an_outage(tmp_path: Path, clock: Clock) -> None:
    async with connecting(f"sqlite:///{tmp_path / 'bot.sqlite3'}") as connect:
        database = connect()
        inbox = DatabaseInbox(database, "one", clock)
        async with database.begin() as connection:
            pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
            await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

        with pytest.raises(InboxUnavailableError, match="SQLITE_FULL"):
            await inbox.put([received(1, body="x" * 100_000)])

        async with database.begin() as connection:
            await connection.execute(text("PRAGMA max_page_count = 100000"))
        assert await inbox.put([received(1, body="x" * 100_000)]) == 1


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("prepared", ["new", "old"])
async def test_a_file_that_another_program_holds_is_an_outage(
    tmp_path: Path, prepared: str
) -> None:
    file = tmp_path / "bot.sqlite3"
    other = sqlite3.connect(file, isolation_level=None)
    if prepared == "old":
        other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN EXCLUSIVE")
    await fails_with(DatabaseUnavailableError, "SQLITE_BUSY", f"sqlite:///{file}")
    other.close()


async def test_a_folder_that_is_not_there_is_an_outage(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'no' / 'bot.sqlite3'}"

    await fails_with(DatabaseUnavailableError, "SQLITE_CANTOPEN", url)


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite3").write_text("my shopping list " * 99)

    await fails_with(
        ConfigError,
        r"bot\.sqlite3 is no SQLite database, or a damaged one; restore .* \(SQLITE_NOTADB\)",
        f"sqlite:///{tmp_path / 'bot.sqlite3'}",
    )


# PostgreSQL


@pytest.mark.parametrize("state", ["53100", "57P03", "40P01", "40001", "25006", "55000"])
async def test_troubles_of_the_server_are_an_outage(postgresql: str, state: str) -> None:
    await fails_with(
        DatabaseUnavailableError, state, postgresql, f"RAISE 'no' USING ERRCODE = '{state}'"
    )


async def test_a_database_closed_for_maintenance_is_an_outage(postgresql: str) -> None:
    asyncpg = pytest.importorskip("asyncpg")
    connection = await asyncpg.connect(os.environ["TEST_DATABASE_URL"])
    name = f"bot_test_{secrets.token_hex(6)}"
    await connection.execute(f"CREATE DATABASE {name} ALLOW_CONNECTIONS false")
    try:
        database = Database(
            make_url(postgresql).set(database=name).render_as_string(hide_password=False)
        )
        # It ended the process once: an ALTER DATABASE during an upgrade is no bug of ours.
        with pytest.raises(DatabaseUnavailableError, match="55000"):
            async with database.begin():
                pass
        await database.close()
    finally:
        await connection.execute(f"DROP DATABASE {name}")
        await connection.close()


@pytest.mark.usefixtures("impatient")
async def test_a_server_that_does_not_answer_is_an_outage(postgresql: str) -> None:
    server = make_url(postgresql)
    async with wire(server.host or "", server.port or 5432) as cable:
        address = server.set(host="127.0.0.1", port=cable.port)
        database = Database(address.render_as_string(hide_password=False))
        async with database.begin() as connection:
            await connection.execute(text("SELECT 1"))
        cable.frozen = True
        with pytest.raises(DatabaseUnavailableError, match="TimeoutError"):
            async with asyncio.timeout(5), database.begin() as connection:
                await connection.execute(text("SELECT 1"))
        cable.frozen = False
        async with database.begin() as connection:
            await connection.execute(text("SELECT 1"))
        await database.close()


async def test_a_connection_that_the_server_ends_is_an_outage(postgresql: str) -> None:
    ended = "PERFORM pg_terminate_backend(pg_backend_pid())"

    await fails_with(DatabaseUnavailableError, "57P01|08003", postgresql, ended)


async def test_a_claim_whose_answer_got_lost_is_made_again(postgresql: str, clock: Clock) -> None:
    server = make_url(postgresql)
    async with wire(server.host or "", server.port or 5432) as cable:
        address = server.set(host="127.0.0.1", port=cable.port)
        async with connecting(address.render_as_string(hide_password=False)) as connect:
            inbox = DatabaseInbox(connect(), "one", clock)
            await inbox.put([received(1)])
            cable.lost = b"COMMIT\0"
            with pytest.raises(InboxUnavailableError):
                await inbox.claim(9, besides=())

            assert ids(await inbox.claim(9, besides=())) == [1]


async def test_a_server_that_refuses_us_is_named(postgresql: str) -> None:
    stranger = make_url(postgresql).set(username="nobody_we_know")

    await fails_with(
        ConfigError,
        r"postgresql://nobody_we_know:\*\*\*@.* refuses us; correct the user .* \(28\d+",
        stranger.render_as_string(hide_password=False),
    )


async def test_a_database_that_is_not_there_is_named(postgresql: str) -> None:
    other = make_url(postgresql).set(database="no_such_database")

    await fails_with(
        ConfigError,
        r"/no_such_database is not there; make it .* \(3D000\)",
        other.render_as_string(hide_password=False),
    )


async def test_nobody_at_the_address_is_an_outage() -> None:
    await fails_with(
        DatabaseUnavailableError, "ConnectionRefusedError", "postgresql://u:p@127.0.0.1:1/bot"
    )


async def fails_with(error: type[Exception], words: str, url: str, statement: str = "NULL") -> None:
    database = Database(url)
    block = f"DO $$ BEGIN {statement}; END $$" if url.startswith("postgresql") else "SELECT 1"
    with pytest.raises(error, match=words) as caught:
        async with database.begin() as connection:
            await connection.execute(text(block))
    await database.close()
    await all_threads_end()  # while somebody holds the traceback, too
    del caught
