"""What went wrong: which claims are taken for which, and the messages that went worst."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.metrics import Outcome

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Confusion:
    """A claim that stands where another was expected, and how often."""

    expected: tuple[str, ...]
    """Any one of them would have been right; empty where no verdict was."""
    given: str
    answered: int
    """Messages that got it as a verdict."""
    ranked_first: int
    """Messages without a verdict of which it is the best candidate."""


def confusions(outcomes: Sequence[Outcome]) -> list[Confusion]:
    """Return which claims were taken for which, the worst and the most frequent first."""
    answered: Counter[tuple[tuple[str, ...], str]] = Counter()
    first: Counter[tuple[tuple[str, ...], str]] = Counter()
    for one in outcomes:
        expected = tuple(sorted(one.expected))
        answered.update((expected, given) for given in one.wrong)
        if expected and one.ranked and not one.answers and not one.first_right:
            first[expected, one.ranked[0]] += 1
    found = [
        Confusion(*pair, answered=answered[pair], ranked_first=first[pair])
        for pair in answered.keys() | first.keys()
    ]
    return sorted(
        found, key=lambda one: (-one.answered, -one.ranked_first, one.expected, one.given)
    )


def confident_wrong(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the messages with a wrong verdict, the surest first."""
    wrong = [one for one in outcomes if one.wrong]
    return sorted(wrong, key=lambda one: (-surest_wrong(one)[1], one.message.id))


def surest_wrong(outcome: Outcome) -> tuple[str, float]:
    """Return the wrong verdict given with the highest probability, and that."""
    given = [(claim_id, outcome.probability(claim_id)) for claim_id in outcome.wrong]
    return max(given, key=lambda one: one[1])


def ranked_lowest(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the positives whose best candidate is wrong, those farthest from a right one first.

    Where none of the candidates is right, those with the surest wrong one come first.
    """
    missed = [one for one in outcomes if one.expected and not one.first_right]

    def badness(one: Outcome) -> tuple[float, float, str]:
        sureness = one.probabilities[0] if one.ranked else 0.0
        return (-(one.rank or float("inf")), -sureness, one.message.id)

    return sorted(missed, key=badness)


def shorten(text: str) -> str:
    """Return the beginning of *text* on one line: enough to know a message again.

    Signs that cannot be seen, and those that would steer a terminal, become dots.
    """
    line = " ".join(text.split())
    line = "".join(sign if sign.isprintable() else "·" for sign in line)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
