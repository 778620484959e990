"""The gate: floors that CI holds the figures to."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.evaluation.dataset import DatasetError
from bot.evaluation.metrics import Outcome, count
from bot.evaluation.shares import Share
from bot.evaluation.tables import show

_Floor = Annotated[float, Field(ge=0, le=1, strict=True)]


class Gate(BaseModel):
    """The floor: figures below it fail; above it for false alarms and the calibration error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    precision: _Floor
    recall: _Floor
    reach: _Floor
    false_alarm_rate: _Floor
    lowest_language_recall: _Floor | None = None
    map_at_5: _Floor | None = None
    calibration_error: _Floor | None = None

    def failures(self, outcomes: Sequence[Outcome]) -> list[str]:
        """Return a sentence for each figure over *outcomes* that misses the gate."""
        return [*self._too_low(outcomes), *self._too_high(outcomes)]

    def _too_low(self, outcomes: Sequence[Outcome]) -> Iterator[str]:
        figures = count(outcomes)
        shares = (
            ("precision", figures.precision, self.precision),
            ("recall", figures.recall, self.recall),
            ("reach", figures.reach, self.reach),
            *(
                (f"recall in {language}", recall, self.lowest_language_recall)
                for language, recall in _recall_by_language(outcomes)
            ),
        )
        for name, share, floor in shares:
            if floor is not None and (share.value is None or share.value < floor):
                yield f"{name} is {show(share)}, the gate asks for at least {floor:.1%}"
        value, floor = figures.map_at_5, self.map_at_5
        if floor is not None and (value is None or value < floor):
            yield f"MAP@5 is {show(value)}, the gate asks for at least {floor:.3f}"

    def _too_high(self, outcomes: Sequence[Outcome]) -> Iterator[str]:
        figures = count(outcomes)
        alarms = figures.false_alarms
        if alarms.value is not None and alarms.value > self.false_alarm_rate:
            yield (
                f"false alarms are {show(alarms)}, the gate allows at most "
                f"{self.false_alarm_rate:.1%}"
            )
        error, ceiling = figures.calibration_error, self.calibration_error
        if error is not None and ceiling is not None and error > ceiling:
            yield f"calibration error is {show(error)}, the gate allows at most {ceiling:.3f}"


class Gates(BaseModel):
    """What is asked of matching with the encoders, and of matching by words alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    with_encoders: Gate
    words_alone: Gate


def load_gates(file: Path) -> Gates:
    """Return the gates that *file* (YAML) describes, or raise DatasetError."""
    try:
        return Gates.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DatasetError(
            f"{file}: not a gate ({_reason(error)}); write with_encoders and words_alone, and "
            "under each precision, recall, reach and false_alarm_rate, each a share from 0 to 1"
        ) from error


def _recall_by_language(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Share]]:
    positives = [one for one in outcomes if one.expected]
    for language in sorted({one.message.lang for one in positives}):
        right = [one.answered_right for one in positives if one.message.lang == language]
        yield language, Share(sum(right), len(right))


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        return f"{place}: {first['msg']}" if place else first["msg"]
    return " ".join(str(error).split())
