"""Figures: how often the bot answers, and how often it is right when it does."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.dataset import LabelledMessage
from bot.matching.matcher import Matcher
from bot.matching.model import Ambiguous, Audience, Candidate, Decision, Match, Query


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled message and what the bot made of it, as claim ids, best first."""

    message: LabelledMessage
    answers: tuple[str, ...]
    choices: tuple[str, ...]
    ranked: tuple[str, ...]
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


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a set of outcomes, and the shares that follow from them."""

    messages: int
    positives: int
    answers: int
    right_answers: int
    answered_right: int
    reached: int
    ranked_first: int
    silent: int
    false_alarms: int

    @property
    def precision(self) -> float | None:
        """Share of the given verdicts that are right; None when none was given."""
        return _share(self.right_answers, self.answers)

    @property
    def recall(self) -> float | None:
        """Share of the messages with a claim that got a right verdict."""
        return _share(self.answered_right, self.positives)

    @property
    def reach(self) -> float | None:
        """Share of the messages with a claim that got or were offered the right one."""
        return _share(self.reached, self.positives)

    @property
    def first(self) -> float | None:
        """P@1: share of the messages with a claim whose best candidate is right."""
        return _share(self.ranked_first, self.positives)

    @property
    def false_alarm_rate(self) -> float | None:
        """Share of the messages that must get no verdict and got one."""
        return _share(self.false_alarms, self.silent)


def evaluate(
    matcher: Matcher,
    messages: Iterable[LabelledMessage],
    audience: Audience = Audience.PRIVATE,
) -> list[Outcome]:
    """Return what *matcher* makes of each of *messages*, in order."""
    known = matcher.index.ratings.keys()
    return [
        _outcome(message, matcher.match(Query.of(message.text), audience), known)
        for message in messages
    ]


def count(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures over *outcomes*."""
    positives = [one for one in outcomes if one.expected]
    silent = [one for one in outcomes if not one.expected]
    return Figures(
        messages=len(outcomes),
        positives=len(positives),
        answers=sum(len(one.answers) for one in outcomes),
        right_answers=sum(len(one.answers) - len(one.wrong) for one in outcomes),
        answered_right=sum(one.answered_right for one in positives),
        reached=sum(one.answered_right or one.offered_right for one in positives),
        ranked_first=sum(bool(one.ranked) and one.ranked[0] in one.expected for one in positives),
        silent=len(silent),
        false_alarms=sum(bool(one.answers) for one in silent),
    )


def _outcome(message: LabelledMessage, decision: Decision, known: Collection[str]) -> Outcome:
    return Outcome(
        message=message,
        answers=_ids(decision.answers) if isinstance(decision, Match) else (),
        choices=_ids(decision.choices) if isinstance(decision, Ambiguous) else (),
        ranked=_ids(decision.candidates),
        about=_ids(decision.about),
        expected=frozenset(message.accept).intersection(known),
    )


def _ids(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(candidate.claim_id for candidate in candidates)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
