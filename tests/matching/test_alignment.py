import math

import pytest
from hypothesis import given

from bot.matching.alignment import Spelled, compare, spell
from bot.matching.index import Document, Index
from tests.matching.builders import MOON, SEA, make_index, read
from tests.matching.strategies import texts
from tests.support.claims import make_claim

INDEX = make_index(MOON, SEA)
CLAIM = "NATO is painting the moon green."


def beside(text: str, wording: str = CLAIM) -> dict[str, float]:
    """Return the features of *text* beside a claim of one wording, in a base with others."""
    index = make_index(make_claim("one-more", wording), MOON, SEA)
    return compared(index, text, index.documents[0])


def compared(index: Index, text: str, document: Document) -> dict[str, float]:
    passage = read(text)[0]
    return compare(index, passage, spell(passage.words), document)


def told(text: str, wording: str = CLAIM) -> set[str]:
    """Return what is told of *text*, beyond likeness."""
    likeness = {"wording_coverage", "passage_coverage", "token_sort_ratio", "partial_ratio"}
    return {name for name, value in beside(text, wording).items() if value} - likeness


def test_words_tell_by_themselves_what_does_not_depend_on_the_wording() -> None:
    assert spell(("nato", "never", "drank", "40", "seas", "it", "is", "a", "myth")) == Spelled(
        stems={"nato": 0, "drank": 2, "40": 3, "seas": 4, "myth": 8},
        negated={"nato": 1, "drank": 1, "40": 1, "seas": 1},
        negations=1,
        turns=1,
        debunks=True,
        names_subject=True,
        numbers=frozenset({"40"}),
    )


def test_a_wording_beside_itself_is_covered_and_nothing_is_told() -> None:
    assert {name: value for name, value in beside(CLAIM).items() if value} == {
        "wording_coverage": pytest.approx(1),
        "passage_coverage": pytest.approx(1),
        "token_sort_ratio": 1.0,
        "partial_ratio": 1.0,
    }


def test_inflected_words_are_the_same() -> None:
    assert told("NATO painted the moon green") == set()


def test_words_that_only_one_side_has_are_counted() -> None:
    features = beside("NATO paints the sun green tonight")
    assert (features["strangers"], features["missing"]) == (2 / 4, 1 / 4)
    assert 0 < features["wording_coverage"] < 1
    assert 0 < features["passage_coverage"] < 1


def test_a_rare_word_that_is_missing_costs_more_than_one_that_stands_everywhere() -> None:
    without_nato = beside("painting the moon green")["wording_coverage"]
    without_green = beside("NATO painting the moon")["wording_coverage"]
    assert without_green < without_nato < 1


@pytest.mark.parametrize(
    ("text", "features"),
    [
        (
            "NATO is not painting the moon green",
            {"polarity_clash", "claim_polarity_clash", "negation_differs"},
        ),
        ("It is a myth that NATO is painting the moon green", {"debunks_beyond_wording"}),
        ("They are painting the moon green", {"missing", "subject_missing"}),
    ],
)
def test_what_turns_a_claim_round_is_told(text: str, features: set[str]) -> None:
    assert features <= told(text)


def test_a_negation_that_both_have_is_no_clash() -> None:
    wording = "NATO promised not to paint the moon."
    assert told("NATO had promised not to paint the moon", wording) == set()


def test_a_claim_of_a_negation_turned_round_once_more_is_told() -> None:
    wording = "NATO promised not to paint the moon."
    assert "turned_once_more" in told("NATO never promised not to paint the moon", wording)


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("NATO drank 40 seas", set()),
        ("NATO drank all seas", {"number_missing"}),
        ("NATO drank 50 seas", {"number_missing", "other_number"}),
    ],
)
def test_numbers_are_compared(text: str, features: set[str]) -> None:
    assert told(text, "NATO drank 40 seas") & {"number_missing", "other_number"} == features


@pytest.mark.parametrize(
    ("text", "exchanged"),
    [
        ("NATO is encircling Russia", False),
        ("Today NATO is encircling the whole of Russia", False),
        ("Russia is encircling NATO", True),
        ("China is encircling Russia", False),
    ],
)
def test_who_does_it_to_whom_is_compared(text: str, *, exchanged: bool) -> None:
    assert ("exchanged" in told(text, "NATO is encircling Russia.")) is exchanged


def test_a_near_miss_is_compared_with_the_claim_sentence_too() -> None:
    number = next(at for at, one in enumerate(INDEX.documents) if one.near_miss)
    features = compared(INDEX, "NATO is not painting the moon.", INDEX.documents[number])
    assert (features["polarity_clash"], features["claim_polarity_clash"] > 0) == (0, True)


@given(texts)
def test_features_are_about_0_to_1_for_any_text(text: str) -> None:
    for document in (INDEX.documents[0], INDEX.documents[-1]):
        for value in compared(INDEX, f"NATO paints {text}", document).values():
            assert math.isfinite(value)
            assert -0.001 <= value <= 1.001
