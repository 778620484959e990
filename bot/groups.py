"""What groups wish and what was said in them, as the rest of the bot sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

KEPT_DAYS = 365
"""A group that the bot was removed from finds its wishes again within so long."""


class Mode(StrEnum):
    """When the bot speaks in a group."""

    OFF = "off"
    ON_REQUEST = "on-request"
    FORWARDS = "forwards"
    ALL = "all"


class Form(StrEnum):
    """How it speaks when nobody asked."""

    REPLY = "reply"
    REACTION = "reaction"
    """A reaction on the message; the text comes when somebody asks for it."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours, by a clock *offset_min* minutes east of UTC, in which nobody asked is silence.

    From *start* until *end*, both 0 to 23; past midnight where *end* is the smaller one.
    """

    start: int
    end: int
    offset_min: int = 0

    def hold(self, at: float) -> bool:
        """Tell whether they hold at a time, in seconds since 1970."""
        hour = int((at / 60 + self.offset_min) // 60 % 24)
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """What the admins of a group chose."""

    mode: Mode = Mode.ON_REQUEST
    language: str | None = None
    """None for the language of each message."""
    cooldown_h: int = 24
    """So many hours the same claim is not spoken of again unasked."""
    most_an_hour: int = 4
    """Answers that nobody asked for."""
    quiet: QuietHours | None = None
    form: Form = Form.REPLY
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that nobody asked for."""

    claim_id: str
    at: float
    """Seconds since 1970."""


class Groups(Protocol):
    """Knows groups by their chat id; what waits for the store raises PeopleUnavailableError."""

    async def settings_of(self, chat_id: int) -> GroupSettings:
        """Return what a group chose, the defaults where it never chose."""
        ...

    async def save(self, chat_id: int, settings: GroupSettings) -> None:
        """Remember what a group chose."""
        ...

    async def greet(self, chat_id: int) -> bool:
        """Tell whether the group was never greeted; from now on it was."""
        ...

    async def say(self, chat_id: int, claim_ids: Collection[str], message_id: int) -> bool:
        """Note that a message is answered unasked; tell whether it was not before."""
        ...

    async def said(self, chat_id: int, since: float) -> list[Said]:
        """Return what was said unasked since then, oldest first."""
        ...

    async def mute(self, chat_id: int, claim_id: str) -> None:
        """Speak of a claim there no more unasked."""
        ...

    async def unmute_all(self, chat_id: int) -> int:
        """Speak of all claims again; return how many were muted."""
        ...

    async def muted(self, chat_id: int) -> frozenset[str]:
        """Return the claims that are not spoken of unasked."""
        ...

    async def opt_out(self, user_id: int, *, out: bool) -> None:
        """Leave what a person writes in groups alone, or no longer."""
        ...

    async def is_opted_out(self, user_id: int) -> bool:
        """Tell whether what a person writes in groups is left alone."""
        ...

    async def move(self, chat_id: int, new_id: int) -> None:
        """Take everything to the supergroup that a group became."""
        ...
