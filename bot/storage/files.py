"""Telegram's names of pictures in the database; bot/files.py says what each method promises."""

import logging
import time
from collections.abc import Callable

from sqlalchemy import Executable, delete, select

from bot.config import ConfigError
from bot.storage.database import Database, DatabaseUnavailableError
from bot.storage.tables import files
from bot.storage.whole import to_the_end

log = logging.getLogger(__name__)


class DatabaseFiles:
    """Names that only the bot with that id may use: Telegram gives each bot its own."""

    def __init__(
        self, database: Database, bot_id: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._bot_id = bot_id
        self._clock = clock

    async def find(self, key: str) -> str | None:
        """Return a file_id."""
        return await self._do(select(files.c.file_id).where(files.c.key == self._own(key)))

    async def remember(self, key: str, file_id: str) -> None:
        """Note a file_id."""
        values = {"file_id": file_id, "at": self._clock()}
        insert = self._database.insert(files).values(key=self._own(key), **values)
        await self._do(insert.on_conflict_do_update(index_elements=[files.c.key], set_=values))

    async def forget(self, key: str) -> None:
        """Drop a file_id."""
        await self._do(delete(files).where(files.c.key == self._own(key)))

    def _own(self, key: str) -> str:
        return f"{self._bot_id}:{key}"

    @to_the_end
    async def _do(self, statement: Executable) -> str | None:
        try:
            async with self._database.begin() as connection:
                done = await connection.execute(statement)
                return done.scalar() if done.returns_rows else None
        except (DatabaseUnavailableError, ConfigError) as error:
            # A picture that is drawn once more does no harm.
            log.info("names of pictures cannot be looked up (%s)", type(error).__name__)
            return None
