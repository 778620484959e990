"""The hour of a digest, by the clock of its reader."""

from hypothesis import given
from hypothesis import strategies as st

from bot.digests import DAY_S, HOURS, OFFSETS_MIN, day_of, next_due

NOW = 1_760_000_000.0
"""2025-10-09, 08:53:20 UTC."""


@given(
    now=st.floats(1e9, 4e9),
    offset_min=st.sampled_from(OFFSETS_MIN),
    hour=st.sampled_from(HOURS),
)
def test_a_digest_is_due_within_a_day_and_on_the_hour(
    now: float, offset_min: int, hour: int
) -> None:
    due = next_due(now, offset_min, hour)
    assert now < due <= now + DAY_S
    assert (due + offset_min * 60) % DAY_S == hour * 3600


def test_at_the_very_hour_the_next_is_tomorrow() -> None:
    eight = next_due(NOW, 0, 8)
    assert next_due(eight, 0, 8) == eight + DAY_S


def test_east_and_west_have_another_day() -> None:
    assert [day_of(NOW, offset) - day_of(NOW, 0) for offset in (-720, 840)] == [-1, 0]
    assert day_of(NOW + 6 * 3600, 840) - day_of(NOW + 6 * 3600, 0) == 1
