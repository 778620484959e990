"""`queue`: what it prints of what readers sent, and that nobody is named in it."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.matching.matcher import Matcher
from bot.moderation.gathering import Gatherer
from bot.questions import Inquiry
from bot.storage.clusters import DatabaseQueue
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.names import Names
from bot.storage.questions import DatabaseQuestions
from tests.cli.conftest import RunBot
from tests.support.claims import make_base

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


def send(file: Path, *sent: tuple[int, Inquiry], gathers: bool = False) -> None:
    """Keep what readers sent, as the bot does, which *gathers* it where it runs on."""

    async def keep() -> None:
        file.parent.mkdir()
        database = Database(f"sqlite:///{file}")
        try:
            await migrate(database)
            questions = DatabaseQuestions(database, Names(TOKEN), lambda: NOON)
            for user_id, inquiry in sent:
                await questions.ask(user_id, inquiry)
            if gathers:
                queue, matcher = DatabaseQueue(database, Names(TOKEN)), Matcher.of(make_base())
                await Gatherer(queue, lambda: matcher, "the bot").gather()
        finally:
            await database.close()

    asyncio.run(keep())


def test_the_most_asked_stands_first_with_all_that_helps(run_bot: RunBot, database: Path) -> None:
    send(database, (OLA, LUNE), (OLA, MOON), (PETRA, MOON), gathers=True)

    ran = run_bot("queue")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "№ 2: 2 people, since 2026-09-21 14:13 UTC, en, from t.me/moon_news\n"
        "    NATO bought the moon.\n"
        "    All of it!\n"
        "№ 1: 1 person, since 2026-09-21 14:13 UTC, fr, not nato-bases-in-ukraine\n"
        "    L’OTAN a acheté la lune\n"
    )


def test_what_the_bot_has_not_seen_is_new_and_stands_together(
    run_bot: RunBot, database: Path
) -> None:
    again = Inquiry("moon-two", "NATO bought the moon. All of it!!! 😱", "en")
    send(database, (OLA, MOON), (PETRA, again), (OLA, LUNE))

    ran = run_bot("queue")

    assert [line for line in ran.out.splitlines() if not line.startswith(" ")] == [
        "new: 2 people, since 2026-09-21 14:13 UTC, en, from t.me/moon_news",
        "new: 1 person, since 2026-09-21 14:13 UTC, fr, not nato-bases-in-ukraine",
    ]


def test_programs_get_a_json_object_a_line(run_bot: RunBot, database: Path) -> None:
    send(database, (OLA, MOON))

    ran = run_bot("queue", "--json")

    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {
            "cluster": None,
            "people": 1,
            "last_day": 0,
            "day_before": 0,
            "since": "2026-09-21 14:13 UTC",
            "last": "2026-09-21 14:13 UTC",
            "languages": {"en": 1},
            "origins": {"moon_news": 1},
            "not": [],
            "assigned_to": None,
            "text": MOON.text,
        }
    ]


def test_what_points_to_private_persons_is_masked(run_bot: RunBot, database: Path) -> None:
    text = "Olga Petrenko, +380 44 123 45 67: Jens Stoltenberg bought the moon"
    send(database, (OLA, Inquiry("masked", text, "en")))

    ran = run_bot("queue")

    assert "    [name], [phone]: Jens Stoltenberg bought the moon\n" in ran.out


def test_a_broken_knowledge_base_hides_nothing_of_the_queue(
    run_bot: RunBot, database: Path, knowledge: Path
) -> None:
    send(database, (OLA, MOON))
    next((knowledge / "claims").glob("*.yaml")).write_text("id: [", encoding="utf-8")

    assert run_bot("queue").out.startswith("new: 1 person")


def test_an_empty_queue_says_so(run_bot: RunBot) -> None:
    ran = run_bot("queue")

    assert (ran.code, ran.out) == (0, "nothing waits for the moderators\n")
