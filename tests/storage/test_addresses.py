import sys
from pathlib import Path

import pytest

from bot.config import ConfigError, Settings
from bot.storage.addresses import database_url, read_url, shown, sqlite_file
from bot.storage.database import Database


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sqlite:///data/bot.sqlite3", "sqlite+aiosqlite:///data/bot.sqlite3"),
        ("sqlite:////var/lib/bot.sqlite3", "sqlite+aiosqlite:////var/lib/bot.sqlite3"),
        ("postgres://u:p@db/bot", "postgresql+asyncpg://u:p@db/bot"),
        ("postgresql://u:p%40%2F@db:5433/bot", "postgresql+asyncpg://u:p%40%2F@db:5433/bot"),
        ("postgresql+psycopg://db/bot", "postgresql+asyncpg://db/bot"),
        ("postgresql://db/bot?sslmode=require", "postgresql+asyncpg://db/bot?ssl=require"),
        ("postgresql:///bot?host=/run/pg", "postgresql+asyncpg:///bot?host=%2Frun%2Fpg"),
    ],
)
def test_an_address_gets_the_driver_that_we_use(written: str, read: str) -> None:
    assert read_url(written) == read
    assert read_url(read) == read


@pytest.mark.parametrize(
    "written",
    [
        "bot.sqlite3",
        "mysql://db/bot",
        "postgresql://db:port/bot",
        "postgresql://db:99999/bot",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
    ],
)
def test_what_is_no_address_of_ours_is_refused_with_examples(written: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL is no address of a database that the bot"):
        read_url(written)


def test_an_unknown_option_is_named() -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL has the option channel_binding, which"):
        read_url("postgresql://db/bot?channel_binding=require&sslmode=require")


def test_a_password_is_never_shown() -> None:
    assert shown(read_url("postgres://u:secret@db/bot")) == "postgresql://u:***@db/bot"


@pytest.mark.parametrize("folder", ["data", "/var/lib/my bot", "/a?b#c%20d/ü"])
def test_without_an_address_the_database_is_a_file_in_the_data_folder(folder: str) -> None:
    url = database_url(Settings(knowledge_dir=Path(), data_dir=Path(folder)))

    assert sqlite_file(url) == Path(folder) / "bot.sqlite3"


def test_postgresql_is_no_file() -> None:
    assert sqlite_file("postgresql://db/bot") is None


def test_without_the_driver_of_postgresql_the_remedy_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)

    with pytest.raises(ConfigError, match=r"asyncpg is not installed; install requirements\.lock"):
        Database("postgresql://db/bot")
