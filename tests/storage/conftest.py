"""Each test on SQLite, and on PostgreSQL where TEST_DATABASE_URL names one."""

import asyncio
import os
import secrets
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy.engine import make_url

from bot.intake.inbox import Inbox
from bot.storage.database import Database
from bot.storage.inbox import DatabaseInbox
from bot.storage.tables import metadata
from tests.support.inbox import MemoryInbox, Shelf

Connect: TypeAlias = Callable[[], Database]
Inboxes: TypeAlias = Callable[[str], Inbox]


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Without a PostgreSQL, leave its tests out, and say so in one line for each file."""
    if os.environ.get("TEST_DATABASE_URL"):
        return
    reason = "TEST_DATABASE_URL is not set; .ci/run sets it, see CONTRIBUTING.md"
    for item in items:
        parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
        here = item.path.is_relative_to(Path(__file__).parent)
        if here and "postgresql" in (*parameters, *getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.skip(reason=reason))


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
async def _no_thread_is_left() -> AsyncIterator[None]:
    yield
    await all_threads_end()


async def all_threads_end() -> None:
    """Wait for the threads of closed connections; one that was not closed never ends."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 5)
            assert not thread.is_alive(), "a connection to SQLite was not closed"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def postgresql() -> AsyncIterator[str]:
    """Return the address of an empty schema, with a user of its own who may nothing else."""
    server = os.environ["TEST_DATABASE_URL"]
    name = password = f"bot_test_{secrets.token_hex(6)}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        # PostgreSQL looks for tables in the schema that is named as the user first.
        await connection.execute(f"CREATE SCHEMA AUTHORIZATION {name}")
        url = make_url(server).set(username=name, password=password)
        yield url.render_as_string(hide_password=False)
    finally:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", name
        )
        await connection.execute(f"DROP OWNED BY {name} CASCADE")
        await connection.execute(f"DROP ROLE {name}")
        await connection.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture
async def connect(url: str) -> AsyncIterator[Connect]:
    """Return what connects to a database with all tables, as a process of its own would."""
    async with connecting(url) as open_database:
        yield open_database


@pytest.fixture
def inbox(connect: Connect, clock: Clock) -> DatabaseInbox:
    return DatabaseInbox(connect(), "one", clock)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str | None:
    return None if request.param == "memory" else request.getfixturevalue(request.param)


@pytest.fixture
async def inboxes(store: str | None, clock: Clock) -> AsyncIterator[Inboxes]:
    """Return what opens one inbox as the process of a given name."""
    if store is None:
        shelf = Shelf(clock)
        yield lambda owner: MemoryInbox(shelf, owner)
        return
    async with connecting(store) as open_database:
        yield lambda owner: DatabaseInbox(open_database(), owner, clock)


@asynccontextmanager
async def connecting(url: str) -> AsyncIterator[Connect]:
    opened: list[Database] = []

    def open_database() -> Database:
        opened.append(Database(url))
        return opened[-1]

    # test_migrations.py proves that migrations come to the same.
    async with open_database().begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield open_database
    for one in opened:
        await one.close()
