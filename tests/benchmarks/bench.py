"""One bot or more against one fake, and the account of what was sent and answered."""

import argparse
import random
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.benchmarks.running import Answers, Running, read_texts
from tests.support.bot_api import BotApi
from tests.support.updates import Json, private_chat, text_message, user

FIRST_CHAT = 10_000
PATIENCE_S = 90.0
RATE = 8.0
"""Messages a second where a fault does not ask for more: what this machine answers at leisure."""


class NotPossibleError(Exception):
    """This machine does not let us try."""


@dataclass(frozen=True)
class Tally:
    """What became of the messages."""

    sent: int
    answered: int
    twice: int
    violations: dict[str, int]

    @property
    def lost(self) -> int:
        """Messages without an answer."""
        return self.sent - self.answered


class Bench:
    """What a fault needs; each message comes from a chat of its own."""

    def __init__(
        self,
        api: BotApi,
        folder: Path,
        stack: ExitStack,
        rng: random.Random,
        chosen: argparse.Namespace,
    ) -> None:
        self.api, self.folder, self.stack, self.rng = api, folder, stack, rng
        self.quick: bool = chosen.quick
        self.messages: int = chosen.messages
        self.minutes: float = chosen.minutes
        self.texts = read_texts()
        self.rng.shuffle(self.texts)
        self.chats: list[int] = []
        """Of all messages that want an answer."""
        self.answers = Answers(api)
        self.tolerated: tuple[str, ...] = ()
        """Violations that the fault itself provokes."""
        self._bots: list[Running] = []

    def start(self, *, altered: str = "", folder: str = "", **settings: str) -> Running:
        """Start a bot and wait until it is ready."""
        bot = self.begin(altered=altered, folder=folder, **settings)
        bot.wait_until_ready()
        return bot

    def begin(self, *, altered: str = "", folder: str = "", **settings: str) -> Running:
        """Start a bot."""
        home = self.folder / folder
        home.mkdir(exist_ok=True)
        bot = Running(self.api, home, altered=altered, **{"LOG_LEVEL": "INFO"} | settings)
        self._bots.append(self.stack.enter_context(bot))
        return bot

    def new_message(self) -> Json:
        """Return the update of the next message, from a new chat."""
        person = user(FIRST_CHAT + len(self.chats))
        self.api.add_chat(private_chat(person))
        self.chats.append(person["id"])
        return text_message(self.texts[len(self.chats) % len(self.texts)], user=person)

    def ask(self, count: int, rate: float = RATE) -> None:
        """Send so many messages, so many a second."""
        begin = time.monotonic()
        for number in range(count):
            time.sleep(max(0.0, begin + number / rate - time.monotonic()))
            self.api.send(self.new_message())

    def ask_meanwhile(self, rate: float = RATE) -> "Asking":
        """Send messages until the end of the with-block."""
        return Asking(self, rate)

    def unanswered(self) -> int:
        """Return how many messages have no answer yet."""
        by_chat = self.answers.look().by_chat
        return sum(chat not in by_chat for chat in self.chats)

    def wait(self, patience_s: float = PATIENCE_S) -> float:
        """Wait until all are answered, or nothing came for *patience_s*; return the seconds."""
        begin = last = time.monotonic()
        left = before = self.unanswered()
        while left and time.monotonic() - last < patience_s:
            time.sleep(0.1)
            left = self.unanswered()
            if left < before:
                last, before = time.monotonic(), left
        time.sleep(1.0)  # a second answer would come now
        return time.monotonic() - begin

    def tally(self) -> Tally:
        """Return the account."""
        by_chat = self.answers.look().by_chat
        answered = [by_chat[chat] for chat in self.chats if chat in by_chat]
        violations = Counter(
            one for one in self.api.violations if not any(word in one for word in self.tolerated)
        )
        twice = sum(count - 1 for count in answered)
        return Tally(len(self.chats), len(answered), twice, dict(violations))

    def logs(self) -> list[str]:
        """Return the last lines of each bot."""
        return [line for bot in self._bots for line in ["---", *bot.log[-25:]]]


class Asking:
    """Sends messages in a thread of its own."""

    def __init__(self, bench: Bench, rate: float) -> None:
        self._bench, self._rate = bench, rate
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._ended.wait(1 / self._rate):
            self._bench.api.send(self._bench.new_message())
