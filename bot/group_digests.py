"""The weekly digest of a group: when it is due, and what was checked in the week before."""

from dataclasses import dataclass
from typing import Protocol

WEEK_S = 7 * 86_400.0
HOUR = 9
"""On Mondays, UTC: a working morning in all of Europe."""
LATE_S = 86_400.0
"""A digest that could not be sent for so long waits for the next Monday."""
_MONDAY_S = 4 * 86_400.0
"""The first Monday after 1970 began: that was a Thursday."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many messages a claim was the answer to."""

    claim_id: str
    asked: int = 0
    unasked: int = 0

    @property
    def times(self) -> int:
        """Return how many there were at all."""
        return self.asked + self.unasked


@dataclass(frozen=True, slots=True)
class Week:
    """What was checked in a group."""

    checked: tuple[Checked, ...] = ()
    """The most often checked first."""
    taken_back: int = 0
    """Answers that nobody had asked for, and an admin deleted."""


class GroupDigests(Protocol):
    """Knows whose digests are due; every method raises PeopleUnavailableError."""

    async def make(self, most: int) -> int:
        """Make pushes of what is due; return how many digests were, at most *most*.

        Where nothing was checked there is none.
        """
        ...

    async def week(self, chat_id: int, due_at: float) -> Week:
        """Return what was checked in the week before a digest is due."""
        ...


def next_due(now: float) -> float:
    """Return when the next digests are due, later than *now*."""
    first = _MONDAY_S + HOUR * 3600.0
    return first + ((now - first) // WEEK_S + 1) * WEEK_S
