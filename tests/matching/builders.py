"""Small bases and the stations over them: a test names only what it is about."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pytest

from bot.claims.load import load_strict
from bot.claims.model import Claim, KnowledgeBase
from bot.config import default_knowledge_dir
from bot.matching import readings
from bot.matching.decide import Policy
from bot.matching.encoders import Encoder, load_encoders, missing_packages
from bot.matching.index import Index, build_index
from bot.matching.matcher import Matcher
from bot.matching.model import Ambiguous, Decision, Match, Part, Query
from bot.matching.passages import Passage, read_passages
from bot.matching.postings import Floats
from bot.matching.rerank import Scored
from bot.matching.vectors import VectorStore
from bot.wiring import shipped_vectors
from tests.support.claims import make_base, make_claim

MOON = make_claim(
    "nato-paints-the-moon",
    "NATO is painting the moon green.",
    [
        "Does NATO paint the moon green?",
        "The alliance sprays green colour on the moon at night",
        "They paint our moon, and NATO pays for the colour",
    ],
    [
        "NATO is not painting the moon.",
        "The moon shines green in tonight's eclipse",
    ],
    seen_at="https://t.me/moonwatch/7",
)
SEA = make_claim(
    "nato-drinks-the-sea",
    "NATO is drinking the Baltic Sea dry.",
    [
        "Is NATO emptying the Baltic Sea?",
        "The alliance pumps all water out of the Baltic",
    ],
    seen_at=["https://example.org/sea", "https://x.com/seawatch/status/1"],
)


@dataclass
class FakeEncoder:
    """Texts that share beginnings of words lie near each other; it remembers what it was given."""

    name: str = "use"
    dimensions: int = 16
    seen: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Floats:
        self.seen += texts
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.split() or [""]:
                digest = hashlib.blake2b(word[:4].encode(), digest_size=8).digest()
                row[int.from_bytes(digest) % self.dimensions] += 1
        unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def fake_encoders() -> tuple[FakeEncoder, FakeEncoder]:
    """Return encoders that stand where the real ones do, under the model fitted for those."""
    return FakeEncoder("use", 512), FakeEncoder("e5", 384)


def real_encoders() -> tuple[Encoder, ...]:
    """Return the encoders that ship; skip the test where they are not installed."""
    encoders = _installed_encoders()
    if not encoders:
        pytest.skip(f"no sentence encoders: {', '.join(missing_packages()) or 'not for here'}")
    return encoders


@cache
def _installed_encoders() -> tuple[Encoder, ...]:
    return load_encoders()


@cache
def shipped_knowledge() -> KnowledgeBase:
    return load_strict(default_knowledge_dir())


@cache
def shipped_index() -> Index:
    return build_index(shipped_knowledge())


@cache
def shipped_matcher() -> Matcher:
    """Return the matcher over the base that ships, by words alone.

    Hypothesis would print a fixture at length.
    """
    return Matcher.over(shipped_index())


def full_matcher() -> Matcher:
    """Return the matcher over the base that ships, with its encoders and its vectors."""
    return _full_matcher(real_encoders())


@cache
def _full_matcher(encoders: tuple[Encoder, ...]) -> Matcher:
    return Matcher.over(shipped_index(), encoders, VectorStore(shipped_vectors(), None))


def make_matcher(*claims: Claim) -> Matcher:
    """Return the matcher over *claims*, by words alone."""
    return Matcher.over(make_index(*(claims or (MOON, SEA))))


@cache
def fake_full_matcher() -> Matcher:
    """Return the matcher over MOON and SEA with the model of the encoders, and fakes for these."""
    return Matcher.over(make_index(MOON, SEA), fake_encoders())


def with_policies(matcher: Matcher, *, private: Policy, group: Policy) -> Matcher:
    """Return *matcher* with thresholds of its own, so that a refit moves no band of a test."""
    thresholds = replace(matcher.thresholds, private=private, group=group)
    return replace(matcher, thresholds=thresholds)


def make_index(*claims: Claim) -> Index:
    return build_index(make_base(*claims))


def read(text: str) -> list[Passage]:
    """Return the passages of *text* as they stand."""
    return read_passages((Part(text),))


def score(matcher: Matcher, text: str) -> dict[str, Scored]:
    """Return what the claims score for *text*, by id, best first."""
    message, passages = readings.read(matcher.index.grams, (Part(text),))
    return {one.claim_id: one for one in matcher.score(message, passages)}


def ask(matcher: Matcher, text: str, *links: str) -> Decision:
    return matcher.match(Query((Part(text),), links))


def answers(decision: Decision) -> list[str]:
    return [one.claim_id for one in decision.answers] if isinstance(decision, Match) else []


def choices(decision: Decision) -> list[str]:
    return [one.claim_id for one in decision.choices] if isinstance(decision, Ambiguous) else []


def about(decision: Decision) -> list[str]:
    return [one.claim_id for one in decision.about]
