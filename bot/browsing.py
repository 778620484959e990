"""The knowledge base to leaf through: its topics, the claims of each, and what a few words find."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.claims.model import Claim, KnowledgeBase, Topic
from bot.matching.index import Index
from bot.matching.search import search

PAGE_LENGTH = 8
"""Entries of a page, each with a button: what a phone shows without scrolling."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some entries of a longer list; pages are counted from 0."""

    entries: tuple[T, ...]
    number: int
    count: int
    """Of pages; a list without entries has one, too."""
    total: int
    """Of entries on all pages."""

    @classmethod
    def of(cls, entries: Sequence[T], number: int = 0) -> "Page[T]":
        """Return a page of *entries*, the nearest where there is none with that number.

        An old button may lead to a page that a shorter list no longer has.
        """
        count = max(1, -(-len(entries) // PAGE_LENGTH))
        number = min(max(number, 0), count - 1)
        start = number * PAGE_LENGTH
        return cls(tuple(entries[start : start + PAGE_LENGTH]), number, count, len(entries))


@dataclass(frozen=True, slots=True)
class Shelf:
    """A topic and how many published claims stand under it."""

    topic: Topic
    claims: int


def shelves(knowledge: KnowledgeBase) -> list[Shelf]:
    """Return the topics that readers find something under, in the order of topics.yaml."""
    counted = [
        Shelf(topic, len(claims_on(knowledge, topic.id))) for topic in knowledge.topics.values()
    ]
    return [shelf for shelf in counted if shelf.claims]


def claims_on(knowledge: KnowledgeBase, topic_id: str) -> list[Claim]:
    """Return the published claims of a topic, those reviewed last first."""
    found = [claim for claim in knowledge.published.values() if topic_id in claim.topics]
    return sorted(found, key=lambda claim: claim.reviewed, reverse=True)


def related_to(knowledge: KnowledgeBase, claim: Claim) -> list[Claim]:
    """Return the published claims that *claim* names as related."""
    published = knowledge.published
    return [published[claim_id] for claim_id in claim.related if claim_id in published]


def find_claims(knowledge: KnowledgeBase, index: Index, words: str) -> list[Claim]:
    """Return the published claims that *words* look for, the best first.

    The index may be of another moment than *knowledge*: what only one of them holds is left out.
    """
    published = knowledge.published
    return [published[claim_id] for claim_id in search(index, words) if claim_id in published]
