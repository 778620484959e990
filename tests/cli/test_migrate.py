"""`migrate` on a database of its own."""

import sqlite3
from pathlib import Path

import pytest

from bot.storage import database
from bot.storage.migrate import newest
from tests.cli.conftest import RunBot


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(database, "_BUSY_S", 0.1)


def test_a_new_database_is_made_in_the_data_folder(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("migrate")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"sqlite:///data/bot.sqlite3: from empty to revision {newest()}\n"
    assert (tmp_path / "data" / "bot.sqlite3").exists()


def test_a_database_that_is_new_enough_is_left_as_it_is(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///bot.db")
    run_bot("migrate")

    ran = run_bot("migrate")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"sqlite:///bot.db: at revision {newest()} already\n"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://db/bot", "bot: DATABASE_URL is no address of a database that the bot speaks; "),
        (
            "sqlite:///nowhere/bot.db",
            "bot: the database sqlite:///nowhere/bot.db is away (SQLITE_CANTOPEN); stop what else",
        ),
        (
            "postgresql://u:secret@127.0.0.1:1/bot",
            "bot: the database postgresql://u:***@127.0.0.1:1/bot is away (ConnectionRefusedError)",
        ),
    ],
)
def test_what_is_in_the_way_is_said_in_one_sentence(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    ran = run_bot("migrate")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(sentence)


def test_a_database_that_is_in_use_is_not_waited_for_for_ever(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///bot.db")
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    ran = run_bot("migrate")

    other.close()
    assert ran.code == 2
    assert "sqlite:///bot.db is away (SQLITE_BUSY); stop what else uses it" in ran.err
