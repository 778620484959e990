"""The command line as a whole: help that a stranger understands, one sentence for what fails."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import start
from tests.cli.conftest import ROOT, RunBot

COMMANDS = (
    "run",
    "chat",
    "match",
    "check",
    "new",
    "eval",
    "tune",
    "encode",
    "export",
    "picture",
    "import",
    "schema",
    "migrate",
    "doctor",
    "block",
    "unblock",
    "blocks",
    "backup",
    "restore",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, run_bot: RunBot) -> None:
    ran = run_bot(command, "--help")

    assert ran.code == 0
    assert ran.out.startswith(f"usage: python -m bot {command}")


def test_help_tells_the_exit_codes(run_bot: RunBot) -> None:
    assert "Exit codes: 0 done; 1 done, and there is" in run_bot("--help").out


def test_an_unknown_command_is_refused_with_the_list(run_bot: RunBot) -> None:
    ran = run_bot("answer")

    assert ran.code == 2
    assert "invalid choice: 'answer'" in ran.err


def test_a_wrong_setting_ends_in_one_sentence(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")

    ran = run_bot("match", "nato")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("bot: LOG_LEVEL is 'LOUD'; set it to one of")


def test_a_missing_knowledge_base_ends_in_one_sentence(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path / "nowhere"))

    ran = run_bot("match", "nato")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "nowhere" in ran.err


def test_a_broken_claim_file_stops_the_start_with_its_place(
    run_bot: RunBot, knowledge: Path
) -> None:
    file = knowledge / "claims" / "rutte-expel-us.yaml"
    file.write_text(file.read_text("utf-8").replace("rating: false", "rating: fals"), "utf-8")

    ran = run_bot("chat", stdin=b"nato\n")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"bot: {file}:")
    assert "KB103" in ran.err


def test_without_its_packages_the_bot_says_what_to_run() -> None:
    # -S: the standard library alone, as where nothing is installed.
    ran = subprocess.run(
        [sys.executable, "-S", "-m", "bot", "check"],
        cwd=ROOT,
        env={},
        check=False,
        capture_output=True,
        text=True,
    )

    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert re.fullmatch(
        r"bot: \w+ is not installed; run `make run`, or \.venv/bin/python -m bot COMMAND\n",
        ran.stderr,
    )


@pytest.mark.parametrize("missing", ["bot.gone", "json.gone"])
def test_a_mistake_of_our_own_is_not_hidden(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)

    monkeypatch.setattr("bot.cli.main.main", fail)

    with pytest.raises(ModuleNotFoundError):
        start()
