"""The benchmark on other people's claims: nothing is found by what it was taught with."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bot.matching.normalize import normalize
from bot.matching.postings import Floats
from bot.matching.vectors import VectorStore
from tests.benchmarks.checkthat import cross_find
from tests.benchmarks.ranking import FOLDS, Quality, folds_of, measure, ranks_of
from tests.benchmarks.retrieval import Retriever, build_retriever
from tests.benchmarks.tweets import (
    CheckedClaim,
    CollectionError,
    Tweet,
    clean,
    find_date,
    read_collection,
)

CLAIMS = tuple(
    CheckedClaim(f"{animal}-{deed}", f"A {animal} {verb} in Paris.", f"Did a {animal} {deed}?")
    for animal in ("horse", "goose", "tiger", "otter")
    for deed, verb in (("dance", "danced"), ("vote", "voted"), ("swim", "swam"))
)
TWEETS = tuple(
    Tweet(f"t{at}", f"lol look {one.claim} omg", "May 2019", frozenset({one.id}))
    for at, one in enumerate(CLAIMS)
)


class Letters:
    """Counts pairs of letters: near where the spelling is."""

    name = "use"
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> Floats:
        rows = np.full((len(texts), self.dimensions), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for one, other in pairwise(text):
                row[(31 * ord(one) + ord(other)) % self.dimensions] += 1
        unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def retriever(*, encoders: int = 1) -> Retriever:
    return build_retriever(CLAIMS, TWEETS, [Letters()] * encoders, VectorStore(None, None))


def test_the_authors_name_stays_and_mentions_are_words() -> None:
    shown = "So @JoeNBC lied — Ann Lee (@annlee) January 14, 2020"
    assert (clean(shown), find_date(shown)) == ("So #JoeNBC lied — Ann Lee", "January 2020")


def test_a_tweet_without_a_date_has_none() -> None:
    assert [find_date("So it goes — Ann (@ann)"), find_date("in January 2020")] == ["", ""]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "claims.tsv").write_text("vclaim_id\tvclaim\ttitle\na\tb\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"claims\.tsv:2 has 2 columns where 3 should be"):
        read_collection(tmp_path)


def test_average_precision_looks_at_five_places_and_all_right_claims() -> None:
    assert measure([[1, 4], [6], [2]], [2, 1, 1]) == Quality(
        map5=(0.5 * (1 + 2 / 4) + 0 + 1 / 2) / 3, first=1 / 3, mrr=(1 + 1 / 6 + 1 / 2) / 3
    )


def test_of_equal_scores_the_first_claim_comes_first() -> None:
    assert ranks_of(np.array([0.5, 0.9, 0.5]), [2]) == [3]


def test_every_fold_has_its_share() -> None:
    assert np.bincount(folds_of(10 * FOLDS)).tolist() == [10] * FOLDS


@pytest.mark.parametrize("encoders", [0, 1])
def test_every_column_of_a_shortlist_has_a_name(encoders: int) -> None:
    built = retriever(encoders=encoders)
    found = built.find(TWEETS[0], built.teach(TWEETS[1:]))
    assert found.shortlist.rows.shape[1] == len(built.columns())


def test_what_all_tweets_add_to_their_claims_counts_less_once_it_is_taught() -> None:
    built = retriever()
    asked = built.readings[0].read([normalize(TWEETS[0].text)])
    claim = built.readings[0].claims[:1]
    taught = built.teach(TWEETS[1:])
    assert taught is not None
    assert (taught.whitened(asked) @ taught.whitened(claim).T).item() > (asked @ claim.T).item()


def test_no_tweet_is_found_by_what_it_has_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    built = retriever()
    lessons: list[set[str]] = []
    asked: list[tuple[str, set[str]]] = []
    teach, find = Retriever.teach, Retriever.find

    def listen(self: Retriever, tweets: Sequence[Tweet]) -> object:
        lessons.append({tweet.id for tweet in tweets})
        return teach(self, tweets)

    def watch(self: Retriever, tweet: Tweet, taught: object) -> object:
        asked.append((tweet.id, lessons[-1]))
        return find(self, tweet, taught)  # type: ignore[arg-type]

    monkeypatch.setattr(Retriever, "teach", listen)
    monkeypatch.setattr(Retriever, "find", watch)
    found = cross_find(built, TWEETS)
    assert [one.shortlist.accept for one in found] == [tweet.accept for tweet in TWEETS]
    assert sorted(id_ for id_, _ in asked) == sorted(tweet.id for tweet in TWEETS)
    assert all(id_ not in lesson and lesson for id_, lesson in asked)
