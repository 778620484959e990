from hypothesis import given

from bot.matching.normalize import normalize, words
from bot.matching.terms import grams, stems
from tests.matching.strategies import texts


def test_a_stem_is_the_first_five_letters_of_a_word_that_says_something() -> None:
    assert stems(["nato", "is", "not", "encircling", "russia"]) == ["nato", "encir", "russi"]


def test_inflected_words_have_one_stem() -> None:
    assert len({*stems(["обещало", "обещали", "обещанное"])}) == 1


def test_runs_of_letters_know_where_words_begin_and_end() -> None:
    assert grams(["nato", "is"]) == [" nat", "nato", "ato ", " is "]


def test_a_word_of_one_letter_is_a_run() -> None:
    assert grams(["x"]) == [" x "]


def test_no_words_no_terms() -> None:
    assert (stems([]), grams([])) == ([], [])


@given(texts)
def test_each_word_has_its_runs_and_at_most_one_stem(text: str) -> None:
    spelled = words(normalize(text))
    assert len(stems(spelled)) <= len(spelled) <= len(grams(spelled))
    assert all(1 <= len(stem) <= 5 for stem in stems(spelled))
