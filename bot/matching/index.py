"""What matching remembers of the knowledge base: every wording, its terms, and exact keys."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.claims.model import Claim, KnowledgeBase, Rating
from bot.matching.keys import address_key, text_key
from bot.matching.normalize import normalize, words
from bot.matching.pool import Pool
from bot.matching.postings import Postings
from bot.matching.terms import grams, stems

ALLIANCE = "nato"
"""The word that stands in every second message, whatever the language."""
_SAME_NAME = {"нато": ALLIANCE, "otan": ALLIANCE}
_JOINED_LENGTH_WEIGHT = 0.3
"""All wordings of a claim in one language are one long text; that some have more says little."""


@dataclass(frozen=True, slots=True)
class Document:
    """One wording: of the claim that it asserts, or of a near-miss of it."""

    claim_id: str
    near_miss: bool
    language: str
    text: str
    normalized: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """An immutable index over all published claims; build it with `build_index`."""

    claim_ids: tuple[str, ...]
    ratings: Mapping[str, Rating]
    documents: tuple[Document, ...]
    asserting: Pool
    """The wordings that assert a claim, in the order of `claim_ids`."""
    near: Pool
    """The near-misses of each claim."""
    stems: Postings
    grams: Postings
    joined: Postings
    """The letter runs of all wordings of a claim in one language, as one text."""
    joined_by_claim: Pool
    by_address: Mapping[str, str]
    by_text: Mapping[str, int]
    near_misses_by_text: Mapping[str, frozenset[str]]
    """The claims of which a text is a near-miss, word for word."""
    canonical: Mapping[tuple[str, str], int]
    """The document that is the claim sentence itself, by claim and language."""


def split_words(normalized: str) -> tuple[str, ...]:
    """Return the words of a normalized text under the names that the index uses."""
    return tuple(_SAME_NAME.get(word, word) for word in words(normalized))


def build_index(knowledge: KnowledgeBase) -> Index:
    """Return the index of the published claims of *knowledge*."""
    claims = knowledge.published
    # Wordings of one sort and one claim stand in a row: see Pool.
    documents = tuple(
        sorted(
            (document for claim in claims.values() for document in _documents(claim)),
            key=lambda document: document.near_miss,
        )
    )
    numbers = {claim_id: number for number, claim_id in enumerate(claims)}
    owners = [numbers[document.claim_id] for document in documents]
    by_grams = Postings([grams(document.words) for document in documents])
    joined: dict[tuple[int, str], int] = {}
    groups = [
        -1 if document.near_miss else joined.setdefault((owner, document.language), len(joined))
        for document, owner in zip(documents, owners, strict=True)
    ]
    asserting = [at for at, document in enumerate(documents) if not document.near_miss]
    near = [at for at, document in enumerate(documents) if document.near_miss]
    return Index(
        claim_ids=tuple(claims),
        ratings={claim.id: claim.rating for claim in claims.values()},
        documents=documents,
        asserting=Pool(owners, asserting, len(claims)),
        near=Pool(owners, near, len(claims)),
        stems=Postings([stems(document.words) for document in documents]),
        grams=by_grams,
        joined=by_grams.joined(groups, _JOINED_LENGTH_WEIGHT),
        joined_by_claim=Pool([owner for owner, _ in joined], range(len(joined)), len(claims)),
        by_address={
            key: claim.id
            for claim in claims.values()
            for appearance in claim.appearances
            if (key := address_key(appearance.url))
        },
        by_text={text_key(documents[at].normalized): at for at in reversed(asserting)},
        near_misses_by_text=_near_misses_by_text(documents),
        canonical={
            (documents[at].claim_id, documents[at].language): at for at in reversed(asserting)
        },
    )


def _near_misses_by_text(documents: Iterable[Document]) -> dict[str, frozenset[str]]:
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        if document.near_miss:
            claims[text_key(document.normalized)].add(document.claim_id)
    return {key: frozenset(found) for key, found in claims.items()}


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
