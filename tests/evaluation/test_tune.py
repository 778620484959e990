"""Refitting, on a hundred made-up messages: two claims, and what is said near them."""

import json
import re
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from bot.evaluation.dataset import LabelledMessage
from bot.evaluation.tune import (
    Example,
    Origin,
    TuningError,
    read_examples,
    set_aside,
    to_text,
    tune,
)
from bot.matching.index import build_index
from bot.matching.matcher import Matcher
from bot.matching.probability import read_model
from bot.matching.vectors import VectorStore
from bot.matching.views import Sense, build_senses
from tests.evaluation.builders import make_message
from tests.matching.builders import MOON, SEA, FakeEncoder, make_index, score
from tests.support.claims import make_base

INDEX = make_index(MOON, SEA)
WHEN = ("Last night", "Again", "All summer", "They say that", "Look,")
ASSERTING = {
    MOON.id: (
        "NATO sprayed the moon green",
        "the alliance painted our moon",
        "the moon is green because NATO paints it",
        "NATO pays for the green colour on the moon",
    ),
    SEA.id: (
        "NATO emptied the Baltic Sea, soon it is dry",
        "the Baltic is drunk dry by the alliance",
        "NATO drinks all the water of the Baltic Sea",
        "the alliance pumps the Baltic Sea dry",
    ),
}
SILENT = (
    "it is a myth that NATO paints the moon",
    "nobody has emptied the Baltic Sea, that is false",
    "the Baltic Sea was cold and the beach empty",
    "NATO ministers met on the Baltic coast",
    "the moon was bright over the water",
    "we painted the kitchen green",
    "the alliance talked about its budget",
    "a pump broke and the cellar was full of water",
)
CLAIMS = [
    make_message(f"a{number}", f"{when} {text}.", id_)
    for number, (when, (id_, text)) in enumerate(
        product(WHEN, [(id_, text) for id_, texts in ASSERTING.items() for text in texts])
    )
]
OTHERS = [
    make_message(f"s{number}", f"{when} {text}.")
    for number, (when, text) in enumerate(product(WHEN, SILENT))
]


@cache
def senses_of(*names: str) -> tuple[Sense, ...]:
    encoders = [FakeEncoder(name, 8) for name in names]
    return build_senses(INDEX, encoders, VectorStore(None, None))


@cache
def examples_for(*names: str) -> list[Example]:
    return read_examples(INDEX, senses_of(*names), [*CLAIMS, *OTHERS], Origin.SENT)


