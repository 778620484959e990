"""`block`, `unblock`, `blocks`: what they write, print and refuse."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.people import Block
from bot.storage.audit import Act
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from tests.cli.conftest import RunBot

OLA = 987_654_321
TOKEN = "123456:a-secret_TOKEN"

T = TypeVar("T")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE"):
        monkeypatch.delenv(setting, raising=False)
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n", encoding="utf-8")
    return tmp_path / "data" / "bot.sqlite3"


def known(file: Path, work: Callable[[DatabasePeople], Awaitable[T]]) -> T:
    """Return what the bot reads from the database."""

    async def read() -> T:
        database = Database(f"sqlite:///{file}")
        try:
            return await work(DatabasePeople(database, Names(TOKEN)))
        finally:
            await database.close()

    return asyncio.run(read())


async def block_of_ola(people: DatabasePeople) -> Block | None:
    await people.refresh()
    return people.block_of(OLA)


def test_a_blocked_person_is_blocked_for_the_bot(run_bot: RunBot, database: Path) -> None:
    ran = run_bot("block", str(OLA), "--days", "3", "--reason", "Insults,\n again.")

    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"[0-9a-f]{32}: blocked until \d{4}-\d\d-\d\d \d\d:\d\d UTC\n", ran.out)
    block = known(database, block_of_ola)
    assert block is not None
    assert (block.reason, block.told) == ("Insults, again.", False)


def test_blocks_are_listed_by_code_with_end_and_reason(run_bot: RunBot) -> None:
    run_bot("block", str(OLA), "--days", "30", "--reason", "Insults.")
    run_bot("block", str(OLA + 1))

    ran = run_bot("blocks")

    assert ran.code == 0
    first, second = ran.out.splitlines()
    assert re.fullmatch(r"[0-9a-f]{32}  until \S+ \S+ UTC  not told yet", first)
    assert second.endswith("UTC  not told yet  Insults.")
    assert str(OLA) not in ran.out


def test_no_blocks_are_no_lines(run_bot: RunBot) -> None:
    assert run_bot("blocks").out == ""


@pytest.mark.parametrize("by", ["id", "code"])
def test_a_block_is_lifted_by_id_or_by_code(run_bot: RunBot, database: Path, by: str) -> None:
    code = run_bot("block", str(OLA)).out[:32]
    who = code if by == "code" else str(OLA)

    ran = run_bot("unblock", who)

    assert (ran.code, ran.out) == (0, f"{code}: answered again\n")
    assert known(database, block_of_ola) is None
    again = run_bot("unblock", who)
    assert (again.code, again.out) == (1, f"{code}: was not blocked\n")
    assert [entry.act for entry in known(database, DatabasePeople.log)] == [Act.BLOCK, Act.UNBLOCK]


def test_a_group_is_blocked_and_unblocked_by_its_negative_id(
    run_bot: RunBot, database: Path
) -> None:
    async def block_of_group(people: DatabasePeople) -> Block | None:
        await people.refresh()
        return people.block_of(-1_001_234_567_890)

    ran = run_bot("block", "-1001234567890", "--days", "3")

    assert (ran.code, ran.err) == (0, "")
    assert known(database, block_of_group) is not None
    assert run_bot("unblock", "-1001234567890").out == f"{ran.out[:32]}: answered again\n"
    assert known(database, block_of_group) is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("block", "Ola"), "'Ola' is no id of a person or group; give a number"),
        (("block", "0"), "'0' is no id of a person or group; give a number"),
        (("block", "9" * 16), f"'{'9' * 16}' is no id of a person or group; give a number"),
        (("block", f"-{'9' * 16}"), f"'-{'9' * 16}' is no id of a person or group; give a number"),
        (("unblock", "@ola"), "'@ola' is no id of a person or group; give a number"),
        (("block", "1", "--days", "0"), "'0' is not from 1 to 3650; give whole days"),
        (("block", "1", "--days", "1.5"), "'1.5' is not from 1 to 3650; give whole days"),
        (("block", "1", "--reason", "x" * 201), "201 characters are too many; give at most 200"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run_bot: RunBot, database: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = run_bot(*arguments)

    assert ran.code == 2
    assert sentence in ran.err
    assert not database.exists()


@pytest.mark.parametrize("arguments", [("block", "1"), ("unblock", "1"), ("blocks",)])
def test_without_the_token_nobody_is_found(
    run_bot: RunBot, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / ".env").unlink()

    ran = run_bot(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("bot: TELEGRAM_BOT_TOKEN is not set; set it as for the bot")


def test_a_database_that_is_away_ends_in_one_sentence(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    url = f"postgresql://bot:secret@127.0.0.1:{unused_tcp_port}/bot"
    monkeypatch.setenv("DATABASE_URL", url)

    ran = run_bot("blocks")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "is away (" in ran.err
    assert "secret" not in ran.err
