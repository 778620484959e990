"""A line on where a message comes from, below whatever is said about it."""

from bot.replies.catalog import Catalog
from bot.replies.fitting import fit, visible_length
from bot.replies.html import MESSAGE_LIMIT, to_html
from bot.replies.model import Role, Span, Style
from bot.replies.render import render_card, render_no_match
from bot.replies.render_spreaders import MOST_LINES, add_spreaders
from bot.spreaders import Spreader
from tests.replies.builders import ARCHIVED, BOOK, NATO, make_claim
from tests.support.claims import make_network

SPREADER = Spreader("moon-mirror.example", make_network(sources=(BOOK, ARCHIVED)))


def test_without_spreaders_a_reply_stays_as_it_is(catalog: Catalog) -> None:
    card = render_card(make_claim(), "en", catalog)
    assert add_spreaders(card, (), catalog) is card


def test_the_line_stands_below_and_changes_nothing_else(catalog: Catalog) -> None:
    card = render_card(make_claim(), "en", catalog)
    told = add_spreaders(card, [SPREADER], catalog)
    assert told.paragraphs[:-1] == card.paragraphs
    assert (told.tone, told.buttons, told.quote) == (card.tone, card.buttons, card.quote)
    assert told.paragraphs[-1].role is Role.NOTE


def test_the_line_links_the_first_source_that_has_an_address(catalog: Catalog) -> None:
    (line,) = (
        add_spreaders(render_no_match([], "en", catalog), [SPREADER], catalog).paragraphs[-1].lines
    )
    assert Span("Example News", url=ARCHIVED.archived_url) in line
    assert Span("moon-mirror.example", Style.CODE) in line


def test_a_link_to_everything_gets_a_few_lines(catalog: Catalog) -> None:
    reply = render_no_match([], "en", catalog)
    told = add_spreaders(reply, [SPREADER] * (MOST_LINES + 5), catalog)
    assert len(told.paragraphs[-1].lines) == MOST_LINES


def test_the_line_outlives_a_long_explanation(catalog: Catalog) -> None:
    sources = tuple(NATO.model_copy(update={"title": "Long title " * 20}) for _ in range(20))
    claim = make_claim(explanation={"en": "Because it is so. " * 300}, sources=sources)
    told = add_spreaders(render_card(claim, "en", catalog), [SPREADER], catalog)
    assert visible_length(told) > MESSAGE_LIMIT
    assert "moon-mirror.example</code>" in to_html(told)
    assert visible_length(fit(told, MESSAGE_LIMIT)) <= MESSAGE_LIMIT
