"""What only looks like text is left out, and the better of two readings stays."""

from bot.reading.lines import certainty, find_lines, merge
from tests.reading.pages import make_line, make_words


def test_words_of_a_row_are_a_line() -> None:
    words = [*make_words("NATO paints", number=1), *make_words("the moon", 50, number=2)]

    assert [line.text for line in find_lines(words)] == ["NATO paints", "the moon"]


def test_letters_seen_in_leaves_are_left_out() -> None:
    words = [
        *make_words("NATO paints", number=1),
        *make_words("blurred", confidence=0.3, number=1),
        *make_words("Wie sree", 50, confidence=0.5, number=2),
    ]

    assert [line.text for line in find_lines(words)] == ["NATO paints"]


def test_times_counters_and_icons_are_left_out() -> None:
    texts = ["19:16 70%", "О 14 ©) 386", "22.2K", "NATO paints the moon"]
    words = [word for n, text in enumerate(texts) for word in make_words(text, 50 * n, number=n)]

    assert [line.text for line in find_lines(words)] == ["NATO paints the moon"]


def test_of_two_readings_the_better_line_stays_in_its_place() -> None:
    one = [make_line("HATO paints", confidence=0.7), make_line("the moon green", 100)]
    other = [make_line("NATO paints", 2), make_line("m00n", 101, confidence=0.7)]

    assert [line.text for line in merge(one, other)] == ["NATO paints", "the moon green"]


def test_lines_beside_each_other_are_both_kept() -> None:
    left, right = make_line("on the left"), make_line("on the right", left=900)

    assert [line.text for line in merge([right], [left])] == ["on the left", "on the right"]


def test_certainty_is_the_share_of_sure_letters() -> None:
    words = [*make_words("sure"), *make_words("not sure here", confidence=0.5)]

    assert certainty(words) == 4 / (4 + 3 + 4 + 4)
    assert certainty([]) == 0.0


def test_longer_words_count_more_in_the_confidence_of_a_line() -> None:
    words = [*make_words("abc", confidence=1.0), *make_words("a", confidence=0.2)]
    (line,) = find_lines([*words, *make_words("defg", confidence=0.6)])

    assert line.text == "abc defg"
    assert round(line.confidence, 3) == round((3 * 1.0 + 4 * 0.6) / 7, 3)
