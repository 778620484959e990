import math
import statistics

import pytest
from hypothesis import given, settings

from bot.claims.model import Rating
from bot.matching.model import Candidate, Part, Segment
from bot.matching.passages import read_message
from bot.matching.rerank import LONGEST_WHOLE, describe, to_candidate, whole_vector
from bot.matching.views import view
from tests.matching.builders import (
    MOON,
    SEA,
    fake_full_matcher,
    make_matcher,
    read,
    score,
    shipped_knowledge,
    shipped_matcher,
)
from tests.matching.strategies import texts
from tests.support.claims import make_claim

MATCHER = make_matcher()
FULL = fake_full_matcher()
"""With fakes in place of the encoders."""
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
    # Over the base that ships: for the model a base of two claims is a strange one.
    claims = [(one.id, one.claim["en"]) for one in shipped_knowledge().published.values()]

    def mean(frame: str) -> float:
        found = [(id_, score(shipped_matcher(), frame.format(text))) for id_, text in claims]
        return statistics.fmean(one[id_].probability if id_ in one else 0.0 for id_, one in found)

    assert mean("It is a myth that {}") < mean("{}")
    assert mean("Myth: {} Fact: this is not true.") < mean("{}")


def test_the_signs_of_a_debunk_are_seen() -> None:
    features = score(MATCHER, f"{DEBUNK}. No, it does not paint.")[MOON.id].features
    assert (features["message_debunks"], features["debunks_beyond_wording"]) == (1.0, 1.0)
    assert score(MATCHER, DENIAL)[MOON.id].features["negation_differs"] == 1.0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NATO paints the moon, right?", "ends_asking"),
        ("Does NATO paint the moon", "ends_asking"),
        ("Really? NATO paints the moon.", "message_asks"),
        ("NATO paints the moon!", "exclaims"),
        ("He said: “NATO paints the moon” at noon", "quotes"),
        ("No, NATO paints the moon", "opens_with_no"),
        ("NATO paints the moon", "names_subject"),
    ],
)
def test_what_the_whole_message_tells_is_seen(text: str, name: str) -> None:
    assert score(MATCHER, text)[MOON.id].features[name] == 1.0
    assert score(MATCHER, "They paint the moon.")[MOON.id].features[name] == 0.0


def test_a_number_that_the_message_lacks_is_seen() -> None:
    matcher = make_matcher(MOON, SEA.model_copy(update={"claim": {"en": "NATO drank 40 seas"}}))
    assert score(matcher, "NATO drank 40 seas")[SEA.id].features["number_missing"] == 0.0
    assert score(matcher, "NATO drank 50 seas")[SEA.id].features["number_missing"] == 1.0


def test_the_claim_that_is_meant_leads_in_each_view() -> None:
    found = score(MATCHER, "NATO sprays the moon with green colour")
    first, second = found[MOON.id].features, found[SEA.id].features
    assert (first["first_in"], second["first_in"], first["rank"]) == (1.0, 0.0, 1.0)
    for name in ("stems", "grams", "joined", "blend"):
        assert first[f"{name}_lead"] > 0 > second[f"{name}_lead"]


def test_a_near_miss_is_nearer_to_itself_than_to_the_claim() -> None:
    features = score(MATCHER, "The moon shines green in the eclipse tonight")[MOON.id].features
    assert features["grams_over_near"] < 0
    assert features["stems_over_near"] < 0


def test_no_more_claims_than_eight_are_weighed() -> None:
    claims = [make_claim(f"claim-{at}", f"NATO paints moon number {at}.") for at in range(12)]
    found = score(make_matcher(*claims), "NATO paints moon number 7")
    assert (len(found), "claim-7" in found) == (8, True)


def test_a_candidate_tells_where_and_why() -> None:
    scored = score(MATCHER, f"Look at this! {CLAIM}. Bake a cake with seven eggs.")[MOON.id]
    assert to_candidate(MATCHER.index, scored) == Candidate(
        claim_id=MOON.id,
        rating=Rating.FALSE,
        score=scored.probability,
        segment=Segment(0, 14, 46),
        phrasing="NATO is painting the moon green.",
        phrasing_language="en",
        features={**scored.features, "topicality": scored.topicality},
    )


def test_tuning_sees_what_matching_sees() -> None:
    message, passages = read_message((Part(CLAIM),)), read(CLAIM)
    for matcher in (MATCHER, FULL):
        views = view(matcher.index, matcher.senses, passages)
        found = describe(matcher.index, matcher.senses, matcher.model.heads, message, views)
        assert dict(found) == {id_: one.features for id_, one in score(matcher, CLAIM).items()}


@pytest.mark.parametrize(
    ("text", "read_as_a_whole"),
    [(CLAIM, True), (f"{CLAIM} {'and on ' * LONGEST_WHOLE}", False)],
    ids=["short", "long"],
)
def test_a_short_message_is_encoded_as_a_whole_too(text: str, *, read_as_a_whole: bool) -> None:
    message, passages = read_message((Part(text),)), read(text)
    views = view(FULL.index, FULL.senses, passages)
    use, e5 = (sense.encoder for sense in FULL.senses)

    vector = whole_vector(FULL.senses, message, views)

    assert vector.shape == (use.dimensions + e5.dimensions,)
    if read_as_a_whole:
        assert vector[: use.dimensions].tolist() == use.encode([message.normalized])[0].tolist()
    else:
        assert vector[: use.dimensions].tolist() == views.vectors["use"].mean(axis=0).tolist()


@settings(max_examples=50)
@given(texts)
def test_features_are_complete_and_finite_for_any_text(text: str) -> None:
    for matcher in (MATCHER, FULL):
        for scored in score(matcher, f"NATO paints the moon {text}").values():
            assert set(scored.features) >= set(matcher.model.features)
            assert all(math.isfinite(value) for value in scored.features.values())
            assert 0 <= scored.probability <= 1
            assert 0 <= scored.topicality <= 1
