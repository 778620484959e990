"""What matching remembers of the knowledge base: every wording, its words, and exact keys."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA, Prefix

from bot.claims.model import Claim, KnowledgeBase, Rating
from bot.matching.cues import load_cues
from bot.matching.keys import address_key, text_key
from bot.matching.normalize import normalize, words

ALLIANCE = "nato"
"""The word that stands in every second message, whatever the language."""
_SAME_NAME = {"нато": ALLIANCE, "otan": ALLIANCE}
_BUCKET = 3
_STOP_WEIGHT = 0.25
_INFLECTED = 0.9
_MISSPELT = 0.8


@dataclass(frozen=True, slots=True)
class Document:
    """One wording: of the claim that it asserts, or of a near-miss of it."""

    claim_id: str
    near_miss: bool
    language: str
    text: str
    normalized: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """An immutable index over all published claims; build it with `build_index`."""

    languages: frozenset[str]
    """The languages whose wordings are in it."""
    ratings: Mapping[str, Rating]
    documents: tuple[Document, ...]
    vocabulary: "Vocabulary"
    postings: Mapping[str, tuple[int, ...]]
    by_address: Mapping[str, str]
    by_text: Mapping[str, int]
    near_misses_by_text: Mapping[str, frozenset[str]]
    """The claims of which a text is a near-miss, word for word."""
    canonical: Mapping[tuple[str, str], int]
    """The document that is the claim sentence itself, by claim and language."""
    claim_words: Mapping[tuple[str, str], Mapping[str, int]]
    """How many wordings of a claim in a language hold each word."""
    _weights: dict[int, float] = field(default_factory=dict, repr=False, compare=False)

    def weight(self, number: int) -> float:
        """Return the weight of all words of a document together, each word once."""
        found = self._weights.get(number)
        if found is None:
            words = set(self.documents[number].words)
            found = self._weights[number] = sum(map(self.vocabulary.weight, words))
        return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all documents, their weights, and how to find kin of a word among them.

    Weights and kin are worked out when they are first asked for: most words never are.
    """

    postings: Mapping[str, tuple[int, ...]]
    size: int
    _buckets: Mapping[str, tuple[str, ...]]
    _weights: dict[str, float] = field(default_factory=dict, repr=False, compare=False)
    _kin: dict[str, Mapping[str, float]] = field(default_factory=dict, repr=False, compare=False)

    def weight(self, word: str) -> float:
        """Return the inverse document frequency of *word*, the highest for unseen ones.

        Inflected forms share one weight, or each form of a common word would pass for rare.
        """
        if word not in self.postings:
            return _damped(word, _inverse_frequency(1, max(self.size, 1)))
        found = self._weights.get(word)
        if found is None:
            family = set().union(*(self.postings[kin] for kin in self.kin(word)))
            found = _damped(word, _inverse_frequency(len(family), self.size))
            self._weights[word] = found
        return found

    def kin(self, word: str) -> Mapping[str, float]:
        """Return the words that are *word*, inflected or misspelt, with a likeness of 0 to 1."""
        found = self._kin.get(word)
        if found is None:
            found = _kin_among(word, self._buckets.get(word[:_BUCKET], ()))
            # What people write stays out: only words of the knowledge base are remembered.
            if word in self.postings:
                self._kin[word] = found
        return found


def split_words(normalized: str) -> tuple[str, ...]:
    """Return the words of a normalized text under the names that the index uses."""
    return tuple(_SAME_NAME.get(word, word) for word in words(normalized))


def build_index(knowledge: KnowledgeBase, languages: Collection[str]) -> Index:
    """Return the index of the published claims of *knowledge*, as worded in *languages*."""
    claims = knowledge.published
    documents = tuple(
        document
        for claim in claims.values()
        for document in _documents(claim)
        if document.language in languages
    )
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for word in set(document.words):
            postings[word].append(number)
    frozen = {word: tuple(numbers) for word, numbers in postings.items()}
    return Index(
        languages=frozenset(languages),
        ratings={claim.id: claim.rating for claim in claims.values()},
        documents=documents,
        near_misses_by_text=_near_misses_by_text(documents),
        vocabulary=_vocabulary(frozen, len(documents)),
        postings=frozen,
        by_address={
            key: claim.id
            for claim in claims.values()
            for appearance in claim.appearances
            if (key := address_key(appearance.url))
        },
        by_text={
            text_key(document.normalized): number
            for number, document in enumerate(documents)
            if not document.near_miss
        },
        canonical={
            (document.claim_id, document.language): number
            for number, document in reversed(list(enumerate(documents)))
            if not document.near_miss
        },
        claim_words=_claim_words(documents),
    )


def _near_misses_by_text(documents: Iterable[Document]) -> dict[str, frozenset[str]]:
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        if document.near_miss:
            claims[text_key(document.normalized)].add(document.claim_id)
    return {key: frozenset(found) for key, found in claims.items()}


def _claim_words(documents: Iterable[Document]) -> dict[tuple[str, str], Counter[str]]:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in documents:
        if not document.near_miss:
            counts[document.claim_id, document.language].update(set(document.words))
    return dict(counts)


def _documents(claim: Claim) -> Iterator[Document]:
    for language, text in claim.claim.items():
        yield _document(claim.id, language, text, near_miss=False)
    for language, phrasings in claim.phrasings.items():
        for text in phrasings:
            yield _document(claim.id, language, text, near_miss=False)
    for language, near_misses in claim.near_misses.items():
        for near_miss in near_misses:
            yield _document(claim.id, language, near_miss.text, near_miss=True)


def _document(claim_id: str, language: str, text: str, *, near_miss: bool) -> Document:
    normalized = normalize(text)
    return Document(claim_id, near_miss, language, text, normalized, split_words(normalized))


def _vocabulary(postings: Mapping[str, tuple[int, ...]], size: int) -> Vocabulary:
    buckets: defaultdict[str, list[str]] = defaultdict(list)
    for word in postings:
        buckets[word[:_BUCKET]].append(word)
    return Vocabulary(postings, size, {start: tuple(found) for start, found in buckets.items()})


def _inverse_frequency(documents: int, size: int) -> float:
    """Robertson and Sparck Jones's weight as BM25 uses it (Lucene's form, never negative)."""
    return math.log(1 + (size - documents + 0.5) / (documents + 0.5))


def _damped(word: str, weight: float) -> float:
    cues = load_cues()
    return weight * (_STOP_WEIGHT if not cues.content((word,)) else 1)


def _kin_among(word: str, others: Iterable[str]) -> dict[str, float]:
    return {other: likeness for other in others if (likeness := _likeness(word, other))}


def _likeness(word: str, other: str) -> float:
    if word == other:
        return 1.0
    shorter, longer = sorted((len(word), len(other)))
    if shorter < 4 or word.isdigit() or other.isdigit():  # noqa: PLR2004 - too short to inflect
        return 0.0
    stem = Prefix.similarity(word, other)
    if stem >= 4 and stem >= 0.6 * longer:  # noqa: PLR2004 - расшир|яться, expel|led
        return _INFLECTED
    typos = 2 if shorter >= 9 else 1 if shorter >= 5 else 0  # noqa: PLR2004
    return _MISSPELT if typos and OSA.distance(word, other, score_cutoff=typos) <= typos else 0.0
