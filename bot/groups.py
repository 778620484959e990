"""What groups wish and what was said in them, as the rest of the bot sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

KEPT_DAYS = 365
"""A group that the bot was removed from finds its wishes again within so long."""
LONGEST_COOLDOWN_H = 168
"""No group may choose a longer one: what was said must be known for as long."""
SAID_DAYS = LONGEST_COOLDOWN_H // 24 + 1
"""What was said is known for so long at least: a weekly digest may be sent a day late."""


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


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that a message was answered with."""

    claim_id: str
    at: float
    """Seconds since 1970."""
    asked: bool = False
    """Somebody asked for it."""


class Groups(Protocol):
    """Knows groups by their chat id; what waits for the store raises PeopleUnavailableError.

    *by* is who does it, for the log of changes; None for an admin who stays anonymous.
    """

    # What a group chose.

    async def settings_of(self, chat_id: int) -> GroupSettings:
        """Return what a group chose, the defaults where it never chose."""
        ...

    async def save(self, chat_id: int, settings: GroupSettings, *, by: int | None = None) -> None:
        """Remember what a group chose."""
        ...

    async def change(
        self,
        chat_id: int,
        change: Callable[[GroupSettings], GroupSettings],
        *,
        by: int | None = None,
    ) -> GroupSettings:
        """Remember what *change* makes of what is chosen now, and return it.

        Admins who press at the same time do not undo what the other one chose.
        """
        ...

    async def greet(self, chat_id: int) -> bool:
        """Tell whether the group was never greeted; from now on it was.

        It is so, too, where the bot was removed meanwhile.
        """
        ...

    async def known(self, user_id: int, most: int) -> list[int]:
        """Return groups that were greeted or chose something.

        Those in which this person chose come first, then those that changed last.
        """
        ...

    async def move(self, chat_id: int, new_id: int) -> None:
        """Take everything to the supergroup that a group became; again does no harm.

        `Chats.moved` does it by itself.
        """
        ...

    # What was said there.

    async def say(
        self, chat_id: int, message_id: int, claim_ids: Sequence[str], *, asked: bool
    ) -> bool:
        """Note that a message is answered with claims, before that is sent.

        Return False where it was answered already: unasked, or (*asked*) on request.
        """
        ...

    async def said(self, chat_id: int, since: float) -> list[Said]:
        """Return what was said from that time on, the oldest first."""
        ...

    async def answered_with(self, chat_id: int, message_id: int) -> tuple[str, ...]:
        """Return the claims that were noted for a message, the best first."""
        ...

    async def take_back(self, chat_id: int, message_id: int) -> None:
        """Note that an admin deleted what the message was answered with."""
        ...

    # What it does not want to hear of.

    async def mute(self, chat_id: int, claim_id: str, *, by: int | None = None) -> None:
        """Speak of a claim there no more unasked."""
        ...

    async def unmute(self, chat_id: int, claim_id: str, *, by: int | None = None) -> bool:
        """Speak of a claim again; return whether it was muted."""
        ...

    async def unmute_all(self, chat_id: int, *, by: int | None = None) -> int:
        """Speak of all claims again; return how many were muted."""
        ...

    async def muted(self, chat_id: int) -> frozenset[str]:
        """Return the claims that are not spoken of unasked."""
        ...

    # What people wish.

    async def opt_out(self, user_id: int, *, out: bool) -> None:
        """Leave what a person writes in groups alone, or no longer."""
        ...

    async def is_opted_out(self, user_id: int) -> bool:
        """Tell whether what a person writes in groups is left alone."""
        ...

    async def want_digest(self, chat_id: int, user_id: int, language: str, *, wanted: bool) -> None:
        """Send a person a digest of the group weekly from now on, or no longer."""
        ...

    async def wants_digest(self, chat_id: int, user_id: int) -> bool:
        """Tell whether a person gets the weekly digest of a group."""
        ...
