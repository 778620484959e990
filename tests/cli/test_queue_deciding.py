"""`queue out-of-scope`, `spam`, `reopen`, `new`: what is set aside, taken back, and begun."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.questions import Inquiry
from tests.cli.conftest import RunBot
from tests.cli.queues import MOON, OLA, OWNER, PETRA, change, make_env, make_knowledge, send

GONE = (
    "№ 9: nothing of it is in the queue; `python -m bot queue` lists what is, and what is new "
    "there gets its number while the bot runs\n"
)
LATE = "UPDATE clusters SET decided_at = decided_at - 86401"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return make_knowledge(tmp_path / "knowledge")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE", "OWNER_IDS"):
        monkeypatch.delenv(setting, raising=False)
    file = make_env(tmp_path)
    send(file, (OLA, MOON), (PETRA, MOON), (OWNER, MOON), gathers=True)
    return file


def logged(run_bot: RunBot) -> list[Sequence[str]]:
    """Return the log without its times and without whom it is about."""
    entries = [line.split("  ") for line in run_bot("audit").out.splitlines()]
    return [(who, *(word for word in rest if len(word) != 32)) for _, who, *rest in entries]


def test_what_is_out_of_scope_leaves_the_queue_and_comes_back(run_bot: RunBot) -> None:
    ran = run_bot("queue", "out-of-scope", "1", "--as", "Ola")

    assert (ran.code, ran.out) == (
        0,
        (
            "№ 1: out of scope (3 people); the same text does not come back\n"
            "those who wait are told so, kindly, in ten minutes; for one day, take it back with\n"
            "python -m bot queue reopen 1\n"
        ),
    )
    assert run_bot("queue").out == "nothing waits for the moderators\n"
    ran = run_bot("queue", "reopen", "1", "--as", "Petra")
    assert (ran.code, ran.out) == (0, "№ 1: open again (3 people), no more out of scope\n")
    assert run_bot("queue").out.startswith("№ 1: 3 people")
    assert logged(run_bot) == [
        ("command line (Ola)", "queue", "1", "open -> out-of-scope"),
        ("command line (Petra)", "queue", "1", "out-of-scope -> open"),
    ]


def test_who_sent_spam_is_blocked_until_it_is_taken_back(run_bot: RunBot) -> None:
    ran = run_bot("queue", "spam", "1", "--block")

    assert (ran.code, ran.out) == (
        0,
        (
            "№ 1: spam (3 people); the same text does not come back, and nobody is told\n"
            "№ 1: newly blocked for 7 days: 2 people\n"
            "they are told when they write the next time; nobody of the staff is blocked\n"
            "for one day, take it back with\n"
            "python -m bot queue reopen 1\n"
        ),
    )
    assert len(run_bot("blocks").out.splitlines()) == 2
    assert run_bot("queue", "reopen", "1").code == 0
    assert run_bot("blocks").out == ""
    assert [entry[1] for entry in logged(run_bot)] == [
        *("queue", "block", "block"),
        *("unblock", "unblock", "queue"),
    ]


def test_who_sent_it_can_be_blocked_later(run_bot: RunBot, database: Path) -> None:
    assert run_bot("queue", "spam", "1").code == 0
    assert run_bot("blocks").out == ""
    again = run_bot("queue", "spam", "1")
    assert (again.code, again.out.splitlines()[0]) == (
        1,
        "№ 1 is spam already; for one day it is taken back with",
    )

    ran = run_bot("queue", "spam", "1", "--block")

    assert (ran.code, ran.out.splitlines()[0]) == (0, "№ 1: newly blocked for 7 days: 2 people")
    assert len(run_bot("blocks").out.splitlines()) == 2


@pytest.mark.parametrize("command", [("spam", "1", "--block"), ("reopen", "1")])
def test_after_a_day_it_stays(run_bot: RunBot, database: Path, command: tuple[str, ...]) -> None:
    run_bot("queue", "spam", "1")
    change(database, LATE)

    ran = run_bot("queue", *command)

    assert ran.code == 1
    assert ran.out.startswith("№ 1 is spam since 20")
    assert ran.out.endswith("; something could be done about that for one day, which is over\n")
    assert run_bot("blocks").out == ""
    assert run_bot("queue").out == "nothing waits for the moderators\n"


def test_what_is_open_is_not_taken_back(run_bot: RunBot) -> None:
    ran = run_bot("queue", "reopen", "1")

    assert (ran.code, ran.out) == (1, "№ 1 is open: there is no decision to take back\n")


@pytest.mark.parametrize("act", ["out-of-scope", "spam", "new"])
def test_what_has_an_answer_is_not_decided(run_bot: RunBot, database: Path, act: str) -> None:
    change(database, "UPDATE questions SET state = 'answered', claim = 'moon-sold'")

    ran = run_bot("queue", act, "1")

    assert (ran.code, ran.out) == (
        1,
        "№ 1 is closed: all who sent it have an answer by now, moon-sold\n",
    )


@pytest.mark.parametrize("act", ["out-of-scope", "spam", "reopen", "new"])
def test_what_is_not_there_is_not_decided(run_bot: RunBot, act: str) -> None:
    ran = run_bot("queue", act, "9")

    assert (ran.code, ran.out) == (1, GONE)


def test_a_new_claim_begins_once_with_what_people_sent(run_bot: RunBot) -> None:
    ran = run_bot("queue", "new", "1", "--as", "Ola")

    how = (
        "; write its file, named by the claim's id, with\n"
        "python -m bot draft show 1 > ID.yaml\n"
        "fill it in, as _template.yaml in the knowledge base shows it, and hand it in with\n"
        "python -m bot draft submit ID.yaml\n"
    )
    assert (ran.code, ran.out) == (0, f"№ 1: draft 1 is begun{how}")
    assert "  en:\n    - NATO bought the moon. All of it!\n" in run_bot("draft", "show", "1").out
    again = run_bot("queue", "new", "1", "--as", "Petra")
    assert (again.code, again.out) == (0, f"№ 1: draft 1 of Ola is there already{how}")
    assert len(run_bot("draft", "list").out.splitlines()) == 1
    assert run_bot("draft", "drop", "1", "--as", "Ola").code == 0
    assert run_bot("queue", "new", "1").out.startswith("№ 1: draft 2 is begun; ")


def test_a_draft_begins_without_what_points_to_a_private_person(
    run_bot: RunBot, database: Path
) -> None:
    send(database, (OLA, Inquiry("private", "Call +370 612 34567", "en")), gathers=True)

    assert run_bot("queue", "new", "2").code == 0
    assert "612" not in run_bot("draft", "show", "1").out


def test_a_database_that_is_away_is_said(run_bot: RunBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/none")

    ran = run_bot("queue", "spam", "1")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("bot: the database postgresql://127.0.0.1:1/none is away")
