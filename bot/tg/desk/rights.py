"""The one check of the desk: who asks, where, and whether their role is enough at this moment.

Every command and every button of the desk passes here. For whoever has no role there is no desk:
a command of it is a word as any other, a button of it is none.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.moderation.roles import Act, Moderator, Role, Staff, may
from bot.replies.model import Reply
from bot.replies.render_desk_staff import not_allowed, render_not_allowed
from bot.replies.render_notices import render_gone
from bot.tg.buttons import Done, Press
from bot.tg.gate import Gate
from bot.tg.groups.heard import is_by_bot, person_of
from bot.tg.groups.voice import Place, Voice
from bot.tg.languages import Languages


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody of the staff, and the role that they have at this moment."""

    moderator: Moderator
    role: Role
    is_private: bool = False
    """Nobody else reads what is answered."""

    @property
    def reader(self) -> Moderator | None:
        """Who alone reads what is answered, None at the desk."""
        return self.moderator if self.is_private else None


class Passed(Enum):
    """A message turns out to be nothing for the desk: it is answered as if there were none."""

    PASSED = auto()


Command: TypeAlias = Callable[[Message, Standing], Awaitable[Reply | Passed | None]]
"""Does what a message says, and returns what to answer below it, None where that is done."""
DeskDoer: TypeAlias = Callable[[Press, Standing], Awaitable[Done]]
Pass: TypeAlias = Callable[[Update, ContextTypes.DEFAULT_TYPE], Awaitable[None]]


class Rights:
    """Looks roles up, for each command and each press anew."""

    def __init__(
        self,
        answering: Answers,
        staff: Staff,
        voice: Voice,
        gate: Gate,
        languages: Languages,
        *,
        desk_chat_id: int | None,
        elsewise: Pass,
    ) -> None:
        """Take what to do *elsewise* with a private message that is no command to its sender."""
        self._answering = answering
        self._staff = staff
        self._voice = voice
        self._gate = gate
        self._languages = languages
        self._desk_chat_id = desk_chat_id
        self._elsewise = elsewise

    async def command(
        self, guarded: "GuardedCommand", update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        """Do what a command says, if its sender may; see GuardedCommand."""
        message = update.message
        if message is None:
            return
        # Whoever writes in the name of a group shows no account that a role could belong to.
        person = None if is_by_bot(message) else person_of(message)
        is_private = message.chat.type == ChatType.PRIVATE
        is_here = is_private or message.chat_id == self._desk_chat_id
        standing = None
        if person and is_here:
            standing = await self._standing(person, is_private=is_private)
        if standing and not await self._gate.admits(update, message):
            return
        outcome: Reply | Passed | None = Passed.PASSED
        if standing and not may(standing.role, guarded.act):
            outcome = render_not_allowed(guarded.act)
        elif standing:
            outcome = await guarded.work(message, standing)
        if outcome is Passed.PASSED:
            if is_private:
                await self._elsewise(update, context)
        elif outcome:
            await self._voice.answer(Place.below(message), outcome)

    async def press(self, guarded: "GuardedDoer", press: Press) -> Done:
        """Do what a button says, if whoever presses it may; see GuardedDoer."""
        is_private = press.chat_id == press.user.id
        if not is_private and (press.chat_id is None or press.chat_id != self._desk_chat_id):
            return Done()
        standing = await self._standing(press.user, is_private=is_private)
        if standing is None and is_private:
            language = self._languages.of(press.user)
            return Done(render_gone(language, self._answering.catalog))
        if standing is None:
            return Done()
        if not may(standing.role, guarded.act):
            return Done(notice=not_allowed(guarded.act), alert=True)
        return await guarded.work(press, standing)

    async def _standing(self, user: User, *, is_private: bool) -> Standing | None:
        role = await self._staff.role_of(user.id)
        if role is Role.NOBODY:
            return None
        return Standing(Moderator(user.id, user.full_name), role, is_private)


@dataclass(frozen=True, slots=True)
class GuardedCommand:
    """A command of the desk as a handler's callback: it asks for a right before it does anything.

    Whoever has no role is answered as for any other word in private, and not at all in a group.
    """

    act: Act
    work: Command
    rights: Rights

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Any:
        """Handle an update."""
        await self.rights.command(self, update, context)


@dataclass(frozen=True, slots=True)
class GuardedDoer:
    """What a button of the desk does: it asks for a right before it does anything.

    Whoever has no role is told in private that the button is none, and nothing in a group.
    """

    act: Act
    work: DeskDoer
    rights: Rights

    async def __call__(self, press: Press) -> Done:
        """Do what a press says."""
        return await self.rights.press(self, press)
