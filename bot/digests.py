"""The daily digest: at which hour of which clock somebody wants it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

DAY_S = 86_400.0
LATE_S = 3 * 3600.0
"""A digest that could not be sent for so long is not sent that day: it was wanted at an hour."""
HOURS = range(6, 23)
"""To choose from: nobody wants to be woken."""
OFFSETS_MIN = range(-12 * 60, 14 * 60 + 1, 15)
"""Of all clocks of the world, in minutes east of UTC."""


@dataclass(frozen=True, slots=True)
class Digest:
    """When somebody gets their digest."""

    offset_min: int
    """Of their clock, in minutes east of UTC."""
    hour: int
    """By that clock."""
    due_at: float
    """When the next one is due, in seconds since 1970."""


class Digests(Protocol):
    """Keeps digests until they are stopped; every method raises PeopleUnavailableError."""

    async def of(self, user_id: int) -> Digest | None:
        """Return the digest of a user, None where they have none."""
        ...

    async def start(self, user_id: int, offset_min: int, hour: int, language: str) -> Digest:
        """Send a digest daily from now on, in place of one at another hour; one a day at most."""
        ...

    async def stop(self, user_id: int) -> bool:
        """Send no more; return whether there was one to stop."""
        ...

    async def make(self, is_worth_it: Callable[[float], bool], most: int) -> int:
        """Make pushes of what is due; return how many digests were, at most *most*.

        *is_worth_it* tells whether there is anything to say in a digest that is due at a time.
        """
        ...


def next_due(now: float, offset_min: int, hour: int) -> float:
    """Return when that hour of that clock comes next, later than *now*."""
    offset_s = offset_min * 60
    midnight = (now + offset_s) // DAY_S * DAY_S - offset_s
    due = midnight + hour * 3600
    return due if due > now else due + DAY_S


def day_of(at: float, offset_min: int) -> int:
    """Return the number of the day that it is at a time by a clock."""
    return int((at + offset_min * 60) // DAY_S)
