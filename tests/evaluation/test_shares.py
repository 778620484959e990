import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.shares import Share


@pytest.mark.parametrize(
    ("share", "interval"),
    [
        # Worked out with statsmodels' proportion_confint(…, method="wilson").
        (Share(97, 100), (0.9155, 0.9897)),
        (Share(1, 2), (0.0945, 0.9055)),
        (Share(0, 10), (0.0, 0.2775)),
        (Share(10, 10), (0.7225, 1.0)),
    ],
)
def test_intervals_are_those_of_wilson(share: Share, interval: tuple[float, float]) -> None:
    assert share.interval == pytest.approx(interval, abs=0.0001)


def test_of_nothing_there_is_neither_share_nor_interval() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counted: tuple[int, int]) -> None:
    share = Share(*counted)
    assert share.value is not None
    assert share.interval is not None
    lowest, highest = share.interval
    assert 0 <= lowest <= share.value + 1e-9
    assert share.value - 1e-9 <= highest <= 1
