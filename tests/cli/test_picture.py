"""`picture` as a moderator runs it."""

from pathlib import Path

import pytest

from tests.cli.conftest import RunBot
from tests.support.bot_api import BotApi
from tests.support.few_claims import few_claims

TOKEN = "123456:a-secret_TOKEN"
PNG = b"\x89PNG\r\n"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """The claim that is drawn."""
    return few_claims(tmp_path, "nato-biolabs")


def test_the_picture_is_written_under_the_id_and_the_language(
    run_bot: RunBot, tmp_path: Path
) -> None:
    ran = run_bot("picture", "nato-biolabs", "--language", "uk", "--bot", "@nato_myths_bot")
    file = tmp_path / "nato-biolabs-uk.png"

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"nato-biolabs-uk.png: {file.stat().st_size / 1000:.0f} kB\n"
    assert file.read_bytes().startswith(PNG)


def test_telegram_is_asked_for_the_name_of_the_bot(
    run_bot: RunBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "card.png"
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    with BotApi(TOKEN) as api:
        monkeypatch.setenv("TELEGRAM_API_BASE_URL", api.base_url)
        ran = run_bot("picture", "nato-biolabs", "-o", str(file))

    assert (ran.code, ran.err, api.violations) == (0, "", [])
    assert file.read_bytes().startswith(PNG)


def test_without_a_name_and_a_token_it_says_what_to_do(run_bot: RunBot) -> None:
    ran = run_bot("picture", "nato-biolabs")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "bot: TELEGRAM_BOT_TOKEN is not set; set it, or give the user name of the bot with --bot "
        "NAME: the QR code leads there\n"
    )


def test_a_telegram_that_is_away_is_one_sentence_without_the_token(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", f"http://127.0.0.1:{unused_tcp_port}/bot")

    ran = run_bot("picture", "nato-biolabs")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("bot: Telegram does not tell whose token this is (ConnectError); ")
    assert "a-secret_TOKEN" not in ran.err


@pytest.mark.parametrize(
    ("id_", "hint"),
    [
        ("nato-biolab", "did you mean nato-biolabs?"),
        ("?", "their ids are the file names in "),
    ],
)
def test_an_unknown_claim_is_refused(id_: str, hint: str, run_bot: RunBot) -> None:
    ran = run_bot("picture", id_, "--bot", "nato_myths_bot")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"bot: {id_!r} is no published claim; {hint}")


def test_a_folder_that_is_not_there_is_named(run_bot: RunBot) -> None:
    ran = run_bot("picture", "nato-biolabs", "--bot", "a_bot", "-o", "nowhere/card.png")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "bot: nowhere/card.png cannot be written (No such file or directory); choose another file "
        "with -o\n"
    )
