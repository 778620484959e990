"""Who gets a digest, without a database."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.digests import Digest, next_due
from bot.people import PeopleUnavailableError

NOW = 1_760_000_000.0
"""2025-10-09, 08:53:20 UTC."""


@dataclass
class MemoryDigests:
    """Keeps the promises of bot/digests.py, as far as tests of others lean on them."""

    kept: dict[int, Digest] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)
    clock: Callable[[], float] = lambda: NOW
    down: bool = False

    async def of(self, user_id: int) -> Digest | None:
        self._reach()
        return self.kept.get(user_id)

    async def start(self, user_id: int, offset_min: int, hour: int, language: str) -> Digest:
        self._reach()
        due_at = next_due(self.clock(), offset_min, hour)
        self.kept[user_id] = Digest(offset_min, hour, due_at)
        self.languages[user_id] = language
        return self.kept[user_id]

    async def stop(self, user_id: int) -> bool:
        self._reach()
        return self.kept.pop(user_id, None) is not None

    async def make(self, is_worth_it: Callable[[float], bool], most: int) -> int:
        raise NotImplementedError  # tests/storage/test_digests.py has it on both databases

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
