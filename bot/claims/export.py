"""Published claims leave the house: as ClaimReview (schema.org), CSV, or JSON Lines."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.claims.model import Claim, Language, Rating, Status

AUTHOR = "NATO myths bot"
WORST, BEST = 1, 5
RATING_VALUES = {
    Rating.FALSE: 1,
    Rating.SATIRE: 1,
    Rating.MISLEADING: 2,
    Rating.UNPROVEN: 3,
    Rating.MISSING_CONTEXT: 4,
    Rating.TRUE: 5,
}
"""The numeric scale of ClaimReview's reviewRating; knowledge/README.md explains it."""
RATING_NAMES = {
    Rating.FALSE: "False",
    Rating.SATIRE: "Satire",
    Rating.MISLEADING: "Misleading",
    Rating.UNPROVEN: "Unproven",
    Rating.MISSING_CONTEXT: "Missing context",
    Rating.TRUE: "True",
}
CSV_COLUMNS = ("id", "rating", "claim", "explanation", "topics", "sources", "reviewed", "revision")


def in_english(texts: Mapping[Language, str]) -> str:
    """Return the English text, else the first there is, else none."""
    return texts.get("en") or next(iter(texts.values()), "")


def published(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that readers see, by id."""
    return sorted(
        (claim for claim in claims if claim.status is Status.PUBLISHED), key=lambda claim: claim.id
    )


def to_claimreview(claims: Iterable[Claim], base_url: str | None) -> str:
    """Return a schema.org DataFeed of ClaimReviews (JSON-LD), one for each published claim.

    A review's `url` is *base_url* followed by the id. Without *base_url* it is a URN: an identifier
    that leads nowhere, because we know of no page to name.
    """
    chosen = published(claims)
    feed = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": AUTHOR,
        "dateModified": max((claim.reviewed for claim in chosen), default=None),
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "dateModified": claim.reviewed,
                "item": [_claim_review(claim, base_url)],
            }
            for claim in chosen
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


def to_csv(claims: Iterable[Claim]) -> str:
    """Return a table (RFC 4180) with English texts; several values stand in one cell, by spaces."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(CSV_COLUMNS)
    for claim in published(claims):
        table.writerow(
            (
                claim.id,
                claim.rating.value,
                _safe(in_english(claim.claim)),
                _safe(in_english(claim.explanation)),
                " ".join(claim.topics),
                " ".join(source.url for source in claim.sources if source.url),
                claim.reviewed,
                claim.revision,
            )
        )
    return out.getvalue()


def to_jsonl(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield each published claim whole, as one line of JSON with the fields of its file."""
    for claim in published(claims):
        fields = claim.model_dump(mode="json", exclude_defaults=True)
        yield json.dumps(fields, ensure_ascii=False) + "\n"


def _claim_review(claim: Claim, base_url: str | None) -> dict[str, Any]:
    appearances = [{"@type": "CreativeWork", "url": one.url} for one in claim.appearances]
    item: dict[str, Any] = {"@type": "Claim", "name": in_english(claim.claim)}
    if appearances:
        item["appearance"] = appearances
    if claim.first_seen:
        item["datePublished"] = claim.first_seen
    return {
        "@type": "ClaimReview",
        "url": f"{base_url.rstrip('/')}/{claim.id}" if base_url else f"urn:claim:{claim.id}",
        "identifier": claim.id,
        "claimReviewed": in_english(claim.claim),
        "itemReviewed": item,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATING_VALUES[claim.rating],
            "worstRating": WORST,
            "bestRating": BEST,
            "alternateName": RATING_NAMES[claim.rating],
        },
        "author": {"@type": "Organization", "name": AUTHOR},
        "datePublished": claim.reviewed,
        "inLanguage": "en",
        "reviewBody": in_english(claim.explanation),
        "citation": [source.url for source in claim.sources if source.url],
    }


def _safe(text: str) -> str:
    """Spreadsheets run what begins like a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
