"""`queue`: what it prints of what readers sent, and that nobody is named in it."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.cli.queue import Asked, by_demand
from bot.questions import Inquiry, Question
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.names import Names
from bot.storage.questions import DatabaseQuestions
from tests.cli.conftest import RunBot

TOKEN = "123456:a-secret_TOKEN"
OLA, PETRA = 987_654_321, 987_654_322
NOON = 1_790_000_000.0  # 2026-09-21 14:13:20 UTC
MOON = Inquiry("moonmoon", "NATO bought the moon.\nAll of it!", "en", origin="moon_news")
LUNE = Inquiry("lunelune", "L’OTAN a acheté la lune", "fr", not_claim="nato-bases-in-ukraine")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE"):
        monkeypatch.delenv(setting, raising=False)
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n", encoding="utf-8")
    return tmp_path / "data" / "bot.sqlite3"


def send(file: Path, *sent: tuple[int, Inquiry]) -> None:
    """Keep what readers sent, as the bot does."""

    async def keep() -> None:
        file.parent.mkdir()
        database = Database(f"sqlite:///{file}")
        try:
            await migrate(database)
            questions = DatabaseQuestions(database, Names(TOKEN), lambda: NOON)
            for user_id, inquiry in sent:
                await questions.ask(user_id, inquiry)
        finally:
            await database.close()

    asyncio.run(keep())


def test_the_most_asked_stands_first_with_all_that_helps(run_bot: RunBot, database: Path) -> None:
    send(database, (OLA, LUNE), (OLA, MOON), (PETRA, MOON))

    ran = run_bot("queue")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "2 people, since 2026-09-21 14:13 UTC, en, from t.me/moon_news\n"
        "    NATO bought the moon.\n"
        "    All of it!\n"
        "1 person, since 2026-09-21 14:13 UTC, fr, not nato-bases-in-ukraine\n"
        "    L’OTAN a acheté la lune\n"
    )


def test_programs_get_a_json_object_a_line(run_bot: RunBot, database: Path) -> None:
    send(database, (OLA, MOON))

    ran = run_bot("queue", "--json")

    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {
            "people": 1,
            "since": "2026-09-21 14:13 UTC",
            "lang": "en",
            "origin": "moon_news",
            "not": None,
            "text": MOON.text,
        }
    ]


def test_an_empty_queue_says_so(run_bot: RunBot) -> None:
    ran = run_bot("queue")

    assert (ran.code, ran.out) == (0, "nothing waits for the moderators\n")


def test_of_as_many_people_the_one_who_waits_longer_stands_first() -> None:
    younger = Question(1, MOON, frozenset(), NOON + 1)
    older = Question(2, LUNE, frozenset(), NOON)

    assert by_demand([younger, older]) == [Asked(1, NOON, LUNE), Asked(1, NOON + 1, MOON)]
