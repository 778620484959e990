"""Feeds of others become drafts that load, whatever shape of JSON-LD they come in."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.export import to_claimreview
from bot.claims.importing import Drafted, FeedError, Skipped, draft, read_feed, slug, write_draft
from bot.claims.load import load
from bot.claims.model import ID_MAX_LENGTH, Rating, Status
from bot.matching.language import detect_language
from tests.replies.builders import make_claim

TODAY = "2026-11-22"
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://facts.example/nato-army",
    "claimReviewed": "NATO has a secret army.",
    "author": {"@type": "Organization", "name": "Facts"},
    "datePublished": "2024-03-05T10:00:00Z",
    "inLanguage": "en-GB",
    "itemReviewed": {
        "@type": "Claim",
        "appearance": [{"@type": "CreativeWork", "url": "https://x.com/somebody/status/1"}],
    },
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
    "reviewBody": "It has none. Nobody found one.",
    "sdLicense": "https://license.example",
}
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
)

OTHERS = dict.fromkeys(REVIEW.keys() - {"claimReviewed"}, JSON)


def feed(value: Any) -> list[Any]:
    return list(read_feed(io.BytesIO(json.dumps(value).encode())))


def drafted(review: Any, *taken: str) -> Drafted | Skipped:
    return draft(1, review, taken, lambda text: detect_language(text, ("en", "uk", "de")), TODAY)


@pytest.mark.parametrize(
    "value",
    [
        REVIEW,
        [REVIEW],
        {"@graph": [REVIEW]},
        [{"@graph": [REVIEW]}],
        {"@type": "DataFeed", "keywords": ["a"], "dataFeedElement": [{"item": [REVIEW]}]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": REVIEW}]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": REVIEW}]},
    ],
)
def test_reviews_are_found_in_every_shape_of_feed(value: Any) -> None:
    assert feed(value) == [REVIEW]


def test_a_draft_loads_and_keeps_what_it_has_no_field_for(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    result = drafted(REVIEW)
    assert isinstance(result, Drafted)

    write_draft(result, tmp_path)
    loaded = load(tmp_path)
    claim = loaded.knowledge.claims["nato-has-a-secret-army"]

    assert loaded.problems == ()
    assert (claim.status, claim.rating) == (Status.DRAFT, Rating.FALSE)
    assert claim.claim == {"en": "NATO has a secret army."}
    assert claim.explanation == {"en": "It has none. Nobody found one."}
    assert claim.sources[0].published == "2024-03-05"
    assert claim.appearances[0].url == "https://x.com/somebody/status/1"
    aside = json.loads((tmp_path / "imported" / "nato-has-a-secret-army.json").read_text("utf-8"))
    assert aside == {"sdLicense": "https://license.example"}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    result = drafted(REVIEW)
    assert isinstance(result, Drafted)
    write_draft(result, tmp_path)

    with pytest.raises(FileExistsError):
        write_draft(result, tmp_path)


def test_our_own_export_comes_back() -> None:
    (review,) = feed(json.loads(to_claimreview([make_claim()], "https://bot.example")))

    result = drafted(review)

    assert isinstance(result, Drafted)
    assert "rating: false" in result.text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"@type": "Article"}, "no ClaimReview"),
        ({"claimReviewed": None}, "no claimReviewed with words in it"),
        ({"claimReviewed": "!!!"}, "no claimReviewed with words in it"),
        ({"claimReviewed": "a " * 600}, "claimReviewed is longer than 1000 characters"),
        (
            {"inLanguage": "ja"},
            "its language is none of en, uk, ru, de, fr, pl, ro, es, it, tr, cs, lt",
        ),
    ],
)
def test_what_makes_no_draft_is_named(change: dict[str, Any], reason: str) -> None:
    assert drafted({**REVIEW, **change}) == Skipped(1, reason)


def test_a_claim_that_is_there_is_skipped() -> None:
    reason = "there is a claim nato-has-a-secret-army already"

    assert drafted(REVIEW, "nato-has-a-secret-army") == Skipped(1, reason)


@pytest.mark.parametrize(
    ("rating", "ours"),
    [
        ({"alternateName": "Mostly False"}, "misleading"),
        ({"alternateName": "FALSE"}, "false"),
        ({"alternateName": "Missing context"}, "missing-context"),
        ({"alternateName": "Satire"}, "satire"),
        ({"alternateName": "Correct"}, "true"),
        ({"alternateName": "Incorrect"}, "false"),
        ({"alternateName": "Untrue"}, "false"),
        ({"alternateName": "Not true"}, "unproven"),
        ({"alternateName": "Не правда"}, "unproven"),
        ({"alternateName": "Not false"}, "unproven"),
        ({"alternateName": "No evidence"}, "unproven"),
        ({"ratingValue": "1", "worstRating": "1", "bestRating": 5}, "false"),
        ({"ratingValue": 5, "worstRating": 1, "bestRating": 5}, "true"),
        ({"ratingValue": 3, "worstRating": 1, "bestRating": 5}, "unproven"),
        ({"alternateName": "Four Pinocchios"}, "unproven"),
        ([], "unproven"),
        (None, "unproven"),
    ],
)
def test_ratings_of_others_find_their_place(rating: Any, ours: str) -> None:
    result = drafted({**REVIEW, "reviewRating": rating})

    assert isinstance(result, Drafted)
    assert f"rating: {ours}\n" in result.text


@pytest.mark.parametrize(
    ("claim", "id_"),
    [
        ("NATO has a secret army.", "nato-has-a-secret-army"),
        ("НАТО має таємну армію", "nato-maie-taiemnu-armiiu"),
        ("L'OTAN a une armée secrète !", "l-otan-a-une-armee-secrete"),
        ("«»", ""),
        ("very " * 30, "very-very-very-very-very-very-very-very-very-very-very"),
    ],
)
def test_ids_are_words_in_latin_letters(claim: str, id_: str) -> None:
    assert slug(claim) == id_
    assert len(id_) <= ID_MAX_LENGTH


def test_a_feed_that_breaks_off_says_so_after_what_it_held() -> None:
    broken = json.dumps([REVIEW, REVIEW]).encode()[:-20]
    found: list[Any] = []

    with pytest.raises(FeedError, match="the feed is no JSON"):
        found.extend(read_feed(io.BytesIO(broken)))


def test_control_characters_do_not_reach_the_file(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    result = drafted({**REVIEW, "claimReviewed": "NATO\u0007 has a\u0000 secret army."})
    assert isinstance(result, Drafted)

    write_draft(result, tmp_path)

    assert load(tmp_path).problems == ()


@given(JSON)
def test_any_json_makes_drafts_or_reasons(value: Any) -> None:
    for entry in feed(value):
        assert isinstance(drafted(entry), (Drafted, Skipped))


@given(st.fixed_dictionaries({"claimReviewed": st.text()}, optional=OTHERS))
def test_any_review_makes_a_draft_that_loads_or_a_reason(review: dict[str, Any]) -> None:
    result = drafted({**review, "@type": "ClaimReview"})

    if isinstance(result, Drafted):
        assert result.id == slug(result.id)
