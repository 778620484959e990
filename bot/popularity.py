"""Which claims people ask about, as the rest of the bot sees it: how many people, never who."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

TRENDING_DAYS = 7
"""A week: long enough for a small bot to have something to show, short enough to be news."""
LEAST_PEOPLE = 5
"""Nobody is told of a claim that fewer people asked about.

With four others beside them nobody can be guessed from it, neither by a friend who knows that they
forwarded something nor by whoever sent it to them.
"""
MOST_TRENDING = 8
"""As many as one page of a list holds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many people were answered with a claim."""

    claim_id: str
    people: int


class Popularity(Protocol):
    """Counts people by claim; every method raises PeopleUnavailableError (bot/people.py)."""

    async def note(self, user_id: int, claim_ids: Collection[str]) -> None:
        """Note that somebody was answered with these claims today; once a day and claim."""
        ...

    async def most_asked(self, days: int, least_people: int, limit: int) -> Sequence[Asked]:
        """Return the claims that at least so many people asked about in the last *days*.

        The most asked about come first; today counts as a day, and each person once a claim.
        """
        ...
