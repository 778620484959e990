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
        *("settings", "token", "groups", "inline", "webhook", "clock"),
        *("database", "knowledge", "encoders", "disk", "port"),
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

    ran = run_bot("doctor")

    assert (ran.code, ran.err) == (1, "")
    assert re.findall(r"^(\S+) +([^:]+): ", ran.out, re.MULTILINE) == [
        ("problem", "settings"),
        ("warning", "settings"),
        ("warning", "settings"),
        ("problem", "Bot API"),
        ("warning", "clock"),
        ("problem", "database"),
        ("problem", "knowledge"),
        ("ok", "disk"),
        ("problem", "port"),
    ]
    assert "a-secret" not in ran.out


def test_settings_that_cannot_be_read(run_bot: RunBot, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOG_LEVEL=\xff\n")

    ran = run_bot("doctor")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "save it as UTF-8 text" in ran.err
