"""Numbers of the desk, as they are kept: what was counted of each day, and what readers think.

No person is in them.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from bot.opinions import Opinion
from bot.tally import DAY_S, Counted

COUNTED_DAYS = 730
"""How long numbers are kept, so that a year can be set beside the one before."""
USUAL_DAYS = 30
MOST_DAYS = 365
_HOUR_S = 3600.0
WAITS_H = (1, 6, 24, 72, 168)
"""Hours within which questions are answered."""
LONGER = "longer"

COMPLAINT_DAYS = 7
LEAST_COMPLAINTS = 5
LEAST_MISFITS = 3
"""So many people who say "not my claim" are no mistake of theirs (bot/opinions.py)."""
COMPLAINT_SHARE = 0.3
"""Of those who say anything: a claim that many read gets some thumbs down, whatever it says."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Judged:
    """How many people think what of the answers with one claim."""

    claim_id: str
    opinions: Mapping[Opinion, int]

    @property
    def helped(self) -> int:
        """Those who found the answer helpful."""
        return self.opinions.get(Opinion.HELPFUL, 0)

    @property
    def misfit(self) -> int:
        """Those who were answered with the wrong claim."""
        return self.opinions.get(Opinion.WRONG_CLAIM, 0)

    @property
    def total(self) -> int:
        """All who said anything."""
        return sum(self.opinions.values())

    @property
    def complaints(self) -> int:
        """All who found something wrong."""
        return self.total - self.helped

    @property
    def needs_a_look(self) -> bool:
        """Whether so many complain that somebody should look at it."""
        if self.misfit >= LEAST_MISFITS:
            return True
        many = self.complaints >= LEAST_COMPLAINTS
        return many and self.complaints >= COMPLAINT_SHARE * self.total


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for the moderators at this moment."""

    people: int = 0
    texts: int = 0
    oldest_at: float | None = None
    """Seconds since 1970."""


NOBODY_WAITS = Backlog()


class Numbers(Protocol):
    """Keeps numbers; every method raises PeopleUnavailableError where the store is away."""

    async def add(self, counts: Mapping[Counted, int]) -> None:
        """Add to what is counted: all of it, or nothing."""
        ...

    async def read(self, first_day: int, last_day: int) -> Mapping[Counted, int]:
        """Return what was counted from one day to another, both included."""
        ...

    async def judged(self, since: float) -> list[Judged]:
        """Return what people think of answers, by claim; each person counts once a claim.

        Of several opinions on a claim, the last one counts.
        """
        ...

    async def backlog(self) -> Backlog:
        """Return what waits for the moderators."""
        ...

    async def take_turn(self, what: str, until: float, *, at_once: bool) -> bool:
        """Tell whether *what* is to be said now: then nobody says it again before *until*.

        What was never said is to be said *at_once*, or else at *until* for the first time.
        """
        ...

    async def give_turn_back(self, what: str, until: float) -> None:
        """Let *what* be tried again from *until* on."""
        ...

    async def sweep(self) -> int:
        """Drop what is older than COUNTED_DAYS; return how many rows that were."""
        ...


def complaints(judged: Iterable[Judged]) -> list[Judged]:
    """Return the claims that somebody should look at, those with most complaints first."""
    found = [one for one in judged if one.needs_a_look]
    return sorted(found, key=lambda one: (-one.complaints, one.claim_id))


def wait_key(seconds: float) -> str:
    """Return under which key a question is counted that was answered after so long."""
    return next((str(one) for one in WAITS_H if seconds <= one * _HOUR_S), LONGER)


async def table(numbers: Numbers, now: float, days: int, retention_days: int) -> str:
    """Return the numbers of the last *days* as CSV, which spreadsheets open."""
    last = int(now // DAY_S)
    counts = await numbers.read(last - days + 1, last)
    judged = await numbers.judged(now - min(days, retention_days) * DAY_S)
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(csv_rows(counts, judged))
    return file.getvalue()


def csv_rows(counts: Mapping[Counted, int], judged: Sequence[Judged]) -> list[tuple[str, ...]]:
    """Return the rows of a table: what was counted by day, then what people think, of no day."""
    rows: list[tuple[str, ...]] = [("date", "kind", "key", "number")]
    for one in sorted(counts):
        day = EPOCH + timedelta(days=one.day)
        rows.append((day.isoformat(), one.kind.value, one.key, str(counts[one])))
    for claim in sorted(judged, key=lambda one: one.claim_id):
        rows.extend(
            ("", "opinion", f"{claim.claim_id}:{opinion.name.lower()}", str(number))
            for opinion, number in sorted(claim.opinions.items())
        )
    return rows
