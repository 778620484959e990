"""`backup` and `restore`, with the database in use as the bot uses it."""

import asyncio
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.migrate import migrate
from tests.cli.conftest import RunBot

INSERT = (
    "INSERT INTO updates (update_id, chat, body, state, running, tries, received_at, not_before)"
    " VALUES (:number, :number, 'what somebody wrote', 'waiting', 0, 0, 0, 0)"
)


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        await database.close()


async def put(database: Database, numbers: Sequence[int]) -> None:
    for number in numbers:
        async with database.begin() as connection:
            await connection.execute(text(INSERT), {"number": number})


def fill(file: Path, *numbers: int) -> None:
    async def write() -> None:
        async with opened(file) as database:
            await migrate(database)
            await put(database, numbers)

    file.parent.mkdir(exist_ok=True)
    asyncio.run(write())


@contextmanager
def in_use(file: Path, first: int) -> Iterator[None]:
    """Write updates all the time from another thread, as a running bot does."""
    stop, begun = threading.Event(), threading.Event()

    async def work() -> None:
        async with opened(file) as database:
            number = first
            while not stop.is_set():
                await put(database, [number])
                begun.set()
                number += 1

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    assert begun.wait(10)
    try:
        yield
    finally:
        stop.set()
        thread.join()


def updates(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as connection:
        return [number for (number,) in connection.execute("SELECT update_id FROM updates")]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE"):
        monkeypatch.delenv(setting, raising=False)
    return tmp_path / "data" / "bot.sqlite3"


def test_a_backup_of_a_database_in_use_is_whole(
    run_bot: RunBot, database: Path, tmp_path: Path
) -> None:
    fill(database, 1, 2)

    with in_use(database, 100):
        ran = run_bot("backup", "copy.sqlite3")

    kept = updates(tmp_path / "copy.sqlite3")
    assert (ran.code, ran.err) == (0, "")
    assert kept[:3] == [1, 2, 100]
    assert kept == updates(database)[: len(kept)]
    assert ran.out.startswith("copy.sqlite3: ")


def test_a_backup_is_one_file_for_its_owner(
    run_bot: RunBot, database: Path, tmp_path: Path
) -> None:
    fill(database, 1)

    run_bot("backup", "copy.sqlite3")

    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.sqlite3"]
    assert stat.S_IMODE((tmp_path / "copy.sqlite3").stat().st_mode) == 0o600


def test_a_backup_overwrites_nothing(run_bot: RunBot, database: Path, tmp_path: Path) -> None:
    fill(database, 1)
    (tmp_path / "copy").write_text("precious", encoding="utf-8")

    ran = run_bot("backup", "copy")

    assert (ran.code, ran.err) == (2, "bot: copy exists already; name a file that does not\n")
    assert (tmp_path / "copy").read_text("utf-8") == "precious"


def test_a_database_that_is_not_there_is_not_made(run_bot: RunBot, database: Path) -> None:
    ran = run_bot("backup", "copy")

    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "cannot be backed up" in ran.err
    assert not database.exists()


def test_a_folder_that_is_not_there(run_bot: RunBot, database: Path) -> None:
    fill(database, 1)

    ran = run_bot("backup", "no/where/copy")

    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "No such file or directory" in ran.err


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_has_scripts_of_its_own(
    command: str, run_bot: RunBot, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hunter22@127.0.0.1/bot")

    ran = run_bot(command, "copy")

    assert ran.code == 2
    assert f"use deploy/postgresql-{command}.sh" in ran.err
    assert "hunter22" not in ran.err


def test_a_restored_database_is_the_backup(run_bot: RunBot, database: Path, tmp_path: Path) -> None:
    fill(database, 1, 2)
    run_bot("backup", "copy")
    fill(database, 3)

    ran = run_bot("restore", "copy")

    assert (ran.code, ran.err) == (0, "")
    assert updates(database) == [1, 2]
    fill(database, 4)  # and it is one that the bot goes on with
    assert updates(database) == [1, 2, 4]
    assert updates(database.with_name("bot.sqlite3.before-restore-1")) == [1, 2, 3]


def test_each_restore_keeps_what_was_there(run_bot: RunBot, database: Path) -> None:
    fill(database, 1)
    run_bot("backup", "copy")
    run_bot("restore", "copy")
    fill(database, 2)

    ran = run_bot("restore", "copy")

    assert "before-restore-2: what was there before; remove it when" in ran.out
    assert updates(database.with_name("bot.sqlite3.before-restore-2")) == [1, 2]


def test_a_restore_to_a_new_machine(run_bot: RunBot, database: Path, tmp_path: Path) -> None:
    fill(database, 1)
    run_bot("backup", "copy")
    database.parent.rename(tmp_path / "old")

    ran = run_bot("restore", "copy")

    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert updates(database) == [1]


def test_a_database_in_use_is_not_replaced(run_bot: RunBot, database: Path) -> None:
    fill(database, 1)
    run_bot("backup", "copy")

    with in_use(database, 100):
        ran = run_bot("restore", "copy")

    assert ran.code == 2
    assert "cannot be replaced (database is locked); stop the bot first" in ran.err
    assert updates(database)[:2] == [1, 100]
    assert sorted(path.name for path in database.parent.iterdir()) == ["bot.sqlite3"]


def test_a_database_in_use_is_not_replaced_even_when_nothing_happens(
    run_bot: RunBot, database: Path
) -> None:
    fill(database, 1)
    run_bot("backup", "copy")

    with closing(sqlite3.connect(database)) as idle:
        idle.execute("SELECT count(*) FROM updates").fetchall()
        ran = run_bot("restore", "copy")

    assert (ran.code, updates(database)) == (2, [1])


def test_a_damaged_database_is_replaced(run_bot: RunBot, database: Path) -> None:
    fill(database, 1)
    run_bot("backup", "copy")
    database.write_bytes(b"damaged" * 1000)
    database.with_name("bot.sqlite3-wal").write_bytes(b"of the damaged one")

    ran = run_bot("restore", "copy")

    assert (ran.code, ran.err, updates(database)) == (0, "", [1])
    assert database.with_name("bot.sqlite3.before-restore-1").exists()
    assert not database.with_name("bot.sqlite3-wal").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "unable to open database file"),
        (b"no database" * 1000, "file is not a database"),
        (b"", "the bot's tables are not in it"),
    ],
)
def test_what_is_no_backup_is_not_restored(
    content: bytes | None, why: str, run_bot: RunBot, database: Path, tmp_path: Path
) -> None:
    fill(database, 1)
    if content is not None:
        (tmp_path / "copy").write_bytes(content)

    ran = run_bot("restore", "copy")

    assert (ran.code, ran.err) == (2, f"bot: copy is no sound backup of the bot ({why})\n")
    assert updates(database) == [1]
