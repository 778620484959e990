"""What is sent to readers without their having asked just now: answers, corrections, digests."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

WITHDRAWN = "withdrawn"
"""Stands where a rating would: there is no verdict any more."""
LEASE_S = 300.0
"""Who took a push and has not settled it for so long has died: others may take it."""


class PushKind(StrEnum):
    """Why somebody is written to."""

    ANSWER = "answer"
    """There is an answer to a question of theirs."""
    TAKEN_BACK = "taken-back"
    """The answer to a question of theirs was one to something else."""
    OUT_OF_SCOPE = "out-of-scope"
    """A question of theirs is nothing that we check."""
    CORRECTION = "correction"
    """The verdict on a claim that they follow has changed."""
    DIGEST = "digest"
    """It is the hour that they chose."""
    GROUP_DIGEST = "group-digest"
    """It is Monday, and they want to hear what was checked in their group."""


@dataclass(frozen=True, slots=True)
class Push:
    """Something to send, taken by us."""

    number: int
    kind: PushKind
    user_id: int
    language: str
    made_at: float
    """Seconds since 1970; of a digest, the time that it is due."""
    tries: int
    """This one counted."""
    claim_id: str = ""
    """Empty for digests."""
    text_key: str = ""
    """Of the text that an answer is to (bot/matching/keys.py)."""
    was: str = ""
    """The rating that the reader of a correction knows, or WITHDRAWN."""
    now: str = ""
    """What it has become."""
    text: str = ""
    """What an answer is to, empty where it has been deleted meanwhile."""
    group_id: int = 0
    """The chat that a weekly digest is about."""


class Pushes(Protocol):
    """Keeps what is to be sent, each once; every method raises PeopleUnavailableError.

    Several processes may share it: what one has taken no other gets until the lease has ended.
    """

    async def awaited(self) -> list[int]:
        """Return the numbers of the open questions that somebody waits for, the oldest first.

        Without those that moderators found to be spam.
        """
        ...

    async def answer(self, question: int, claim_id: str) -> int:
        """Note that a claim answers a question; return how many will be told, each of them once."""
        ...

    async def turn_away(self, after_s: float) -> int:
        """Make a push for each who waits for what was found out of scope *after_s* ago or before.

        Nobody waits for it any more then. Return how many will be told, each of them once.
        """
        ...

    async def take(self, most: int) -> list[Push]:
        """Take what is to be sent now: about *most* a second by all processes together.

        What its reader has stopped meanwhile is dropped.
        """
        ...

    async def done(self, push: Push, told: str = "") -> None:
        """Forget to whom a push went, which has been sent or never will be.

        Where *told* is the rating that an answer gave them, they follow its claim from now on.
        """
        ...

    async def later(self, some: Sequence[Push], after_s: float) -> None:
        """Give pushes back, to be taken again in a while; a push of another try stays as it is."""
        ...

    async def waiting(self) -> int:
        """Count what is not sent yet, whether or not it is due."""
        ...
