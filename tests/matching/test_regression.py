from hypothesis import given
from hypothesis import strategies as st

from bot.matching.regression import FEATURES, Model, load_model, to_terms


def test_the_model_that_ships_knows_all_features() -> None:
    model = load_model()
    assert len(model.means) == len(model.scales) == len(FEATURES)
    assert len(model.weights) == len(to_terms(model.means, model.means, model.scales))
    assert all(scale > 0 for scale in model.scales)


def test_terms_are_standardized_features_and_their_products() -> None:
    assert to_terms([3.0, 5.0], [1.0, 5.0], [2.0, 1.0]) == [1.0, 0.0, 1.0, 0.0, 0.0]


def test_what_is_far_from_all_that_was_seen_counts_as_the_farthest_seen() -> None:
    assert to_terms([1e9], [0.0], [1.0]) == to_terms([4.0], [0.0], [1.0])
    assert to_terms([-1e9], [0.0], [1.0]) == to_terms([-4.0], [0.0], [1.0])


values = st.floats(-1e6, 1e6)


@given(st.fixed_dictionaries(dict.fromkeys(FEATURES, values)), st.floats(-1e3, 1e3))
def test_a_probability_is_one_whatever_the_features(
    features: dict[str, float], weight: float
) -> None:
    size = len(FEATURES)
    model = Model(
        (), 0.0, (0.0,) * size, (1.0,) * size, (weight,) * (size + size * (size + 1) // 2)
    )
    assert 0 <= model.probability(features) <= 1
