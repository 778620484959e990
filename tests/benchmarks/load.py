"""How many updates a second does the bot answer, and how soon? Against the fake Bot API.

    python -m tests.benchmarks.load [--rate 30] [--seconds 60] [--webhook] [--replicas 2] [--kill]
    python -m tests.benchmarks.load --climb [--rate 5] [--seconds 15]

One process, long polling and SQLite; with --webhook or --replicas: webhook, with several replicas
on one PostgreSQL behind a balancer. Each update comes from another private chat, with a message of
tests/messages. The fake, the balancer and the sender run in this process and take part of the
machine: both processes' CPU time is shown, in cores.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.running import (
    WEBHOOK_SECRET,
    Running,
    load_average,
    machine,
    postgresql,
    read_texts,
)
from tests.support.balancer import Balancer
from tests.support.bot_api import BotApi
from tests.support.process import free_port
from tests.support.updates import text_message, user

FIRST_CHAT = 10_000
PATIENCE_S = 60.0
HIGHEST_P95_S = 0.5
_STEP = 1.25


@dataclass
class Step:
    """What came of one rate."""

    rate: float
    sent: dict[int, float]
    waiting: int
    """Sent and not answered when the last was sent."""
    answered: dict[int, list[float]]
    seconds: float
    bot_cores: float
    fake_cores: float
    bot_ms: float
    """CPU time of an update."""
    hurried: float
    load: float

    @property
    def waits(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Seconds from update to answer."""
        return np.array(
            [
                min(self.answered[chat]) - at
                for chat, at in self.sent.items()
                if chat in self.answered
            ]
        )

    @property
    def lost(self) -> int:
        """Updates without an answer."""
        return len(self.sent.keys() - self.answered.keys())

    @property
    def twice(self) -> int:
        """Updates with more than one."""
        return sum(len(self.answered.get(chat, ())) > 1 for chat in self.sent)

    def line(self) -> str:
        """Show it."""
        p50, p95, p99 = (float(np.percentile(self.waits, share)) for share in (50, 95, 99))
        return (
            f"{self.rate:5.1f} a second for {self.seconds:.0f} s: {len(self.sent)} sent, "
            f"{self.lost} lost, {self.twice} twice; p50 {p50:.3f}, p95 {p95:.3f}, p99 {p99:.3f} s; "
            f"{self.waiting} waiting at the end; cores: bot {self.bot_cores:.2f}, fake "
            f"{self.fake_cores:.2f}; {self.bot_ms:.0f} ms of the bot an update; by words "
            f"alone in a hurry {self.hurried:.0f}; load {self.load:.1f}"
        )

    @property
    def is_held(self) -> bool:
        """Whether answers came soon and none piled up."""
        p95 = float(np.percentile(self.waits, 95))
        return not self.lost and p95 <= HIGHEST_P95_S and self.waiting <= self.rate


