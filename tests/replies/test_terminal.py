import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.model import Rating
from bot.replies.actions import ListTopics, NoneOfThese, ShowCard
from bot.replies.catalog import Catalog
from bot.replies.model import Button, Paragraph, Reply, Role, Span, Style
from bot.replies.render import render_card, render_choice
from bot.replies.terminal import to_terminal
from tests.replies.builders import BOOK, NATO, make_claim

ANSI = re.compile("\x1b\\[[0-9]{1,2}m")


def body(*spans: Span) -> Reply:
    return Reply("en", (Paragraph((spans,), Role.BODY),))


def test_addresses_are_written_out_after_their_source(catalog: Catalog) -> None:
    card = replace(render_card(make_claim(), "en", catalog), buttons=())
    assert to_terminal(card, colour=False, width=40) == (
        "❌ False: “NATO is at war with Russia”\n"
        "\n"
        "NATO is not a party to the fighting. Its\n"
        "members send weapons and money to\n"
        "Ukraine.\n"
        "\n"
        "Sources\n"
        "1. NATO: Setting the record straight (5\n"
        "   March 2024)\n"
        "   https://www.nato.int/record?a=1&b=2\n"
        "2. A. Author: A history of the alliance\n"
        "   (1999, no link)\n"
        "\n"
        "Checked on 22 November 2026"
    )


def test_colours_follow_tone_role_and_style() -> None:
    heading = Paragraph(((Span("❌ "), Span("False", Style.BOLD), Span(": it")),), Role.HEADING)
    note = Paragraph.of(Role.NOTE, "Checked", Style.ITALIC)
    reply = Reply("en", (heading, note), tone=Rating.FALSE)
    assert to_terminal(reply, colour=True, width=80) == (
        "\x1b[31m❌\x1b[0m \x1b[31m\x1b[1mFalse\x1b[0m\x1b[31m:\x1b[0m \x1b[31mit\x1b[0m"
        "\n\n"
        "\x1b[2m\x1b[3mChecked\x1b[0m"
    )


def test_every_rating_has_a_colour(catalog: Catalog) -> None:
    for rating in Rating:
        card = render_card(make_claim(rating=rating), "en", catalog)
        assert to_terminal(card, colour=True, width=80).startswith("\x1b[3")


def test_buttons_are_numbered_once() -> None:
    reply = Reply(
        "en",
        (Paragraph.of(Role.HEADING, "Which?"),),
        (
            Button("1. NATO did…", ShowCard("a")),
            Button("1990 was the year", ShowCard("b")),
            Button("None", NoneOfThese()),
            Button("More", "https://e.example/\x1b[2J"),
        ),
    )
    assert to_terminal(reply, colour=False, width=80) == (
        "Which?\n\n[1] NATO did…\n[2] 1990 was the year\n[3] None\n[4] More\n"
        "    https://e.example/[2J"
    )


def test_a_button_that_is_a_number_is_left_to_the_line_of_that_number() -> None:
    lists = tuple(Paragraph.of(Role.CHOICES, f"{number}. claim") for number in (1, 2))
    buttons = (Button("1", ShowCard("a")), Button("2", ShowCard("b")), Button("All", ListTopics()))
    shown = to_terminal(Reply("en", lists, buttons), colour=False, width=72)
    assert shown == "1. claim\n\n2. claim\n\n[3] All"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("aaa bbb ccc", ["aaa bbb", "ccc"]),
        ("1. aaa bbb ccc", ["1. aaa", "   bbb", "   ccc"]),
        ("aaa " + "b" * 12 + " c", ["aaa", "b" * 12, "c"]),
        ("日本 日本", ["日本", "日本"]),
        (
            "e\u0301e\u0301e\u0301 e\u0301e\u0301e\u0301",
            ["e\u0301e\u0301e\u0301 e\u0301e\u0301e\u0301"],
        ),
        ("", [""]),
    ],
)
def test_rows_break_between_words_by_columns(text: str, rows: list[str]) -> None:
    assert to_terminal(body(Span(text)), colour=False, width=8).split("\n") == rows


def test_a_link_that_shows_its_own_address_is_not_repeated() -> None:
    reply = body(Span("https://e.example", url="https://e.example"))
    assert to_terminal(reply, colour=False, width=80) == "https://e.example"


@given(
    text=st.text(min_size=1).filter(lambda text: bool(text.strip())),
    colour=st.booleans(),
    width=st.integers(min_value=1, max_value=120),
)
def test_no_text_steers_the_terminal(
    catalog: Catalog, *, text: str, colour: bool, width: int
) -> None:
    claim = make_claim(
        claim={"en": text},
        explanation={"en": text},
        sources=(NATO.model_copy(update={"title": text, "url": "https://e.example/" + text}), BOOK),
    )
    for reply in (render_card(claim, "en", catalog), render_choice([claim], "en", catalog)):
        shown = to_terminal(reply, colour=colour, width=width)
        left = ANSI.sub("", shown) if colour else shown
        controls = {
            character
            for character in left
            if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
            or unicodedata.bidirectional(character) in {"LRO", "RLO", "LRE", "RLE", "PDF"}
        }
        assert controls <= {"\n"}
