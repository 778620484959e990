"""What is kept about people, as the rest of the bot sees it, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Protocol

UNANSWERED_S = 3600.0
"""What nobody could answer for so long is not answered any more, and forgotten."""
NUMBER_DAYS = 2
"""Telegram keeps an update for a day, so none comes again after two."""
SET_ASIDE_DAYS = 7
"""People have so long to look at what could not be handled; it holds what somebody wrote."""
MISFIT_DAYS = 365
"""Whoever said that an answer does not fit a text need not say so again before. No text is kept for
it, only its key."""


@dataclass(frozen=True, slots=True)
class Block:
    """Why somebody is not answered, and how long."""

    until: float
    """Seconds since 1970."""
    reason: str
    """Empty where none was given."""
    told: bool = False
    """They know."""

    @property
    def last_day(self) -> date:
        """Return the day on which it ends (UTC)."""
        return datetime.fromtimestamp(self.until, UTC).date()


class Thing(StrEnum):
    """What people leave with us or want from us, each in a table of its own."""

    QUESTIONS = auto()
    """Texts that they sent to the moderators."""
    WAITING = auto()
    """Answers that they want to be told of."""
    OPINIONS = auto()
    """What they think of answers."""
    MISFITS = auto()
    """Answers that did not fit their texts."""
    FOLLOWING = auto()
    """Claims whose verdicts they follow."""
    ASKED = auto()
    """Claims that they were answered with, by day."""
    DIGEST = auto()
    """The hour of their daily digest."""
    GROUP_DIGESTS = auto()
    """Groups of which they get a weekly digest."""
    OPT_OUT = auto()
    """That what they write in groups is left alone."""
    STAFF = auto()
    """Their role at the desk."""
    PUSHES = auto()
    """What we are about to send them by ourselves."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept about one person."""

    seen_on: date | None = None
    """The day of their last message (UTC)."""
    language: str | None = None
    """The one they chose."""
    messages: int = 0
    """Theirs, not handled yet or set aside because they could not be."""
    notes: int = 0
    """About them in the audit log."""
    things: Mapping[Thing, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many of each; what there is nothing of is left out."""
    block: Block | None = None


class PeopleUnavailableError(Exception):
    """The store cannot be reached; it is worth another try."""


class People(Protocol):
    """Knows people by their Telegram id; what waits for the store raises PeopleUnavailableError."""

    def block_of(self, user_id: int) -> Block | None:
        """Return the block of a user, as far as we have heard of it; the store is not asked."""
        ...

    async def told(self, user_id: int, block: Block) -> None:
        """Note that a user knows of *block*."""
        ...

    async def seen(self, user_id: int) -> None:
        """Note that somebody wrote: the day, once a day."""
        ...

    async def language_of(self, user_id: int) -> str | None:
        """Return the interface language that a user chose, None where they chose none."""
        ...

    async def choose_language(self, user_id: int, language: str) -> None:
        """Remember the interface language that a user chose."""
        ...

    async def show(self, user_id: int) -> Kept:
        """Return all that is kept about a user, but for what is being handled."""
        ...

    async def delete(self, user_id: int, before: int) -> Kept:
        """Forget a user at once; return what was kept until now.

        Of unanswered messages, those of updates *before* that one go: who goes on writing wants
        answers. A block stays until it ends: else it would end with this.
        """
        ...
