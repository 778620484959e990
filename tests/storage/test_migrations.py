"""From an empty database to the newest tables and back, on both databases."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.config import ConfigError
from bot.storage.database import Database
from bot.storage.migrate import configuration, migrate, newest, revision
from bot.storage.tables import metadata

TABLES = {"alembic_version", *metadata.tables}


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An empty one."""
    opened = Database(url)
    yield opened
    await opened.close()


async def tables(database: Database) -> set[str]:
    async with database.begin() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_an_empty_database_gets_all_tables_once(database: Database) -> None:
    assert await revision(database) is None

    assert await migrate(database) is None
    assert await revision(database) == newest()
    assert await tables(database) == TABLES
    assert await migrate(database) == newest()


async def test_migrations_make_exactly_the_tables_that_the_bot_uses(database: Database) -> None:
    await migrate(database)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))

    async with database.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_step_can_be_taken_back(database: Database) -> None:
    await migrate(database)

    def down(connection: Connection) -> None:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async with database.begin() as connection:
        await connection.run_sync(down)
    assert await tables(database) == {"alembic_version"}
    assert await migrate(database) is None
    assert await tables(database) == TABLES


async def test_processes_that_start_together_migrate_one_after_the_other(url: str) -> None:
    replicas = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "migrate"),
            env={**os.environ, "DATABASE_URL": url},
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]
    said = [(await replica.communicate())[0].decode().strip() for replica in replicas]

    assert [replica.returncode for replica in replicas] == [0, 0]
    ends = sorted(line.partition(": ")[2].replace(newest(), "N") for line in said)
    assert ends == ["at revision N already", "from empty to revision N"]


async def test_a_migration_that_is_broken_off_changes_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", break_off)
    with pytest.raises(ZeroDivisionError):
        await migrate(database)

    assert await tables(database) - {"alembic_version"} == set()
    assert await revision(database) is None


async def test_a_database_of_a_newer_bot_is_left_alone(database: Database) -> None:
    await migrate(database)
    async with database.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ConfigError, match="at revision 9999, which a newer bot has made; run that"):
        await migrate(database)
