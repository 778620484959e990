"""Lines become the text that a reader would pass on."""

import pytest

from bot.reading.lines import TextLine
from bot.reading.paragraphs import to_text
from tests.reading.pages import make_line

POST = ("They are still lying about it. The", "alliance paints the moon.")


def post(top: int, *lines: str) -> list[TextLine]:
    return [make_line(text, top + 56 * row) for row, text in enumerate(lines or POST)]


def test_no_lines_are_no_text() -> None:
    assert to_text([]) == ""


def test_the_lines_of_a_paragraph_are_joined() -> None:
    assert to_text(post(0)) == "They are still lying about it. The alliance paints the moon."


def test_a_gap_begins_a_new_paragraph() -> None:
    assert to_text([*post(0), *post(200, "Nobody asks why")]).split("\n")[1:] == ["Nobody asks why"]


def test_a_column_begins_a_new_paragraph() -> None:
    text = to_text([make_line("What they said then"), make_line("What they did", 40, left=700)])

    assert text == "What they said then\nWhat they did"


def test_centred_lines_are_one_paragraph() -> None:
    middle = 500
    texts = ["2% OF YOUR COUNTRY'S", "GDP IS GONE"]
    lines = [make_line(text, 56 * n, left=middle - 10 * len(text)) for n, text in enumerate(texts)]

    assert to_text(lines) == "2% OF YOUR COUNTRY'S GDP IS GONE"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the alliance keeps si-", "lent about it", "the alliance keeps silent about it"),
        ("von den NATO-", "Flugplätzen aus", "von den NATO-Flugplätzen aus"),
        ("they fly F-", "16 jets", "they fly F-16 jets"),
        ("from 1990 -", "so they say", "from 1990 - so they say"),
    ],
)
def test_a_parted_word_is_whole_again(first: str, second: str, joined: str) -> None:
    assert to_text(post(0, first, second)) == joined


def test_what_an_app_writes_in_smaller_type_is_left_out() -> None:
    around = [
        make_line("48 213 subscribers", 0, size=34),
        make_line("Forwarded from Night Herald", 100, size=32),
    ]
    below = [make_line("559 56.7K views", 400, size=32)]

    assert to_text([*around, *post(160), *below]) == to_text(post(0))


@pytest.mark.parametrize("text", ["They drink the sea, too.", "NATO drinks the sea"])
def test_a_short_sentence_in_smaller_type_is_kept(text: str) -> None:
    small = make_line(text, 400, size=28)

    assert to_text([*post(0), small]) == f"{to_text(post(0))}\n{text}"


def test_a_meme_is_kept_whole_whatever_its_sizes() -> None:
    lines = [make_line("WHO PAYS", 0, size=90), make_line("for all of it", 300, size=40)]

    assert to_text(lines) == "WHO PAYS\nfor all of it"


def test_a_headline_and_what_follows_it_are_two_paragraphs() -> None:
    headline = make_line("The moon turns green", 0, size=64)

    assert to_text([headline, *post(90)]).split("\n")[0] == "The moon turns green"
