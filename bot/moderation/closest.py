"""The claims that a text is closest to, and in one line why."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.claims.model import Claim, KnowledgeBase
from bot.matching.cues import load_cues
from bot.matching.index import split_words
from bot.matching.matcher import Matcher
from bot.matching.model import Candidate, Query
from bot.matching.normalize import normalize

MOST_CLOSEST = 3
_MOST_WORDS = 4
_STEM = 5
_NEAR = 0.2
"""Of the cosine to a claim's wordings in the whitened space: the meaning is about the same."""


@dataclass(frozen=True, slots=True)
class Closest:
    """A claim that a text may be about."""

    claim_id: str
    sentence: str
    """In English, where there is one."""
    score: float
    """The probability that the text asserts it, 0 to 1."""
    why: str


def find_closest(matcher: Matcher, knowledge: KnowledgeBase, text: str) -> tuple[Closest, ...]:
    """Return the claims that *text* is closest to, the most probable first."""
    decision = matcher.match(Query.of(text))
    return tuple(
        Closest(claim.id, in_english(claim), candidate.score, "; ".join(_reasons(candidate, text)))
        for candidate in decision.candidates[:MOST_CLOSEST]
        if (claim := knowledge.published.get(candidate.claim_id))
    )


def in_english(claim: Claim) -> str:
    """Return the claim as a moderator reads it."""
    texts = {str(language): text for language, text in claim.claim.items()}
    return texts.get("en") or next(iter(texts.values()))


def _reasons(candidate: Candidate, text: str) -> Iterator[str]:
    features = candidate.features
    if features.get("same_address"):
        yield "the same link"
        return
    if features.get("same_text"):
        yield "the same words"
        return
    shared = _shared(text, candidate.phrasing)
    if shared:
        yield f"both say {', '.join(shared)}"
    if features.get("e5_central", 0.0) >= _NEAR:
        yield "close in meaning" if shared else "close in meaning, with other words"
    elif not shared:
        yield "only a little alike"
    if features.get("negation_differs"):
        yield "one of them says not"
    if features.get("exchanged"):
        yield "the roles are exchanged"
    if features.get("other_number"):
        yield "other numbers"


def _shared(text: str, phrasing: str) -> list[str]:
    """Return the words of *text* that the wording has as well, in their order."""
    cues = load_cues()
    known = {word[:_STEM] for word in cues.content(split_words(normalize(phrasing)))}
    said = cues.content(split_words(normalize(text)))
    found = {word[:_STEM]: word for word in reversed(said) if word[:_STEM] in known}
    return list(reversed(found.values()))[:_MOST_WORDS]
