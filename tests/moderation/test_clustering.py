"""Near-duplicates fall together by their words, paraphrases by what an encoder makes of them."""

import numpy as np

from bot.matching.matcher import Matcher
from bot.moderation.clustering import Clusters
from tests.matching.builders import MOON, SEA, FakeEncoder
from tests.support.claims import make_base

BASES = "NATO builds ten secret bases near Odesa, says a retired colonel"
SAME = "Retired colonel says: NATO builds 10 secret bases near Odesa!!! 😱 #share"
OTHER = "The alliance hides a submarine in the river Danube since last summer"


def with_meaning() -> Clusters:
    base = make_base(MOON, SEA)
    return Clusters(Matcher.of(base, [FakeEncoder("use"), FakeEncoder("e5")]).senses[-1])


def test_near_duplicates_fall_together_and_others_do_not() -> None:
    clusters = Clusters()

    assert [clusters.add(text) for text in (BASES, SAME, OTHER, BASES)] == [1, 1, 2, 1]


def test_a_flood_is_one_cluster() -> None:
    clusters = Clusters()

    assert {clusters.add(f"{BASES} {number}") for number in range(1000)} == {1}
    assert len(clusters) == 1


def test_what_says_nothing_falls_together_with_nothing() -> None:
    clusters = Clusters()

    assert [clusters.add(text) for text in ("", "🤔", "and the of", BASES)] == [1, 2, 3, 4]


def test_paraphrases_fall_together_where_an_encoder_reads_them() -> None:
    clusters = with_meaning()
    first = clusters.add(BASES)
    vector = clusters.read(BASES).vector
    assert vector is not None
    assert np.isclose(np.linalg.norm(vector), 1.0, atol=1e-5)

    assert clusters.add("Secret bases near Odesa are built by NATO") == first


def test_into_what_was_decided_fall_the_same_words_only() -> None:
    clusters = with_meaning()
    number = clusters.add(BASES)

    assert clusters.find(SAME, {number})[0] == number
    assert clusters.find("Near Odesa a colonel built", {number})[0] is None


def test_a_cluster_that_is_dropped_is_not_found_again() -> None:
    clusters = with_meaning()
    number = clusters.add(BASES)

    clusters.drop(number)

    assert clusters.find(BASES)[0] is None
    assert len(clusters) == 0


def test_a_cluster_is_found_under_its_new_number() -> None:
    for clusters in (Clusters(), with_meaning()):
        clusters.put(-1, clusters.read(BASES))

        clusters.rename(-1, 7)
        clusters.rename(-1, 9)

        assert clusters.find(BASES)[0] == 7
        assert clusters.find(SAME)[0] == 7


def test_two_clusters_become_one() -> None:
    clusters = with_meaning()
    clusters.put(1, clusters.read(BASES))
    clusters.put(2, clusters.read(OTHER))

    clusters.rename(2, 1)

    assert (clusters.find(OTHER)[0], len(clusters)) == (1, 1)
