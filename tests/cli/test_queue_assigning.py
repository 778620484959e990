"""`queue assign`, `queue snooze`: who looks after what waits, and what is out of the way."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import RunBot
from tests.cli.queues import MOON, OLA, OWNER, PETRA, change, make_env, make_knowledge, send

EDITA = "7"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return make_knowledge(tmp_path / "knowledge")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE", "OWNER_IDS"):
        monkeypatch.delenv(setting, raising=False)
    file = make_env(tmp_path)
    send(file, (OLA, MOON), gathers=True)
    return file


def test_somebody_of_the_staff_looks_after_it_until_nobody_does(run_bot: RunBot) -> None:
    run_bot("grant", "editor", EDITA, "--name", "Edita")

    ran = run_bot("queue", "assign", "1", "--to", EDITA)

    assert (ran.code, ran.out) == (0, "№ 1: Edita looks after it now\n")
    assert "looked after by Edita" in run_bot("queue").out
    taken = run_bot("queue", "assign", "1", "--to", str(OWNER))
    assert (taken.code, taken.out) == (
        1,
        (
            "№ 1: Edita looks after it already; first take that back with\n"
            "python -m bot queue assign 1 --to-nobody\n"
        ),
    )
    assert run_bot("queue", "assign", "1", "--to", EDITA).code == 0
    freed = run_bot("queue", "assign", "№1", "--to-nobody")
    assert (freed.code, freed.out) == (0, "№ 1: nobody looks after it now\n")
    assert "looked after" not in run_bot("queue").out
    assert run_bot("queue", "assign", "1", "--to", str(OWNER)).code == 0


def test_whoever_has_no_role_gets_nothing_to_look_after(run_bot: RunBot) -> None:
    run_bot("grant", "editor", EDITA)
    run_bot("revoke", EDITA)

    ran = run_bot("queue", "assign", "1", "--to", EDITA)

    assert (ran.code, ran.out) == (
        1,
        "7: has no role at the desk; give one with\npython -m bot grant editor 7\n",
    )
    assert "looked after" not in run_bot("queue").out


def test_what_is_snoozed_says_so_until_it_is_woken(run_bot: RunBot, database: Path) -> None:
    ran = run_bot("queue", "snooze", "1", "growth")
    assert (ran.code, ran.out) == (0, "№ 1: snoozed until somebody else asks\n")
    send(database, (PETRA, MOON), gathers=True)
    assert "snoozed" not in run_bot("queue").out

    assert run_bot("queue", "snooze", "1", "week").code == 0
    change(database, "UPDATE clusters SET snoozed_until = 4000000000")
    until = "until 2096-10-02 07:06 UTC"
    assert f", snoozed {until}\n" in run_bot("queue").out
    assert json.loads(run_bot("queue", "--json").out)["snoozed"] == until

    ran = run_bot("queue", "snooze", "1", "off")
    assert (ran.code, ran.out) == (0, "№ 1: in the list of the desk\n")
    assert "snoozed" not in run_bot("queue").out


@pytest.mark.parametrize("how", ["day", "week"])
def test_how_long_it_is_snoozed_is_told(run_bot: RunBot, how: str) -> None:
    ran = run_bot("queue", "snooze", "1", how)

    assert ran.out.startswith("№ 1: snoozed until 2")


@pytest.mark.parametrize("act", [("assign", "1", "--to-nobody"), ("snooze", "1", "day")])
def test_what_is_decided_is_left_alone(run_bot: RunBot, act: tuple[str, ...]) -> None:
    run_bot("queue", "spam", "1")

    ran = run_bot("queue", *act)

    assert (ran.code, ran.out) == (
        1,
        "№ 1 is spam already; for one day it is taken back with\npython -m bot queue reopen 1\n",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("assign", "9", "--to-nobody"), 1, "№ 9: nothing of it is in the queue; "),
        (("snooze", "9", "off"), 1, "№ 9: nothing of it is in the queue; "),
        (("assign", "1"), 2, "one of the arguments --to --to-nobody is required"),
        (("assign", "1", "--to", "@ola"), 2, "'@ola' is no id of a person; `staff` lists them"),
        (("assign", "0", "--to-nobody"), 2, "'0' is no number of the queue; `queue` lists them"),
        (("snooze", "9" * 5000, "day"), 2, "is no number of the queue; `queue` lists them"),
        (("snooze", "2147483648", "day"), 2, "is no number of the queue; `queue` lists them"),
        (("snooze", "1", "month"), 2, "invalid choice: 'month'"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run_bot: RunBot, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = run_bot("queue", *arguments)

    assert (ran.code, sentence in ran.out + ran.err) == (code, True), ran
