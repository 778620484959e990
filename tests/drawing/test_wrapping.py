"""Lines are full, even, and begin and end where a reader expects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drawing.fonts import Font, Typesetter, Weight
from bot.drawing.wrapping import wrap
from tests.drawing.builders import bare

FONT = Font(Weight.REGULAR, 30)
TYPESETTER = Typesetter()


def lines(text: str, width: float, *, break_words: bool = False) -> tuple[str, ...] | None:
    return wrap(text, FONT, width, TYPESETTER, break_words=break_words)


def test_no_word_is_left_alone_in_the_last_line() -> None:
    assert lines("NATO promised Russia that it would not expand eastward at all", 700) == (
        "NATO promised Russia that it",
        "would not expand eastward at all",
    )


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("договор с Москвой в Москве", 170, ("договор", "с Москвой", "в Москве")),
        ("about 11 countries", 175, ("about", "11 countries")),
        ("цей лист — підробка", 180, ("цей лист —", "підробка")),
        ("says “I do”", 110, ("says", "“I do”")),
    ],
)
def test_short_words_stay_with_the_next_and_dashes_with_the_last(
    text: str, width: float, expected: tuple[str, ...]
) -> None:
    assert lines(text, width) == expected


def test_a_text_that_fits_stays_on_one_line() -> None:
    assert lines("No such plan is known.", 700) == ("No such plan is known.",)


def test_nothing_becomes_no_line() -> None:
    assert lines("", 700) == ()


def test_a_word_wider_than_the_box_is_refused_unless_it_may_be_broken() -> None:
    word = "Nordatlantikvertrag"

    assert lines(word, 200) is None
    assert lines(word, 200, break_words=True) == ("Nordatlantikv", "ertrag")


@given(
    text=st.text("aWщї. —«»\N{NO-BREAK SPACE}8", max_size=80),
    width=st.integers(min_value=40, max_value=900),
)
def test_no_letter_is_lost_and_no_line_is_wider_than_it_may_be(text: str, width: int) -> None:
    found = lines(text, width, break_words=True)

    assert found is not None
    assert bare("".join(found)) == bare(text)
    assert all(TYPESETTER.width(line, FONT) <= width + 0.1 for line in found)
