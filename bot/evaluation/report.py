"""Figures as text for a terminal: the whole, each group, then what went wrong."""

from collections.abc import Callable, Iterator, Sequence

from bot.evaluation.metrics import Outcome, count
from bot.evaluation.mistakes import (
    Confusion,
    confident_wrong,
    confusions,
    ranked_lowest,
    shorten,
    surest_wrong,
)
from bot.evaluation.shares import Share
from bot.evaluation.tables import COLUMNS, Group, break_down, show, show_interval, show_parts

_MOST_CONFUSIONS = 15
_MOST_CASES = 10
_GAP = "  "


def render_report(outcomes: Sequence[Outcome], heading: Sequence[str] = ()) -> Iterator[str]:
    """Return the lines of the report on *outcomes*; *heading* tells how they were measured."""
    yield from heading
    yield ""
    yield from _summary(outcomes)
    yield ""
    yield from _groups(outcomes)
    yield ""
    yield from _confusions(confusions(outcomes))
    yield ""
    wrong = confident_wrong(outcomes)
    yield from _cases(f"Wrong verdicts, the surest first: {len(wrong)}", wrong, _wrong_verdict)
    yield ""
    low = ranked_lowest(outcomes)
    yield from _cases(
        f"Claims that are not the best candidate, the lowest first: {len(low)}", low, _low_rank
    )


def name_claims(claim_ids: Sequence[str]) -> str:
    """Return the expected claims as people read them."""
    return " or ".join(sorted(claim_ids)) or "no verdict"


def name_decision(outcome: Outcome) -> str:
    """Return what the bot did with a message, in two or three words."""
    if outcome.answers:
        return "answered"
    return "asked" if outcome.choices else "silent"


def name_rank(outcome: Outcome) -> str:
    """Return where the right claim stands among the candidates."""
    return f"rank {outcome.rank}" if outcome.rank else "not found"


def _summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    figures = count(outcomes)
    rows = [["", "", "95 %", "", ""]]
    for column in COLUMNS:
        value = column.value(figures)
        of_what = ("", "")
        if isinstance(value, Share):
            of_what = (show_interval(value) if column.has_interval else "", show_parts(value))
        rows.append([column.long_name, show(value), *of_what, column.meaning])
    return _lined_up(rows, left=(0, 4))


def _groups(outcomes: Sequence[Outcome]) -> Iterator[str]:
    rows = [["", "messages", *(column.name for column in COLUMNS)]]
    rows.append(_row(Group("all", count(outcomes)), indent=""))
    for title, groups in break_down(outcomes):
        rows.append([f"by {title}"])
        rows += [_row(group, indent="  ") for group in groups]
    return _lined_up(rows, left=(0,))


def _row(group: Group, indent: str) -> list[str]:
    cells = (column.cell(group.figures) for column in COLUMNS)
    return [indent + group.name, str(group.figures.messages), *cells]


def _lined_up(rows: Sequence[Sequence[str]], left: Sequence[int]) -> Iterator[str]:
    """Yield *rows* as lines with columns as wide as their widest cell; those in *left* flush."""
    most = max(map(len, rows))
    widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(most)]
    for row in rows:
        cells = (
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=False))
        )
        yield _GAP.join(cells).rstrip()


def _confusions(found: Sequence[Confusion]) -> Iterator[str]:
    yield f"Confused claims (verdicts, best candidates): {len(found)} pairs"
    for one in found[:_MOST_CONFUSIONS]:
        yield (
            f"  {one.answered:>3} {one.ranked_first:>3}  {name_claims(one.expected)} -> {one.given}"
        )
    yield from _more(len(found) - _MOST_CONFUSIONS)


def _more(left_out: int) -> Iterator[str]:
    if left_out > 0:
        yield f"  … and {left_out} more; --html shows more"


def _cases(
    title: str, found: Sequence[Outcome], describe: Callable[[Outcome], str]
) -> Iterator[str]:
    yield title
    for one in found[:_MOST_CASES]:
        message = one.message
        yield f"  {message.id} [{message.lang}, {message.kind}] {describe(one)}"
        yield f"      {shorten(message.text)}"
    yield from _more(len(found) - _MOST_CASES)


def _wrong_verdict(outcome: Outcome) -> str:
    given, probability = surest_wrong(outcome)
    return f"{given} ({probability:.2f}) instead of {name_claims(tuple(outcome.expected))}"


def _low_rank(outcome: Outcome) -> str:
    expected = name_claims(tuple(outcome.expected))
    if not outcome.ranked:
        return f"{expected}: {name_rank(outcome)}, no candidates"
    first = f"first is {outcome.ranked[0]} ({outcome.probabilities[0]:.2f})"
    return f"{expected}: {name_rank(outcome)}, {first}, {name_decision(outcome)}"
