"""How many updates a second does the bot answer, and how soon? Against the fake Bot API.

    python -m tests.benchmarks.load [--rate 30] [--seconds 60] [--database URL]

One process, long polling; each update comes from another private chat, with a message of
tests/messages. The fake runs in this process and takes part of the machine.
"""

# ruff: noqa: T201, S603 - a command line prints; the command is ours

import argparse
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bot.evaluation.dataset import load_messages
from tests.support.bot_api import BotApi
from tests.support.updates import private_chat, text_message, user

ROOT = Path(__file__).parents[2]
MESSAGES = ROOT / "tests" / "messages"
FIRST_CHAT = 10_000
PATIENCE_S = 120.0
WARM_UP_S = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where an update was lost."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.load", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rate", type=float, default=30.0, help="updates a second (default: 30)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default: 60)")
    parser.add_argument("--database", help="DATABASE_URL (default: SQLite)")
    chosen = parser.parse_args(arguments)
    texts = [one.text for one in load_messages(sorted(MESSAGES.glob("*heldout*.jsonl")))]
    random.Random(0).shuffle(texts)  # noqa: S311 - no secret
    count = int(chosen.rate * chosen.seconds)
    settings = {"DATABASE_URL": chosen.database} if chosen.database else {}
    with BotApi() as api, _bot(api, settings) as port:
        sent = {}
        begin = time.monotonic()
        for number in range(count):
            time.sleep(max(0.0, begin + number / chosen.rate - time.monotonic()))
            person = user(FIRST_CHAT + number)
            api.add_chat(private_chat(person))
            api.send(text_message(texts[number % len(texts)], user=person))
            sent[person["id"]] = time.monotonic()
        answered = _answers(api, count)
        figures = _metrics(port)
    _report(sent, answered, api, figures)
    return int(len(answered) < count)


def _answers(api: BotApi, count: int) -> dict[int, list[float]]:
    """Return when answers to each chat arrived, once there is one for each or none comes."""
    last, seen = time.monotonic(), 0
    while time.monotonic() - last < PATIENCE_S:
        found: dict[int, list[float]] = {}
        for call in list(api.calls):
            if call.method == "sendMessage":
                found.setdefault(int(call.parameters["chat_id"]), []).append(call.at)
        if len(found) > seen:
            last, seen = time.monotonic(), len(found)
        if seen == count:
            break
        time.sleep(0.2)
    return found


def _report(
    sent: dict[int, float],
    answered: dict[int, list[float]],
    api: BotApi,
    figures: dict[str, float],
) -> None:
    waits = np.array([min(answered[chat]) - at for chat, at in sent.items() if chat in answered])
    twice = sum(len(some) > 1 for some in answered.values())
    p50, p95, p99 = (float(np.percentile(waits, share)) for share in (50, 95, 99))
    print(f"updates {len(sent)}, answered {len(answered)}, twice {twice}")
    print(f"from update to answer: p50 {p50:.3f} s, p95 {p95:.3f} s, p99 {p99:.3f} s")
    rate = len(answered) / (max(map(min, answered.values())) - min(sent.values()))
    print(f"answered {rate:.1f} a second")
    for name in ("bot_hurried_total", "process_resident_memory_bytes"):
        if name in figures:
            print(f"{name} {figures[name]:.0f}")
    print(f"violations of the Bot API: {len(api.violations)}", Counter(api.violations) or "")


def _metrics(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:  # noqa: S310
        lines = answer.read().decode().splitlines()
    found = (re.fullmatch(r"(\w+) ([-+.e\d]+)", line) for line in lines)
    return {match[1]: float(match[2]) for match in found if match}


@contextmanager
def _bot(api: BotApi, settings: dict[str, str]) -> Iterator[int]:
    """Run the bot; yield the port of its metrics once it polls and its encoders are warm."""
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port: int = reserved.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATA_DIR": folder,
            "SSL_CERT_DIR": os.devnull,
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_API_BASE_URL": api.base_url,
            "LISTEN_PORT": str(port),
            "LOG_LEVEL": "WARNING",
        }
        process = subprocess.Popen([sys.executable, "-m", "bot"], env=environment | settings)
        try:
            api.wait_for_poll(60.0)
            person = user(FIRST_CHAT - 1)
            api.add_chat(private_chat(person))
            api.send(text_message("Is the alliance at war, and who says so?", user=person))
            api.wait_for("sendMessage", 1, WARM_UP_S)
            api.calls.clear()
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
