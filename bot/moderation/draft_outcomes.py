"""What becomes of a draft when somebody wants something with it."""

from dataclasses import dataclass
from enum import StrEnum, auto

from bot.moderation.drafts import Draft
from bot.moderation.publishing import Published


class Slip(StrEnum):
    """Why nothing became of what somebody wanted with a draft."""

    UNKNOWN = auto()
    """There is no such draft."""
    OVERTAKEN = auto()
    """The draft is another one since."""
    ENDED = auto()
    """It is published, or dropped."""
    WAITING = auto()
    """It was submitted already."""
    NOT_SUBMITTED = auto()
    PUBLISHING = auto()
    """It is being published at this moment, or somebody died meanwhile."""
    OWN_WORK = auto()
    """Somebody else has to approve it."""
    NOBODYS_WORK = auto()
    """Who wrote it was forgotten, so nobody can tell whether this is somebody else."""
    NOT_YOURS = auto()
    NO_ID = auto()
    RENAMED = auto()
    """The file of a claim came back with another id."""
    NO_REASON = auto()
    """The rating changes, and readers are to be told why."""
    NO_COMMENT = auto()
    OLDER = auto()
    """A file without a word of its origin, and another number than the claim has now."""
    NO_TEMPLATE = auto()


@dataclass(frozen=True, slots=True)
class Submitted:
    """A draft waits for a reviewer."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Live:
    """A draft is what readers get."""

    draft: Draft
    published: Published
