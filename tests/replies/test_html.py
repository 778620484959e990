from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.claims.model import Rating, Source
from bot.replies.catalog import Catalog
from bot.replies.html import MESSAGE_LIMIT, to_html
from bot.replies.model import Paragraph, Reply, Role, Span, Style
from bot.replies.render import render_card, render_choice, render_several
from tests.replies.builders import NATO, make_claim
from tests.support.bot_api_html import parse_html


class Reader(HTMLParser):
    """Reads what Telegram reads, and fails where a tag is strange or out of place."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "a"}
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.text


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_markup_in_texts_is_shown_and_not_obeyed() -> None:
    line = (
        Span('<b>&amp;"', Style.ITALIC),
        Span("a < b", Style.BOLD, url='https://e.example/?a=1&b="><b>'),
        Span("", Style.BOLD),
    )
    assert to_html(Reply("en", (Paragraph((line,), Role.BODY),))) == (
        '<i>&lt;b&gt;&amp;amp;"</i>'
        '<a href="https://e.example/?a=1&amp;b=&quot;&gt;&lt;b&gt;"><b>a &lt; b</b></a>'
    )


def test_breaks_and_direction_overrides_leave_a_clear_card(catalog: Catalog) -> None:
    claim = make_claim(
        claim={"en": "NATO\n<did>\u202e \u2066it"},
        explanation={"en": "It\u2028did\tnot.\n"},
        sources=(NATO.model_copy(update={"title": "A\r\nB\x1b[2J"}),),
    )
    assert read(to_html(render_card(claim, "en", catalog))) == (
        "❌ False: “NATO <did> it”\n\n"
        "It did not.\n\n"
        "Sources\n1. NATO: A B[2J (5 March 2024)\n\n"
        "Checked on 22 November 2026"
    )


# Mostly what breaks things: markup, quotes, pairs of surrogates, joiners, controls.
TEXTS = st.one_of(
    st.text(min_size=1, max_size=300),
    st.text("<>&\"'/ab;#🧩\u200f\u202e\u200d\x1b\n. ", min_size=1, max_size=3000),
).filter(lambda text: bool(text.strip()))
SOURCES = st.lists(
    st.builds(
        Source,
        publisher=TEXTS,
        title=TEXTS,
        url=st.sampled_from([None, "https://e.example/\"'<&>", "https://e.example/\x1b[1m"]),
        published=st.sampled_from([None, "2024", "2024-02", "2024-02-29"]),
        language=st.just("en"),
    ),
    max_size=5,
).map(tuple)


@given(
    sentence=TEXTS,
    why=TEXTS,
    sources=SOURCES,
    rating=st.sampled_from(Rating),
    language=st.sampled_from(["en", "uk", "ru", "de"]),
)
def test_any_claim_gives_html_that_telegram_takes(
    catalog: Catalog,
    *,
    sentence: str,
    why: str,
    sources: tuple[Source, ...],
    rating: Rating,
    language: str,
) -> None:
    claim = make_claim(
        rating=rating, claim={"en": sentence}, explanation={"en": why}, sources=sources
    )
    for reply in (
        render_card(claim, language, catalog),
        render_several([claim] * 3, language, catalog),
        render_choice([claim] * 4, language, catalog),
    ):
        html = to_html(reply)
        text = read(html)
        assert units(text) <= MESSAGE_LIMIT
        assert parse_html(html)[0] == text
        assert all(button.label.strip() for button in reply.buttons)