@cache
def fitted_for(*names: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return tune(INDEX, senses_of(*names), examples_for(*names))


def probability(names: tuple[str, ...], text: str) -> float:
    """Return the highest probability that the model fitted for *names* gives a claim for *text*."""
    model = read_model(*fitted_for(*names))
    matcher = Matcher(INDEX, senses_of(*names), model, model.thresholds)
    return max(one.probability for one in score(matcher, text).values())


BOTH_WAYS = pytest.mark.parametrize("names", [(), ("use",)], ids=["words alone", "with encoder"])


@BOTH_WAYS
def test_the_same_data_give_the_same_file(names: tuple[str, ...]) -> None:
    stored, arrays = tune(INDEX, senses_of(*names), examples_for(*names))
    assert to_text(stored) == to_text(fitted_for(*names)[0])
    assert arrays.keys() == fitted_for(*names)[1].keys()
    for name, array in arrays.items():
        assert np.array_equal(array, fitted_for(*names)[1][name])


@BOTH_WAYS
def test_what_is_fitted_tells_claims_from_the_rest(names: tuple[str, ...]) -> None:
    asserted = probability(names, "This winter NATO painted the moon green.")
    other = probability(names, "The moon was bright over our kitchen.")
    assert asserted > other


def test_a_fit_tells_what_it_was_made_of() -> None:
    stored, arrays = fitted_for()
    assert stored["encoders"] == []
    assert stored["fitted_on"] == {
        "claims": 2,
        "wordings": 9,
        "messages": 80,
        "as_sent": 80,
        "set_aside": 0,
        "languages": ["en"],
        "candidates": 160,
    }
    assert arrays == {}


@BOTH_WAYS
def test_thresholds_are_in_order(names: tuple[str, ...]) -> None:
    thresholds = fitted_for(*names)[0]["thresholds"]
    private, group = thresholds["private"], thresholds["group"]
    assert 0 <= private["offer"] <= private["answer"] <= group["answer"] <= group["offer"] == 1
    assert private["margin"] < group["margin"]


def test_the_file_has_one_line_for_each_list_and_reads_back() -> None:
    stored, _ = fitted_for()
    text = to_text(stored)
    assert json.loads(text) == stored
    assert not any(re.fullmatch(r"\s*[-0-9.e]+,?", line) for line in text.splitlines())


def test_messages_that_say_nothing_are_left_out() -> None:
    messages = [CLAIMS[0], make_message("e1", "🌝"), make_message("e2", " "), OTHERS[0]]
    found = [example.message for example in read_examples(INDEX, (), messages, Origin.SENT)]
    assert found == [CLAIMS[0], OTHERS[0]]


def test_claims_and_first_near_misses_are_set_aside_and_learned_from() -> None:
    left, aside = set_aside(make_base(MOON, SEA))
    said = [(one.text, one.accept) for one in aside]
    assert said == [
        (MOON.claim["en"], (MOON.id,)),
        (MOON.near_misses["en"][0].text, ()),
        (SEA.claim["en"], (SEA.id,)),
    ]
    moon = left.claims[MOON.id]
    assert (moon.claim, moon.phrasings) == ({}, MOON.phrasings)
    assert moon.near_misses == {"en": MOON.near_misses["en"][1:]}

    index = build_index(left)
    examples = [
        *read_examples(index, (), [*CLAIMS, *OTHERS], Origin.SENT),
        *read_examples(index, (), aside, Origin.WORDING),
    ]
    fitted_on = tune(index, (), examples)[0]["fitted_on"]
    assert (fitted_on["messages"], fitted_on["set_aside"]) == (80, 3)


def test_thresholds_are_not_read_off_what_was_written_to_be_mistaken() -> None:
    sent = read_examples(INDEX, (), [*CLAIMS, *OTHERS], Origin.SENT)
    # The same texts as the claims', and yet nobody is right to answer them.
    tricks = [make_message(f"t{one.id}", one.text) for one in CLAIMS]
    as_sent = tune(INDEX, (), [*sent, *read_examples(INDEX, (), tricks, Origin.SENT)])[0]
    as_hard = tune(INDEX, (), [*sent, *read_examples(INDEX, (), tricks, Origin.HARD)])[0]
    assert as_hard["thresholds"]["private"] != as_sent["thresholds"]["private"]
    assert as_hard["fitted_on"]["as_sent"] == len(sent)


def test_late_messages_teach_the_regression_and_not_the_heads() -> None:
    sent = read_examples(INDEX, (), [*CLAIMS, *OTHERS], Origin.SENT)
    late = read_examples(INDEX, (), [make_message("l1", "NATO owns the moon")], Origin.LATE)
    alone, with_late = tune(INDEX, (), sent)[0], tune(INDEX, (), [*sent, *late])[0]
    assert with_late["heads"] == alone["heads"]
    assert with_late["logistic"] != alone["logistic"]
    assert with_late["fitted_on"]["messages"] == len(sent) + 1


def test_progress_is_told_at_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    read_examples(INDEX, (), CLAIMS[:2], Origin.SENT, lambda *step: told.append(step))
    assert told == [("messages", 2, 2)]


@pytest.mark.parametrize(
    ("messages", "rarer"),
    [([], 0), (CLAIMS, 0), (OTHERS, 0), ([*CLAIMS, *OTHERS[:35]], 35)],
    ids=["no messages", "only asserting", "only silent", "one too few"],
)
def test_too_few_messages_of_one_sort_cannot_be_parted(
    messages: list[LabelledMessage], rarer: int
) -> None:
    examples = read_examples(INDEX, (), messages, Origin.SENT)
    with pytest.raises(TuningError, match=f"of which {rarer} are of the rarer sort, are too few"):
        tune(INDEX, (), examples)
