"""What other thresholds would bring: precision against recall."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.evaluation.metrics import Outcome


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Precision and recall if the best candidate were answered from `threshold` on."""

    threshold: float
    precision: float
    recall: float


def precision_recall(outcomes: Sequence[Outcome]) -> list[CurvePoint]:
    """Return a point for each probability that was given, the highest first.

    Only the best candidate of each message counts, and no margin: the policy in use may lie beside
    the curve. Without a message that holds a claim there is no curve.
    """
    positives = sum(bool(one.expected) for one in outcomes)
    if not positives:
        return []
    judged = sorted(
        ((one.probabilities[0], one.first_right) for one in outcomes if one.ranked), reverse=True
    )
    points, answered, right = [], 0, 0
    for threshold, held in groupby(judged, key=lambda one: one[0]):
        for _, is_right in held:
            answered += 1
            right += is_right
        points.append(CurvePoint(threshold, right / answered, right / positives))
    return points
