import pytest

from bot.matching.signs import Signs, read_signs
from tests.matching.builders import read


def signs(text: str) -> Signs:
    """Return the signs of *text*, read as a whole."""
    return read_signs(max(read(text), key=lambda one: one.segment.end - one.segment.start))


def test_a_plain_statement_has_no_sign() -> None:
    assert signs("NATO is painting the moon.") == Signs(
        negations=0, negated={}, debunks=False, reports=False, quotes=False, asks=False
    )


def test_all_signs_at_once() -> None:
    text = 'He said "the moon is green" but it is not, is it fake?'
    assert signs(text) == Signs(
        negations=1,
        negated={"moon": 1, "green": 1, "fake": 1},
        debunks=True,
        reports=True,
        quotes=True,
        asks=True,
    )


@pytest.mark.parametrize(
    "text",
    [
        'Rutte: "I paint the moon" at night',
        "Рютте: «я крашу Луну» ночью",
        "Rutte: „Ich male den Mond“ heute",
    ],
)
def test_words_of_somebody_else_within(text: str) -> None:
    assert signs(text).quotes


@pytest.mark.parametrize(
    "text",
    [
        '"NATO is painting the moon"',
        "«НАТО красит Луну»",
        'NATO paints the "moon"',
        "NATO paints the moon",
    ],
)
def test_words_that_are_the_whole_or_a_name_are_no_quotation(text: str) -> None:
    assert not signs(text).quotes


@pytest.mark.parametrize(
    "text", ["NATO paints the moon?", "«НАТО красит Луну?»", "(really?)", "Does NATO paint"]
)
def test_questions(text: str) -> None:
    assert signs(text).asks
