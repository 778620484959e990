"""The connection to SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.config import ConfigError
from bot.storage.addresses import read_url, shown
from bot.storage.failures import Failure, failure, reason

_CONNECT_S = 5.0
"""How long to wait for PostgreSQL to take us, or for a connection that is free."""
_BUSY_S = 5.0
"""How long SQLite waits for another process, a backup for instance."""
_ANSWER_S = 10.0
"""For one statement; a machine that went away without a word would keep us for a quarter hour."""
_CONNECTIONS = 10
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a stored update survives the power going off, too
    "foreign_keys = ON",
)

_REMEDIES = {
    Failure.REFUSED: "refuses us; correct the user and the password in DATABASE_URL, or the rights "
    "of the user",
    Failure.MISSING: "is not there; make it (CREATE DATABASE), or correct DATABASE_URL",
    Failure.DAMAGED: "is no SQLite database, or a damaged one; restore a backup, or move the file "
    "away to begin anew",
}

T = TypeVar("T")


class Database:
    """Opens transactions; safe to share within one event loop."""

    def __init__(self, url: str) -> None:
        """Take a DATABASE_URL; raise ConfigError where it is none of the two we speak."""
        self.url = read_url(url)
        self._engine = _engine(self.url)
        self._working: set[asyncio.Task[Any]] = set()

    @property
    def is_sqlite(self) -> bool:
        """Whether one process has the database for itself."""
        return self._engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction; raise DatabaseUnavailableError where the database is away.

        Whoever may be cancelled calls it through `to_the_end`. Raise ConfigError where waiting does
        not help. What is wrong with a statement of ours is a bug, and comes through as it is.
        """
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            why = failure(error)
            if why is Failure.BUG:
                raise
            if why is Failure.AWAY:
                raise DatabaseUnavailableError(reason(error)) from error
            raise ConfigError(
                f"the database {shown(self.url)} {_REMEDIES[why]} ({reason(error)})"
            ) from error

    async def to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what *work* returns; it goes on where nobody waits for it any more.

        SQLite would stay locked after a transaction that is cancelled in the middle.
        """
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def settle(self) -> None:
        """Wait for what goes on though nobody waits for it."""
        if self._working:
            await asyncio.wait(tuple(self._working))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._working.discard(task)
        if not task.cancelled():
            task.exception()  # asyncio would complain where nobody waits for it

    def insert(self, table: Table) -> Any:
        """Return an insert that can say what to do where the row exists."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    async def close(self) -> None:
        """Close all connections."""
        await self.settle()
        await self._engine.dispose()


class DatabaseUnavailableError(Exception):
    """The database cannot be reached, is locked, or its disk is full; try again later."""


def _engine(url: str) -> AsyncEngine:
    if url.startswith("sqlite"):
        return _sqlite_engine(url)
    try:
        return create_async_engine(
            url,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,
            pool_timeout=_CONNECT_S,
            connect_args={"timeout": _CONNECT_S, "command_timeout": _ANSWER_S},
            hide_parameters=True,  # an error must not show what people wrote
        )
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"DATABASE_URL is of PostgreSQL, and {error.name} is not installed; install "
            "requirements.lock, or run in the checkout: pip install '.[postgresql]'"
        ) from error


def _sqlite_engine(url: str) -> AsyncEngine:
    # One connection: SQLite has one writer at a time anyway, and so nobody waits for a lock.
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=30.0,
        connect_args={"timeout": _BUSY_S, "async_creator_fn": _connect_sqlite},
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


async def _connect_sqlite(*arguments: Any, **options: Any) -> aiosqlite.Connection:
    connection = aiosqlite.connect(*arguments, **options)
    thread = connection._thread  # noqa: SLF001 - SQLAlchemy itself takes it like this
    thread.daemon = True
    try:
        return await connection
    except BaseException:
        # aiosqlite lets it end by itself, and complain of an event loop that has gone by then.
        await asyncio.to_thread(thread.join)
        raise


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that reads first and writes later could not wait for another process.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
