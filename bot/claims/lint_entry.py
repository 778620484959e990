"""What a lint rule sees of one claim."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from bot.claims.completeness import Completeness
from bot.claims.document import Document, Trail
from bot.claims.model import LANGUAGES, Claim, Language, Status
from bot.claims.problem import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """A sound claim, the document that it came from, the day of the lint, and what is wanted.

    *template* holds the texts of the template, none of which may stay.
    """

    claim: Claim
    document: Document
    today: dt.date
    wanted: Completeness
    template: frozenset[str] = frozenset()

    @property
    def published(self) -> bool:
        """Whether the claim must be complete: drafts need not be, withdrawn ones stay as is."""
        return self.claim.status is Status.PUBLISHED

    def problem(self, code: str, trail: Trail, text: str, hint: str) -> Problem:
        """Return a problem at the value that *trail* leads to."""
        return self.document.problem(code, trail, text, hint)

    def wordings(self) -> Iterator[tuple[Language, Trail, str]]:
        """Yield language, trail and text of each claim sentence and each phrasing."""
        for language, text in self.claim.claim.items():
            yield language, ("claim", language), text
        for language, texts in self.claim.phrasings.items():
            for i, text in enumerate(texts):
                yield language, ("phrasings", language, i), text

    def near_misses(self) -> Iterator[tuple[Language, Trail, str, str | None]]:
        """Yield language, trail, text and claim id of each near-miss."""
        for language, near_misses in self.claim.near_misses.items():
            for i, near_miss in enumerate(near_misses):
                yield language, ("near_misses", language, i), near_miss.text, near_miss.claim

    def addresses(self) -> Iterator[tuple[Trail, str]]:
        """Yield trail and text of each address of a source, an appearance or a picture."""
        for i, source in enumerate(self.claim.sources):
            if source.url is not None:
                yield ("sources", i, "url"), source.url
            if source.archived_url is not None:
                yield ("sources", i, "archived_url"), source.archived_url
        for i, appearance in enumerate(self.claim.appearances):
            yield ("appearances", i, "url"), appearance.url
        for i, image in enumerate(self.claim.images):
            if image.url is not None:
                yield ("images", i, "url"), image.url


Rule: TypeAlias = Callable[[Entry], Iterator[Problem]]


def in_order(languages: set[Language]) -> list[Language]:
    """Return the languages in the order in which they are shown."""
    return sorted(languages, key=LANGUAGES.index)


def host_of(url: str) -> str | None:
    """Return the host of an address, in small letters, or None where it names none."""
    try:
        return urlsplit(url).hostname
    except ValueError:  # "http://[a.b/" has the shape of an address and is none
        return None
