"""`grant`, `revoke`, `staff`, `audit`: what they write, print and refuse."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import RunBot

OLA = "987654321"
TOKEN = "123456:a-secret_TOKEN"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE", "OWNER_IDS"):
        monkeypatch.delenv(setting, raising=False)
    env = f"TELEGRAM_BOT_TOKEN={TOKEN}\nOWNER_IDS=42\n"
    (tmp_path / ".env").write_text(env, encoding="utf-8")
    return tmp_path / "data" / "bot.sqlite3"


def test_a_role_is_given_listed_and_taken(run_bot: RunBot) -> None:
    ran = run_bot("grant", "editor", OLA, "--name", "Ola\n N.")
    assert (ran.code, ran.out, ran.err) == (0, f"{OLA}: editor (before: nobody)\n", "")
    assert run_bot("grant", "reviewer", OLA).out == f"{OLA}: reviewer (before: editor)\n"

    assert run_bot("staff").out == f"owner     42\nreviewer  {OLA}  Ola N.\n"

    assert run_bot("revoke", OLA).out == f"{OLA}: no reviewer any more\n"
    again = run_bot("revoke", OLA)
    assert (again.code, again.out) == (1, f"{OLA}: had no role\n")
    assert run_bot("staff").out == "owner     42\n"


def test_the_log_says_who_did_what_before_and_after(run_bot: RunBot) -> None:
    run_bot("grant", "editor", OLA)
    code = run_bot("block", "7").out[:32]

    first, second = run_bot("audit").out.splitlines()

    time = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    change = r"  grant  [0-9a-f]{32}  nobody -> editor"
    assert re.fullmatch(rf"{time}  command line \(command line\){change}", first)
    assert re.fullmatch(rf"{time}  command line  block  {code}", second)


@pytest.mark.parametrize("command", [("grant", "editor", "42"), ("revoke", "42")])
def test_owners_stand_in_the_settings_alone(run_bot: RunBot, command: tuple[str, ...]) -> None:
    ran = run_bot(*command)

    assert ran.code == 1
    assert ran.out.startswith("42: is an owner by OWNER_IDS; take the id out")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("grant", "owner", "7"), "invalid choice: 'owner'"),
        (("grant", "editor", "@ola"), "'@ola' is no id of a person; give a number"),
        (("grant", "editor", "0"), "'0' is no id of a person; give a number"),
        (("grant", "editor", "9" * 30), "is no id of a person; give a number"),
        (("revoke", "-1001"), "'-1001' is no id of a person; give a number"),
        (("revoke", "٤٢"), "'٤٢' is no id of a person; give a number"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run_bot: RunBot, database: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = run_bot(*arguments)

    assert ran.code == 2
    assert sentence in ran.err
    assert not database.exists()
