"""The verdicts that readers were told of, as the rest of the bot sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands in a knowledge base."""

    claim_id: str
    rating: str
    is_published: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A claim that was published while the bot ran."""

    claim_id: str
    at: float
    """Seconds since 1970."""


class Verdicts(Protocol):
    """Knows which verdicts were told last; every method raises PeopleUnavailableError."""

    async def take_in(self, standings: Sequence[Standing]) -> list[str]:
        """Take these for what readers are told; return the ids of the claims that changed.

        What is there at the very first time is no news. A standing of a lower revision changes
        nothing: it comes from a process whose knowledge base is old.
        """
        ...

    async def correct(self, most: int) -> int:
        """Make pushes for followers who know another verdict; return how many were looked at.

        At most *most* at a time, each once: afterwards they know the one of today. Who has a
        correction still waiting gets one push for both changes, and none where nothing is left of
        them.
        """
        ...

    async def published(self, since: float) -> list[Publication]:
        """Return what was published later than *since* and still is, the newest first."""
        ...
