"""The type size is told from the height of a word's box."""

import pytest

from bot.reading.sizes import middle, type_size
from tests.reading.screenshots import font

WORDS = [
    *("noun", "Baptist", "against", "NATO", "2014", "war,", "Gorbachev", "happy"),
    *("росія", "Війна", "НАТО", "йде", "брехня", "Їжа", "фронт", "щодня,", "друг"),
    *("Bündnis", "ÜBER", "żołnierz", "łódź", "İttifak", "çok", "când", "Și", "už"),
]


@pytest.mark.parametrize("word", WORDS)
def test_it_is_right_within_a_tenth(word: str) -> None:
    _, top, _, bottom = font(100).getbbox(word)

    assert type_size(word, bottom - top) == pytest.approx(100, rel=0.1)


def test_the_middle_is_where_half_of_the_letters_are() -> None:
    assert middle([(30.0, 5), (20.0, 90), (10.0, 6)]) == 20.0
    assert middle([]) == 0.0
