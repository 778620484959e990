"""Who may do what at the desk: a pure table, and the port of whoever keeps the roles.

The desk chat is no right: whoever writes there has the role that they have anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Protocol

LOG_DAYS = 365
"""What moderators did stays in the log for so long: readers may ask who published what."""
MOST_NAME = 64
"""Letters of a moderator's name."""


class Role(StrEnum):
    """What somebody is at the desk; each may do all that those before it may."""

    NOBODY = auto()
    EDITOR = auto()
    REVIEWER = auto()
    OWNER = auto()
    """Whom the setting OWNER_IDS names; no table of the database makes an owner."""

    @property
    def rank(self) -> int:
        """Return its place, the lowest first."""
        return tuple(Role).index(self)


class Act(StrEnum):
    """What is done at the desk, as far as the right to it differs."""

    LOOK = auto()
    """See the queue, claims as they are written, their history, and numbers."""
    DECIDE = auto()
    """Say what becomes of messages in the queue."""
    DRAFT = auto()
    """Write claims and submit them."""
    REVIEW = auto()
    """Approve what others submitted, or send it back."""
    PUBLISH = auto()
    """Publish, withdraw, restore, and undo that."""
    APPOINT = auto()
    """Give roles and take them."""


_LEAST: Mapping[Act, Role] = MappingProxyType(
    {
        Act.LOOK: Role.EDITOR,
        Act.DECIDE: Role.EDITOR,
        Act.DRAFT: Role.EDITOR,
        Act.REVIEW: Role.REVIEWER,
        Act.PUBLISH: Role.REVIEWER,
        Act.APPOINT: Role.OWNER,
    }
)
GRANTED = (Role.EDITOR, Role.REVIEWER)
"""Roles that can be given."""


def may(role: Role, act: Act) -> bool:
    """Tell whether *role* is enough for *act*."""
    return role.rank >= _LEAST[act].rank


def least_for(act: Act) -> Role:
    """Return the lowest role that may do *act*."""
    return _LEAST[act]


@dataclass(frozen=True, slots=True)
class Moderator:
    """Who does something at the desk."""

    user_id: int | None
    """None for the command line: whoever can run it can change the files as well."""
    name: str
    """As they call themselves in Telegram; it stands in the log and in the history of claims."""


COMMAND_LINE = Moderator(None, "command line")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff."""

    user_id: int
    name: str
    """Empty where nobody told it."""
    role: Role


class Staff(Protocol):
    """Keeps roles; all methods raise PeopleUnavailableError where the store cannot be reached."""

    async def role_of(self, user_id: int) -> Role:
        """Return the role that somebody has at this moment; the store is asked each time."""
        ...

    async def grant(self, user_id: int, role: Role, name: str, by: Moderator) -> Role:
        """Give somebody one of `GRANTED`; return the role that they had until now.

        An owner stays one, and nothing is written down where nothing changes but the name.
        """
        ...

    async def revoke(self, user_id: int, by: Moderator) -> Role:
        """Take somebody's role; return what it was. An owner stays one."""
        ...

    async def members(self) -> list[Member]:
        """Return the staff, the highest role first, owners among them."""
        ...
