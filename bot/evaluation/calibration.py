"""Are probabilities honest: of what is given 0.8, are eight of ten right?"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.shares import Share

BINS = 10

Judged = tuple[float, bool]
"""The probability that was given, and whether it came true."""


@dataclass(frozen=True, slots=True)
class Bin:
    """What was given a probability of one tenth of the scale, and how much of it came true."""

    given: float
    """The mean probability."""
    right: Share


def reliability(judged: Sequence[Judged]) -> list[Bin]:
    """Return the bins, of equal width, that hold anything, lowest first."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for one in judged:
        # A probability of 1 belongs to the last bin, which has no other after it.
        bins[min(BINS - 1, int(one[0] * BINS))].append(one)
    return [
        Bin(
            given=sum(probability for probability, _ in held) / len(held),
            right=Share(sum(right for _, right in held), len(held)),
        )
        for held in bins
        if held
    ]


def calibration_error(judged: Sequence[Judged]) -> float | None:
    """Return the expected calibration error (Naeini et al. 2015): 0 is honest, None of nothing."""
    if not judged:
        return None
    distances = (
        abs(one.given - one.right.part / one.right.whole) * one.right.whole
        for one in reliability(judged)
    )
    return sum(distances) / len(judged)


def brier_score(judged: Sequence[Judged]) -> float | None:
    """Return the mean squared distance from what came true (Brier 1950); None of nothing."""
    if not judged:
        return None
    return sum((probability - right) ** 2 for probability, right in judged) / len(judged)
