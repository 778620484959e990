"""The container's health check, run as the container runs it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.bot_api_http import HttpAnswer, LoopbackServer

SCRIPT = Path(__file__).parent.parent.parent / "deploy" / "healthcheck.py"
READY, NOT_READY = b'{"ready": true, "missing": {}}', b'{"ready": false, "missing": {"bot": "x"}}'


@contextmanager
def listening(status: int, body: bytes) -> Iterator[str]:
    server = LoopbackServer(lambda _: HttpAnswer(status, body), print)
    try:
        yield str(server.server_port)
    finally:
        server.stop()


def check(folder: Path, **environ: str) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-S", "-E", SCRIPT],
        env={"TELEGRAM_BOT_TOKEN_FILE": "x", "DATA_DIR": str(folder), **environ},
        check=False,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stderr.strip()


def heard(folder: Path, before_s: float) -> None:
    (folder / "alive").touch()
    at = time.time() - before_s
    os.utime(folder / "alive", (at, at))


@pytest.mark.parametrize("host", ["", "0.0.0.0", "127.0.0.1"])
def test_a_bot_that_polls_is_healthy(host: str, tmp_path: Path) -> None:
    heard(tmp_path, 30)
    with listening(200, READY) as port:
        assert check(tmp_path, LISTEN_PORT=port, LISTEN_HOST=host) == (0, "")


@pytest.mark.parametrize(
    ("before_s", "said"),
    [(None, "Telegram has not answered yet"), (500, "Telegram has not answered for 500 s")],
)
def test_a_bot_that_hears_nothing_is_not(before_s: float | None, said: str, tmp_path: Path) -> None:
    if before_s:
        heard(tmp_path, before_s)
    with listening(200, READY) as port:
        assert check(tmp_path, LISTEN_PORT=port) == (1, said)


def test_a_webhook_needs_no_polls(tmp_path: Path) -> None:
    with listening(200, READY) as port:
        assert check(tmp_path, LISTEN_PORT=port, WEBHOOK_URL="https://bot.example") == (0, "")


def test_a_bot_that_is_not_ready_says_why(tmp_path: Path) -> None:
    heard(tmp_path, 0)
    with listening(503, NOT_READY) as port:
        assert check(tmp_path, LISTEN_PORT=port) == (1, NOT_READY.decode())


def test_a_bot_that_does_not_listen_is_not_healthy(tmp_path: Path, unused_tcp_port: int) -> None:
    heard(tmp_path, 0)
    assert check(tmp_path, LISTEN_PORT=str(unused_tcp_port)) == (
        1,
        "/readyz does not answer (ConnectionRefusedError)",
    )


def test_the_terminal_chat_has_nothing_to_ask(tmp_path: Path) -> None:
    assert check(tmp_path, TELEGRAM_BOT_TOKEN_FILE="") == (0, "")
