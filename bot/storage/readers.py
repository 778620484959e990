"""What all stores about people have in common: how they reach the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import ConfigError
from bot.people import PeopleUnavailableError
from bot.storage.database import Database, DatabaseUnavailableError


@asynccontextmanager
async def reaching(database: Database) -> AsyncIterator[AsyncConnection]:
    """Open a transaction; raise PeopleUnavailableError where the database is away."""
    try:
        async with database.begin() as connection:
            yield connection
    except (DatabaseUnavailableError, ConfigError) as error:
        raise PeopleUnavailableError(str(error)) from error
