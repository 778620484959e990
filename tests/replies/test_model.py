from hypothesis import given
from hypothesis import strategies as st

from bot.replies.actions import NoneOfThese
from bot.replies.model import Button, Paragraph, Role, Span, Style, one_line


def test_a_span_is_one_showable_line() -> None:
    span = Span("a\r\n\tb\x1b[2J\u202ec\ud800 \u200fd", url="https://e.example/\n a\x07b")
    assert span == Span("a b[2Jc \u200fd", Style.PLAIN, "https://e.example/ab")


def test_a_label_is_one_showable_line() -> None:
    assert Button("a\nb\x00", NoneOfThese()).label == "a b"


def test_a_space_that_must_not_break_stays() -> None:
    assert one_line("5\u00a0March") == "5\u00a0March"


def test_a_paragraph_of_one_line() -> None:
    paragraph = Paragraph.of(Role.HINT, "Wait.", Style.BOLD)
    assert paragraph == Paragraph(((Span("Wait.", Style.BOLD),),), Role.HINT)


@given(st.text(st.one_of(st.characters(), st.sampled_from(" \n\x00\x1b\x1c\u202e\ud800"))))
def test_a_showable_line_stays_as_it_is(text: str) -> None:
    shown = one_line(text)
    assert one_line(shown) == shown
    assert "  " not in shown
