"""Figures: how often the bot answers, and how often it is right when it does."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.calibration import Judged, brier_score, calibration_error
from bot.evaluation.dataset import LabelledMessage
from bot.evaluation.shares import Share
from bot.matching.matcher import Matcher
from bot.matching.model import Ambiguous, Audience, Candidate, Decision, Match, Query
from bot.matching.vectors import Progress

RANKS = 5
"""Candidates that count for MAP@5; a decision has no more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled message and what the bot made of it, as claim ids, best first."""

    message: LabelledMessage
    answers: tuple[str, ...]
    choices: tuple[str, ...]
    ranked: tuple[str, ...]
    probabilities: tuple[float, ...]
    """That the message asserts each of `ranked`."""
    about: tuple[str, ...]
    expected: frozenset[str]
    """The claims of `accept` that the knowledge base holds."""

    @property
    def wrong(self) -> tuple[str, ...]:
        """The answers that should not have been given."""
        return tuple(answer for answer in self.answers if answer not in self.expected)

    @property
    def answered_right(self) -> bool:
        """Whether a right claim is among the answers."""
        return not self.expected.isdisjoint(self.answers)

    @property
    def offered_right(self) -> bool:
        """Whether a right claim is among the choices that the reader gets."""
        return not self.expected.isdisjoint(self.choices)

    @property
    def first_right(self) -> bool:
        """Whether the best candidate is right."""
        return bool(self.ranked) and self.ranked[0] in self.expected

    @property
    def rank(self) -> int | None:
        """Where the first right candidate stands, from 1; None where there is none."""
        places = (at for at, claim_id in enumerate(self.ranked, 1) if claim_id in self.expected)
        return next(places, None)

    @property
    def average_precision(self) -> float:
        """Precision at the rank of each expected claim, averaged; 0 for those not among five."""
        right, total = 0, 0.0
        for rank, claim_id in enumerate(self.ranked[:RANKS], start=1):
            if claim_id in self.expected:
                right += 1
                total += right / rank
        return total / min(RANKS, len(self.expected)) if self.expected else 0.0

    def probability(self, claim_id: str) -> float:
        """Return the probability given to *claim_id*; 0 where it is no candidate."""
        return dict(zip(self.ranked, self.probabilities, strict=True)).get(claim_id, 0.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """How well the bot did on a set of messages.

    A positive is a message with a claim that the knowledge base holds; all others are silent: they
    must get no verdict.
    """

    messages: int
    precision: Share
    """Of the given verdicts, those that are right."""
    recall: Share
    """Of the positives, those that got a right verdict."""
    reach: Share
    """Of the positives, those that got or were offered the right claim."""
    first: Share
    """P@1: of the positives, those whose best candidate is right."""
    map_at_5: float | None
    """Mean average precision of the best five candidates over the positives."""
    false_alarms: Share
    """Of the silent messages, those that got a verdict."""
    asked_needlessly: Share
    """Of the silent messages, those that were asked about."""
    calibration_error: float | None
    """Of the best candidate's probability, over the messages with a candidate."""
    brier: float | None
    """As the calibration error."""


def evaluate(
    matcher: Matcher,
    messages: Sequence[LabelledMessage],
    audience: Audience = Audience.PRIVATE,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Return what *matcher* makes of each of *messages*, in order."""
    known = matcher.index.ratings.keys()
    outcomes = []
    for done, message in enumerate(messages, start=1):
        outcomes.append(_outcome(message, matcher.match(Query.of(message.text), audience), known))
        if progress:
            progress("messages", done, len(messages))
    return outcomes


def count(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures over *outcomes*."""
    positives = [one for one in outcomes if one.expected]
    silent = [one for one in outcomes if not one.expected]
    given = sum(len(one.answers) for one in outcomes)
    judged = judge(outcomes)
    return Figures(
        messages=len(outcomes),
        precision=Share(given - sum(len(one.wrong) for one in outcomes), given),
        recall=_share(one.answered_right for one in positives),
        reach=_share(one.answered_right or one.offered_right for one in positives),
        first=_share(one.first_right for one in positives),
        map_at_5=_mean([one.average_precision for one in positives]),
        false_alarms=_share(bool(one.answers) for one in silent),
        asked_needlessly=_share(bool(one.choices) for one in silent),
        calibration_error=calibration_error(judged),
        brier=brier_score(judged),
    )


def judge(outcomes: Iterable[Outcome]) -> list[Judged]:
    """Return the best candidate's probability and whether it is right, where there is one."""
    return [(one.probabilities[0], one.first_right) for one in outcomes if one.ranked]


def _outcome(message: LabelledMessage, decision: Decision, known: Collection[str]) -> Outcome:
    return Outcome(
        message=message,
        answers=_ids(decision.answers) if isinstance(decision, Match) else (),
        choices=_ids(decision.choices) if isinstance(decision, Ambiguous) else (),
        ranked=_ids(decision.candidates),
        probabilities=tuple(candidate.score for candidate in decision.candidates),
        about=_ids(decision.about),
        expected=frozenset(message.accept).intersection(known),
    )


def _ids(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(candidate.claim_id for candidate in candidates)


def _share(held: Iterable[bool]) -> Share:
    found = list(held)
    return Share(sum(found), len(found))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
