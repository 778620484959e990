"""Numbers of some days become a report: what was asked, what came of it, what rises."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.moderation.numbers import (
    EPOCH,
    NOBODY_WAITS,
    USUAL_DAYS,
    WAITS_H,
    Backlog,
    Judged,
    Numbers,
)
from bot.tally import DAY_S, Counted, Kind, Outcome, Place

_LEAST_RISING = 3
"""Fewer answers with a claim than that are chance."""
MOST_RISING = 3
MOST_TOP = 5


@dataclass(frozen=True, slots=True)
class Day:
    """What was asked on one day."""

    date: date
    outcomes: Mapping[Outcome, int]

    @property
    def asked(self) -> int:
        """All messages."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Change:
    """How often one claim was answered with, and in the time of the same length before."""

    claim_id: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers of some days up to one."""

    days: tuple[Day, ...]
    """Each day, the oldest first."""
    asked_before: int | None
    """In as many days before; None where nothing was counted then."""
    outcomes: Mapping[Outcome, int]
    """Without NOTHING, which is no question."""
    nothing: int
    places: Mapping[Place, int]
    languages: tuple[tuple[str, int], ...]
    """The most frequent first; bot/tally.py has a word where nobody can tell."""
    top: tuple[Change, ...]
    rising: tuple[Change, ...]
    unasked: int
    inline: int
    helped: int
    judged: int
    judged_days: int
    """Opinions are not kept longer."""
    answered: int
    """Questions to the moderators."""
    half_within_h: int | None
    """Hours within which half of those were answered; None where it took longer, or none was."""
    backlog: Backlog

    @property
    def first(self) -> date:
        """The first day."""
        return self.days[0].date

    @property
    def last(self) -> date:
        """The last day."""
        return self.days[-1].date

    @property
    def asked(self) -> int:
        """All messages that there was something to check in."""
        return sum(self.outcomes.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not (
            self.asked
            or self.unasked
            or self.inline
            or self.judged
            or self.answered
            or self.backlog.people
        )


async def look(
    numbers: Numbers, now: float, days: int, retention_days: int, *, whole_days: bool = False
) -> Report:
    """Return the report of the last *days*, today among them unless only *whole_days* count.

    *now* is in seconds since 1970.
    """
    last = int(now // DAY_S) - int(whole_days)
    judged_days = min(days, retention_days)
    return report(
        await numbers.read(last - 2 * days + 1, last),
        EPOCH + timedelta(days=last),
        days,
        judged=await numbers.judged(now - judged_days * DAY_S),
        judged_days=judged_days,
        backlog=await numbers.backlog(),
    )


def report(
    counts: Mapping[Counted, int],
    last: date,
    days: int,
    *,
    judged: Collection[Judged] = (),
    judged_days: int = USUAL_DAYS,
    backlog: Backlog = NOBODY_WAITS,
) -> Report:
    """Return the report of *days* up to *last*, from *counts* of twice as many."""
    first_day = (last - EPOCH).days - days + 1
    now = {one: number for one, number in counts.items() if one.day >= first_day}
    before = {one: number for one, number in counts.items() if one.day < first_day}
    waits = _by_key(now, Kind.WAITED)
    asked = _asked(now)
    helped = sum(one.helped for one in judged)
    return Report(
        days=tuple(
            Day(EPOCH + timedelta(days=day), _outcomes(asked, day))
            for day in range(first_day, first_day + days)
        ),
        asked_before=_without_nothing(_asked(before)) if before else None,
        outcomes=_outcomes(asked),
        nothing=sum(number for (_, _, out), number in asked.items() if out is Outcome.NOTHING),
        places=_places(asked),
        languages=_ranked(_by_key(now, Kind.LANGUAGE)),
        top=_top(now, before),
        rising=_rising(now, before),
        unasked=sum(_by_key(now, Kind.UNASKED).values()),
        inline=sum(_by_key(now, Kind.INLINE).values()),
        helped=helped,
        judged=sum(one.total for one in judged),
        judged_days=judged_days,
        answered=sum(waits.values()),
        half_within_h=_half(waits),
        backlog=backlog,
    )


_Asked = Counter[tuple[int, Place, Outcome]]
"""By day, place and outcome."""


def _asked(counts: Mapping[Counted, int]) -> _Asked:
    found: _Asked = Counter()
    for one, number in counts.items():
        place, _, outcome = one.key.partition(":")
        if one.kind is Kind.ASKED and place in set(Place) and outcome in set(Outcome):
            found[one.day, Place(place), Outcome(outcome)] += number
    return found


def _outcomes(asked: _Asked, day: int | None = None) -> Mapping[Outcome, int]:
    found = dict.fromkeys((Outcome.MATCH, Outcome.AMBIGUOUS, Outcome.NONE), 0)
    for (its_day, _, outcome), number in asked.items():
        if outcome in found and day in {None, its_day}:
            found[outcome] += number
    return found


def _without_nothing(asked: _Asked) -> int:
    return sum(_outcomes(asked).values())


def _places(asked: _Asked) -> Mapping[Place, int]:
    found = dict.fromkeys(Place, 0)
    for (_, place, outcome), number in asked.items():
        if outcome is not Outcome.NOTHING:
            found[place] += number
    return found


def _by_key(counts: Mapping[Counted, int], kind: Kind) -> Counter[str]:
    found: Counter[str] = Counter()
    for one, number in counts.items():
        if one.kind is kind:
            found[one.key] += number
    return found


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _top(now: Mapping[Counted, int], before: Mapping[Counted, int]) -> tuple[Change, ...]:
    earlier = _by_key(before, Kind.CLAIM)
    ranked = _ranked(_by_key(now, Kind.CLAIM))[:MOST_TOP]
    return tuple(Change(claim_id, number, earlier[claim_id]) for claim_id, number in ranked)


def _rising(now: Mapping[Counted, int], before: Mapping[Counted, int]) -> tuple[Change, ...]:
    """Return the claims that most more ask about than before, where there is a before."""
    earlier = _by_key(before, Kind.CLAIM)
    if not earlier:
        return ()
    found = [
        Change(claim_id, number, earlier[claim_id])
        for claim_id, number in _by_key(now, Kind.CLAIM).items()
        if number >= max(_LEAST_RISING, 2 * earlier[claim_id])
    ]
    return tuple(sorted(found, key=lambda one: (one.before - one.now, one.claim_id))[:MOST_RISING])


def _half(waits: Mapping[str, int]) -> int | None:
    half, so_far = sum(waits.values()) / 2, 0
    for hours in WAITS_H if half else ():
        so_far += waits.get(str(hours), 0)
        if so_far >= half:
            return hours
    return None
