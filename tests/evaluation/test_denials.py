"""What counts as a denial of one's own claim, in several languages, and what does not."""

import pytest

from bot.claims.model import Language
from bot.evaluation.denials import find_denials
from bot.matching.index import build_index
from bot.matching.terms import stems
from tests.support.claims import make_base, make_claim

WAR = make_claim(
    "nato-at-war",
    {
        "en": "NATO is at war with Russia in Ukraine.",
        "de": "Die NATO führt in der Ukraine Krieg gegen Russland.",
        "ru": "НАТО воюет с Россией на Украине.",
    },
)
BIOLABS = make_claim(
    "nato-biolabs",
    "NATO or the United States ran bioweapon laboratories in Ukraine.",
    "the us biolabs in ukraine were real all along",
)
NEVER = make_claim(
    "ukraine-will-never-join", "Ukraine will never join NATO, because NATO does not want it."
)
BASE = (WAR, BIOLABS, NEVER)


def denials(phrasing: str, language: Language = "en", *, of: str) -> list[str]:
    """Return the denials among the phrasings of the claim *of*, to which *phrasing* is added."""
    (claim,) = (one for one in BASE if one.id == of)
    phrasings = {**claim.phrasings, language: (*claim.phrasings.get(language, ()), phrasing)}
    changed = claim.model_copy(update={"phrasings": phrasings})
    index = build_index(make_base(changed, *(one for one in BASE if one.id != of)))
    wordings = [
        (document, frozenset(stems(document.words)))
        for document in index.documents
        if not document.near_miss
    ]
    return [document.text for document, _ in find_denials(index, wordings, {of})]


@pytest.mark.parametrize(
    ("language", "text", "claim_id"),
    [
        ("en", "NATO is not at war with Russia", "nato-at-war"),
        ("en", "It is a myth that NATO is at war with Russia in Ukraine.", "nato-at-war"),
        ("de", "Die NATO führt keinen Krieg gegen Russland.", "nato-at-war"),
        ("ru", "НАТО не воюет с Россией", "nato-at-war"),
        ("en", "there were never any us biolabs in ukraine", "nato-biolabs"),
    ],
)
def test_a_denial_of_its_own_claim_is_found(language: Language, text: str, claim_id: str) -> None:
    assert denials(text, language, of=claim_id) == [text]


@pytest.mark.parametrize(
    ("text", "claim_id"),
    [
        ("NATO has long been at war with Russia in Ukraine", "nato-at-war"),
        ("Is NATO not at war with Russia in Ukraine?", "nato-at-war"),
        ("is nato not at war with russia in ukraine", "nato-at-war"),
        ("Nobody asked us before the generals sent NATO into this war", "nato-at-war"),
        ("NATO will never let Ukraine join, it does not want it", "ukraine-will-never-join"),
        ("No plague without the Pentagon", "nato-biolabs"),
    ],
)
def test_other_wordings_are_not(text: str, claim_id: str) -> None:
    assert denials(text, of=claim_id) == []


def test_the_claim_sentence_itself_is_not_asked_about() -> None:
    assert denials("NATO is at war with Russia in Ukraine, no doubt", of="nato-at-war") == []
