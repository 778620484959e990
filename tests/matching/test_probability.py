import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.probability import Logistic, Model, load_model, logit, model_name, read_heads
from tests.matching.builders import fake_encoders, fake_full_matcher, make_matcher, score

MODELS = [(), ("use", "e5")]
every_model = pytest.mark.parametrize("encoders", MODELS, ids=model_name)


def plain(weights: list[float], intercept: float = 0.0) -> Logistic:
    size = len(weights)
    return Logistic(
        np.zeros(size, np.float32),
        np.ones(size, np.float32),
        np.array(weights, np.float32),
        intercept,
    )


@every_model
def test_a_model_ships_for_all_encoders_and_for_none(encoders: tuple[str, ...]) -> None:
    model = load_model(encoders)
    assert model.encoders == encoders
    assert len(set(model.features)) == len(model.features)
    assert (model.heads.vectors is not None) == bool(encoders)
    for logistic in (model.logistic, model.topic):
        for array in (logistic.means, logistic.scales, logistic.weights):
            assert array.shape == (len(model.features),)
            assert np.isfinite(array).all()
        assert (logistic.scales > 0).all()


def test_there_is_no_model_for_encoders_that_nobody_fitted() -> None:
    with pytest.raises(FileNotFoundError):
        load_model(("e5",))


@every_model
def test_the_thresholds_that_ship_are_in_order(encoders: tuple[str, ...]) -> None:
    thresholds = load_model(encoders).thresholds
    private, group = thresholds.private, thresholds.group
    assert 0 < private.offer <= private.answer <= group.answer < 1
    assert 0 <= private.margin <= group.margin
    assert 0 < thresholds.about < 1
    assert thresholds.content_words >= 1


@every_model
def test_a_group_is_never_asked(encoders: tuple[str, ...]) -> None:
    assert load_model(encoders).thresholds.group.offer >= 1


def test_the_features_of_each_model_are_those_that_matching_works_out() -> None:
    for matcher in (make_matcher(), fake_full_matcher()):
        for scored in score(matcher, "NATO paints the moon").values():
            assert set(matcher.model.features) <= set(scored.features)


def test_the_vectors_of_the_model_are_as_long_as_those_of_its_encoders() -> None:
    head = load_model(("use", "e5")).heads.vectors
    assert head is not None
    dimensions = sum(encoder.dimensions for encoder in fake_encoders())
    assert (head.mean.shape, head.scale.shape) == ((dimensions,), (dimensions,))
    assert head.supports.shape == (len(head.weights), dimensions)


def test_log_odds_are_weighed_deviations() -> None:
    logistic = Logistic(np.array([1.0, 0]), np.array([2.0, 1]), np.array([3.0, -1]), 0.5)
    assert logistic.log_odds(np.array([[1.0, 0], [5, 2]])).tolist() == [0.5, 4.5]


def test_the_probability_is_calibrated_and_the_topicality_is_not() -> None:
    model = replace(
        load_model(()),
        features=("a",),
        logistic=plain([1.0]),
        topic=plain([1.0]),
        slope=2.0,
        shift=-1.0,
    )
    rows = model.rows([{"a": 1.5, "unused": 7.0}])
    assert model.probabilities(rows) == pytest.approx([1 / (1 + math.exp(-2))])
    assert model.topicality(rows) == pytest.approx([1 / (1 + math.exp(-1.5))])


def test_no_candidates_have_no_probabilities() -> None:
    model = load_model(())
    assert model.probabilities(model.rows([])) == []


def test_supports_are_read_from_levels() -> None:
    arrays = {
        "supports": np.array([[127, -127, 0]], np.int8),
        "mean": np.zeros(3),
        "scale": np.ones(3),
        "weights": np.ones(1),
    }
    stored = {
        "grams": {"intercept": 0.0, "runs": []},
        "vectors": {"intercept": 0.0, "gamma": 1.0},
    }
    head = read_heads(stored, arrays).vectors
    assert head is not None
    assert head.supports.tolist() == [pytest.approx([4, -4, 0])]
    assert read_heads(stored, {}).vectors is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=3), st.floats(-1e3, 1e3))
def test_a_probability_is_one_whatever_the_features(values: list[float], weight: float) -> None:
    names = tuple("abc"[: len(values)])
    model: Model = replace(
        load_model(()),
        features=names,
        logistic=plain([weight] * len(values)),
        topic=plain([weight] * len(values)),
    )
    rows = model.rows([dict(zip(names, values, strict=True))])
    for probability in (*model.probabilities(rows), *model.topicality(rows)):
        assert 0 <= probability <= 1


@given(st.floats(1e-6, 1 - 1e-6))
def test_log_odds_turn_back_into_their_probability(probability: float) -> None:
    assert 1 / (1 + math.exp(-logit(probability))) == pytest.approx(probability)


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_even_the_certain_has_log_odds(probability: float) -> None:
    assert math.isfinite(logit(probability))
