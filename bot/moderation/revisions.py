"""The revisions of claims: what was published, by whom and why; and the port of who keeps them."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol

from bot.moderation.roles import Moderator


class Kind(StrEnum):
    """What was done to a claim."""

    PUBLISH = auto()
    WITHDRAW = auto()
    RESTORE = auto()
    UNDO = auto()


class State(StrEnum):
    """How far a revision is."""

    PUBLISHING = auto()
    """Written down, and not yet done: the next publisher finishes or drops it."""
    DONE = auto()
    DROPPED = auto()
    """It never became the claim's file."""


class Git(StrEnum):
    """What is left to be done about a revision in git."""

    NOTHING = auto()
    COMMIT = auto()
    PUSH = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of the file of a claim."""

    claim_id: str
    kind: Kind
    before: str | None
    """The text of the file until now; None where there was none."""
    after: str
    by: Moderator
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A change, as it is kept."""

    number: int
    claim_id: str
    kind: Kind
    state: State
    before: str | None
    after: str
    who: str
    """What the log calls the moderator."""
    name: str
    """What they call themselves, empty once they wished to be forgotten."""
    reason: str
    at: float
    """Seconds since 1970."""
    commit: str = ""
    """Of git, empty where there is none."""
    git: Git = Git.NOTHING
    note: str = ""
    """Why git did not do what is left."""


@dataclass(frozen=True, slots=True)
class GitOutcome:
    """What git made of a revision."""

    commit: str = ""
    left: Git = Git.NOTHING
    note: str = ""


class Revisions(Protocol):
    """Keeps revisions; every method raises PeopleUnavailableError where the store is away."""

    async def begin(self, change: Change) -> Revision:
        """Write down what is going to happen, before it happens."""
        ...

    async def finish(self, revision: Revision, outcome: GitOutcome) -> Revision:
        """Note that it has happened, and write it into the audit log: both, or neither.

        Where it takes back a wording that was added for a card, the questions of that card are open
        again, and who was told of the claim hears that it was no answer.
        """
        ...

    async def drop(self, number: int) -> None:
        """Note that it has not happened, and will not."""
        ...

    async def unfinished(self) -> list[Revision]:
        """Return what was begun and neither finished nor dropped, oldest first."""
        ...

    async def get(self, number: int) -> Revision | None:
        """Return a revision by its number."""
        ...

    async def of_claim(self, claim_id: str, most: int) -> list[Revision]:
        """Return what happened to a claim, newest first."""
        ...

    async def last_by(self, by: Moderator) -> Revision | None:
        """Return the last thing that a moderator did."""
        ...

    async def owed(self) -> list[Revision]:
        """Return those with something left to do in git, oldest first."""
        ...

    async def note_git(self, number: int, outcome: GitOutcome) -> None:
        """Note what git has made of a revision since."""
        ...


def for_card(cluster: int) -> str:
    """Return the reason of a change that adds a wording for a cluster of the queue."""
    return f"card № {cluster} in the queue"


def card_of(reason: str) -> int | None:
    """Return the number of the cluster in such a reason, None in another one."""
    found = re.search(r"card № (\d{1,9}) in the queue", reason)
    return int(found[1]) if found else None