class Load:
    """Sends messages at a rate and reads the answers."""

    def __init__(self, api: BotApi, bots: Sequence[Running]) -> None:
        self._api, self._bots = api, bots
        self._texts = read_texts()
        random.Random(0).shuffle(self._texts)  # noqa: S311 - no secret
        self._next = FIRST_CHAT
        self._read = 0
        self._answered: dict[int, list[float]] = {}

    def warm_up(self) -> None:
        """Let every encoder have read something, in each replica."""
        for _ in range(2 * len(self._bots)):
            self.step(2.0, 1.0)

    def step(self, rate: float, seconds: float, kill: Running | None = None) -> Step:
        """Send so many a second for so long, and kill one in the middle."""
        sent: dict[int, float] = {}
        count = int(rate * seconds)
        before, hurried, begin = self._cpu_s(), self._hurried(), time.monotonic()
        for number in range(count):
            time.sleep(max(0.0, begin + number / rate - time.monotonic()))
            if kill and number == count // 2:
                kill.kill()
            chat = self._send()
            sent[chat] = time.monotonic()
        seconds = time.monotonic() - begin
        after, load = self._cpu_s(), load_average()
        waiting = len(sent.keys() - self._look().keys())
        self._wait(sent)
        bot, fake = ((now - then) / seconds for now, then in zip(after, before, strict=True))
        hurried = self._hurried() - hurried
        bot_ms = 1000 * (self._cpu_s()[0] - before[0]) / count
        return Step(rate, sent, waiting, self._look(), seconds, bot, fake, bot_ms, hurried, load)

    def _send(self) -> int:
        """Send the next message; return its chat."""
        chat, self._next = self._next, self._next + 1
        self._api.send(text_message(self._texts[chat % len(self._texts)], user=user(chat)))
        return chat

    def _wait(self, sent: dict[int, float]) -> None:
        """Wait until each has its answer, or no more come."""
        last, seen = time.monotonic(), -1
        while seen < len(sent) and time.monotonic() - last < PATIENCE_S:
            now = len(sent.keys() & self._look().keys())
            if now > seen:
                last, seen = time.monotonic(), now
            time.sleep(0.1)

    def _look(self) -> dict[int, list[float]]:
        calls = self._api.calls
        while self._read < len(calls):
            call = calls[self._read]
            self._read += 1
            if call.method == "sendMessage" and call.status == 200:
                self._answered.setdefault(int(call.parameters["chat_id"]), []).append(call.at)
        return self._answered

    def _cpu_s(self) -> tuple[float, float]:
        own = resource.getrusage(resource.RUSAGE_SELF)
        return sum(bot.cpu_s for bot in self._bots), own.ru_utime + own.ru_stime

    def _hurried(self) -> float:
        return sum(bot.figure("bot_hurried_total") for bot in self._bots if bot.is_running)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where an update was lost."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.load", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rate", type=float, default=30.0, help="updates a second (default: 30)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default: 60)")
    parser.add_argument("--database", help="DATABASE_URL (default: SQLite)")
    parser.add_argument("--webhook", action="store_true", help="deliver to a webhook")
    parser.add_argument("--replicas", type=int, default=1, help="on one PostgreSQL, by webhook")
    parser.add_argument("--kill", action="store_true", help="kill one replica in the middle")
    parser.add_argument("--climb", action="store_true", help="raise the rate until it is too high")
    parser.add_argument("--words-alone", action="store_true", help="without encoders")
    parser.add_argument(
        "--unlimited", action="store_true", help="without the bot's own limit of 30 a second"
    )
    chosen = parser.parse_args(arguments)
    if chosen.kill and chosen.replicas < 2:
        parser.error("--kill leaves nobody to go on; add --replicas 2")
    print(f"{machine()}; load average {load_average():.1f} before")
    with ExitStack() as stack:
        api = stack.enter_context(BotApi(local=True))
        bots = _start(stack, api, chosen)
        load = Load(api, bots)
        load.warm_up()
        if chosen.climb:
            steps = list(_climb(load, chosen.rate, chosen.seconds))
        else:
            killed = bots[0] if chosen.kill else None
            steps = [load.step(chosen.rate, chosen.seconds, killed)]
            print(steps[0].line())
        for bot in bots:
            if bot.is_running:
                print(f"resident {bot.resident_mb:.0f} MB; {len(bot.log)} lines of warnings")
                for line in bot.log[:5]:
                    print(f"  {line[:160]}")
                bot.stop(signal.SIGTERM)
        print(f"violations of the Bot API: {len(api.violations)}", Counter(api.violations) or "")
    return int(any(step.lost for step in steps))


def _climb(load: Load, rate: float, seconds: float) -> Iterator[Step]:
    """Raise the rate until it is not held, twice in a row."""
    held, failed = 0.0, 0
    while failed < 2:
        step = load.step(rate, seconds)
        print(step.line(), "held" if step.is_held else "NOT held", flush=True)
        yield step
        if step.is_held:
            held, failed, rate = rate, 0, rate * _STEP
        else:
            failed += 1
    print(f"highest rate held: {held:.1f} a second")


def _start(stack: ExitStack, api: BotApi, chosen: argparse.Namespace) -> list[Running]:
    """Start the bots; return them once they are ready."""
    count = chosen.replicas
    settings = {"DATABASE_URL": chosen.database} if chosen.database else {}
    ports = [free_port() for _ in range(count)]
    if count > 1 and not chosen.database:
        settings["DATABASE_URL"] = stack.enter_context(postgresql())
    if count > 1 or chosen.webhook:
        url = stack.enter_context(_entrance(ports))
        settings |= {"WEBHOOK_URL": url, "WEBHOOK_SECRET": WEBHOOK_SECRET}
    altered = " ".join(
        word
        for word, is_wanted in (
            ("words-alone", chosen.words_alone),
            ("unlimited", chosen.unlimited),
        )
        if is_wanted
    )
    bots = []
    for port in ports:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bot = Running(api, folder, altered=altered, LISTEN_PORT=str(port), **settings)
        bots.append(stack.enter_context(bot))
    for bot in bots:
        bot.wait_until_ready()
    return bots


@contextmanager
def _entrance(ports: Sequence[int]) -> Iterator[str]:
    """Yield where to deliver: to the bot itself, or to what stands before several."""
    if len(ports) == 1:
        yield f"http://127.0.0.1:{ports[0]}/hook"
    else:
        with Balancer(ports) as balancer:
            yield balancer.url


if __name__ == "__main__":
    sys.exit(main())
