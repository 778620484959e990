"""Small bases and the stations over them: a test names only what it is about."""

from dataclasses import replace
from functools import cache

from bot.claims.load import load_strict
from bot.claims.model import LANGUAGES, Claim, KnowledgeBase
from bot.config import default_knowledge_dir
from bot.matching.decide import Policy
from bot.matching.index import Index, build_index
from bot.matching.matcher import Matcher
from bot.matching.model import Ambiguous, Decision, Match, Part, Query
from bot.matching.rerank import Scored
from bot.matching.retrieve import Passage, read_passages
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


@cache
def shipped_knowledge() -> KnowledgeBase:
    return load_strict(default_knowledge_dir())


@cache
def shipped_matcher() -> Matcher:
    """Return the matcher over the base that ships; hypothesis would print a fixture at length."""
    return Matcher.of(shipped_knowledge())


def make_matcher(*claims: Claim) -> Matcher:
    return Matcher.of(make_base(*(claims or (MOON, SEA))))


def with_policies(matcher: Matcher, *, private: Policy, group: Policy) -> Matcher:
    """Return *matcher* with thresholds of its own, so that a refit moves no band of a test."""
    thresholds = replace(matcher.thresholds, private=private, group=group)
    return replace(matcher, thresholds=thresholds)


def make_index(*claims: Claim) -> Index:
    """Return the index of *claims* as worded in all languages."""
    return build_index(make_base(*claims), LANGUAGES)


def read(text: str, *claims: Claim) -> list[Passage]:
    return read_passages(make_index(*(claims or (MOON, SEA))), (Part(text),))


def score(matcher: Matcher, text: str, without: frozenset[int] = frozenset()) -> dict[str, Scored]:
    """Return what the claims score for *text*, by id, best first."""
    passages = read_passages(matcher.index, (Part(text),))
    return {one.pair.document.claim_id: one for one in matcher.score(passages, without)}


def ask(matcher: Matcher, text: str, *links: str) -> Decision:
    return matcher.match(Query((Part(text),), links))


def answers(decision: Decision) -> list[str]:
    return [one.claim_id for one in decision.answers] if isinstance(decision, Match) else []


def choices(decision: Decision) -> list[str]:
    return [one.claim_id for one in decision.choices] if isinstance(decision, Ambiguous) else []


def about(decision: Decision) -> list[str]:
    return [one.claim_id for one in decision.about]
