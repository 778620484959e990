import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.postings import Postings

POSTINGS = Postings(
    [["nato", "paints", "moon"], ["nato", "drinks", "sea"], ["moon", "moon", "green"]]
)

terms = st.lists(st.sampled_from(("nato", "moon", "sea", "sun", "war", "paints")), max_size=6)


def test_the_text_that_shares_most_scores_highest() -> None:
    assert POSTINGS.score([["nato", "paints", "moon"], ["green", "moon"]]).argmax(
        axis=1
    ).tolist() == [
        0,
        2,
    ]


def test_what_shares_nothing_scores_nothing() -> None:
    assert POSTINGS.score([["sun"], []]).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_a_rare_term_weighs_more_and_one_never_seen_most() -> None:
    weight = POSTINGS.weight
    assert weight("sun") > weight("sea") > weight("moon") == weight("nato")


def test_a_term_said_twice_in_a_query_counts_once() -> None:
    once, twice = POSTINGS.score([["moon", "sea"], ["moon", "sea", "moon"]])
    assert once.tolist() == twice.tolist()


def test_terms_that_no_text_holds_lower_the_share() -> None:
    plain, padded = POSTINGS.score([["moon", "green"], ["moon", "green", "sun"]])
    assert 0 < padded[2] < plain[2]


def test_shares_of_short_and_long_queries_compare() -> None:
    short, long = POSTINGS.score([["nato"], ["nato", "drinks", "sea"]])
    assert short[1] == pytest.approx(long[1], abs=0.1)


def test_the_share_of_known_terms() -> None:
    assert POSTINGS.share_known(["nato", "sun", "moon", "war"]) == 0.5
    assert POSTINGS.share_known([]) == 0.0


def test_texts_joined_are_one_longer_text() -> None:
    joined = POSTINGS.joined([0, 1, 0], length_weight=0.3)
    written = Postings(
        [["nato", "paints", "moon", "moon", "moon", "green"], ["nato", "drinks", "sea"]], 0.3
    )
    queries = [["moon", "sea"], ["green"], ["sun"]]
    assert joined.score(queries).tolist() == written.score(queries).tolist()


def test_a_text_that_belongs_to_none_is_left_out() -> None:
    assert POSTINGS.joined([-1, 0, -1], 0.3).score([["moon"], ["sea"]])[:, 0].tolist() == [
        0,
        pytest.approx(1.0),
    ]


def test_without_texts_there_are_no_scores() -> None:
    assert Postings([]).score([["nato"], ["moon"]]).shape == (2, 0)


def test_texts_without_terms_score_nothing() -> None:
    assert Postings([[], []]).score([["nato"]]).tolist() == [[0, 0]]


@given(st.lists(terms, max_size=5), st.lists(terms, max_size=4))
def test_scores_are_shares_and_queries_do_not_touch_each_other(
    texts: list[list[str]], queries: list[list[str]]
) -> None:
    postings = Postings(texts)
    scores = postings.score(queries)
    assert scores.shape == (len(queries), len(texts))
    assert np.isfinite(scores).all()
    assert ((scores >= 0) & (scores <= 2)).all()
    for query, row in zip(queries, scores, strict=True):
        assert postings.score([query])[0].tolist() == pytest.approx(row.tolist(), abs=1e-6)
        for text, share in zip(texts, row, strict=True):
            assert (share > 0) == bool(set(query) & set(text))
