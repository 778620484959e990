"""Tweets beside checked claims, as the views of the product see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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
_OF_VIEW = ("", "_lead", "_gap", "_place", "_standing")


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
class Retriever:
    """The index of all checked claims, and the encoders that have read them."""

    claim_ids: tuple[str, ...]
    index: Index
    senses: tuple[Sense, ...]
    """As the product has them."""
    others: tuple[Sense, ...]
    """Encoders that the product does not know; they stay out of its blend."""

    def columns(self) -> list[str]:
        """Return the names of the columns of a shortlist."""
        encoders = [sense.encoder.name for sense in (*self.senses, *self.others)]
        views = [*LEXICAL, *(f"{name}_{kind}" for name in encoders for kind in _KINDS), "blend"]
        return [*(f"{name}{kind}" for name in views for kind in _OF_VIEW), "first_in"]

    def find(self, tweet: Tweet) -> Found:
        """Return what the views make of *tweet*, read as one passage."""
        normalized = normalize(tweet.text)
        segment = Segment(0, 0, len(tweet.text))
        passage = Passage(segment, normalized, split_words(normalized), tweet.text)
        seen = view(self.index, self.senses, [passage])
        scores = {name: rows[0] for name, rows in seen.asserting.items()}
        standing = {name: rows[0] for name, rows in seen.standing.items()}
        for sense in self.others:
            vectors = sense.encoder.encode([normalized])
            nearest = sense.space.nearest(sense.space.cosines(vectors)).asserting[0]
            central = sense.space.central(vectors).asserting[0]
            for kind, row in zip(_KINDS, (nearest, central), strict=True):
                name = f"{sense.encoder.name}_{kind}"
                scores[name], standing[name] = row, (row - row.mean()) / row.std()
        total = np.mean(list(standing.values()), axis=0)
        scores["blend"] = standing["blend"] = total
        right = [at for at, id_ in enumerate(self.claim_ids) if id_ in tweet.accept]
        ranks = {name: ranks_of(row, right) for name, row in scores.items()}
        ranks["blend of the product"] = ranks_of(seen.blend[0], right)
        chosen = _candidates(scores)
        rows = _features(scores, standing, chosen)
        ids = tuple(self.claim_ids[at] for at in chosen)
        return Found(ranks, Shortlist(ids, rows, tweet.accept))


_KINDS = ("nearest", "central")


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
    senses = []
    for encoder in encoders:
        read = [*both, *apart] if encoder.name in _QUICK else both
        vectors = store.get(encoder, [*asked, *read], progress)
        owners = [*range(len(claims)), *(at for at in range(len(claims)) for _ in range(2))]
        owned = owners[: len(read)]
        space = Space(
            vectors[len(asked) :],
            Pool(owned, range(len(read)), len(claims)),
            Pool(owned, [], len(claims)),
        )
        remembered = dict(zip(asked, vectors, strict=False))
        senses.append(Sense(Remembering(encoder.name, encoder.dimensions, remembered), space))
    return Retriever(
        claim_ids=tuple(one.id for one in claims),
        index=index,
        senses=tuple(one for one in senses if one.encoder.name in IN_PRODUCT),
        others=tuple(one for one in senses if one.encoder.name not in IN_PRODUCT),
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
