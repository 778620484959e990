"""Drafts: claim files on their way to readers; and the port of who keeps them."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol

from bot.moderation.roles import Moderator

KEPT_DAYS = 365
"""Drafts that have come to an end are kept for so long, as the log is."""


class State(StrEnum):
    """How far a draft is."""

    WRITING = auto()
    SUBMITTED = auto()
    """It waits for a reviewer."""
    SENT_BACK = "sent-back"
    """A reviewer has said what to mend; the next change makes it WRITING again."""
    APPROVED = auto()
    """It is being published: whoever died meanwhile, approving it again finishes that."""
    PUBLISHED = auto()
    DROPPED = auto()

    @property
    def is_open(self) -> bool:
        """Whether anything can still become of it."""
        return self not in {State.PUBLISHED, State.DROPPED}


OPEN = tuple(state for state in State if state.is_open)


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim file that somebody writes."""

    number: int
    """0 for one that is not kept yet."""
    claim_id: str
    """Empty where none was chosen yet."""
    text: str
    """Always YAML that can be read, with a mapping at its top."""
    base: str
    """`base_of` the claim's file that it was made from, empty for a new claim."""
    author: Moderator
    """Who began it; they hear what becomes of it."""
    writer: Moderator
    """Who wrote it as it is now; both have no name once they wished to be forgotten."""
    state: State = State.WRITING
    step: str = ""
    """What the guided way asks for next, empty where nothing is asked (steps.py)."""
    reason: str = ""
    """Why the rating changes, for readers."""
    comment: str = ""
    """What a reviewer wishes to have mended."""
    revision: int = 1
    """Goes up with each change: a button that shows another one is out of date."""
    changed_at: float = 0.0
    """Seconds since 1970."""
    basis: int = 1
    """The oldest revision of which the writer may send the file again: what came later were only
    their own files, so that nothing of anybody else is overwritten."""
    cluster: int = 0
    """The cluster of the queue that it was begun for, 0 where none."""


class Drafts(Protocol):
    """Keeps drafts; every method raises PeopleUnavailableError where the store is away."""

    async def begin(self, draft: Draft) -> Draft:
        """Keep a new draft; return it with its number.

        Where an open one was begun for the same cluster, return that instead: of two who press at
        once, one begins it.
        """
        ...

    async def change(
        self, before: Draft, after: Draft, by: Moderator, *, note: str = ""
    ) -> Draft | None:
        """Put *after* in the place of *before*; return it, None where it is another one by now.

        Another state is written into the audit log, with *note*: both, or neither.
        """
        ...

    async def get(self, number: int) -> Draft | None:
        """Return a draft by its number, whatever became of it."""
        ...

    async def open(self) -> list[Draft]:
        """Return the drafts of which anything can still become, the newest change first."""
        ...

    async def of_cluster(self, cluster: int) -> Draft | None:
        """Return the open draft that was begun for a cluster, None where there is none."""
        ...


def is_by(draft: Draft, somebody: Moderator) -> bool:
    """Tell whether somebody began a draft, or wrote it as it is now."""
    return any(is_same(one, somebody) for one in (draft.author, draft.writer))


def is_same(one: Moderator, other: Moderator) -> bool:
    """Tell whether two are one; on the command line people are what they call themselves."""
    if one.user_id is None and other.user_id is None:
        return one.name.casefold() == other.name.casefold()
    return one.user_id == other.user_id
