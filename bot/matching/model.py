"""The values that travel through matching: query, candidates, decision."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from bot.claims.model import Rating


class PartKind(StrEnum):
    """Where in a message a piece of text stood."""

    TEXT = "text"
    CAPTION = "caption"
    QUOTE = "quote"
    POLL = "poll"
    PICTURE = "picture"
    """Read by a program, which may have misread it."""


class Audience(StrEnum):
    """Who hears the answer; it chooses the policy."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text that is read by itself; sentences never run across parts."""

    text: str
    kind: PartKind = PartKind.TEXT


@dataclass(frozen=True, slots=True)
class Query:
    """The text asked about, and the addresses that came with it.

    `links` holds addresses that the text itself does not show: hidden behind words, on buttons,
    or the public address of the post that was forwarded. `origins` holds the usernames of the chats
    that it was forwarded from, in small letters and without @.
    """

    parts: tuple[Part, ...]
    links: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Query":
        """Return the query of a plain text."""
        return cls(parts=(Part(text),))

    @property
    def text(self) -> str:
        """All parts as one text."""
        return "\n".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Segment:
    """A window of sentences of one part; `start` and `end` index the part's original text."""

    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that the query may be asserting, and why we think so.

    `score` is a calibrated probability, 0 to 1. `segment` is the place in the query that speaks
    for it, None where an exact key did (a link, a known post, a text seen before).
    """

    claim_id: str
    rating: Rating
    score: float
    segment: Segment | None
    phrasing: str
    phrasing_language: str
    features: dict[str, float] = field(default_factory=dict)


class Silence(StrEnum):
    """Why there is no verdict."""

    EMPTY = "empty"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    SMALL_TALK = "small-talk"
    UNKNOWN = "unknown"
    DEBUNK = "debunk"


@dataclass(frozen=True, slots=True)
class Match:
    """Sure enough to answer: the claims that the query asserts, best first."""

    answers: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    about: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Sure that it is one of few, not which: ask."""

    choices: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    about: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Not sure: no verdict. `about` holds claims that the query denies or discusses."""

    reason: Silence
    candidates: tuple[Candidate, ...] = ()
    about: tuple[Candidate, ...] = ()


Decision: TypeAlias = Match | Ambiguous | NoMatch
