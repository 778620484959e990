"""Numbers, without a database."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.moderation.numbers import Backlog, Judged
from bot.people import PeopleUnavailableError
from bot.tally import Counted


@dataclass
class MemoryNumbers:
    """Keeps the promises of bot/moderation/numbers.py, as far as tests of others lean on them."""

    kept: Counter[Counted] = field(default_factory=Counter)
    opinions: list[Judged] = field(default_factory=list)
    waiting: Backlog = field(default_factory=Backlog)
    turns: dict[str, float] = field(default_factory=dict)
    clock: Callable[[], float] = lambda: 0.0
    down: bool = False

    async def add(self, counts: Mapping[Counted, int]) -> None:
        self._reach()
        self.kept.update(counts)

    async def read(self, first_day: int, last_day: int) -> Mapping[Counted, int]:
        self._reach()
        return {one: n for one, n in self.kept.items() if first_day <= one.day <= last_day}

    async def judged(self, since: float) -> list[Judged]:
        self._reach()
        return self.opinions

    async def backlog(self) -> Backlog:
        self._reach()
        return self.waiting

    async def take_turn(self, what: str, until: float, *, at_once: bool) -> bool:
        self._reach()
        is_due = self.turns.get(what, float("-inf") if at_once else until) <= self.clock()
        if is_due or what not in self.turns:
            self.turns[what] = until
        return is_due

    async def give_turn_back(self, what: str, until: float) -> None:
        self._reach()
        self.turns[what] = until

    async def sweep(self) -> int:
        self._reach()
        return 0

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
