"""`stats`: numbers in a terminal, as CSV and as a picture."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.numbers import DatabaseNumbers
from bot.tally import Outcome, Place, Tally
from tests.cli.conftest import RunBot


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE"):
        monkeypatch.delenv(setting, raising=False)
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=123456:a-secret_TOKEN\n", encoding="utf-8")
    return tmp_path / "data" / "bot.sqlite3"


def count(file: Path) -> None:
    """Let somebody have asked something just now."""
    tally = Tally()
    tally.asked(Place.PRIVATE, Outcome.MATCH, "uk", ["moon"])

    async def keep() -> None:
        store = Database(f"sqlite:///{file}")
        await migrate(store)
        await DatabaseNumbers(store).add(tally.take())
        await store.close()

    file.parent.mkdir(exist_ok=True)
    asyncio.run(keep())


def test_with_nothing_counted_it_says_so(run_bot: RunBot) -> None:
    ran = run_bot("stats", "--days", "7")
    assert ran.code == 0
    assert "Nothing was counted yet." in ran.out


def test_numbers_are_printed_as_text_and_as_a_table(run_bot: RunBot, database: Path) -> None:
    count(database)
    ran = run_bot("stats")
    assert ran.out.startswith("1 message, ")
    assert "Answered 1 (100 %)" in ran.out
    assert "• moon: 1\n" in ran.out
    assert "[1]" not in ran.out

    today = time.strftime("%Y-%m-%d", time.gmtime())
    assert run_bot("stats", "--csv").out.splitlines() == [
        "date,kind,key,number",
        f"{today},asked,private:match,1",
        f"{today},claim,moon,1",
        f"{today},language,uk,1",
    ]


def test_a_picture_is_drawn(run_bot: RunBot, tmp_path: Path) -> None:
    assert run_bot("stats", "--png", "stats.png").out == "stats.png\n"
    assert (tmp_path / "stats.png").read_bytes().startswith(b"\x89PNG")

    ran = run_bot("stats", "--png", "no/such/folder.png")
    assert ran.code == 2
    assert "no/such/folder.png cannot be written" in ran.err


@pytest.mark.parametrize("days", ["0", "-3", "366", "many", "1.5"])
def test_days_are_a_number(run_bot: RunBot, days: str) -> None:
    ran = run_bot("stats", "--days", days)
    assert ran.code == 2
    assert "is no number of days from 1 to 365" in ran.err
