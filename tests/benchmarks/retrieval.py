"""Tweets beside checked claims, as the views of the product see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.alignment import compare, spell
from bot.matching.encoders import Encoder
from bot.matching.index import Index, build_index, split_words
from bot.matching.model import Segment
from bot.matching.normalize import normalize
from bot.matching.passages import Passage
from bot.matching.pool import Pool
from bot.matching.postings import Floats
from bot.matching.space import Space
from bot.matching.vectors import Progress, VectorStore
from bot.matching.views import LEXICAL, Sense, view
from tests.benchmarks.ranking import Shortlist, ranks_of
from tests.benchmarks.tweets import CheckedClaim, Tweet
from tests.support.claims import make_base, make_claim

IN_PRODUCT = ("use", "e5")
_QUICK = ("use",)
_BEST_IN_BLEND, _BEST_IN_VIEW = 20, 5
_KINDS = ("nearest", "central")
_OF_VIEW = ("", "_lead", "_gap", "_place", "_standing")
_WORDINGS = ("claim", "title")
_COMPARED = ("wording_coverage", "passage_coverage", "token_sort_ratio", "partial_ratio")
BY_WORDS = (*LEXICAL, *_WORDINGS)
"""What the columns begin with that need no encoder."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What each view makes of one tweet."""

    ranks: Mapping[str, Sequence[int]]
    """The places, from 1, of the right claims among all, by view."""
    shortlist: Shortlist


@dataclass(frozen=True, slots=True)
class Remembering:
    """An encoder that read all texts beforehand."""

    name: str
    dimensions: int
    vectors: Mapping[str, Floats]

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return [texts, dimensions], or raise KeyError for a text that it has not read."""
        return np.stack([self.vectors[text] for text in texts])


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All checked claims as one encoder reads them."""

    sense: Sense
    """As the product has it."""
    middle: Floats
    """[dimensions], the mean of the claims."""
    claims: Floats
    """[claims, dimensions], claim and title as one text, from the middle, each of length 1."""

    def read(self, normalized: Sequence[str]) -> Floats:
        """Return [texts, dimensions], from the middle of the claims, each of length 1."""
        return _unit(self.sense.encoder.encode(normalized) - self.middle)


@dataclass(frozen=True, slots=True, eq=False)
class Retriever:
    """The index of all checked claims, and the encoders that have read them."""

    claim_ids: tuple[str, ...]
    index: Index
    readings: tuple[Reading, ...]
    others: tuple[Reading, ...]
    """Those of encoders that the product does not know; they stay out of its blend."""

    def columns(self) -> list[str]:
        """Return the names of the columns of a shortlist."""
        encoders = [one.sense.encoder.name for one in (*self.readings, *self.others)]
        views = [
            *LEXICAL,
            *(f"{name}_{kind}" for name in encoders for kind in _KINDS),
            *(["taught"] if encoders else []),
            "blend",
        ]
        return [
            *(f"{name}{kind}" for name in views for kind in _OF_VIEW),
            "first_in",
            *(f"{wording}_{name}" for wording in _WORDINGS for name in _COMPARED),
        ]

    def teach(self, tweets: Sequence[Tweet]) -> Space | None:
        """Return one space of all encoders, whitened by how *tweets* differ from their claims.

        To `Space` a tweet and the claim that checks it are two wordings of one more claim, which
        stands behind the real ones; each of these has one wording here.
        """
        if not (self.readings or self.others):
            return None
        numbers = {id_: number for number, id_ in enumerate(self.claim_ids)}
        pairs = [(tweet, numbers[id_]) for tweet in tweets for id_ in sorted(tweet.accept)]
        claims = _join([one.claims for one in (*self.readings, *self.others)])
        asked = self._read([normalize(tweet.text) for tweet, _ in pairs])
        paired = np.stack([asked, claims[[claim for _, claim in pairs]]], axis=1)
        real, size = len(claims), len(claims) + len(pairs)
        owners = [*range(real), *np.repeat(np.arange(real, size), 2).tolist()]
        return Space(
            np.concatenate([claims, paired.reshape(-1, claims.shape[1])]),
            Pool(owners, range(len(owners)), size),
            Pool(owners, [], size),
        )

    def find(self, tweet: Tweet, taught: Space | None) -> Found:
        """Return what the views make of *tweet*, read as one passage.

        It must not be one of those that *taught* was taught by.
        """
        normalized = normalize(tweet.text)
        segment = Segment(0, 0, len(tweet.text))
        # Claims name month and year; encoders read the text alone, with a date nobody tried them.
        words = split_words(f"{normalized} {normalize(tweet.when)}")
        passage = Passage(segment, normalized, words, tweet.text)
        seen = view(self.index, [one.sense for one in self.readings], [passage])
        scores = {name: rows[0] for name, rows in seen.asserting.items()}
        standing = {name: rows[0] for name, rows in seen.standing.items()}
        beyond = self._beyond_product(normalized, taught)
        scores |= beyond
        standing |= {name: (row - row.mean()) / row.std() for name, row in beyond.items()}
        total = np.mean(list(standing.values()), axis=0)
        scores["blend"] = standing["blend"] = total
        right = [at for at, id_ in enumerate(self.claim_ids) if id_ in tweet.accept]
        ranks = {name: ranks_of(row, right) for name, row in scores.items()}
        ranks["blend of the product"] = ranks_of(seen.blend[0], right)
        chosen = _candidates(scores)
        features = _features(scores, standing, chosen)
        rows = np.hstack([features, _compare(self.index, passage, chosen)])
        ids = tuple(self.claim_ids[at] for at in chosen)
        return Found(ranks, Shortlist(ids, rows, tweet.accept))

    def _beyond_product(self, normalized: str, taught: Space | None) -> dict[str, Floats]:
        """Return the scores of all claims in the views that the product does not have."""
        scores: dict[str, Floats] = {}
        for sense in (one.sense for one in self.others):
            vectors = sense.encoder.encode([normalized])
            nearest = sense.space.nearest(sense.space.cosines(vectors))
            for kind, found in zip(_KINDS, (nearest, sense.space.central(vectors)), strict=True):
                scores[f"{sense.encoder.name}_{kind}"] = found.asserting[0]
        if taught:
            found = taught.central(self._read([normalized]))
            scores["taught"] = found.asserting[0, : len(self.claim_ids)]
        return scores

    def _read(self, normalized: Sequence[str]) -> Floats:
        return _join([one.read(normalized) for one in (*self.readings, *self.others)])


