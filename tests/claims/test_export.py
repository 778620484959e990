"""What leaves the house is what schema.org and spreadsheets expect."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.claims.export import (
    RATING_NAMES,
    RATING_VALUES,
    published,
    to_claimreview,
    to_csv,
    to_jsonl,
)
from bot.claims.load import load
from bot.claims.model import Claim, Rating, Status
from tests.replies.builders import make_claim

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
BASE = "https://bot.example/claims"


@pytest.fixture(scope="module")
def claims() -> Mapping[str, Claim]:
    return load(KNOWLEDGE).knowledge.claims


def reviews(feed: str) -> list[dict[str, Any]]:
    return [review for one in json.loads(feed)["dataFeedElement"] for review in one["item"]]


def test_a_review_has_every_field_that_googles_tools_need(claims: Mapping[str, Claim]) -> None:
    found = reviews(to_claimreview(claims.values(), BASE))

    assert len(found) == len([one for one in claims.values() if one.status is Status.PUBLISHED])
    for review in found:
        assert review["@type"] == "ClaimReview"
        assert review["url"] == f"{BASE}/{review['identifier']}"
        assert review["claimReviewed"] == claims[review["identifier"]].claim["en"]
        assert review["itemReviewed"]["@type"] == "Claim"
        rating = review["reviewRating"]
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
        assert rating["alternateName"]
        assert review["author"] == {"@type": "Organization", "name": "NATO myths bot"}
        assert review["datePublished"] == claims[review["identifier"]].reviewed


def test_appearances_of_the_claim_come_along(claims: Mapping[str, Claim]) -> None:
    seen = {one.url for claim in published(claims.values()) for one in claim.appearances}

    told = {
        appearance["url"]
        for review in reviews(to_claimreview(claims.values(), BASE))
        for appearance in review["itemReviewed"].get("appearance", [])
    }

    assert told == seen


def test_without_a_page_a_review_is_named_by_a_urn() -> None:
    (review,) = reviews(to_claimreview([make_claim()], None))

    assert review["url"] == "urn:claim:nato-at-war"


def test_drafts_and_withdrawn_claims_stay_at_home() -> None:
    hidden = [make_claim(f"hidden-{status}", status=status) for status in Status][:1]
    hidden.append(make_claim("withdrawn", status=Status.WITHDRAWN))

    assert reviews(to_claimreview(hidden, BASE)) == []
    assert list(to_jsonl(hidden)) == []
    assert to_csv(hidden).count("\n") == 1


def test_every_rating_has_a_name_and_a_number() -> None:
    assert RATING_NAMES.keys() == RATING_VALUES.keys() == set(Rating)


def test_the_table_can_be_read_back_and_runs_no_formula() -> None:
    claim = make_claim(claim={"en": "=1+1, says NATO"})

    (row,) = csv.DictReader(io.StringIO(to_csv([claim])))

    assert (row["id"], row["rating"], row["claim"]) == (
        "nato-at-war",
        "false",
        "'=1+1, says NATO",
    )


def test_lines_hold_every_field_of_the_claim(claims: Mapping[str, Claim]) -> None:
    told = [Claim.model_validate(json.loads(line)) for line in to_jsonl(claims.values())]

    assert told == published(claims.values())
    assert all(claim.status is Status.PUBLISHED for claim in told)
