"""What readers were told, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.verdicts import Publication, Standing


@dataclass
class MemoryVerdicts:
    """Keeps the promises of bot/verdicts.py, as far as tests of others lean on them."""

    told: list[Publication] = field(default_factory=list)

    async def take_in(self, standings: Sequence[Standing]) -> list[str]:
        raise NotImplementedError  # tests/storage/test_verdicts.py has it on both databases

    async def correct(self, most: int) -> int:
        raise NotImplementedError

    async def published(self, since: float) -> list[Publication]:
        return [one for one in self.told if one.at > since]
