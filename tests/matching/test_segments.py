import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.model import Part, PartKind, Segment
from bot.matching.segments import find_segments
from tests.matching.strategies import texts

POST = (
    "Leaders met in Riga today. The talks were short! Nobody spoke to the press… "
    "Was it a quarrel? «It was not», said one of them.\nMore tomorrow"
)


def shown(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_segments([Part(text)])]


def sentences(text: str) -> list[str]:
    """Return the segments that hold no other segment."""
    segments = find_segments([Part(text)])
    return [
        text[one.start : one.end]
        for one in segments
        if not any(
            other != one and one.start <= other.start and other.end <= one.end for other in segments
        )
    ]


def test_one_sentence_is_one_segment() -> None:
    assert find_segments([Part("  NATO is at war.  ")]) == [Segment(part=0, start=2, end=17)]


def test_a_short_message_is_read_by_sentence_by_pair_and_as_a_whole() -> None:
    assert shown("One here. Two here. Three.") == [
        "One here.",
        "One here. Two here.",
        "One here. Two here. Three.",
        "Two here.",
        "Two here. Three.",
        "Three.",
    ]


def test_a_long_post_is_read_by_sentence_and_by_pair() -> None:
    assert shown("Aa. Bb! Cc? Dd… Ee") == [
        *("Aa.", "Aa. Bb!", "Bb!", "Bb! Cc?", "Cc?", "Cc? Dd…", "Dd…", "Dd… Ee", "Ee"),
    ]


def test_a_rant_without_stops_is_cut_at_a_comma() -> None:
    clause = "and another thing that nobody tells us about the alliance"

    found = sentences(", ".join([clause] * 12))

    assert {len(one) for one in found[:-1]} == {len(", ".join([clause] * 5)) + 1}
    assert all(one.startswith(clause) for one in found)


def test_a_wall_of_words_is_cut_between_two() -> None:
    found = sentences(" ".join(["alliance"] * 100))

    assert {word for one in found for word in one.split()} == {"alliance"}
    assert all(len(one) <= 300 for one in found)


def test_a_wall_of_letters_is_cut_anywhere() -> None:
    assert [len(one) for one in sentences("x" * 700)] == [300, 300, 100]


def test_sentences_of_a_long_post() -> None:
    assert sentences(POST) == [
        "Leaders met in Riga today.",
        "The talks were short!",
        "Nobody spoke to the press…",
        "Was it a quarrel?",
        "«It was not», said one of them.",
        "More tomorrow",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "J. D. Vance spoke of it",
        "Then J. D. Vance spoke of it",
        "It was on 4. November in Berlin",
        "В 1990 г. НАТО молчало",
        "NATO spends 2.5 percent on www.nato.int or e.g.this",
        "Really?!no",
    ],
)
def test_not_every_stop_ends_a_sentence(text: str) -> None:
    assert shown(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no." She left.', ['He said "no."', "She left."]),
        ("«Нет!» Он ушёл.", ["«Нет!»", "Он ушёл."]),
        ("(So it is.) And so on", ["(So it is.)", "And so on"]),
        ("In 1990... They lied", ["In 1990...", "They lied"]),
        ("In 1990! They lied", ["In 1990!", "They lied"]),
        ("a list • of two", ["a list •", "of two"]),
        ("one\n\n\ntwo", ["one", "two"]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["", "  \n ", "...", "?! •\n😀 –"])
def test_nothing_to_read_has_no_segment(text: str) -> None:
    assert find_segments([Part(text)]) == []


def test_a_sentence_of_punctuation_is_left_out() -> None:
    assert sentences("Yes. !!! •• No.") == ["Yes.", "No."]


def test_sentences_never_run_across_parts() -> None:
    parts = [Part("NATO is"), Part(""), Part("at war", PartKind.CAPTION)]
    assert find_segments(parts) == [Segment(0, 0, 7), Segment(2, 0, 6)]


def test_a_wall_of_stops_is_read_at_once() -> None:
    assert find_segments([Part("." * 16_384 + ")" * 16_384)]) == []


@given(texts)
def test_each_segment_shows_words_without_space_around_them(text: str) -> None:
    for segment in shown(text):
        assert segment == segment.strip()
        assert any(character.isalnum() for character in segment)


@given(texts)
def test_each_letter_and_digit_is_read(text: str) -> None:
    read = {at for one in find_segments([Part(text)]) for at in range(one.start, one.end)}
    assert {at for at, character in enumerate(text) if character.isalnum()} <= read


@given(st.lists(texts, max_size=4))
def test_parts_are_read_in_order_and_each_place_once(some: list[str]) -> None:
    segments = find_segments([Part(text) for text in some])
    places = [(one.part, one.start, one.end) for one in segments]
    assert places == sorted(set(places))
