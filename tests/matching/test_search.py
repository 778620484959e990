"""A few words find the claims that speak of them."""

import pytest

from bot.matching.cues import load_cues
from bot.matching.index import ALLIANCE, split_words
from bot.matching.normalize import normalize
from bot.matching.search import search
from tests.matching.builders import MOON, SEA, make_index, shipped_index, shipped_knowledge
from tests.support.claims import make_claim

INDEX = make_index(MOON, SEA)


@pytest.mark.parametrize("words", ["moon", "MOON!", "painting", "paint moon", "the green moon"])
def test_words_of_a_wording_find_its_claim(words: str) -> None:
    assert search(INDEX, words) == (MOON.id,)


def test_the_beginning_of_a_word_finds_it_while_it_is_typed() -> None:
    assert search(INDEX, "bal") == (SEA.id,)
    assert search(INDEX, "balt") == (SEA.id,)


def test_words_of_a_near_miss_find_nothing() -> None:
    assert search(INDEX, "eclipse") == ()


@pytest.mark.parametrize("words", ["", "   ", "🙂", "the", "how are you", "pizza", "https://x.com"])
def test_what_no_claim_speaks_of_finds_nothing(words: str) -> None:
    assert search(INDEX, words) == ()


def test_most_of_the_words_have_to_be_there() -> None:
    assert search(INDEX, "moon pizza") == ()
    assert search(INDEX, "green moon pizza") == (MOON.id,)


def test_the_alliance_alone_finds_every_claim_and_beside_other_words_none() -> None:
    assert set(search(INDEX, "NATO")) == {MOON.id, SEA.id}
    assert search(INDEX, "nato moon") == (MOON.id,)


def test_who_says_more_of_it_comes_first() -> None:
    light = make_claim("nato-lights-the-moon", "NATO lights lamps on roofs, seas and the moon.")
    assert search(make_index(light, MOON), "moon") == (MOON.id, light.id)


def test_an_empty_base_finds_nothing() -> None:
    assert search(make_index(), "moon") == ()


@pytest.mark.parametrize(
    ("words", "claim_id"),
    [
        ("article 5", "article-5-automatic-war"),
        ("biolabs", "nato-biolabs"),
        ("biol", "nato-biolabs"),
        ("біолабораторії", "nato-biolabs"),
        ("лаборатории", "nato-biolabs"),
        ("Serbien bombardiert", "nato-serbia-attack"),
        ("Nord Stream", "nord-stream-nato"),
        ("can NATO kick out the US?", "nato-can-expel-members"),
        ("ghjdjrfwbz Gjkmit lhjys", "poland-drones-false-flag"),  # the other keyboard layout
        ("suwalki", "attack-kaliningrad"),
        ("pizza recipe", None),
        ("weather tomorrow", None),
    ],
)
def test_the_shipped_base_is_searched_in_any_language(words: str, claim_id: str | None) -> None:
    assert next(iter(search(shipped_index(), words)), None) == claim_id


def test_two_words_of_its_sentence_bring_a_claim_to_the_first_page() -> None:
    cues, missed = load_cues(), []
    for claim in shipped_knowledge().published.values():
        for language, sentence in claim.claim.items():
            said = [
                word
                for word in cues.content(split_words(normalize(sentence)))
                if word not in {ALLIANCE, "нато"}
            ]
            words = " ".join(sorted(said, key=len)[-2:])
            if claim.id not in search(shipped_index(), words)[:8]:
                missed.append((language, words))
    assert missed == []
