"""Fourth station: three bands with a margin; a wrong verdict costs more than a miss."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.model import (
    Ambiguous,
    Audience,
    Candidate,
    Decision,
    Match,
    NoMatch,
    Silence,
)

MOST_CANDIDATES = 5
MOST_CHOICES = 4
MOST_ANSWERS = 4
_COMPANY = 0.25
"""Beside a likely claim, those of at least so much of its threshold are offered, too."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How sure one audience wants us to be; all are probabilities from 0 to 1."""

    answer: float
    """At or above it a claim is answered."""
    offer: float
    """From here up to `answer` the reader is asked."""
    margin: float
    """A rival for the same sentence must be less probable by so much."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The one place where thresholds live; their values stand in model.json with their figures."""

    private: Policy
    group: Policy
    about: float
    """Topicality from which a message that gets no verdict is said to be about the claim."""
    content_words: int
    """Messages of fewer words that say something get no verdict, unless an exact key speaks."""

    def policy(self, audience: Audience) -> Policy:
        """Return the policy for *audience*."""
        return self.private if audience is Audience.PRIVATE else self.group


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A candidate, and what tells whether the message asserts it."""

    candidate: Candidate
    exact: bool
    denied: bool
    """The message is a known near-miss, or refutes what it links: no reason to answer with it."""
    doubted: bool
    """It shows plain signs of refuting the claim: ask rather than answer."""
    topicality: float
    """The probability that the message speaks of the claim, asserting or refuting it."""


def decide(evidence: Sequence[Evidence], policy: Policy, thresholds: Thresholds) -> Decision:
    """Answer what is sure, ask about what is likely, and be silent on the rest.

    *evidence* comes best first, one for each claim.
    """
    candidates = tuple(one.candidate for one in evidence)[:MOST_CANDIDATES]
    sure = [
        one
        for one in evidence
        if one.exact
        or (one.candidate.score >= policy.answer and not one.denied and not one.doubted)
    ]
    about = tuple(
        one.candidate
        for one in evidence
        if one not in sure
        and one.topicality >= thresholds.about
        and (one.denied or one.candidate.score < policy.offer)
    )[:MOST_ANSWERS]
    answers = [one for one in sure if one.exact or not _contested(one, evidence, policy.margin)]
    if answers:
        return Match(
            answers=tuple(one.candidate for one in answers[:MOST_ANSWERS]),
            candidates=candidates,
            about=about,
        )
    possible = [one.candidate for one in evidence if not one.denied]
    if any(one.score >= policy.offer for one in possible):
        choices = tuple(one for one in possible if one.score >= policy.offer * _COMPANY)
        return Ambiguous(choices=choices[:MOST_CHOICES], candidates=candidates, about=about)
    reason = Silence.DEBUNK if about else Silence.UNKNOWN
    return NoMatch(reason=reason, candidates=candidates, about=about)


def _contested(one: Evidence, evidence: Sequence[Evidence], margin: float) -> bool:
    """Tell whether a rival for the same sentence is too close."""
    return any(
        other.candidate.score > one.candidate.score - margin
        for other in evidence
        if other is not one and _same_place(one.candidate, other.candidate)
    )


def _same_place(one: Candidate, other: Candidate) -> bool:
    a, b = one.segment, other.segment
    if a is None or b is None:
        return False
    return a.part == b.part and a.start < b.end and b.start < a.end
