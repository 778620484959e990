import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.pool import Pool
from bot.matching.postings import Floats
from bot.matching.space import Space


def unit(rows: list[list[float]]) -> Floats:
    vectors = np.array(rows, np.float32).reshape(len(rows), 3)
    lengths: Floats = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return (vectors / lengths).astype(np.float32)


# Two claims that differ in the first two directions, wordings that differ in the third.
WORDINGS = unit([[9, 0, 3], [9, 0, -3], [0, 9, 3], [0, 9, -3], [9, 1, 9]])
OWNERS = [0, 0, 1, 1, 0]
SPACE = Space(WORDINGS, Pool(OWNERS, [0, 1, 2, 3], 2), Pool(OWNERS, [4], 2))


def test_the_nearest_wording_speaks_for_its_claim() -> None:
    cosines = SPACE.cosines(WORDINGS)
    nearest = SPACE.nearest(cosines)
    assert np.diag(cosines).tolist() == pytest.approx([1.0] * 5, abs=1e-6)
    assert nearest.asserting.argmax(axis=1).tolist() == [0, 0, 1, 1, 0]
    assert nearest.near[:, 1].tolist() == [0] * 5


def test_the_centre_of_a_claim_is_nearest_to_its_wordings() -> None:
    assert SPACE.central(WORDINGS[:4]).asserting.argmax(axis=1).tolist() == [0, 0, 1, 1]


def test_what_differs_between_wordings_of_one_claim_counts_less_at_the_centre() -> None:
    queries = unit([[5, 1, 0], [5, 1, 3], [5, 4, 0]])
    as_it_is, as_wordings_differ, as_claims_differ = SPACE.central(queries).asserting[:, 0]
    assert as_it_is - as_wordings_differ < as_it_is - as_claims_differ


def test_a_claim_without_near_misses_is_near_none() -> None:
    assert SPACE.central(WORDINGS).near[:, 1].tolist() == [0] * 5


def test_wordings_lean_to_assertion_and_near_misses_away() -> None:
    leaning = SPACE.leaning(WORDINGS)
    assert (leaning[:4] > leaning[4]).all()


@pytest.mark.parametrize(
    "wordings", [unit([]), unit([[1, 2, 2]]), unit([[1, 2, 2]] * 3)], ids=["none", "one", "same"]
)
def test_few_wordings_or_the_same_many_times_make_a_space(wordings: Floats) -> None:
    owners = [0] * len(wordings)
    space = Space(wordings, Pool(owners, range(len(owners)), 1), Pool([], [], 1))
    queries = unit([[1, 0, 0], [0, 0, 0]])
    for found in (*space.central(queries), *space.nearest(space.cosines(queries))):
        assert found.shape == (2, 1)
        assert np.isfinite(found).all()


directions = st.lists(st.integers(-5, 5), min_size=3, max_size=3)


@given(st.lists(st.tuples(directions, st.integers(0, 2), st.booleans()), max_size=8), directions)
def test_cosines_are_cosines_whatever_the_wordings(
    some: list[tuple[list[int], int, bool]], query: list[int]
) -> None:
    vectors = unit([[float(one) for one in row] for row, _, _ in some])
    owners = [owner for _, owner, _ in some]
    near = [number for number, (_, _, is_near) in enumerate(some) if is_near]
    asserting = [number for number in range(len(some)) if number not in near]
    space = Space(vectors, Pool(owners, asserting, 3), Pool(owners, near, 3))
    queries = unit([[float(one) for one in query]])
    for found in (*space.central(queries), *space.nearest(space.cosines(queries))):
        assert (np.abs(found) <= 1.0001).all()
    assert np.isfinite(space.leaning(queries)).all()
