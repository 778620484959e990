"""Figures as one page for a browser that needs nothing from elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from bot.evaluation.calibration import BINS, reliability
from bot.evaluation.curve import precision_recall
from bot.evaluation.metrics import Figures, Outcome, count, judge
from bot.evaluation.mistakes import (
    confident_wrong,
    confusions,
    ranked_lowest,
    shorten,
    surest_wrong,
)
from bot.evaluation.plots import draw_precision_recall, draw_reliability
from bot.evaluation.report import name_claims, name_decision, name_rank
from bot.evaluation.shares import Share
from bot.evaluation.tables import COLUMNS, break_down, show, show_interval, show_parts

_MOST_CONFUSIONS = 100
_MOST_CASES = 50
_NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'"
_WORDS = ' class="words"'


def render_page(outcomes: Sequence[Outcome], heading: Sequence[str]) -> str:
    """Return the page on *outcomes* as HTML; *heading* tells how they were measured."""
    style = files("bot.evaluation").joinpath("report.css").read_text(encoding="utf-8")
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_NO_SCRIPTS}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>How well matching works</title><style>\n{style}</style></head>",
            "<body><h1>How well matching works</h1>",
            *(f'<p class="faint">{escape(line)}</p>' for line in heading),
            *_body(outcomes),
            "</body></html>",
            "",
        ]
    )


def _body(outcomes: Sequence[Outcome]) -> Iterator[str]:
    figures = count(outcomes)
    yield "<h2>All messages</h2>"
    yield from _table(("figure", "", "95 %", "counted", "meaning"), _summary(figures), words=(4,))
    yield "<h2>Thresholds and probabilities</h2>"
    yield from _plots(outcomes, figures)
    yield "<h2>By file, language, kind and noise</h2>"
    yield from _groups(outcomes, figures)
    yield from _confusions(outcomes)
    yield from _wrong_verdicts(confident_wrong(outcomes))
    yield from _low_ranks(ranked_lowest(outcomes))


def _summary(figures: Figures) -> Iterator[Sequence[str]]:
    for column in COLUMNS:
        value = column.value(figures)
        interval = show_interval(value) if isinstance(value, Share) and column.has_interval else ""
        parts = show_parts(value) if isinstance(value, Share) else ""
        yield column.long_name, show(value), interval, parts, column.meaning


def _plots(outcomes: Sequence[Outcome], figures: Figures) -> Iterator[str]:
    yield '<div class="plots">'
    yield _figure(
        draw_precision_recall(precision_recall(outcomes), figures),
        "What other thresholds would bring if only the best candidate were answered; dots mark "
        "thresholds of 0.9, 0.8 and so on, from the left. The policy in use also asks for a margin "
        "and may give several answers, so it can lie beside the curve.",
    )
    yield _figure(
        draw_reliability(reliability(judge(outcomes))),
        f"The best candidate's probability in {BINS} bins with 95 % intervals: on the dashed line "
        "it is honest, below it too sure. Bars tell how many messages each bin holds.",
    )
    yield "</div>"


def _figure(svg: str, caption: str) -> str:
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def _groups(outcomes: Sequence[Outcome], figures: Figures) -> Iterator[str]:
    titles = ("", "messages", *(column.name for column in COLUMNS))
    yield '<div class="wide"><table>'
    yield f"<thead><tr>{_cells('th', titles)}</tr></thead><tbody>"
    yield f'<tr class="all">{_group_cells("all", figures)}</tr>'
    for title, groups in break_down(outcomes):
        yield f'<tr class="group"><th colspan="{len(titles)}">{escape(title)}</th></tr>'
        for group in groups:
            yield f"<tr>{_group_cells(group.name, group.figures)}</tr>"
    yield "</tbody></table></div>"


def _group_cells(name: str, figures: Figures) -> str:
    cells = [str(figures.messages), *(column.cell(figures) for column in COLUMNS)]
    return _cells("th", [name]) + _cells("td", cells)


def _confusions(outcomes: Sequence[Outcome]) -> Iterator[str]:
    found = confusions(outcomes)
    yield f"<h2>Confused claims: {len(found)} pairs</h2>"
    rows = [
        (name_claims(one.expected), one.given, str(one.answered), str(one.ranked_first))
        for one in found[:_MOST_CONFUSIONS]
    ]
    yield from _table(
        ("expected", "given instead", "as a verdict", "as best candidate, no verdict"),
        rows,
        words=(0, 1),
    )
    yield from _more(len(found) - _MOST_CONFUSIONS)


def _wrong_verdicts(found: Sequence[Outcome]) -> Iterator[str]:
    def row(one: Outcome) -> Sequence[str]:
        given, probability = surest_wrong(one)
        return (*_of_message(one), given, f"{probability:.2f}", shorten(one.message.text))

    yield f"<h2>Wrong verdicts, the surest first: {len(found)}</h2>"
    yield from _cases(found, row, ("given", "probability"))


def _low_ranks(found: Sequence[Outcome]) -> Iterator[str]:
    def row(one: Outcome) -> Sequence[str]:
        given, probability = (
            (one.ranked[0], f"{one.probabilities[0]:.2f}") if one.ranked else ("-", "-")
        )
        told = (given, probability, name_rank(one), name_decision(one))
        return (*_of_message(one), *told, shorten(one.message.text))

    yield f"<h2>Claims that are not the best candidate, the lowest first: {len(found)}</h2>"
    yield from _cases(found, row, ("first candidate", "probability", "right one", "decision"))


def _of_message(outcome: Outcome) -> Sequence[str]:
    message = outcome.message
    return message.id, message.lang, message.kind, name_claims(tuple(outcome.expected))


def _cases(
    found: Sequence[Outcome], row: Callable[[Outcome], Sequence[str]], told: Sequence[str]
) -> Iterator[str]:
    titles = ("message", "language", "kind", "expected", *told, "text")
    words = [titles.index(title) for title in ("language", "kind", "expected", told[0], "text")]
    yield from _table(titles, [row(one) for one in found[:_MOST_CASES]], words)
    yield from _more(len(found) - _MOST_CASES)


def _more(left_out: int) -> Iterator[str]:
    if left_out > 0:
        yield f'<p class="faint">… and {left_out} more</p>'


def _table(
    titles: Sequence[str], rows: Iterable[Sequence[str]], words: Sequence[int]
) -> Iterator[str]:
    """Yield a table; the columns *words* hold text that may wrap, the first names the row."""
    yield '<div class="wide"><table>'
    yield f"<thead><tr>{_cells('th', titles, words)}</tr></thead><tbody>"
    for row in rows:
        first, others = row[:1], row[1:]
        shifted = [at - 1 for at in words]
        yield f"<tr>{_cells('th', first, words)}{_cells('td', others, shifted)}</tr>"
    yield "</tbody></table></div>"


def _cells(tag: str, texts: Sequence[str], words: Sequence[int] = ()) -> str:
    # A message may turn the writing direction; <bdi> keeps that inside its cell.
    return "".join(
        f"<{tag}{_WORDS if at in words else ''}><bdi>{escape(text)}</bdi></{tag}>"
        for at, text in enumerate(texts)
    )
