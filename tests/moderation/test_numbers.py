"""Counts become a report: what was asked, what came of it, what rises, and what needs a look."""

from collections import Counter
from datetime import date

import pytest

from bot.moderation.numbers import EPOCH, LONGER, Judged, complaints, csv_rows, wait_key
from bot.moderation.reporting import Change, Report, report
from bot.opinions import Opinion
from bot.tally import POSTED, Counted, Kind, Outcome, Place, Tally

TODAY = date(2026, 11, 22)
DAY = (TODAY - EPOCH).days


class Calendar:
    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> float:
        return self.day * 86_400.0 + 7


def two_weeks() -> Counter[Counted]:
    """Return what was counted in a quiet week, and in a lively one after it."""
    calendar = Calendar()
    tally = Tally(calendar)
    calendar.day = DAY - 7
    for _ in range(2):
        tally.asked(Place.PRIVATE, Outcome.MATCH, "uk", ["moon"])
    tally.asked(Place.PRIVATE, Outcome.NOTHING, None)
    calendar.day = DAY - 1
    for _ in range(4):
        tally.asked(Place.PRIVATE, Outcome.MATCH, "uk", ["moon"])
    for _ in range(3):
        tally.asked(Place.GROUP, Outcome.MATCH, "de", ["sun"])
    calendar.day = DAY
    tally.asked(Place.GUEST, Outcome.AMBIGUOUS, None)
    tally.asked(Place.PRIVATE, Outcome.NONE, "uk")
    tally.asked(Place.PRIVATE, Outcome.NOTHING, None)
    tally.spoke(POSTED, ["moon", "moon"])
    tally.posted("sun")
    return Counter(tally.take())


def test_a_tally_is_taken_once_and_given_back_where_it_could_not_be_kept() -> None:
    tally = Tally(Calendar())
    tally.posted("moon")
    taken = tally.take()
    assert taken == {
        Counted(DAY, Kind.INLINE, POSTED): 1,
        Counted(DAY, Kind.CLAIM, "moon"): 1,
    }
    assert tally.take() == {}
    tally.posted("moon")
    tally.give_back(taken)
    assert set(tally.take().values()) == {2}


def test_a_report_sets_a_week_beside_the_one_before() -> None:
    found = report(two_weeks(), TODAY, 7)
    assert (found.first, found.last) == (date(2026, 11, 16), TODAY)
    assert [day.asked for day in found.days] == [0, 0, 0, 0, 0, 7, 2]
    assert (found.asked, found.asked_before, found.nothing) == (9, 2, 1)
    assert found.outcomes == {Outcome.MATCH: 7, Outcome.AMBIGUOUS: 1, Outcome.NONE: 1}
    assert found.places == {Place.PRIVATE: 5, Place.GROUP: 3, Place.GUEST: 1}
    assert found.languages == (("uk", 5), ("de", 3), ("unknown", 1))
    assert found.top == (Change("moon", 5, 2), Change("sun", 4, 0))
    assert found.rising == (Change("sun", 4, 0), Change("moon", 5, 2))
    assert (found.unasked, found.inline) == (1, 1)
    assert not found.is_empty


def test_what_was_never_counted_is_an_empty_report() -> None:
    found = report({}, TODAY, 7)
    assert found.is_empty
    assert (found.asked_before, found.rising, found.half_within_h) == (None, (), None)


@pytest.mark.parametrize(
    ("seconds", "key"), [(-5, "1"), (3_600, "1"), (3_601, "6"), (86_400, "24"), (10**9, LONGER)]
)
def test_waits_are_counted_in_steps(seconds: float, key: str) -> None:
    assert wait_key(seconds) == key


@pytest.mark.parametrize(
    ("waits", "half"),
    [({"1": 2, "24": 2}, 1), ({"1": 1, "24": 2}, 24), ({"1": 1, LONGER: 2}, None), ({}, None)],
)
def test_half_of_the_questions_are_answered_within(waits: dict[str, int], half: int | None) -> None:
    counts = {Counted(DAY, Kind.WAITED, key): number for key, number in waits.items()}
    found: Report = report(counts, TODAY, 7)
    assert (found.half_within_h, found.answered) == (half, sum(waits.values()))


@pytest.mark.parametrize(
    ("opinions", "is_looked_at"),
    [
        ({Opinion.NOT_HELPFUL: 4}, False),
        ({Opinion.NOT_HELPFUL: 3, Opinion.UNCLEAR: 2}, True),
        ({Opinion.HELPFUL: 40, Opinion.NOT_HELPFUL: 5}, False),
        ({Opinion.HELPFUL: 40, Opinion.WRONG_CLAIM: 3}, True),
    ],
)
def test_many_complaints_need_a_look(opinions: dict[Opinion, int], is_looked_at: bool) -> None:  # noqa: FBT001
    judged = Judged("moon", opinions)
    assert complaints([judged]) == ([judged] if is_looked_at else [])


def test_a_table_has_a_row_for_each_number() -> None:
    counts = {Counted(DAY, Kind.LANGUAGE, "uk"): 2, Counted(DAY - 1, Kind.CLAIM, "moon"): 1}
    assert csv_rows(counts, [Judged("moon", {Opinion.HELPFUL: 3})]) == [
        ("date", "kind", "key", "number"),
        ("2026-11-21", "claim", "moon", "1"),
        ("2026-11-22", "language", "uk", "2"),
        ("", "opinion", "moon:helpful", "3"),
    ]
