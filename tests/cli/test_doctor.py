"""`doctor` as a person runs it: a line for each thing, an exit code, and no secret."""

import re
from pathlib import Path

import pytest

from bot.config import SETTINGS
from tests.cli.conftest import RunBot
from tests.support.bot_api import BotApi

TOKEN = "123456:a-secret_TOKEN"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


def test_a_bot_that_is_well(
    run_bot: RunBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    with BotApi(TOKEN) as api:
        monkeypatch.setenv("TELEGRAM_API_BASE_URL", api.base_url)
        ran = run_bot("doctor")

    subjects = re.findall(r"^(?:ok|warning) +(\S+): ", ran.out, re.MULTILINE)
    assert (ran.code, ran.err, api.violations) == (0, "", [])
    assert subjects == [
        *("settings", "settings", "token", "groups", "inline", "guest", "webhook", "clock"),
        *("owners", "desk"),
        *("database", "knowledge", "encoders", "pictures", "disk", "port"),
    ]
    assert "a-secret_TOKEN" not in ran.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["knowledge", "token"]


def test_a_bot_with_everything_wrong(
    run_bot: RunBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    secrets = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "WEBHOOK_SECRET": "a-secret-of-the-webhook",
        "DATABASE_URL": f"postgresql://bot:a-secret-word@127.0.0.1:{unused_tcp_port}/bot",
    }
    (tmp_path / ".env").write_text(
        "".join(f"{name}={value}\n" for name, value in secrets.items())
        + "LOG_LEVEL=loud\nTELEGRAM_API_BASE=x\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", f"http://127.0.0.1:{unused_tcp_port}/bot")
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example/hook")
    monkeypatch.setenv("LISTEN_HOST", "192.0.2.1")
    monkeypatch.setenv("KNOWLEDGE_DIR", "nowhere")
    monkeypatch.setenv("PATH", "")

    ran = run_bot("doctor")

    assert (ran.code, ran.err) == (1, "")
    assert re.findall(r"^(\S+) +([^:]+): ", ran.out, re.MULTILINE) == [
        ("problem", "settings"),
        ("warning", "settings"),
        ("warning", "settings"),
        ("warning", "settings"),
        ("problem", "Bot API"),
        ("warning", "clock"),
        ("warning", "owners"),
        ("ok", "desk"),
        ("problem", "database"),
        ("problem", "knowledge"),
        ("warning", "pictures"),
        ("ok", "disk"),
        ("problem", "port"),
    ]
    assert "a-secret" not in ran.out


def test_what_hangs_on_a_wrong_setting_is_not_looked_at(
    run_bot: RunBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Else the doctor says that the token is not set, and that the default database is fine.
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "nonsense")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("WEBHOOK_URL", "nonsense")
    monkeypatch.setenv("LISTEN_PORT", "nonsense")
    with BotApi(TOKEN) as api:
        monkeypatch.setenv("TELEGRAM_API_BASE_URL", api.base_url)
        ran = run_bot("doctor")

    subjects = re.findall(r"^\S+ +([^:]+): ", ran.out, re.MULTILINE)
    assert subjects == [*["settings"] * 4, "clock", "knowledge", "encoders", "pictures", "disk"]


def test_a_bot_api_at_a_wrong_address_is_not_asked(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The token of a self-hosted server would go to another one.
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", "localhost:8081")
    ran = run_bot("doctor")

    subjects = re.findall(r"^\S+ +([^:]+): ", ran.out, re.MULTILINE)
    looked_at = ["database", "knowledge", "encoders", "pictures", "disk", "port"]
    assert subjects == ["settings", "settings", *looked_at]


def test_a_database_that_is_none_is_one_finding_among_others(
    run_bot: RunBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://bot:a-secret-word@host/bot")
    ran = run_bot("doctor")

    assert (ran.code, ran.err) == (1, "")
    assert "problem  database: DATABASE_URL is no address" in ran.out
    assert "ok       disk: " in ran.out
    assert "a-secret" not in ran.out


def test_settings_that_cannot_be_read(run_bot: RunBot, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOG_LEVEL=\xff\n")

    ran = run_bot("doctor")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "save it as UTF-8 text" in ran.err
