import json
import sys

import pytest

from bot.evaluation.dataset import LabelledMessage
from bot.evaluation.tune import TuningError, to_json, tune
from bot.matching.matcher import Matcher
from bot.matching.regression import FEATURES, Model
from tests.evaluation.builders import make_message
from tests.matching.builders import MOON, SEA, make_matcher, score
from tests.support.claims import make_base

KNOWLEDGE = make_base(MOON, SEA)
MATCHER = Matcher.of(KNOWLEDGE, {"en"})

ASSERTING = [
    (MOON.id, "NATO sprayed the moon green again last night"),
    (MOON.id, "Why does the alliance paint our moon?"),
    (MOON.id, "The moon is green because NATO paints it"),
    (MOON.id, "They colour the moon green, all paid for by NATO"),
    (SEA.id, "NATO empties the Baltic Sea, soon it is dry"),
    (SEA.id, "The Baltic is drunk dry by the alliance"),
    (SEA.id, "Is NATO really drinking the Baltic Sea?"),
    (SEA.id, "All water of the Baltic Sea goes to NATO"),
]
SILENT = [
    "NATO is not painting the moon green",
    "It is a myth that NATO drinks the sea",
    "The Baltic Sea is cold in winter",
    "NATO ministers meet on the Baltic coast",
    "The moon was bright over the water last night",
    "We painted the kitchen green",
    "The alliance talks about colour of uniforms",
    "All the water in the pump is gone",
]
MESSAGES = [
    *(make_message(f"a{n}", text, id_) for n, (id_, text) in enumerate(ASSERTING)),
    *(make_message(f"s{n}", text) for n, text in enumerate(SILENT)),
]


def test_the_same_data_give_the_same_file() -> None:
    fitted = to_json(tune(MATCHER, KNOWLEDGE, MESSAGES))
    assert to_json(tune(Matcher.of(KNOWLEDGE, {"en"}), KNOWLEDGE, MESSAGES)) == fitted


def test_what_is_fitted_tells_claims_from_the_rest() -> None:
    fitted = tune(MATCHER, KNOWLEDGE, MESSAGES)
    model = Model(
        ("en",),
        fitted["intercept"],
        tuple(fitted["means"]),
        tuple(fitted["scales"]),
        tuple(fitted["weights"]),
    )
    asserted = score(MATCHER, "NATO paints the moon green")[MOON.id].features
    denied = score(MATCHER, "It is a myth that NATO paints the moon")[MOON.id].features
    assert model.probability(asserted) > model.probability(denied)


def test_a_fit_tells_what_it_was_made_of() -> None:
    fitted = tune(MATCHER, KNOWLEDGE, MESSAGES)
    assert fitted["features"] == FEATURES
    assert fitted["fitted_on"] == {
        "claims": 2,
        "wordings": 9,
        "messages": 16,
        "languages": ["en"],
        "examples": fitted["fitted_on"]["examples"],
    }


def test_thresholds_are_in_order() -> None:
    thresholds = tune(MATCHER, KNOWLEDGE, MESSAGES)["thresholds"]
    private, group = thresholds["private"], thresholds["group"]
    assert 0 <= private["offer"] <= private["answer"] <= group["answer"] <= group["offer"] == 1
    assert private["margin"] < group["margin"]


def test_the_file_has_one_line_for_each_list_and_reads_back() -> None:
    fitted = tune(MATCHER, KNOWLEDGE, MESSAGES)
    text = to_json(fitted)
    for line in text.splitlines():
        assert line.count("[") == line.count("]")
    assert json.loads(text) == {**fitted, "features": list(FEATURES)}


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [one for one in MESSAGES if one.accept],
        [one for one in MESSAGES if not one.accept],
    ],
    ids=["no messages", "only asserting", "only silent"],
)
def test_without_messages_of_both_sorts_there_is_nothing_to_tell_apart(
    messages: list[LabelledMessage],
) -> None:
    with pytest.raises(TuningError, match="nothing to tell apart; add claims, and labelled"):
        tune(MATCHER, KNOWLEDGE, messages)


def test_a_base_without_claims_has_nothing_to_tell_apart() -> None:
    with pytest.raises(TuningError, match="nothing to tell apart"):
        tune(make_matcher(MOON.model_copy(update={"status": "draft"})), make_base(), MESSAGES)


def test_too_few_texts_cannot_be_parted() -> None:
    single = MOON.model_copy(update={"phrasings": {}, "near_misses": {}})
    with pytest.raises(TuningError, match="too few to part in"):
        tune(make_matcher(single), make_base(single), [MESSAGES[0], *MESSAGES[12:14]])


def test_without_the_development_requirements_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with pytest.raises(TuningError, match="pip install --require-hashes -r requirements-dev"):
        tune(MATCHER, KNOWLEDGE, MESSAGES)
