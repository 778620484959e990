"""Which figures are shown, under which names, and for which groups of messages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.evaluation.metrics import Figures, Outcome, count
from bot.evaluation.shares import Share

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """A figure and what it says."""

    name: str
    long_name: str
    meaning: str
    value: Callable[[Figures], Share | float | None]
    has_interval: bool = False
    """Whether a table shows it with its interval, or by itself."""

    def cell(self, figures: Figures) -> str:
        """Return the figure as a table shows it: `97.1% (91.9-99.0)`, `3.2%` or `0.031`."""
        value = self.value(figures)
        shown = show(value)
        if self.has_interval and isinstance(value, Share) and value.whole:
            return f"{shown} ({show_interval(value)})"
        return shown


@dataclass(frozen=True, slots=True)
class Group:
    """The messages of one file, language, kind or noise."""

    name: str
    figures: Figures


COLUMNS = (
    Column(
        "precision",
        "precision of answers",
        "of the verdicts given, those that are right",
        lambda figures: figures.precision,
        has_interval=True,
    ),
    Column(
        "recall",
        "recall",
        "of the messages with a claim, those that got a right verdict",
        lambda figures: figures.recall,
        has_interval=True,
    ),
    Column(
        "reach",
        "reach",
        "of the messages with a claim, those that got or were offered the right one",
        lambda figures: figures.reach,
    ),
    Column(
        "P@1",
        "P@1",
        "of the messages with a claim, those whose best candidate is right",
        lambda figures: figures.first,
    ),
    Column(
        "MAP@5",
        "MAP@5",
        "mean average precision of the best five candidates; 1 is best",
        lambda figures: figures.map_at_5,
    ),
    Column(
        "alarms",
        "false alarms",
        "of the messages that must get no verdict, those that got one",
        lambda figures: figures.false_alarms,
    ),
    Column(
        "asked",
        "asked needlessly",
        "of the messages that must get no verdict, those that were asked about",
        lambda figures: figures.asked_needlessly,
    ),
    Column(
        "ECE",
        "calibration error",
        "expected calibration error of the best candidate's probability, 10 bins; 0 is best",
        lambda figures: figures.calibration_error,
    ),
    Column(
        "Brier",
        "Brier score",
        "mean squared error of the best candidate's probability; 0 is best",
        lambda figures: figures.brier,
    ),
)
_KEYS: Sequence[tuple[str, Callable[[Outcome], str | None]]] = (
    ("file", lambda one: one.message.file or None),
    ("language", lambda one: one.message.lang),
    ("kind", lambda one: one.message.kind),
    ("noise", lambda one: one.message.noise),
)


def break_down(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Group]]]:
    """Yield by what the messages are grouped, and the groups by name; none for what they lack."""
    for title, key in _KEYS:
        names = sorted({name for one in outcomes if (name := key(one))})
        if names:
            yield (
                title,
                [
                    Group(name, count([one for one in outcomes if key(one) == name]))
                    for name in names
                ],
            )


def show(value: Share | float | None) -> str:
    """Return *value* as people read it: a share in percent, anything else as it is."""
    number = value.value if isinstance(value, Share) else value
    if number is None:
        return NOTHING
    return f"{number:.1%}" if isinstance(value, Share) else f"{number:.3f}"


def show_interval(share: Share) -> str:
    """Return the interval of *share* in percent, without the sign: `91.9-99.0`."""
    interval = share.interval
    if interval is None:
        return NOTHING
    lowest, highest = interval
    return f"{lowest * 100:.1f}-{highest * 100:.1f}"


def show_parts(share: Share) -> str:
    """Return what *share* was counted from: `101 of 104`."""
    return f"{share.part} of {share.whole}"