def build_retriever(
    claims: Sequence[CheckedClaim],
    tweets: Sequence[Tweet],
    encoders: Sequence[Encoder],
    store: VectorStore,
    progress: Progress | None = None,
) -> Retriever:
    """Return the retriever over *claims*, its encoders ready for *tweets*.

    Claim and title are two wordings to those that count words. Encoders read them as one text, the
    quick ones also each apart, so that there is some scatter to whiten by.
    """
    index = build_index(
        make_base(*(make_claim(f"c{at:05}", one.claim, one.title) for at, one in enumerate(claims)))
    )
    asked = [normalize(tweet.text) for tweet in tweets]
    both = [normalize(f"{one.claim}\n{one.title}") for one in claims]
    apart = [normalize(text) for one in claims for text in (one.claim, one.title)]
    readings = []
    for encoder in encoders:
        read = [*both, *apart] if encoder.name in _QUICK else both
        found = store.get(encoder, [*asked, *read], progress)
        vectors, texts = found[: len(asked)], found[len(asked) :]
        owners = [*range(len(claims)), *(at for at in range(len(claims)) for _ in range(2))]
        owned = owners[: len(read)]
        pool, nothing = (Pool(owned, members, len(claims)) for members in (range(len(read)), ()))
        remembered = dict(zip(asked, vectors, strict=True))
        reader = Remembering(encoder.name, encoder.dimensions, remembered)
        whole = texts[: len(claims)]
        middle = whole.mean(axis=0)
        readings.append(
            Reading(Sense(reader, Space(texts, pool, nothing)), middle, _unit(whole - middle))
        )
    return Retriever(
        claim_ids=tuple(one.id for one in claims),
        index=index,
        readings=tuple(one for one in readings if one.sense.encoder.name in IN_PRODUCT),
        others=tuple(one for one in readings if one.sense.encoder.name not in IN_PRODUCT),
    )


def _candidates(scores: Mapping[str, Floats]) -> list[int]:
    """Return the claims that any view, or all together, put first."""
    chosen: dict[int, None] = {}
    for name, row in scores.items():
        most = _BEST_IN_BLEND if name == "blend" else _BEST_IN_VIEW
        chosen |= dict.fromkeys(np.argsort(-row, kind="stable")[:most].tolist())
    return list(chosen)


def _features(
    scores: Mapping[str, Floats], standing: Mapping[str, Floats], chosen: Sequence[int]
) -> Floats:
    columns = []
    first = np.zeros(len(chosen))
    for name, row in scores.items():
        best, second = np.sort(row)[-2:][::-1]
        found = row[list(chosen)]
        places = np.array([1 + int((row > score).sum()) for score in found])
        first += places == 1
        columns += [
            found,
            found - np.where(places == 1, second, best),
            best - found,
            1 / places,
            standing[name][list(chosen)],
        ]
    columns.append(first / len(scores))
    return np.stack(columns, axis=1).astype(np.float32)


def _compare(index: Index, passage: Passage, chosen: Sequence[int]) -> Floats:
    """Return how *passage* and each wording of the *chosen* claims cover each other, word by word.

    Of the columns that the product's fourth station makes of this; the others tell who asserts.
    """
    said = spell(passage.words)
    rows = []
    for claim in chosen:
        wordings = [index.documents[number] for number in index.asserting.of(claim)]
        alike = [compare(index, passage, said, wording) for wording in wordings]
        rows.append([one[name] for one in alike for name in _COMPARED])
    return np.array(rows, np.float32)


def _join(parts: Sequence[Floats]) -> Floats:
    """Return the vectors of several encoders as one of length 1; all of them count alike."""
    joined: Floats = np.hstack(parts) / np.float32(np.sqrt(len(parts)))
    return joined


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit
