"""Small knowledge bases, made by hand: a test names only what it is about."""

from collections.abc import Mapping, Sequence

from bot.claims.model import (
    Appearance,
    Claim,
    KnowledgeBase,
    Language,
    NearMiss,
    Network,
    Rating,
    Source,
    Status,
    Topic,
)

SOURCE = Source(
    publisher="NATO",
    title="Setting the record straight",
    url="https://www.nato.int/record",
    language="en",
)
OTHER_SOURCE = Source(
    publisher="DW", title="Faktencheck", url="https://www.dw.com/faktencheck", language="de"
)

Texts = str | Sequence[str]


def make_claim(
    id_: str = "nato-paints-the-moon",
    claim: str | Mapping[Language, str] = "NATO is painting the moon green.",
    phrasings: Texts | Mapping[Language, Texts] = (),
    near_misses: Texts | Mapping[Language, Texts] = (),
    *,
    rating: Rating = Rating.FALSE,
    status: Status = Status.PUBLISHED,
    seen_at: Texts = (),
    belongs_to: str | None = None,
) -> Claim:
    """Return a claim; texts without a language are English, *belongs_to* is of its near-misses."""
    return Claim(
        id=id_,
        status=status,
        rating=rating,
        claim={"en": claim} if isinstance(claim, str) else dict(claim),
        phrasings=_by_language(phrasings),
        near_misses={
            language: tuple(NearMiss(text=text, claim=belongs_to) for text in texts)
            for language, texts in _by_language(near_misses).items()
        },
        explanation={"en": "NATO has not painted the moon. It owns no paint."},
        sources=(SOURCE, OTHER_SOURCE),
        appearances=tuple(Appearance(url=url, platform="Telegram") for url in _texts(seen_at)),
        reviewed="2026-11-22",
        revision=1,
    )


def make_base(
    *claims: Claim, networks: Sequence[Network] = (), topics: Sequence[Topic] = ()
) -> KnowledgeBase:
    """Return the knowledge base of *claims*."""
    return KnowledgeBase(
        {claim.id: claim for claim in claims},
        revision="made-by-hand",
        topics={topic.id: topic for topic in topics},
        networks=tuple(networks),
    )


def make_topic(id_: str = "moon", name: str | Mapping[Language, str] = "The moon") -> Topic:
    """Return a topic; a name without a language is English."""
    return Topic(id=id_, name={"en": name} if isinstance(name, str) else dict(name))


def make_network(
    name: str = "Moon Mirror",
    *,
    domains: Texts = "moon-mirror.example",
    channels: Texts = "Moon_Mirror",
    sources: Sequence[Source] = (SOURCE,),
) -> Network:
    """Return a documented network of spreaders."""
    return Network(
        id=name.lower().replace(" ", "-"),
        name=name,
        summary={"en": "It copies other sites."},
        domains=_texts(domains),
        channels=_texts(channels),
        sources=tuple(sources),
    )


def _by_language(texts: Texts | Mapping[Language, Texts]) -> dict[Language, tuple[str, ...]]:
    if isinstance(texts, Mapping):
        return {language: _texts(some) for language, some in texts.items()}
    return {"en": _texts(texts)} if texts else {}


def _texts(texts: Texts) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)
