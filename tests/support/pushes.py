"""What is to be sent, without a database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.people import PeopleUnavailableError
from bot.pushes import LEASE_S, Push


@dataclass
class MemoryPushes:
    """Keeps the promises of bot/pushes.py, as far as tests of others lean on them."""

    clock: Callable[[], float]
    due: dict[int, tuple[float, Push]] = field(default_factory=dict)
    """From when on each may be taken, by number; tries are those before."""
    settled: list[tuple[float, Push]] = field(default_factory=list)
    """What is done, and when."""
    told: dict[int, str] = field(default_factory=dict)
    """The rating that each reader of an answer was told."""
    down: int = 0
    """So many calls more find the store away."""

    def add(self, *some: Push) -> None:
        for push in some:
            self.due[push.number] = (self.clock(), push)

    async def awaited(self) -> list[int]:
        raise NotImplementedError  # tests/storage/test_pushes.py has it on both databases

    async def answer(self, question: int, claim_id: str) -> int:
        raise NotImplementedError

    async def turn_away(self, after_s: float) -> int:
        raise NotImplementedError

    async def take(self, most: int) -> list[Push]:
        self._reach()
        now = self.clock()
        ready = [push for not_before, push in self.due.values() if not_before <= now][:most]
        taken = [replace(push, tries=push.tries + 1) for push in ready]
        for push in taken:
            self.due[push.number] = (now + LEASE_S, push)
        return taken

    async def done(self, push: Push, told: str = "") -> None:
        self._reach()
        if self.due.pop(push.number, None):
            self.settled.append((self.clock(), push))
            if told:
                self.told[push.user_id] = told

    async def later(self, some: Sequence[Push], after_s: float) -> None:
        self._reach()
        for push in some:
            self.due[push.number] = (self.clock() + after_s, push)

    async def waiting(self) -> int:
        self._reach()
        return len(self.due)

    def _reach(self) -> None:
        if self.down:
            self.down -= 1
            raise PeopleUnavailableError("down")
