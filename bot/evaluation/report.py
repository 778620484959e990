"""Figures as a table for people, and the gate that CI holds them to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.evaluation.dataset import DatasetError
from bot.evaluation.metrics import Figures, Outcome, count

_COLUMNS = (
    "{name:<16} {messages:>8} {precision:>17} {recall:>15} {reach:>6} {first:>6} {alarms:>15}"
)
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Gate:
    """The floor: figures below it (above it, for false alarms) fail."""

    precision: float
    recall: float
    reach: float
    false_alarm_rate: float

    def failures(self, figures: Figures) -> list[str]:
        """Return a sentence for each figure that misses the gate."""
        floors = (
            ("precision", figures.precision, self.precision),
            ("recall", figures.recall, self.recall),
            ("reach", figures.reach, self.reach),
        )
        missed = [
            f"{name} is {_percent(value)}, the gate asks for at least {_percent(floor)}"
            for name, value, floor in floors
            if value is None or value < floor
        ]
        rate = figures.false_alarm_rate
        if rate is not None and rate > self.false_alarm_rate:
            missed.append(
                f"false alarms are {_percent(rate)}, the gate allows at most "
                f"{_percent(self.false_alarm_rate)}"
            )
        return missed


def load_gate(file: Path) -> Gate:
    """Return the gate that *file* (YAML) describes, or raise DatasetError."""
    try:
        floors = yaml.safe_load(file.read_text(encoding="utf-8"))
        gate = Gate(**floors)
        wrong = [name for name, share in floors.items() if not _is_share(share)]
        if wrong:
            raise ValueError(f"{', '.join(wrong)}: no share")  # noqa: TRY301 - as the others
    except (OSError, TypeError, ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise DatasetError(
            f"{file}: not a gate ({reason}); write precision, recall, reach and false_alarm_rate, "
            "each a share from 0 to 1"
        ) from error
    return gate


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def render_report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Return the lines of the report: all, each kind, each language, then what went wrong."""
    yield _COLUMNS.format(
        name="",
        messages="messages",
        precision="precision",
        recall="recall",
        reach="reach",
        first="P@1",
        alarms="false alarms",
    )
    yield _row("all", outcomes)
    yield from _grouped(outcomes, "kind", lambda one: one.message.kind)
    yield from _grouped(outcomes, "language", lambda one: one.message.lang)
    wrong = [one for one in outcomes if one.wrong]
    yield ""
    yield f"Wrong verdicts: {len(wrong)}"
    for one in wrong:
        expected = ", ".join(sorted(one.expected)) or "no verdict"
        text = " ".join(one.message.text.split())[:_SHOWN]
        yield f"  {one.message.id}: {', '.join(one.wrong)} instead of {expected}: {text}"


def _grouped(
    outcomes: Sequence[Outcome], title: str, key: Callable[[Outcome], str]
) -> Iterator[str]:
    yield f"by {title}"
    for name in sorted({key(one) for one in outcomes}):
        yield _row(f"  {name}", [one for one in outcomes if key(one) == name])


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    figures = count(outcomes)
    return _COLUMNS.format(
        name=name,
        messages=figures.messages,
        precision=_of(figures.precision, figures.right_answers, figures.answers),
        recall=_of(figures.recall, figures.answered_right, figures.positives),
        reach=_percent(figures.reach),
        first=_percent(figures.first),
        alarms=_of(figures.false_alarm_rate, figures.false_alarms, figures.silent),
    )


def _of(share: float | None, part: int, whole: int) -> str:
    return f"{_percent(share)} ({part}/{whole})" if whole else "-"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
