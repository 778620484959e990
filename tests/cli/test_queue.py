"""`queue`: what it prints of what readers sent, and that nobody is named in it."""

import json
from pathlib import Path

import pytest

from bot.questions import Inquiry
from tests.cli.conftest import RunBot
from tests.cli.queues import LUNE, MOON, OLA, PETRA, make_env, send


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE", "OWNER_IDS"):
        monkeypatch.delenv(setting, raising=False)
    return make_env(tmp_path)


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
            "snoozed": None,
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
