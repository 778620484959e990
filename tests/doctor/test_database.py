"""What the doctor learns from a database, and leaves as it was."""

import os
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.config import Settings
from bot.doctor.database import examine_database
from bot.doctor.finding import Finding, Mark
from bot.storage.database import Database
from bot.storage.migrate import migrate, newest


async def examine(
    url: str | None, *, data_dir: Path = Path("data"), ahead_s: float = 0.0
) -> list[Finding]:
    settings = Settings(knowledge_dir=Path(), data_dir=data_dir, database_url=url)
    return [finding async for finding in examine_database(settings, lambda: time.time() + ahead_s)]


async def execute(url: str, *statements: str) -> None:
    database = Database(url)
    async with database.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await database.close()


async def migrated(url: str) -> str:
    database = Database(url)
    await migrate(database)
    await database.close()
    return url


def overwrite(file: Path, page: int) -> None:
    file.touch()
    with file.open("r+b") as torn:
        torn.seek(4096 * page)
        torn.write(b"?" * 4096)


def files_beside(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"


@pytest.fixture
def sqlite(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
async def postgresql() -> AsyncIterator[str]:
    """Return the address of an empty database of its own."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        pytest.skip("TEST_DATABASE_URL is not set; .ci/run sets it, see CONTRIBUTING.md")
    asyncpg = pytest.importorskip("asyncpg")
    connection = await asyncpg.connect(server)
    name = f"bot_doctor_{secrets.token_hex(6)}"
    await connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await connection.close()


async def test_a_file_that_is_made_at_the_first_start(file: Path, sqlite: str) -> None:
    (found,) = await examine(sqlite)

    assert (found.mark, found.text) == (Mark.OK, f"sqlite:///{file} is made at the first start")
    assert files_beside(file) == []


@pytest.mark.parametrize("made", [False, True], ids=["missing", "empty"])
async def test_a_folder_that_the_bot_makes_by_itself(
    tmp_path: Path,
    made: bool,  # noqa: FBT001
) -> None:
    if made:
        (tmp_path / "data").mkdir()
    (found,) = await examine(None, data_dir=tmp_path / "data")

    assert found.line() == (
        f"ok       database: sqlite:///{tmp_path}/data/bot.sqlite3 is made at the first start"
    )


async def test_a_folder_that_nobody_makes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/missing/bot.sqlite3"
    (found,) = await examine(url)

    assert found.line() == (
        f"problem  database: {url} cannot be made: there is no folder {tmp_path}/missing; make it, "
        "or correct DATABASE_URL"
    )


async def test_a_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, who may write anywhere.
    monkeypatch.setattr(os, "access", lambda *_: False)
    (found,) = await examine(f"sqlite:///{tmp_path}/bot.sqlite3")

    assert found.mark is Mark.PROBLEM
    assert "cannot be made; check that DATABASE_URL names a file" in found.text


async def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (found,) = await examine(f"sqlite:///{tmp_path}")

    assert found.mark is Mark.PROBLEM
    assert "cannot be used (SQLITE_CANTOPEN); check that DATABASE_URL names a file" in found.text


async def test_a_database_that_is_well(sqlite: str) -> None:
    database, inbox = await examine(await migrated(sqlite))

    assert database.mark is Mark.OK
    assert database.text.endswith(f"can be written, and is at the newest revision, {newest()}")
    assert (inbox.mark, inbox.text) == (Mark.OK, "0 updates waiting")


async def test_nothing_stays_behind(file: Path, sqlite: str) -> None:
    await examine(await migrated(sqlite))

    tables = sqlite3.connect(file).execute("SELECT name FROM sqlite_master").fetchall()
    assert ("doctor_probe",) not in tables


async def test_an_empty_database(sqlite: str) -> None:
    await execute(sqlite, "CREATE TABLE other (x INTEGER)")

    (found,) = await examine(sqlite)

    assert found.mark is Mark.WARNING
    assert "is empty, the newest is" in found.text


async def test_a_database_of_a_newer_bot(sqlite: str) -> None:
    await migrated(sqlite)
    await execute(sqlite, "UPDATE alembic_version SET version_num = '9999'")

    (found,) = await examine(sqlite)

    assert found.mark is Mark.PROBLEM
    assert "at revision 9999, which a newer bot has made" in found.text


async def test_a_file_that_is_no_database(file: Path, sqlite: str) -> None:
    overwrite(file, 0)

    (found,) = await examine(sqlite)

    assert found.mark is Mark.PROBLEM
    assert "damaged" in found.text


async def test_a_database_with_a_torn_page(file: Path, sqlite: str) -> None:
    await migrated(sqlite)
    overwrite(file, 3)

    findings = await examine(sqlite)

    assert [finding.mark for finding in findings] == [Mark.PROBLEM]


async def test_updates_that_were_set_aside(sqlite: str) -> None:
    await migrated(sqlite)
    await execute(
        sqlite,
        "INSERT INTO updates (update_id, chat, state, running, tries, received_at, not_before, why)"
        " VALUES (1, 1, 'set-aside', 0, 3, 0, 0, 'KeyError at a.py:1'),"
        " (2, 1, 'set-aside', 0, 3, 0, 0, 'ValueError at b.py:2'),"
        " (3, 1, 'set-aside', 0, 3, 0, 0, 'ValueError at b.py:2'),"
        " (4, 1, 'waiting', 0, 0, 0, 0, NULL)",
    )

    _, inbox = await examine(sqlite)

    assert inbox.mark is Mark.WARNING
    assert inbox.text.startswith(
        "1 updates waiting, and 3 set aside because handling failed, 2 of them with ValueError at "
        "b.py:2; report that"
    )


async def test_an_address_that_is_none() -> None:
    (found,) = await examine("mysql://somebody:hunter22@host/name")

    assert found.mark is Mark.PROBLEM
    assert "DATABASE_URL is no address" in found.text
    assert "hunter22" not in found.text


async def test_a_server_that_is_away(unused_tcp_port: int) -> None:
    (found,) = await examine(f"postgresql://bot:hunter22@127.0.0.1:{unused_tcp_port}/bot")

    assert found.mark is Mark.PROBLEM
    assert "cannot be used (ConnectionRefusedError); check that it runs" in found.text
    assert "hunter22" not in found.text


async def test_postgresql_that_is_well(postgresql: str) -> None:
    database, clock, inbox = await examine(await migrated(postgresql))

    assert [finding.mark for finding in (database, clock, inbox)] == [Mark.OK] * 3
    assert clock.line() == "ok       database clock: as ours"


@pytest.mark.parametrize(("ours_off_s", "way"), [(-600, "ahead of"), (600, "behind")])
async def test_postgresql_with_another_time(postgresql: str, ours_off_s: int, way: str) -> None:
    url = await migrated(postgresql)

    _, clock, _ = await examine(url, ahead_s=ours_off_s)

    assert clock.mark is Mark.WARNING
    assert f"00 s {way} ours" in clock.text
    assert "set by NTP whichever is wrong" in clock.text


async def test_postgresql_without_the_database(postgresql: str) -> None:
    (found,) = await examine(f"{postgresql}_missing")

    assert found.mark is Mark.PROBLEM
    assert "CREATE DATABASE" in found.text


async def test_postgresql_that_only_reads(postgresql: str) -> None:
    name = postgresql.rpartition("/")[2]
    await migrated(postgresql)
    await execute(postgresql, f"ALTER DATABASE {name} SET default_transaction_read_only = on")

    (found,) = await examine(postgresql)

    assert found.mark is Mark.PROBLEM


async def test_postgresql_with_a_user_who_may_not(postgresql: str) -> None:
    user = postgresql.rpartition("/")[2]
    await migrated(postgresql)
    await execute(
        postgresql,
        f"CREATE ROLE {user} LOGIN",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {user}",
    )
    try:
        before, _, after = postgresql.partition("://")
        (found,) = await examine(f"{before}://{user}@{after.rpartition('@')[2]}")
    finally:
        await execute(postgresql, f"DROP OWNED BY {user}", f"DROP ROLE {user}")

    assert found.mark is Mark.PROBLEM
    assert "refuses" in found.text
