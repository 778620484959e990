"""Brings a database to the newest tables, with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.config import ConfigError
from bot.storage.database import Database

_LOCK = 7_220_331
"""Of PostgreSQL: replicas that start together migrate one after the other."""


async def migrate(database: Database) -> str | None:
    """Bring *database* to the newest revision; return the one it was at, None where it was empty.

    Raise ConfigError for a database that a newer bot has made.
    """
    async with database.begin() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        return await connection.run_sync(_upgrade)


async def revision(database: Database) -> str | None:
    """Return the revision that *database* is at, None for one that is empty."""
    async with database.begin() as connection:
        return await connection.run_sync(_current)


def newest() -> str:
    """Return the newest revision that this bot knows."""
    head = _scripts().get_current_head()
    if head is None:
        raise RuntimeError("the migrations are missing; install the bot anew")
    return head


def configuration() -> Config:
    """Return Alembic's settings, without an alembic.ini."""
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection) -> str | None:
    before = _current(connection)
    known = {script.revision for script in _scripts().walk_revisions()}
    if before is not None and before not in known:
        raise ConfigError(
            f"the database is at revision {before}, which a newer bot has made; run that one, or "
            "restore the backup from before the upgrade"
        )
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return before


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration())
