"""Bots as processes of their own, watched from outside: what load and faults are measured on."""

import asyncio
import http.client
import os
import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

from bot.evaluation.dataset import load_messages
from tests.support.bot_api import BotApi
from tests.support.process import Bot, free_port

ROOT = Path(__file__).parents[2]
SERVER = "postgresql://127.0.0.1:5432/test"
WEBHOOK_SECRET = "a-secret-of-the-benchmark"
START_S = 90.0
_TICKS = os.sysconf("SC_CLK_TCK")
_SAMPLE = re.compile(r"(\w+)(?:{(.*)})? ([-+.e\dNaInf]+)")


class Running(Bot):
    """A bot that listens on *port* besides, and shows what it costs; *altered* as altered.py."""

    def __init__(self, api: BotApi, folder: Path, *, altered: str = "", **settings: str) -> None:
        self._cpu_s = 0.0
        self.port = int(settings.pop("LISTEN_PORT", 0)) or free_port()
        if altered or "CLOCK_FILE" in settings:
            self.module = "tests.benchmarks.altered"
        super().__init__(
            folder,
            **{
                "TELEGRAM_BOT_TOKEN": api.token,
                "TELEGRAM_API_BASE_URL": api.base_url,
                "LISTEN_PORT": str(self.port),
                "LOG_LEVEL": "WARNING",
                "ALTER": altered,
            }
            | settings,
        )

    def wait_until_ready(self, timeout_s: float = START_S) -> None:
        """Wait until /readyz says that nothing is missing; raise TimeoutError."""
        end = time.monotonic() + timeout_s
        while self.readiness()[0] != http.client.OK:
            if time.monotonic() > end or self._process.poll() is not None:
                raise TimeoutError("the bot is not ready", self.log[-20:])
            time.sleep(0.1)

    def readiness(self) -> tuple[int, str]:
        """Return status and text of /readyz, 0 where nobody answers."""
        return self._page("/readyz")

    def figure(self, name: str, **labels: str) -> float:
        """Return a figure of /metrics, the sum of all that have *labels*."""
        _, text = self._page("/metrics")
        wanted = [f'{key}="{value}"' for key, value in labels.items()]
        return sum(
            float(found[3])
            for found in map(_SAMPLE.fullmatch, text.splitlines())
            if found and found[1] == name and all(one in (found[2] or "") for one in wanted)
        )

    def labels(self, name: str, label: str) -> list[str]:
        """Return the values that a label of a figure of /metrics has."""
        _, text = self._page("/metrics")
        return sorted(set(re.findall(rf'(?m)^{name}{{.*?{label}="([^"]*)"', text)))

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process.poll() is None

    @property
    def cpu_s(self) -> float:
        """CPU time of the process so far, or until it was killed."""
        if self.is_running:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
            self._cpu_s = (int(fields[11]) + int(fields[12])) / _TICKS
        return self._cpu_s

    def kill(self) -> None:
        """End it as `kill -9` does, with its account closed."""
        self._cpu_s = self.cpu_s
        super().kill()

    @property
    def resident_mb(self) -> float:
        """Resident memory now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    def _page(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()


class Answers:
    """Counts the messages that the bot delivered, by chat; reads each once."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._read = 0
        self.by_chat: Counter[int] = Counter()

    def look(self) -> "Answers":
        """Read what is new."""
        sent = self._api._world.sent  # api.sent() copies all of them each time
        while self._read < len(sent):
            self.by_chat[sent[self._read]["chat"]["id"]] += 1
            self._read += 1
        return self


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the address of a database of our own on the server of this machine."""
    name = f"bot_bench_{secrets.token_hex(4)}"
    execute(f"CREATE DATABASE {name}")
    try:
        yield f"postgresql://{os.environ.get('PGUSER', 'root')}@127.0.0.1:5432/{name}"
    finally:
        execute(f"DROP DATABASE {name} WITH (FORCE)")


def execute(*statements: str) -> None:
    """Execute statements on the server."""

    async def run() -> None:
        connection = await asyncpg.connect(SERVER)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


def read_texts() -> list[str]:
    """Return the messages of tests/messages that nothing was tuned on."""
    files = sorted((ROOT / "tests" / "messages").glob("*heldout*.jsonl"))
    return [one.text for one in load_messages(files)]


def load_average() -> float:
    """Return the load average of the last minute."""
    return os.getloadavg()[0]


def machine() -> str:
    """Name the processor and how many of it there are."""
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} x {found[1] if found else 'unknown'}"
