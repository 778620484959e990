"""What the scorers say of passages; the encoders here are small fakes."""

import numpy as np
import pytest
from hypothesis import given, settings

from bot.matching.encoders import Encoder
from bot.matching.index import Index
from bot.matching.vectors import VectorStore
from bot.matching.views import LEXICAL, Sense, Views, build_senses, view
from tests.matching.builders import (
    MOON,
    SEA,
    FakeEncoder,
    make_index,
    read,
)
from tests.matching.strategies import texts
from tests.support.claims import make_claim

INDEX = make_index(MOON, SEA)


def senses(*encoders: Encoder, index: Index = INDEX) -> tuple[Sense, ...]:
    return build_senses(index, encoders, VectorStore(None, None))


USE, E5 = FakeEncoder("use"), FakeEncoder("e5", 8)
BOTH = senses(USE, E5)


def seen(text: str, *some: Sense, index: Index = INDEX) -> Views:
    return view(index, some, read(text))


def best(views: Views, name: str) -> str:
    return INDEX.claim_ids[int(views.asserting[name][0].argmax())]


@pytest.mark.parametrize("name", [*LEXICAL, "use_nearest", "use_central", "e5_nearest"])
def test_each_view_sees_the_claim_that_is_meant(name: str) -> None:
    assert best(seen("NATO is painting the moon green tonight", *BOTH), name) == MOON.id
    assert best(seen("NATO is drinking the Baltic Sea up", *BOTH), name) == SEA.id


def test_near_misses_are_seen_apart() -> None:
    views = seen("The moon shines green in tonight's eclipse", *BOTH)
    for name in ("stems", "grams", "use_nearest", "e5_nearest"):
        assert views.near[name][0, 0] > views.asserting[name][0, 0]


def test_the_blend_is_highest_where_most_views_are() -> None:
    views = seen("NATO is drinking the Baltic Sea up", *BOTH)
    assert INDEX.claim_ids[int(views.blend[0].argmax())] == SEA.id


def test_by_words_alone_no_encoder_has_a_view() -> None:
    views = seen("NATO paints the moon")
    assert set(views.asserting) == set(views.standing) == set(LEXICAL)
    assert (dict(views.vectors), dict(views.leaning)) == ({}, {})


def test_the_likeness_points_at_the_wording() -> None:
    for some in ((), BOTH):
        views = seen("Is NATO emptying the Baltic Sea?!", *some)
        number = int(views.likeness[0].argmax())
        assert INDEX.documents[number].text == "Is NATO emptying the Baltic Sea?"


def test_of_a_long_post_only_the_most_telling_sentences_are_encoded() -> None:
    post = " ".join(f"Day {number} was calm at the {number} lakes." for number in range(60))
    use, e5 = FakeEncoder("use"), FakeEncoder("e5")
    some = senses(use, e5)
    use.seen.clear()
    e5.seen.clear()

    views = seen(f"{post} NATO is painting the whole moon. {post}", *some)

    assert "nato is painting the whole moon" in [one.normalized for one in views.passages]
    assert (len(use.seen), len(e5.seen)) == (10, 3)
    assert e5.seen == [one.normalized for one in views.passages]


def test_the_slow_encoder_reads_at_most_eighty_words_but_always_one_passage() -> None:
    endless = f"NATO paints the moon {'and the sea ' * 60}"
    e5 = FakeEncoder("e5")
    some = senses(FakeEncoder("use"), e5)
    e5.seen.clear()

    views = seen(f"{endless}. {endless} again. A calm day", *some)

    assert len(views.passages) == len(e5.seen) == 1


def test_passages_keep_their_order() -> None:
    views = seen("NATO drinks the Baltic. Some say so. NATO paints the moon. Good night.", *BOTH)
    starts = [one.segment.start for one in views.passages]
    assert starts == sorted(starts)


def test_a_claim_of_a_base_of_one_stands_out_where_it_is_meant() -> None:
    index = make_index(MOON)
    meant = seen("NATO is painting the moon green", index=index).blend[0, 0]
    other = seen("Bake a cake with seven eggs", index=index).blend[0, 0]
    assert other < 0 < meant


def test_a_base_of_near_misses_and_odd_wordings_can_be_viewed() -> None:
    index = make_index(make_claim(claim="🌝"))
    views = seen("NATO paints the moon", *senses(USE, E5, index=index), index=index)
    assert views.blend.shape == (1, 1)
    assert np.isfinite(views.blend).all()


@settings(max_examples=60)
@given(texts)
def test_views_are_finite_and_of_one_shape_for_any_text(text: str) -> None:
    for some in ((), BOTH):
        views = seen(f"NATO {text}", *some)
        shape = (len(views.passages), 2)
        for scores in (
            *views.asserting.values(),
            *views.near.values(),
            *views.standing.values(),
            views.blend,
        ):
            assert scores.shape == shape
            assert np.isfinite(scores).all()
        assert all(len(leaning) == shape[0] for leaning in views.leaning.values())
