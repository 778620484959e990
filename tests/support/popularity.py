"""Which claims people ask about, without a database."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.people import PeopleUnavailableError
from bot.popularity import Asked


@dataclass
class MemoryPopularity:
    """Keeps the promises of bot/popularity.py, as far as tests of others lean on them."""

    noted: set[tuple[int, str]] = field(default_factory=set)
    """Users and what they were answered with; all on one day."""
    down: bool = False

    async def note(self, user_id: int, claim_ids: Collection[str]) -> None:
        self._reach()
        self.noted |= {(user_id, claim_id) for claim_id in claim_ids}

    async def most_asked(self, days: int, least_people: int, limit: int) -> Sequence[Asked]:
        self._reach()
        counts = Counter(claim_id for _, claim_id in self.noted)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [Asked(*item) for item in ranked if item[1] >= least_people][:limit]

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
