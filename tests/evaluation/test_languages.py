"""Counting which letters each language writes, on a made-up knowledge base of three languages."""

import numpy as np

from bot.evaluation.languages import count_languages
from bot.matching.language import read_profile
from tests.evaluation.builders import make_message
from tests.support.claims import make_base, make_claim

KNOWLEDGE = make_base(
    make_claim(
        claim={
            "en": "NATO is painting the moon green",
            "pl": "NATO maluje księżyc na zielono",
            "ru": "НАТО красит луну в зелёный цвет",
        },
        phrasings={"en": "they paint our moon", "pl": "malują nasz księżyc", "ru": "луну красят"},
        near_misses={"pl": "księżyc jest szary"},
    )
)
PROFILE = read_profile(count_languages(KNOWLEDGE, [make_message(text="guten Abend", lang="de")]))


def first(*words: str, in_cyrillic: bool = False) -> str:
    return PROFILE.ranked(words, in_cyrillic=in_cyrillic)[0][1]


def test_each_language_has_a_column_and_russian_a_second_one_for_latin_letters() -> None:
    assert list(zip(PROFILE.languages, PROFILE.in_cyrillic, strict=True)) == [
        ("de", False),
        ("en", False),
        ("pl", False),
        ("ru", True),
        ("ru", False),
    ]


def test_what_was_counted_is_told() -> None:
    assert first("painting", "green") == "en"
    assert first("szary", "księżyc") == "pl"
    assert first("красят", in_cyrillic=True) == "ru"
    assert first("abend") == "de"


def test_words_are_counted_without_their_marks_and_in_latin_letters_too() -> None:
    assert first("ksiezyc") == "pl"
    assert first("krasyat", "lunu") == "ru"
    assert first("cvet") == first("tsvet") == "ru"


def test_runs_that_nothing_is_known_of_tell_nothing() -> None:
    assert PROFILE.ranked(["ქართული"], in_cyrillic=False) == []


def test_many_runs_of_which_few_are_known_tell_nothing() -> None:
    assert PROFILE.ranked(["hjcvjyf", "gjgkjnf"], in_cyrillic=False) == []


def test_the_same_texts_give_the_same_counts() -> None:
    one, other = (count_languages(KNOWLEDGE, []) for _ in range(2))
    assert {name: array.tolist() for name, array in one.items()} == {
        name: array.tolist() for name, array in other.items()
    }
    assert one["weights"].dtype == np.int8
