"""The page that `eval --html` writes: whole, harmless, and in need of nothing."""

import re
from html.parser import HTMLParser

from syrupy.assertion import SnapshotAssertion

from bot.evaluation.calibration import reliability
from bot.evaluation.curve import precision_recall
from bot.evaluation.metrics import count, judge
from bot.evaluation.page import render_page
from bot.evaluation.plots import draw_precision_recall, draw_reliability
from tests.evaluation.builders import make_outcome
from tests.evaluation.outcomes import OUTCOMES

HEADING = ("written.jsonl", "encoders: use, e5")
EMPTY_ELEMENTS = {"meta"}


class Reader(HTMLParser):
    """Reads a page as a browser would, and keeps its elements and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in EMPTY_ELEMENTS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def body_of(page: str) -> str:
    return page.partition("<body>")[2].partition("</body>")[0]


def test_page(snapshot: SnapshotAssertion) -> None:
    assert re.sub(r"<svg.*?</svg>", "<svg>", body_of(render_page(OUTCOMES, HEADING))) == snapshot


def test_plots(snapshot: SnapshotAssertion) -> None:
    curve = draw_precision_recall(precision_recall(OUTCOMES), count(OUTCOMES))
    dots = draw_reliability(reliability(judge(OUTCOMES)))
    assert f"{curve}\n{dots}".replace("><", ">\n<") == snapshot


def test_every_element_is_closed_and_none_loads_or_runs_anything() -> None:
    page = render_page(OUTCOMES, HEADING)
    found = read(page)
    assert found.open == []
    assert not {"script", "link", "img", "iframe", "object"} & set(found.elements)
    assert not {"src", "href", "onclick", "onload"} & found.attributes
    assert "http" not in page.replace("http-equiv", "")
    assert "@import" not in page
    assert "url(" not in page


def test_nothing_that_people_write_becomes_markup() -> None:
    evil = "<script>alert('x')</script>&amp;\""
    outcome = make_outcome(
        evil, answers=("sea",), id_=evil, text=evil, lang=evil, kind=evil, noise=evil, file=evil
    )
    found = read(render_page([outcome], [evil]))
    assert "script" not in found.elements
    in_heading, in_groups, in_confusions, in_cases = 1, 4, 1, 5
    assert found.texts.count(evil) == in_heading + in_groups + in_confusions + 2 * in_cases


def test_a_page_of_nothing_has_no_figures() -> None:
    found = read(render_page([], ()))
    assert found.open == []
    assert "Wrong verdicts, the surest first: 0" in found.texts


def test_no_more_than_100_characters_of_a_message_are_shown() -> None:
    long = make_outcome("moon", answers=("sea",), text="drinks" * 100)
    assert "drinks" * 17 not in render_page([long], ())


def test_of_many_mistakes_the_rest_is_counted() -> None:
    outcomes = [make_outcome("moon", answers=(f"sea-{n}",), id_=f"m{n}") for n in range(120)]
    page = render_page(outcomes, ())
    assert page.count("… and 70 more") == 2
    assert page.count("… and 20 more") == 1
