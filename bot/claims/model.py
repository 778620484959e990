"""The knowledge base as the rest of the bot sees it: immutable claims and registers."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

Language = Literal["en", "uk", "ru", "de", "fr", "pl", "ro", "es", "it", "tr", "cs", "lt"]
LANGUAGES: tuple[Language, ...] = (
    "en",
    "uk",
    "ru",
    "de",
    "fr",
    "pl",
    "ro",
    "es",
    "it",
    "tr",
    "cs",
    "lt",
)
"""ISO 639-1 codes of the languages that claims are kept in, in the order they are shown."""

COUNTRY_FOR_LANGUAGE = {"ua": "uk", "cz": "cs", "gb": "en", "us": "en", "at": "de"}
"""Codes of countries that are taken for their languages; none of them is a language's own code."""

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# Telegram allows 64 bytes of callback data; an action, a language and a text's key stand beside it.
ID_MAX_LENGTH = 48

_DATE_SHAPE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def _check_partial_date(value: str) -> str:
    if not _DATE_SHAPE.fullmatch(value):
        raise ValueError("not a date")
    dt.date.fromisoformat(value + "-01-01"[len(value) - 4 :])  # 2024-02-30 has the right shape
    return value


def _check_full_date(value: str) -> str:
    if len(value) != len("2024-11-13"):
        raise ValueError("not a full date")
    return _check_partial_date(value)


def _check_language(value: str) -> str:
    if value in COUNTRY_FOR_LANGUAGE:
        raise ValueError("a country's code")
    return value


def _name_the_text(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
ClaimId = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=ID_MAX_LENGTH)]
# Editors read YAML as others do: to them `2024` is a number, and `rating: false` no text.
PartialDate = Annotated[
    str,
    AfterValidator(_check_partial_date),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$", "maximum": 9999}
    ),
]
"""YYYY, YYYY-MM or YYYY-MM-DD: sources often give no more than a year."""
FullDate = Annotated[
    str,
    AfterValidator(_check_full_date),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s/]+(/\S*)?$")]


class Rating(StrEnum):
    """A point on our scale, worst first."""

    FALSE = "false"
    MISLEADING = "misleading"
    MISSING_CONTEXT = "missing-context"
    UNPROVEN = "unproven"
    SATIRE = "satire"
    TRUE = "true"


class Status(StrEnum):
    """Whether a claim is answered: only published ones are."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Entry):
    """A publication that carries facts of the explanation."""

    publisher: Text
    title: Text
    url: Url | None = None
    published: PartialDate | None = None
    language: Annotated[
        str, StringConstraints(pattern=r"^[a-z]{2,3}$"), AfterValidator(_check_language)
    ]
    archived_url: Url | None = None


class Appearance(_Entry):
    """A place where the claim was seen; its exact address is an exact match."""

    url: Url
    date: PartialDate | None = None
    platform: Text


# To other readers of YAML a hash of digits is a number.
PictureHash = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{16}$"),
    WithJsonSchema({"type": ["string", "number"], "pattern": r"^[0-9a-f]{16}$"}),
]
"""64 bits of a perceptual hash, as `python -m bot hash-picture` prints them."""


class KnownPicture(_Entry):
    """A picture that makes the claim, by the hash of what it looks like, and where it was seen."""

    hash: PictureHash
    url: Url | None = None


class Fact(_Entry):
    """One checkable statement and the sources that carry it, by 1-based position."""

    text: Text
    sources: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1)


class NearMiss(_Entry):
    """A text that looks like the claim and must not be answered with it."""

    text: Text
    claim: ClaimId | None = None
    """The claim that it does belong to, where it belongs to one."""


TextOrNearMiss = Annotated[
    NearMiss, BeforeValidator(_name_the_text, json_schema_input_type=str | NearMiss)
]
"""A near-miss that belongs to no claim is written as a plain text."""


class FormerRating(_Entry):
    """A rating that the claim once had, the day on which another took its place, and why."""

    rating: Annotated[Rating, WithJsonSchema({"enum": [*Rating, False, True]})]
    until: FullDate
    reason: Text
    """In English, as the facts."""


class Claim(_Entry):
    """What people assert, our rating of it, why, and from where we know."""

    id: ClaimId
    status: Status
    status_reason: Text | None = None
    status_date: FullDate | None = None
    rating: Annotated[Rating, WithJsonSchema({"enum": [*Rating, False, True]})]
    claim: dict[Language, Text]
    phrasings: dict[Language, tuple[Text, ...]]
    near_misses: dict[Language, tuple[TextOrNearMiss, ...]] = Field(default_factory=dict)
    explanation: dict[Language, Text]
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...]
    appearances: tuple[Appearance, ...] = ()
    images: tuple[KnownPicture, ...] = ()
    topics: tuple[Text, ...] = ()
    """Ids of topics.yaml."""
    related: tuple[ClaimId, ...] = ()
    first_seen: PartialDate | None = None
    history: tuple[FormerRating, ...] = ()
    """What it was rated before, the first rating first."""
    reviewed: FullDate
    reviewed_languages: tuple[Language, ...] = ("en",)
    """The languages whose texts a person has read and found right."""
    revision: Annotated[int, Field(ge=1)]


class PublisherKind(StrEnum):
    """What a publisher is, so that readers can weigh it."""

    TREATY = "treaty"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    COURT = "court"
    FACT_CHECKER = "fact-checker"
    NEWSROOM = "newsroom"
    THINK_TANK = "think tank"
    JOURNAL = "journal"
    DATABASE = "database"


class Publisher(_Entry):
    """Who stands behind a source; *independence* says on whom it depends."""

    name: Text
    kind: PublisherKind
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|INT)$")]
    independence: Text
    party: bool = False
    """It speaks for NATO, the EU or a state: what it says of these is their word."""

    @property
    def is_party(self) -> bool:
        """Whether readers are told that it is a party to the debate; governments always are."""
        return self.party or self.kind is PublisherKind.GOVERNMENT


class Topic(_Entry):
    """What claims are sorted by, with its name in each language."""

    id: ClaimId
    name: dict[Language, Text]


class Network(_Entry):
    """Sites and channels that others have documented as parts of one operation."""

    id: ClaimId
    name: Text
    """A proper name, the same in all languages."""
    summary: dict[Language, Text]
    domains: tuple[Text, ...] = ()
    """Bare host names; each stands for its subdomains, too."""
    channels: tuple[Text, ...] = ()
    """Telegram usernames without @."""
    sources: tuple[Source, ...] = Field(min_length=1)


class RejectedClaim(_Entry):
    """A claim that we decided not to hold, so that nobody proposes it twice."""

    id: ClaimId
    claim: Text
    reason: Text
    date: PartialDate


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All claims by id, drafts and withdrawn ones included; *revision* is a digest of all files."""

    claims: Mapping[str, Claim]
    revision: str
    topics: Mapping[str, Topic] = field(default_factory=dict)
    networks: tuple[Network, ...] = ()
    publishers: Mapping[str, Publisher] = field(default_factory=dict)
    """By the name that sources give them."""

    @property
    def published(self) -> Mapping[str, Claim]:
        """The claims that may be answered."""
        return MappingProxyType(
            {id_: claim for id_, claim in self.claims.items() if claim.status is Status.PUBLISHED}
        )

    @property
    def parties(self) -> frozenset[str]:
        """The names of the publishers that are a party to the debate."""
        return frozenset(name for name, one in self.publishers.items() if one.is_party)
