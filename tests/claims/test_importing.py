"""Feeds of others become drafts that load, whatever shape of JSON-LD they come in."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.export import to_claimreview
from bot.claims.feed import FeedError, read_feed
from bot.claims.importing import Drafted, Skipped, draft, slug, write_draft
from bot.claims.known import Known, load_known
from bot.claims.load import load
from bot.claims.model import ID_MAX_LENGTH, Rating, RejectedClaim, Status
from bot.matching.language import detect_language
from tests.claims.folders import SOUND, write_claims
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


def drafted(review: Any, known: Known | None = None) -> Drafted | Skipped:
    return draft(
        1, review, known or Known(), lambda text: detect_language(text, ("en", "uk", "de")), TODAY
    )


def text_of(review: Any) -> str:
    result = drafted(review)
    assert isinstance(result, Drafted)
    return result.text


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


def test_a_draft_loads_and_the_review_is_kept_whole(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    result = drafted(REVIEW)
    assert isinstance(result, Drafted)

    file = write_draft(result, tmp_path)
    loaded = load(tmp_path)
    claim = loaded.knowledge.claims["nato-has-a-secret-army"]

    assert loaded.problems == ()
    assert (claim.status, claim.rating) == (Status.DRAFT, Rating.FALSE)
    assert claim.claim == {"en": "NATO has a secret army."}
    assert claim.explanation == {"en": "It has none. Nobody found one."}
    assert claim.sources[0].published == "2024-03-05"
    assert claim.appearances[0].url == "https://x.com/somebody/status/1"
    assert claim.reviewed_languages == ()
    assert file == tmp_path / "claims" / "nato-has-a-secret-army.yaml"
    kept = json.loads((tmp_path / "imported" / "nato-has-a-secret-army.json").read_text("utf-8"))
    assert kept == REVIEW


def test_a_review_with_half_a_character_is_kept(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    review = {**REVIEW, "sdLicense": "half a pair: \ud83d"}
    result = drafted(review)
    assert isinstance(result, Drafted)

    write_draft(result, tmp_path)

    kept = (tmp_path / "imported" / "nato-has-a-secret-army.json").read_text("utf-8")
    assert json.loads(kept) == review


def test_a_draft_says_who_fills_the_reviewed_languages() -> None:
    assert text_of(REVIEW).endswith(
        "reviewed: 2026-11-22\n"
        "# Filled by the person who has read the texts of a language and found them right.\n"
        "reviewed_languages: []\n"
        "revision: 1\n"
    )


@pytest.mark.parametrize(
    "type_",
    [
        "http://schema.org/ClaimReview",
        "https://schema.org/ClaimReview",
        ["Review", "https://schema.org/ClaimReview"],
    ],
)
def test_a_type_may_be_written_as_an_address(type_: Any) -> None:
    review = {**REVIEW, "@type": type_}

    assert feed([{"@type": "DataFeedItem", "item": review}]) == [review]
    assert isinstance(drafted(review), Drafted)


@pytest.mark.parametrize(
    ("item", "first_seen"),
    [
        ({"datePublished": "2024-03-31T10:00:00Z"}, "2024-03-31"),
        ({"datePublished": "2024-03"}, "2024-03"),
        ({"datePublished": "2024"}, "2024"),
        ({"appearance": [{"datePublished": "2024-02-02"}, {"datePublished": "2024-01-01"}]},
         "2024-02-02"),
        ({"appearance": {"datePublished": "2024-02-02"},
          "firstAppearance": {"datePublished": "2024-01-01"}}, "2024-01-01"),
        ({"datePublished": "2024-05-05", "appearance": {"datePublished": "2024-02-02"}},
         "2024-05-05"),
        ({"datePublished": "2024-02-30"}, None),
        ({"datePublished": "2199-01-01"}, None),
        ({"datePublished": "last week"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_the_day_of_the_claim_is_when_it_was_first_seen(
    item: dict[str, Any], first_seen: str | None
) -> None:
    text = text_of({**REVIEW, "itemReviewed": {"@type": "Claim", **item}})

    lines = [line for line in text.splitlines() if line.startswith("first_seen:")]
    assert lines == ([] if first_seen is None else [f"first_seen: {first_seen}"])


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
        (
            {"inLanguage": None, "claimReviewed": "NATO 2024"},
            "its language is not clear; add inLanguage",
        ),
    ],
)
def test_what_makes_no_draft_is_named(change: dict[str, Any], reason: str) -> None:
    assert drafted({**REVIEW, **change}) == Skipped(1, reason)


def test_a_claim_that_is_there_is_skipped() -> None:
    known = Known(["nato-has-a-secret-army"])

    assert drafted(REVIEW, known) == Skipped(
        1,
        "there is a claim nato-has-a-secret-army already",
        "a claim of that id is there already",
    )


@pytest.mark.parametrize(
    "claim",
    [
        "NATO stores biscuits in every lighthouse.",
        "«NATO biscuits — were found in a LIGHTHOUSE again!»",
    ],
)
def test_a_claim_that_is_a_wording_of_the_base_is_skipped(claim: str, tmp_path: Path) -> None:
    known = load_known(write_claims(tmp_path, example_claim=SOUND))

    assert drafted({**REVIEW, "claimReviewed": claim}, known) == Skipped(
        1,
        "its claim is word for word a wording of example-claim",
        "its claim is word for word a wording of a claim",
    )


def test_a_near_miss_of_the_base_may_become_a_claim(tmp_path: Path) -> None:
    known = load_known(write_claims(tmp_path, example_claim=SOUND))

    result = drafted({**REVIEW, "claimReviewed": "NATO has no biscuits in lighthouses."}, known)

    assert isinstance(result, Drafted)


def test_a_review_that_names_a_claim_of_the_base_is_skipped(tmp_path: Path) -> None:
    known = load_known(write_claims(tmp_path, example_claim="id: [broken"))

    assert drafted({**REVIEW, "identifier": "example-claim"}, known) == Skipped(
        1,
        "its identifier is that of the claim example-claim",
        "its identifier is that of a claim",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"claimReviewed": "NATO is evil!"},
        {"claimReviewed": "nato is EVIL", "identifier": "other"},
        {"identifier": "nato-is-bad"},
    ],
)
def test_a_rejected_claim_is_skipped_with_the_reason(change: dict[str, Any]) -> None:
    rejected = RejectedClaim(
        id="nato-is-bad",
        claim="NATO is evil.",
        reason="This is a judgement,\nand no fact.",
        date="2026-11-22",
    )

    assert drafted({**REVIEW, **change}, Known(rejected=[rejected])) == Skipped(
        1,
        "nato-is-bad stands in rejected.yaml: This is a judgement, and no fact.",
        "it stands in rejected.yaml",
    )


def test_what_the_base_holds_is_read_whatever_is_wrong_with_it(tmp_path: Path) -> None:
    folder = write_claims(
        tmp_path,
        no_list="claim: NATO eats\nphrasings: [a, {b: c}]\n",
        half="claim: {en: NATO eats fish}\nphrasings: {en: [[x], Does NATO eat?], uk: y}\n",
        no_yaml="claim: {",
        not_utf_8="",
    )
    (folder / "claims" / "not-utf-8.yaml").write_bytes(b"\xff")
    (folder / "claims" / "gone.yaml").symlink_to("nowhere")
    known = load_known(folder)

    assert all(known.holds(id_) for id_ in ("no-list", "half", "no-yaml", "not-utf-8", "gone"))
    assert [known.owner(one) for one in ("NATO eats", "nato eats fish!", "does nato eat", "x")] == [
        None,
        "half",
        "half",
        None,
    ]


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
        ("very " * 30, "very-very-very-very-very-very-very-very-very"),
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
