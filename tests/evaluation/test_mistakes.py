from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.mistakes import (
    Confusion,
    confident_wrong,
    confusions,
    ranked_lowest,
    shorten,
    surest_wrong,
)
from tests.evaluation.builders import make_outcome


def test_claims_are_confused_in_verdicts_and_as_best_candidates() -> None:
    outcomes = [
        make_outcome("moon", answers=("sea",)),
        make_outcome("moon", answers=("moon", "sea")),
        make_outcome("moon", choices=("sea", "moon")),
        make_outcome("moon", ranked=("sun", "moon")),
        make_outcome("sea", "moon", ranked=("sun",)),
        make_outcome(answers=("sea",)),
    ]
    assert confusions(outcomes) == [
        Confusion(expected=("moon",), given="sea", answered=2, ranked_first=1),
        Confusion(expected=(), given="sea", answered=1, ranked_first=0),
        Confusion(expected=("moon",), given="sun", answered=0, ranked_first=1),
        Confusion(expected=("moon", "sea"), given="sun", answered=0, ranked_first=1),
    ]


def test_what_is_right_or_silent_confuses_nothing() -> None:
    outcomes = [
        make_outcome("moon", answers=("moon",), ranked=("moon", "sea")),
        make_outcome("moon"),
        make_outcome(ranked=("moon",)),
        make_outcome(choices=("moon",)),
    ]
    assert confusions(outcomes) == []


def test_wrong_verdicts_come_surest_first() -> None:
    sure = make_outcome(answers=("moon",), probabilities=(0.99,), id_="sure")
    less = make_outcome("sea", answers=("sea", "moon"), probabilities=(1.0, 0.9), id_="less")
    assert confident_wrong([less, make_outcome(), sure]) == [sure, less]
    assert surest_wrong(less) == ("moon", 0.9)


def test_claims_that_are_ranked_lowest_come_first() -> None:
    second = make_outcome("moon", ranked=("sea", "moon"), id_="second")
    third = make_outcome("moon", ranked=("sea", "sun", "moon"), id_="third")
    unsure = make_outcome("moon", ranked=("sea",), probabilities=(0.1,), id_="unsure")
    sure = make_outcome("moon", ranked=("sea",), probabilities=(0.8,), id_="sure")
    nothing = make_outcome("moon", id_="nothing")
    right = make_outcome("moon", ranked=("moon",))
    silent = make_outcome(ranked=("moon",))
    outcomes = [right, second, silent, nothing, unsure, third, sure]
    assert ranked_lowest(outcomes) == [sure, unsure, nothing, third, second]


def test_a_text_is_shown_on_one_line_with_dots_for_what_cannot_be_seen() -> None:
    assert shorten("NA\u200bTO\n is \u202eat\x1b[31m  war") == "NA·TO is ·at·[31m war"


@given(st.text(max_size=300))
def test_never_more_than_100_characters_are_shown(text: str) -> None:
    shown = shorten(text)
    assert len(shown) <= 100
    assert shown.isprintable()
