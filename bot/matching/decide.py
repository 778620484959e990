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
    """Likeness, 0 to 1, from which a message that refutes is said to be about the claim."""
    denial: float
    """Share of the shared words, 0 to 1, whose negation differs from the claim in a denial."""
    altered_words: int
    """In a passage of at most so many words, a new word in place of a known one changes it."""
    denial_words: int
    """Longer passages hold a negation by chance."""
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
    """The message is the claim turned round, or a known near-miss: no reason to answer with it."""
    altered: bool
    """A word of the claim has given way to another: ask rather than answer."""
    doubted: bool
    """The message shows signs of refuting or discussing the claim."""
    likeness: float


def decide(evidence: Sequence[Evidence], policy: Policy, thresholds: Thresholds) -> Decision:
    """Answer what is sure, ask about what is likely, and be silent on the rest.

    *evidence* comes best first, one for each claim.
    """
    candidates = tuple(one.candidate for one in evidence)[:MOST_CANDIDATES]
    # The probability has seen the signs of refutation already; they decide where it is in doubt.
    sure = [
        one
        for one in evidence
        if one.exact
        or (one.candidate.score >= policy.answer and not one.denied and not one.altered)
    ]
    about = tuple(
        one.candidate
        for one in evidence
        if one not in sure and (one.denied or one.doubted) and one.likeness >= thresholds.about
    )[:MOST_ANSWERS]
    answers = [one for one in sure if one.exact or not _contested(one, evidence, policy.margin)]
    if answers:
        return Match(
            answers=tuple(one.candidate for one in answers[:MOST_ANSWERS]),
            candidates=candidates,
            about=about,
        )
    likely = tuple(
        one.candidate
        for one in evidence
        if one.candidate.score >= policy.offer and (one in sure or not (one.denied or one.doubted))
    )
    if likely:
        return Ambiguous(choices=likely[:MOST_CHOICES], candidates=candidates, about=about)
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
