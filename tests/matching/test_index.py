from hypothesis import given
from hypothesis import strategies as st

from bot.claims.model import Rating, Status
from bot.matching.index import Document, split_words
from bot.matching.keys import address_key, text_key
from bot.matching.normalize import normalize
from bot.matching.terms import grams, stems
from tests.matching.builders import make_index
from tests.support.claims import make_claim

MOON = make_claim(
    "nato-paints-the-moon",
    {"en": "NATO is painting the moon green.", "ru": "НАТО красит Луну в зелёный цвет."},
    {"en": "Does NATO paint the moon?", "ru": ["Луна зелёная", "Красит ли НАТО Луну?"]},
    {"en": "NATO does not paint anything."},
    rating=Rating.SATIRE,
    seen_at=["https://t.me/s/moon/7", "https://www.example.org/moon/?utm_source=x"],
)
SEA = make_claim("nato-drinks-the-sea", "NATO drinks the whole sea dry.", rating=Rating.FALSE)
DRAFT = make_claim("nato-eats-the-sun", "NATO eats the sun.", status=Status.DRAFT)
INDEX = make_index(MOON, SEA, DRAFT)


def test_each_wording_of_a_published_claim_is_a_document() -> None:
    assert [(one.claim_id, one.language, one.near_miss, one.text) for one in INDEX.documents] == [
        ("nato-paints-the-moon", "en", False, "NATO is painting the moon green."),
        ("nato-paints-the-moon", "ru", False, "НАТО красит Луну в зелёный цвет."),
        ("nato-paints-the-moon", "en", False, "Does NATO paint the moon?"),
        ("nato-paints-the-moon", "ru", False, "Луна зелёная"),
        ("nato-paints-the-moon", "ru", False, "Красит ли НАТО Луну?"),
        ("nato-drinks-the-sea", "en", False, "NATO drinks the whole sea dry."),
        ("nato-paints-the-moon", "en", True, "NATO does not paint anything."),
    ]


def test_a_document_is_kept_as_it_will_be_compared() -> None:
    assert INDEX.documents[1] == Document(
        claim_id="nato-paints-the-moon",
        near_miss=False,
        language="ru",
        text="НАТО красит Луну в зелёный цвет.",
        normalized="нато красит луну в зеленый цвет",
        words=("nato", "красит", "луну", "в", "зеленый", "цвет"),
    )


def test_only_published_claims_have_a_rating() -> None:
    assert INDEX.ratings == {
        "nato-paints-the-moon": Rating.SATIRE,
        "nato-drinks-the-sea": Rating.FALSE,
    }


def test_the_alliance_has_one_name() -> None:
    assert split_words("нато otan nato hato") == ("nato", "nato", "nato", "hato")


def test_each_claim_knows_its_wordings_and_its_near_misses() -> None:
    assert INDEX.claim_ids == ("nato-paints-the-moon", "nato-drinks-the-sea")
    assert [INDEX.asserting.of(claim) for claim in (0, 1)] == [[0, 1, 2, 3, 4], [5]]
    assert [INDEX.near.of(claim) for claim in (0, 1)] == [[6], []]


def test_a_wording_is_what_is_most_like_itself() -> None:
    for number, document in enumerate(INDEX.documents):
        assert INDEX.stems.score([stems(document.words)])[0].argmax() == number
        assert INDEX.grams.score([grams(document.words)])[0].argmax() == number


def test_all_wordings_of_a_claim_in_one_language_are_one_text() -> None:
    scores = INDEX.joined.score([grams(("moon", "green"))])
    assert (scores.shape, scores[0].argmax()) == ((1, 3), 0)
    assert [INDEX.joined_by_claim.of(claim) for claim in (0, 1)] == [[0, 1], [2]]


def test_appearances_lead_to_their_claim_in_any_spelling() -> None:
    assert INDEX.by_address == {
        "t.me/moon/7": "nato-paints-the-moon",
        "example.org/moon": "nato-paints-the-moon",
    }
    assert address_key("https://telegram.me/Moon/7") in INDEX.by_address


def test_wordings_lead_to_their_document_and_near_misses_nowhere() -> None:
    assert INDEX.by_text[text_key("nato is painting the moon green")] == 0
    assert text_key("nato does not paint anything") not in INDEX.by_text


def test_the_claim_sentence_stands_for_its_language() -> None:
    assert INDEX.canonical == {
        ("nato-paints-the-moon", "en"): 0,
        ("nato-paints-the-moon", "ru"): 1,
        ("nato-drinks-the-sea", "en"): 5,
    }


def test_rare_words_weigh_more_and_words_never_seen_most() -> None:
    weight = INDEX.stems.weight
    assert weight("sun") > weight("green") > weight("moon") > weight("nato")


def test_near_misses_lead_to_the_claims_that_they_are_not() -> None:
    key = text_key("nato does not paint anything")
    assert INDEX.near_misses_by_text == {key: frozenset({"nato-paints-the-moon"})}


def test_a_base_without_claims_has_an_empty_index() -> None:
    index = make_index()
    assert (index.documents, index.claim_ids, index.by_text) == ((), (), {})
    assert index.grams.score([["nato"]]).shape == (1, 0)


@given(st.text())
def test_any_claim_sentence_can_be_indexed(text: str) -> None:
    claim = f"x{text}"  # a claim sentence is never empty
    index = make_index(make_claim(claim=claim))
    assert [one.normalized for one in index.documents] == [normalize(claim.strip())]
