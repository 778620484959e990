"""Messages without a verdict that readers sent to the moderators, and who waits for an answer."""

from dataclasses import dataclass
from typing import Protocol

QUESTIONS_A_DAY = 20
"""More than anybody wants to know in a day; one person alone must not fill the moderators' desk."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a reader agreed to send to the moderators."""

    text_key: str
    """Names the text (bot/matching/keys.py, short_key); each person asks about each text once."""
    text: str
    language: str
    """Of the reply that they read."""
    origin: str = ""
    """The public name of the channel that the message was forwarded from."""
    not_claim: str = ""
    """The claim that it was wrongly answered with."""


@dataclass(frozen=True, slots=True)
class Question:
    """One of those, as it was stored; nothing in it tells who asked."""

    number: int
    """Never given to another one."""
    inquiry: Inquiry
    misfits: frozenset[str]
    """Claims that it must not be answered with (bot/opinions.py), `not_claim` among them."""
    asked_at: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a question."""

    claim_id: str | None = None
    """The claim that it was answered with, None while it is open."""


class Questions(Protocol):
    """Keeps questions until they are too old; every method raises PeopleUnavailableError."""

    async def ask(self, user_id: int, inquiry: Inquiry) -> int | None:
        """Keep a question and return its number, None where it is one too many for this day.

        The same text by the same person is the same question; it is open again where it was
        answered, since who asks again was not helped.
        """
        ...

    async def reopen(self, user_id: int, text_key: str, not_claim: str) -> int | None:
        """Open a question again that was wrongly answered with *not_claim*, by its text.

        Return its number, None where this person has not asked about that text.
        """
        ...

    async def wait(self, user_id: int, number: int, language: str) -> Standing | None:
        """Note that somebody wants to be told of an answer; None where it is no question of theirs.

        Where there is an answer already, nothing is noted.
        """
        ...

    async def stop_waiting(self, user_id: int, number: int) -> Standing | None:
        """Take that back; None where it is no question of theirs."""
        ...

    async def open_questions(self, after: int, limit: int) -> list[Question]:
        """Return the first *limit* questions without an answer whose number is above *after*."""
        ...
