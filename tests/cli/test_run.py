"""`run` without a token: what it says before the terminal chat opens."""

from pathlib import Path

import pytest

from tests.cli.conftest import RunBot
from tests.support.few_claims import few_claims


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """One claim: nothing is found here."""
    return few_claims(tmp_path, "rutte-expel-us")


def test_a_setting_whose_name_is_misspelt_is_told_of(run_bot: RunBot, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKN=123:abc\n", encoding="utf-8")

    first, second, *_ = run_bot("run", stdin=b"NATO?\n").err.splitlines()

    assert first == (
        f"TELEGRAM_BOT_TOKN in {tmp_path}/.env is no setting of the bot; did you mean "
        "TELEGRAM_BOT_TOKEN?"
    )
    assert second.startswith("TELEGRAM_BOT_TOKEN is not set: this is the bot in your terminal.")


def test_names_of_others_are_not(run_bot: RunBot, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DOMAIN=bot.example\nLOG_LEVEL=INFO\n", encoding="utf-8")

    first, *_ = run_bot("run", stdin=b"NATO?\n").err.splitlines()

    assert first.startswith("TELEGRAM_BOT_TOKEN is not set")
