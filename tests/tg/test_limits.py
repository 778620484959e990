"""Piles are answered, floods are not, and who is over the limit hears it once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import metrics
from bot.tg.limits import BURST, PAUSE_S, PER_MINUTE, RECENT, REMEMBERED, Admission, Limits
from tests.storage.conftest import Clock

ANSWER, EXPLAIN, SILENCE = Admission
OLA, GROUP = 501, -1_001


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(clock)


def pile(limits: Limits, count: int, begin: int = 1, user: int = OLA) -> list[Admission]:
    """Return what is made of so many messages at once."""
    return [limits.admit(user, user, number) for number in range(begin, begin + count)]


@pytest.mark.parametrize("count", [10, 15, BURST])
def test_a_pile_of_forwards_is_answered_whole(limits: Limits, count: int) -> None:
    assert pile(limits, count) == [ANSWER] * count


def test_other_limits_are_kept_as_well(clock: Clock) -> None:
    limits = Limits(clock, burst=2, per_minute=60.0)
    assert pile(limits, 3) == [ANSWER, ANSWER, EXPLAIN]
    clock.now += PAUSE_S
    assert pile(limits, 3, 100) == [ANSWER, ANSWER, EXPLAIN]


def test_who_is_over_the_limit_hears_it_once(limits: Limits) -> None:
    assert pile(limits, BURST + 5) == [ANSWER] * BURST + [EXPLAIN] + [SILENCE] * 4


def test_the_time_that_was_named_holds(limits: Limits, clock: Clock) -> None:
    pile(limits, BURST + 1)
    clock.now += PAUSE_S - 0.1
    assert pile(limits, 1, 100) == [SILENCE]
    clock.now += 0.2
    assert pile(limits, 11, 200) == [ANSWER] * 10 + [EXPLAIN]


def test_silence_is_not_made_longer_by_asking(limits: Limits, clock: Clock) -> None:
    pile(limits, BURST + 1)
    for number in range(30):
        clock.now += PAUSE_S / 30
        last = pile(limits, 1, 100 + number)
    assert last == [ANSWER]


def test_after_a_quiet_minute_all_of_the_burst_is_free(limits: Limits, clock: Clock) -> None:
    pile(limits, BURST)
    clock.now += 60
    assert pile(limits, BURST, 100) == [ANSWER] * BURST


@given(st.lists(st.floats(60 / PER_MINUTE, 100), max_size=100))
def test_whoever_keeps_within_the_flow_is_always_answered(pauses: list[float]) -> None:
    clock = Clock()
    limits = Limits(clock)
    for number, pause_s in enumerate(pauses):
        assert limits.admit(OLA, OLA, number) == ANSWER
        clock.now += pause_s


@given(st.lists(st.floats(0, 20), min_size=1, max_size=200))
def test_no_minute_has_more_than_a_burst_and_a_flow(pauses: list[float]) -> None:
    clock = Clock()
    limits = Limits(clock)
    answered = []
    for number, pause_s in enumerate(pauses):
        clock.now += pause_s
        if limits.admit(OLA, OLA, number) == ANSWER:
            answered.append(clock.now)
    most = max((sum(at <= other < at + 60 for other in answered) for at in answered), default=0)
    assert most <= BURST + PER_MINUTE


def test_a_faster_flow_is_over_the_limit_in_the_end(limits: Limits, clock: Clock) -> None:
    told = []
    for number in range(150):
        told.append(limits.admit(OLA, OLA, number))
        clock.now += 2  # thirty a minute
    assert told[: BURST * 2] == [ANSWER] * BURST * 2
    assert told.count(EXPLAIN) > 1
    assert told.count(ANSWER) > 75


def test_what_comes_again_is_no_second_message(limits: Limits) -> None:
    # Telegram did not take the answer: the same update is handled again.
    first = pile(limits, BURST + 1)
    assert pile(limits, BURST + 1) == first
    assert [limits.admit(OLA, OLA, BURST + 1) for _ in range(3)] == [EXPLAIN] * 3


def test_what_piled_up_while_we_were_away_was_not_sent_at_once(limits: Limits) -> None:
    told = [limits.admit(OLA, OLA, number, 1_000.0 + 3 * number) for number in range(200)]
    assert told == [ANSWER] * 200


def test_telegrams_clock_may_stand_still(limits: Limits, clock: Clock) -> None:
    told = []
    for number in range(100):
        clock.now += 3
        told.append(limits.admit(OLA, OLA, number, 1_000.0))
    assert told == [ANSWER] * 100


def test_a_clock_that_is_set_back_gives_nothing_and_takes_nothing(
    limits: Limits, clock: Clock
) -> None:
    pile(limits, BURST - 1)
    clock.now -= 3600
    assert pile(limits, 2, 100) == [ANSWER, EXPLAIN]
    clock.now += PAUSE_S + 1
    assert pile(limits, 1, 200) == [ANSWER]


def test_presses_and_messages_together_do_not_count_time_twice(
    limits: Limits, clock: Clock
) -> None:
    limits.admit(OLA, OLA, 0, clock.now)
    pile(limits, BURST - 1)
    clock.now += 3
    assert pile(limits, 1, 100) == [ANSWER]
    assert limits.admit(OLA, OLA, 101, clock.now) == EXPLAIN


def test_everybody_has_a_limit_of_their_own(limits: Limits) -> None:
    pile(limits, BURST + 1)
    assert pile(limits, BURST, user=OLA + 1) == [ANSWER] * BURST


def test_a_group_has_one_for_all(limits: Limits) -> None:
    told = [limits.admit(OLA + number, GROUP, number) for number in range(BURST + 2)]
    assert told == [ANSWER] * BURST + [EXPLAIN, SILENCE]
    # What the group was denied costs nobody anything.
    assert pile(limits, BURST, user=OLA + BURST + 1) == [ANSWER] * BURST


def test_a_person_has_one_for_all_groups(limits: Limits) -> None:
    told = [limits.admit(OLA, GROUP - number, 1) for number in range(BURST + 2)]
    assert told == [ANSWER] * BURST + [EXPLAIN, SILENCE]


def test_a_channel_without_a_person_has_a_limit(limits: Limits) -> None:
    told = [limits.admit(None, GROUP, number) for number in range(BURST + 1)]
    assert told == [ANSWER] * BURST + [EXPLAIN]


def test_what_is_limited_is_counted_by_limit_and_once(limits: Limits) -> None:
    before = counts()
    pile(limits, BURST + 3)
    limits.admit(OLA, OLA, BURST + 1)
    for number in range(BURST + 2):
        limits.admit(None, GROUP, number)
    after = counts()
    assert [after[kind] - before[kind] for kind in ("user", "chat")] == [3, 2]


def counts() -> dict[str, float]:
    return {
        kind: metrics.registry.get_sample_value("bot_limited_total", {"limit": kind}) or 0.0
        for kind in ("user", "chat")
    }


def test_memory_has_an_end(limits: Limits) -> None:
    for person in range(2 * REMEMBERED):
        limits.admit(person, person, 1)
    assert len(limits._buckets) == REMEMBERED
    for number in range(10 * RECENT):
        limits.admit(OLA, OLA, number, 60.0 * number)
    (bucket,) = (bucket for (_, id_), bucket in limits._buckets.items() if id_ == OLA)
    assert len(bucket.told) == RECENT


def test_who_asks_is_not_forgotten_for_those_who_do_not(limits: Limits) -> None:
    pile(limits, BURST + 1)
    for person in range(1_000, 1_000 + REMEMBERED - 1):
        limits.admit(person, person, 1)
    assert pile(limits, 1, 100) == [SILENCE]
