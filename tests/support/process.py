"""The whole bot as a process of its own, and what is asked of it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.bot_api import BotApi, Call
from tests.support.updates import text_message

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
"""A bot with encoders needs three seconds to start on an idle machine."""
PASSED_ON = {name: os.environ[name] for name in ("OMP_NUM_THREADS",) if name in os.environ}
"""What `make test` says to the tests holds for the bot as well."""


class Bot:
    """`python -m bot` in a folder of its own, until the with-block ends; its log as it comes."""

    module = "bot"

    def __init__(self, folder: Path, **settings: str) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATA_DIR": "data",
            # The fake speaks plain HTTP: no need to read the certificates of the world.
            "SSL_CERT_DIR": os.devnull,
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.module],
            cwd=folder,
            env=environment | PASSED_ON | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.log: list[str] = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if error is not None:
            print(*self.log, sep="\n")  # noqa: T201 - pytest shows it with the failure
        if self._process.stdout:
            self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            with self._changed:
                self.log.append(line.rstrip("\n"))
                self._changed.notify_all()

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def wait_for_log(self, words: str) -> None:
        with self._changed:
            assert self._changed.wait_for(
                lambda: any(words in line for line in self.log), PATIENCE_S
            ), self.log

    def wait(self) -> int:
        """Return the exit code."""
        code = self._process.wait(PATIENCE_S)
        self._reader.join()
        return code

    def kill(self) -> None:
        """End it as `kill -9` does, and a power failure."""
        self._process.kill()
        self._process.wait()

    def stop(self, number: signal.Signals) -> tuple[int, float]:
        """Return the exit code after a signal, and the seconds it took."""
        begin = time.monotonic()
        self._process.send_signal(number)
        return self.wait(), time.monotonic() - begin


class BotByWords(Bot):
    """A bot without encoders, which take most of a start: for what does not hang on matching."""

    module = "tests.benchmarks.altered"

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder, ALTER="words-alone", **settings)


def start(api: BotApi, folder: Path, kind: type[Bot] = Bot, /, **settings: str) -> Bot:
    return kind(
        folder,
        TELEGRAM_BOT_TOKEN=settings.pop("TELEGRAM_BOT_TOKEN", api.token),
        TELEGRAM_API_BASE_URL=api.base_url,
        **settings,
    )


def ask(api: BotApi, text: str, **envelope: Any) -> int:
    """Return the identifier of the message that asks."""
    number: int = api.send(text_message(text, **envelope))["message"]["message_id"]
    return number


def answers_to(api: BotApi, numbers: Sequence[int], garbled: int = 0) -> list[str]:
    """Return the texts that reply to the messages, once there is one for each.

    *garbled* calls more had a receipt that made no sense, and did nothing.
    """

    def is_answer(call: Call) -> bool:
        replied = call.parameters.get("reply_parameters", {}).get("message_id")
        return call.method == "sendMessage" and call.status == 200 and replied in numbers

    calls = api.wait_for(is_answer, len(numbers) + garbled, PATIENCE_S)
    return [call.parameters["text"] for call in calls]


def answer_to(api: BotApi, number: int) -> str:
    (text,) = answers_to(api, [number])
    return text


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port: int = reserved.getsockname()[1]
        return port
