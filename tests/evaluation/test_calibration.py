import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.calibration import Bin, brier_score, calibration_error, reliability
from bot.evaluation.shares import Share
from tests.evaluation.builders import nearly

JUDGED = [(0.95, True), (1.0, True), (0.92, False), (0.25, False), (0.25, True), (0.0, False)]


def test_bins_are_tenths_and_1_belongs_to_the_last() -> None:
    assert reliability(JUDGED) == [
        Bin(given=0.0, right=Share(0, 1)),
        Bin(given=0.25, right=Share(1, 2)),
        Bin(given=nearly(2.87 / 3), right=Share(2, 3)),
    ]


def test_the_calibration_error_weighs_each_bin_by_what_it_holds() -> None:
    expected = (1 * 0 + 2 * 0.25 + 3 * abs(2.87 / 3 - 2 / 3)) / 6
    assert calibration_error(JUDGED) == pytest.approx(expected)


def test_the_brier_score_is_the_mean_squared_error() -> None:
    squares = 0.05**2 + 0 + 0.92**2 + 0.25**2 + 0.75**2 + 0
    assert brier_score(JUDGED) == pytest.approx(squares / 6)


def test_of_nothing_there_is_no_error() -> None:
    assert (reliability([]), calibration_error([]), brier_score([])) == ([], None, None)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_bins_hold_everything_and_errors_stay_between_0_and_1(
    judged: list[tuple[float, bool]],
) -> None:
    assert sum(one.right.whole for one in reliability(judged)) == len(judged)
    error, brier = calibration_error(judged), brier_score(judged)
    assert error is not None
    assert brier is not None
    assert -1e-9 <= error <= 1 + 1e-9
    assert 0 <= brier <= 1
