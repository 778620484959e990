import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.pool import Pool

POOL = Pool(owners=[0, 0, 2, 2, 2], members=[0, 1, 2, 4], claims=4)
"""Three wordings and one that does not count: claims 1 and 3 have none."""


def test_a_claim_scores_as_its_best_wording_and_without_one_nothing() -> None:
    scores = np.array([[0.2, 0.5, 0.1, 0.9, 0.3], [0.4, 0.1, 0.0, 0.9, 0.0]], np.float32)
    assert POOL.best(scores).tolist() == [
        pytest.approx([0.5, 0, 0.3, 0]),
        pytest.approx([0.4, 0, 0, 0]),
    ]


def test_the_mean_of_a_claim_is_that_of_its_wordings() -> None:
    vectors = np.array([[1, 0], [0, 1], [2, 2], [9, 9], [4, 0]], np.float32)
    assert POOL.mean(vectors).tolist() == [[0.5, 0.5], [0, 0], [3, 1], [0, 0]]


def test_a_claim_knows_its_wordings() -> None:
    assert [POOL.of(claim) for claim in range(5)] == [[0, 1], [], [2, 4], [], []]


def test_nothing_pools_to_nothing() -> None:
    empty = Pool([], [], 2)
    assert empty.best(np.zeros((1, 0), np.float32)).tolist() == [[0, 0]]
    assert empty.mean(np.zeros((0, 3), np.float32)).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert (empty.of(0), empty.of(1)) == ([], [])


@given(st.lists(st.integers(0, 4), max_size=12), st.data())
def test_each_wording_that_counts_belongs_to_its_owner_and_no_other(
    owners: list[int], data: st.DataObject
) -> None:
    members = [number for number in range(len(owners)) if data.draw(st.booleans())]
    pool = Pool(owners, members, 5)
    assert {(number, claim) for claim in range(5) for number in pool.of(claim)} == {
        (number, owners[number]) for number in members
    }
