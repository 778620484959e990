import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.model import Rating, Status
from bot.matching.index import Document, build_index, split_words
from bot.matching.keys import address_key, text_key
from bot.matching.normalize import normalize
from tests.matching.builders import make_index
from tests.support.claims import make_base, make_claim

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


def kin(word: str, *known: str) -> dict[str, float]:
    """Return what *word* is, inflected or misspelt, in a base that says *known*."""
    return dict(make_index(make_claim(claim=" ".join(known))).vocabulary.kin(word))


def test_each_wording_of_a_published_claim_is_a_document() -> None:
    assert [(one.claim_id, one.language, one.near_miss, one.text) for one in INDEX.documents] == [
        ("nato-paints-the-moon", "en", False, "NATO is painting the moon green."),
        ("nato-paints-the-moon", "ru", False, "НАТО красит Луну в зелёный цвет."),
        ("nato-paints-the-moon", "en", False, "Does NATO paint the moon?"),
        ("nato-paints-the-moon", "ru", False, "Луна зелёная"),
        ("nato-paints-the-moon", "ru", False, "Красит ли НАТО Луну?"),
        ("nato-paints-the-moon", "en", True, "NATO does not paint anything."),
        ("nato-drinks-the-sea", "en", False, "NATO drinks the whole sea dry."),
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


def test_each_word_knows_its_documents() -> None:
    assert INDEX.postings["moon"] == (0, 2)
    assert INDEX.postings["nato"] == (0, 1, 2, 4, 5, 6)
    assert "sun" not in INDEX.postings


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
        ("nato-drinks-the-sea", "en"): 6,
    }


def test_a_claim_counts_the_words_of_its_wordings_but_not_of_near_misses() -> None:
    words = INDEX.claim_words["nato-paints-the-moon", "en"]
    assert (words["moon"], words["green"], words["anything"]) == (2, 1, 0)


def test_rare_words_weigh_more_and_small_words_little() -> None:
    weight = INDEX.vocabulary.weight
    assert weight("moon") > weight("nato")
    assert weight("anything") > weight("moon")
    assert weight("does") < weight("anything") / 3
    assert weight("never-seen") >= weight("anything")


def test_only_the_languages_asked_for_are_read() -> None:
    index = build_index(make_base(MOON, SEA), ("ru",))
    assert index.languages == {"ru"}
    assert {one.language for one in index.documents} == {"ru"}
    assert index.ratings == INDEX.ratings


def test_near_misses_lead_to_the_claims_that_they_are_not() -> None:
    key = text_key("nato does not paint anything")
    assert INDEX.near_misses_by_text == {key: frozenset({"nato-paints-the-moon"})}


def test_the_words_of_a_document_weigh_together_each_once() -> None:
    weight = INDEX.vocabulary.weight
    assert make_index(make_claim(claim="Moon moon")).weight(0) == pytest.approx(
        make_index(make_claim(claim="moon")).weight(0)
    )
    assert INDEX.weight(3) == pytest.approx(weight("луна") + weight("зеленая"))


def test_a_base_without_claims_has_an_empty_index() -> None:
    index = make_index()
    assert (index.documents, index.postings, index.by_text) == ((), {}, {})


@pytest.mark.parametrize(
    ("word", "known", "likeness"),
    [
        ("moon", "moon", 1.0),
        ("expanding", "expanded", 0.9),
        ("обещало", "обещали", 0.9),
        ("encircling", "encirling", 0.8),
        ("promised", "promsied", 0.8),
    ],
)
def test_kin_of_a_word(word: str, known: str, likeness: float) -> None:
    assert kin(word, known) == {known: likeness}


@pytest.mark.parametrize(
    ("word", "known"),
    [("war", "was"), ("sea", "seas"), ("1990", "1991"), ("moon", "noon"), ("join", "joke")],
)
def test_what_is_no_kin(word: str, known: str) -> None:
    assert kin(word, known) == {}


some_words = st.lists(st.text("natowrpe", min_size=1, max_size=9), min_size=1, max_size=6)


@given(some_words, some_words)
def test_kin_is_mutual(some: list[str], other: list[str]) -> None:
    index = make_index(make_claim(claim=" ".join([*some, *other])))
    for word in index.postings:
        assert index.vocabulary.kin(word)[word] == 1.0
        for relative, likeness in index.vocabulary.kin(word).items():
            assert index.vocabulary.kin(relative)[word] == likeness


@given(st.text())
def test_any_claim_sentence_can_be_indexed(text: str) -> None:
    claim = f"x{text}"  # a claim sentence is never empty
    index = make_index(make_claim(claim=claim))
    assert [one.normalized for one in index.documents] == [normalize(claim.strip())]
