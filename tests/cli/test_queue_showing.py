"""`queue show`: one of them as at the desk, masked, with the closest claims."""

import json
from pathlib import Path

import pytest

from bot.questions import Inquiry
from tests.cli.conftest import RunBot
from tests.cli.queues import CLAIM, LUNE, OLA, PETRA, make_env, make_knowledge, send

ASKED = Inquiry(
    "asked", "Olga Petrenko: is NATO at war with Russia in Ukraine?", "en", origin="moon_news"
)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return make_knowledge(tmp_path / "knowledge")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE", "OWNER_IDS"):
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    file = make_env(tmp_path)
    send(file, (OLA, ASKED), (PETRA, ASKED), (OLA, LUNE), gathers=True)
    return file


def test_it_stands_there_as_at_the_desk_with_the_closest_claim_and_why(run_bot: RunBot) -> None:
    ran = run_bot("queue", "show", "1")

    assert ran.code == 0
    card, _, closest = ran.out.partition("\n\nClosest claims:\n")
    assert card == (
        "№ 1 · 2 people\n\n"
        "“[name]: is NATO at war with Russia in Ukraine?”\n\n"
        "Last 24 hours: 0, the day before: 0. "
        "First 2026-09-21 14:13 UTC, last 2026-09-21 14:13 UTC.\n"
        "Languages: en 2\n"
        "From: t.me/moon_news 2"
    )
    first = closest.splitlines()[0]
    assert f"% NATO is at war with Russia in Ukraine. ({CLAIM}): both say " in first


def test_programs_get_one_object(run_bot: RunBot) -> None:
    ran = run_bot("queue", "show", "1", "--json")

    shown = json.loads(ran.out)
    first, *_ = shown["closest"]
    assert (ran.code, shown["cluster"], shown["state"], shown["people"]) == (0, 1, "open", 2)
    assert (shown["text"], shown["answered"], shown["answered_by"]) == (
        "[name]: is NATO at war with Russia in Ukraine?",
        0,
        [],
    )
    assert (first["claim"], first["sentence"]) == (CLAIM, "NATO is at war with Russia in Ukraine.")
    assert 0 < first["score"] <= 1
    assert first["why"].startswith("both say ")


def test_what_is_decided_says_so_and_is_not_compared(run_bot: RunBot) -> None:
    run_bot("queue", "out-of-scope", "2")

    ran = run_bot("queue", "show", "2")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("№ 2 · 1 person\n\n✖ Out of scope.\n\n“L’OTAN a acheté la lune”\n")
    shown = json.loads(run_bot("queue", "--json", "show", "2").out)
    assert (shown["state"], shown["closest"]) == ("out-of-scope", [])


def test_a_broken_knowledge_base_hides_no_more_than_the_closest_claims(
    run_bot: RunBot, knowledge: Path
) -> None:
    (knowledge / "claims" / "moon.yaml").write_text("id: [", encoding="utf-8")

    ran = run_bot("queue", "show", "1")

    assert (ran.code, "Closest" in ran.out) == (0, False)
    assert "“[name]: is NATO at war with Russia in Ukraine?”" in ran.out
    assert "bot: no closest claims, the knowledge base is broken: " in ran.err


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        ("9", 1, "№ 9: nothing of it is in the queue; `python -m bot queue` lists what is"),
        ("-1", 2, "NUMBER"),
        ("١", 2, "'١' is no number of the queue; `queue` lists them"),
    ],
)
def test_what_is_not_there_is_not_shown(
    run_bot: RunBot, number: str, code: int, sentence: str
) -> None:
    ran = run_bot("queue", "show", number)

    assert (ran.code, sentence in ran.out + ran.err) == (code, True), ran
