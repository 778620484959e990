import math

import numpy as np
import pytest
from hypothesis import given

from bot.matching.normalize import normalize, words
from bot.matching.probability import load_model
from bot.matching.stance import GramHead, KernelHead, runs
from tests.matching.strategies import texts

GRAMS = GramHead(0.5, {" li": (2.0, 3.0), "lie": (1.0, 0.0), "ews": (1.0, -2.0)})
KERNEL = KernelHead(
    intercept=0.25,
    gamma=0.5,
    mean=np.array([1, 0], np.float32),
    scale=np.array([2, 1], np.float32),
    supports=np.array([[1, 0], [-1, 0]], np.float32),
    weights=np.array([2, -1], np.float32),
)


def test_runs_are_of_two_to_four_letters() -> None:
    assert runs(["no"]) == [" n", "no", "o ", " no", "no ", " no "]


def test_words_that_say_nothing_lean_as_the_intercept() -> None:
    assert GRAMS.lean([]) == GRAMS.lean(["zzz"]) == 0.5


def test_known_runs_lean_by_their_weight_and_rarity() -> None:
    # 2 of weight 3 and 1 of weight 0, as a vector of length 1.
    assert GRAMS.lean(["lie"]) == pytest.approx(0.5 + 6 / math.sqrt(5))
    assert GRAMS.lean(["news"]) == pytest.approx(-1.5)


def test_that_a_run_is_said_again_counts_by_its_logarithm() -> None:
    once, twice = GRAMS.lean(["lie", "news"]), GRAMS.lean(["lie", "lie", "news"])
    assert once < twice < GRAMS.lean(["lie"])


def test_a_vector_leans_as_the_supports_near_it() -> None:
    lean = KERNEL.lean(np.array([[3, 0], [-1, 0], [1, 0]], np.float32))
    far = math.exp(-2)
    assert lean.tolist() == pytest.approx(
        [0.25 + 2 - far, 0.25 - 1 + 2 * far, 0.25 + math.exp(-0.5)], abs=1e-6
    )


def test_far_from_all_that_was_seen_only_the_intercept_is_left() -> None:
    assert KERNEL.lean(np.array([[900, -900]], np.float32)).tolist() == [0.25]


def test_the_head_that_ships_hears_an_assertion() -> None:
    head = load_model(()).heads.grams
    asserted, reported = (
        head.lean(words(normalize(text)))
        for text in (
            "NATO is lying to us again and drags us all into a nuclear war!",
            "NATO foreign ministers met in Brussels on Tuesday, the press service said",
        )
    )
    assert asserted > reported


@given(texts)
def test_any_text_leans_somewhere(text: str) -> None:
    assert math.isfinite(load_model(()).heads.grams.lean(words(normalize(text))))
