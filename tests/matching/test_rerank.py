import math

import pytest
from hypothesis import given

from bot.claims.model import Rating
from bot.matching.model import Candidate, Segment
from bot.matching.regression import FEATURES
from bot.matching.rerank import is_denial, to_candidate
from tests.matching.builders import MOON, SEA, make_matcher, score
from tests.matching.strategies import texts

MATCHER = make_matcher()
CLAIM = "NATO is painting the moon green"
DENIAL = "NATO is not painting the moon green"
DEBUNK = "It is a myth that NATO is painting the moon green"


def test_the_claim_that_is_meant_comes_first() -> None:
    assert next(iter(score(MATCHER, CLAIM))) == MOON.id
    assert next(iter(score(MATCHER, "NATO drinks the Baltic sea"))) == SEA.id


def test_each_claim_comes_once_the_most_probable_first() -> None:
    probabilities = [one.probability for one in score(MATCHER, f"{CLAIM}. {CLAIM}?").values()]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(probabilities) == 2


def test_who_refutes_a_claim_scores_less_than_who_makes_it() -> None:
    asserted = score(MATCHER, CLAIM)[MOON.id].probability
    assert score(MATCHER, DENIAL)[MOON.id].probability < asserted
    assert score(MATCHER, DEBUNK)[MOON.id].probability < asserted


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        (CLAIM, False),
        (DENIAL, True),
        ("NATO isn't painting the moon green", True),
        ("Is NATO painting the moon green?", False),
        (f"{DENIAL}, and neither is any other alliance on this whole wide earth", False),
    ],
)
def test_a_short_passage_that_turns_the_claim_round_is_a_denial(text: str, *, denial: bool) -> None:
    assert is_denial(MATCHER.index, score(MATCHER, text)[MOON.id], share=0.6, words=12) is denial


def test_the_signs_of_a_debunk_are_seen() -> None:
    features = score(MATCHER, f"{DEBUNK}. No, it does not paint.")[MOON.id].features
    assert features["message_debunks"] == 1.0
    assert score(MATCHER, DENIAL)[MOON.id].features["negations_added"] == 1.0


def test_a_number_that_the_message_lacks_is_seen() -> None:
    matcher = make_matcher(MOON, SEA.model_copy(update={"claim": {"en": "NATO drank 40 seas"}}))
    assert score(matcher, "NATO drank 40 seas")[SEA.id].features["number_missing"] == 0.0
    assert score(matcher, "NATO drank 50 seas")[SEA.id].features["number_missing"] == 1.0


def test_a_wording_left_out_does_not_help_itself() -> None:
    text = MOON.claim["en"]
    number = MATCHER.index.canonical[MOON.id, "en"]
    with_it = score(MATCHER, text)[MOON.id]
    without = score(MATCHER, text, frozenset({number}))[MOON.id]
    assert (with_it.pair.document.text, with_it.features["token_sort_ratio"]) == (text, 1.0)
    assert without.pair.document.text != text
    assert without.features["claim_coverage"] < with_it.features["claim_coverage"]


def test_a_candidate_tells_where_and_why() -> None:
    scored = score(MATCHER, f"Look at this! {CLAIM}. Bake a cake with seven eggs.")[MOON.id]
    assert to_candidate(MATCHER.index, scored) == Candidate(
        claim_id=MOON.id,
        rating=Rating.FALSE,
        score=scored.probability,
        segment=Segment(0, 14, 46),
        phrasing="NATO is painting the moon green.",
        phrasing_language="en",
        features=scored.features,
    )


@given(texts)
def test_features_are_complete_and_finite_for_any_text(text: str) -> None:
    for scored in score(MATCHER, f"NATO paints the moon {text}").values():
        assert set(scored.features) == set(FEATURES)
        assert all(math.isfinite(value) for value in scored.features.values())
        assert 0 <= scored.probability <= 1
        assert 0 <= scored.pair.likeness <= 1
