"""The scripts that back up and restore PostgreSQL, with PostgreSQL's own programs."""

import asyncio
import os
import secrets
import shutil
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.storage.database import Database
from bot.storage.migrate import migrate

ROOT = Path(__file__).parent.parent.parent
INSERT = (
    "INSERT INTO updates (update_id, chat, body, state, running, tries, received_at, not_before)"
    " VALUES (:number, 9, 'Ünïcode — «ё»', 'waiting', 0, 0, 0.1, 0)"
)

T = TypeVar("T")

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("pg_dump", "pg_restore", "psql", "sh"))),
    reason="PostgreSQL's programs are not installed",
)


def run(url: str, work: Callable[[Database], Awaitable[T]]) -> T:
    async def opened() -> T:
        database = Database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(opened())


def execute(url: str, statement: str) -> None:
    async def work(database: Database) -> None:
        async with database.begin() as connection:
            await connection.execute(text(statement))

    run(url, work)


def put(url: str, *numbers: int) -> None:
    async def work(database: Database) -> None:
        await migrate(database)
        async with database.begin() as connection:
            await connection.execute(text(INSERT), [{"number": number} for number in numbers])

    run(url, work)


def updates(url: str) -> list[tuple[object, ...]]:
    async def work(database: Database) -> list[tuple[object, ...]]:
        async with database.begin() as connection:
            rows = await connection.execute(text("SELECT * FROM updates ORDER BY update_id"))
            return [tuple(row) for row in rows.all()]

    return run(url, work)


@pytest.fixture
def url() -> Iterator[str]:
    """Return the address of an empty database of its own."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        pytest.skip("TEST_DATABASE_URL is not set; .ci/run sets it, see CONTRIBUTING.md")
    asyncpg = pytest.importorskip("asyncpg")
    name = f"bot_backup_{secrets.token_hex(6)}"

    async def do(statement: str) -> None:
        connection = await asyncpg.connect(server)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(do(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        asyncio.run(do(f"DROP DATABASE {name} WITH (FORCE)"))


def script(name: str, url: str, file: Path) -> subprocess.CompletedProcess[str]:
    parsed = make_url(url)
    environ = {
        "PATH": os.environ["PATH"],
        "RUN": "env",
        "PGHOST": parsed.host or "",
        "PGPORT": str(parsed.port or 5432),
        "PGUSER": parsed.username or os.environ.get("USER", "root"),
        "PGPASSWORD": parsed.password or "",
        "PGDATABASE": parsed.database or "",
    }
    return subprocess.run(
        ["sh", ROOT / "deploy" / f"postgresql-{name}.sh", file],  # noqa: S607
        env=environ,
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_backup_brings_everything_back(url: str, tmp_path: Path) -> None:
    put(url, 1, -(2**63), 2**63 - 1)
    before = updates(url)

    backed_up = script("backup", url, tmp_path / "dump")
    put(url, 2)
    execute(url, "CREATE TABLE of_a_newer_bot (x INTEGER)")
    restored = script("restore", url, tmp_path / "dump")

    assert (backed_up.returncode, backed_up.stderr) == (0, "")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert updates(url) == before
    execute(url, "CREATE TABLE of_a_newer_bot (x INTEGER)")  # nothing is in its way
    put(url, 3)  # and the bot goes on with it


def test_a_backup_is_for_its_owner_and_overwrites_nothing(url: str, tmp_path: Path) -> None:
    put(url, 1)
    file = tmp_path / "dump"

    first, second = script("backup", url, file), script("backup", url, file)

    assert (first.returncode, second.returncode) == (0, 2)
    assert "exists already" in second.stderr
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file]


def test_a_backup_that_fails_leaves_no_file(url: str, tmp_path: Path) -> None:
    failed = script("backup", f"{url}_missing", tmp_path / "dump")

    assert failed.returncode != 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [0, 100, -100])
def test_a_backup_that_was_cut_off_changes_nothing(url: str, kept: int, tmp_path: Path) -> None:
    put(url, *range(100))
    file = tmp_path / "dump"
    script("backup", url, file)
    file.write_bytes(file.read_bytes()[:kept])
    before = updates(url)

    failed = script("restore", url, file)

    assert failed.returncode != 0
    assert updates(url) == before


def test_a_database_in_use_is_not_replaced(url: str, tmp_path: Path) -> None:
    put(url, 1)
    script("backup", url, tmp_path / "dump")

    async def work(database: Database) -> subprocess.CompletedProcess[str]:
        async with database.begin() as connection:
            await connection.execute(text("SELECT 1"))
        return await asyncio.to_thread(script, "restore", url, tmp_path / "dump")

    refused = run(url, work)

    assert refused.returncode == 2
    assert "1 connections to the database are open; stop the bot first" in refused.stderr
