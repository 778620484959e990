import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies.fitting import fit, visible_length
from bot.replies.model import Paragraph, Reply, Role, Span, Style

HEADING = Paragraph(
    ((Span("❌ "), Span("False", Style.BOLD), Span(": “NATO did it.”")),), Role.HEADING
)
WHY = Paragraph.of(Role.WHY, "It did not. " * 20 + "Nobody saw it.")
SOURCES = Paragraph(
    tuple((Span(text),) for text in ("Sources", "1. One", "2. Two", "3. Three", "4. Four")),
    Role.SOURCES,
)
NOTE = Paragraph.of(Role.NOTE, "Checked on 5 March 2024")
CARD = Reply("en", (HEADING, WHY, SOURCES, NOTE))


def shown(reply: Reply) -> str:
    return "\n\n".join(
        "\n".join("".join(span.text for span in line) for line in paragraph.lines)
        for paragraph in reply.paragraphs
    )


def test_length_counts_utf16_units_of_the_visible_text() -> None:
    reply = Reply(
        "en", (Paragraph(((Span("🧩", url="https://e.example"), Span("é")),), Role.BODY),) * 2
    )
    assert visible_length(reply) == 3 + 2 + 3


def test_what_fits_stays_as_it_is() -> None:
    assert fit(CARD, visible_length(CARD)) == CARD


def test_sources_go_first_from_the_end_and_only_as_many_as_needed() -> None:
    fitted = fit(CARD, visible_length(CARD) - 1)
    assert fitted.paragraphs == (
        HEADING, WHY, Paragraph(SOURCES.lines[:-1], Role.SOURCES), NOTE,
    )  # fmt: skip


def test_the_why_is_cut_after_a_sentence_and_two_sources_stay() -> None:
    assert shown(fit(CARD, 200)) == (
        "❌ False: “NATO did it.”\n\n"
        "It did not. It did not. It did not. It did not. It did not. It did not. It did not. "
        "It did not. It did not. It did not. …\n\n"
        "Sources\n1. One\n2. Two\n\n"
        "Checked on 5 March 2024"
    )


def test_a_why_of_one_long_sentence_is_cut_after_a_word() -> None:
    card = Reply("en", (HEADING, Paragraph.of(Role.WHY, "word " * 50), NOTE))
    assert shown(fit(card, 140)).split("\n\n")[1] == "word " * 17 + "…"


def test_a_why_without_spaces_is_cut_anywhere() -> None:
    card = Reply("en", (HEADING, Paragraph.of(Role.WHY, "x" * 500), NOTE))
    assert visible_length(fit(card, 200)) == 200


def test_a_heading_that_is_too_long_by_itself_is_cut_last() -> None:
    card = Reply("en", (Paragraph.of(Role.HEADING, "🧩" * 100), WHY, SOURCES))
    assert shown(fit(card, 12)) == "🧩" * 5 + "…"


def test_a_cut_between_paragraphs_leaves_the_mark_on_the_last_one() -> None:
    reply = Reply("en", (Paragraph.of(Role.BODY, "One."), Paragraph.of(Role.BODY, "Two two.")))
    assert [shown(fit(reply, limit)) for limit in (4, 5, 6, 7, 8)] == [
        "One…", "One.…", "One.…", "One.…", "One.\n\nT…",
    ]  # fmt: skip


LINES = st.lists(
    st.builds(Span, st.text(max_size=30), st.sampled_from(Style)), min_size=1, max_size=3
).map(tuple)
PARAGRAPHS = st.lists(
    st.builds(Paragraph, st.lists(LINES, min_size=1, max_size=5).map(tuple), st.sampled_from(Role)),
    min_size=1,
    max_size=6,
).map(tuple)


@given(paragraphs=PARAGRAPHS, limit=st.integers(min_value=1, max_value=300))
def test_any_reply_fits_and_begins_as_it_did(paragraphs: tuple[Paragraph, ...], limit: int) -> None:
    reply = Reply("en", paragraphs)
    fitted = fit(reply, limit)
    assert visible_length(fitted) <= limit
    assert fit(fitted, limit) == fitted


@pytest.mark.parametrize("limit", range(30, 400))
def test_a_card_keeps_its_heading_at_any_length(limit: int) -> None:
    fitted = fit(CARD, limit)
    assert visible_length(fitted) <= limit
    assert fitted.paragraphs[0] == HEADING
