"""Small claims, made by hand: a test names only what it is about."""

from collections.abc import Mapping

from bot.claims.model import Claim, Language, Rating, Source, Status

NATO = Source(
    publisher="NATO",
    title="Setting the record straight",
    url="https://www.nato.int/record?a=1&b=2",
    published="2024-03-05",
    language="en",
)
BOOK = Source(
    publisher="A. Author", title="A history of the alliance", published="1999", language="en"
)
ARCHIVED = Source(
    publisher="Example News",
    title="The drill was announced",
    archived_url="https://web.archive.org/web/2023/https://news.example/drill",
    published="2023-09",
    language="en",
)
UNDATED = Source(
    publisher="DW", title="Faktencheck", url="https://www.dw.com/de/faktencheck", language="de"
)

AT_WAR: Mapping[Language, str] = {
    "en": "NATO is at war with Russia.",
    "uk": "НАТО воює з Росією.",
    "ru": "НАТО воюет с Россией.",
    "de": "Die NATO führt Krieg gegen Russland.",
}
NOT_A_PARTY: Mapping[Language, str] = {
    "en": "NATO is not a party to the fighting. Its members send weapons and money to Ukraine.",
    "uk": "НАТО не є стороною бойових дій. Країни-члени передають Україні зброю та гроші.",
    "ru": "НАТО не участвует в боевых действиях. Страны-члены передают Украине оружие и деньги.",
    "de": "Die NATO ist keine Kriegspartei. Ihre Mitglieder liefern der Ukraine Waffen und Geld.",
}
PROMISE: Mapping[Language, str] = {
    "en": "In 1990 NATO promised Moscow that it would never take in a country east of Germany.",
    "uk": "У 1990 році НАТО пообіцяло Москві ніколи не приймати країн на схід від Німеччини.",
    "ru": "В 1990 году НАТО пообещала Москве никогда не принимать стран к востоку от Германии.",
    "de": "1990 hat die NATO Moskau versprochen, nie ein Land östlich von Deutschland aufzunehmen.",
}


def make_claim(
    id_: str = "nato-at-war",
    rating: Rating = Rating.FALSE,
    *,
    claim: Mapping[Language, str] = AT_WAR,
    explanation: Mapping[Language, str] = NOT_A_PARTY,
    sources: tuple[Source, ...] = (NATO, BOOK),
    status: Status = Status.PUBLISHED,
    reviewed_languages: tuple[Language, ...] = ("en",),
) -> Claim:
    return Claim(
        id=id_,
        status=status,
        rating=rating,
        claim=dict(claim),
        phrasings={},
        explanation=dict(explanation),
        sources=sources,
        reviewed="2026-11-22",
        reviewed_languages=reviewed_languages,
        revision=1,
    )


def make_promise() -> Claim:
    """A claim whose sentence does not fit a button, explained in English only."""
    return make_claim(
        "promised-not-to-enlarge",
        Rating.MISLEADING,
        claim=PROMISE,
        explanation={"en": "Assurances were given in talks. No treaty was signed."},
        sources=(UNDATED, ARCHIVED, BOOK),
    )
