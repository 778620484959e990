"""What people may know and delete of what is kept about them; and the day that is noted."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.people import Kept, People, PeopleUnavailableError
from bot.replies.actions import Action, ShowPrivacy
from bot.replies.render_privacy import (
    render_deleted,
    render_kept,
    render_privacy,
    render_privacy_briefly,
)
from bot.tg.buttons import Doer, Done, Press
from bot.tg.languages import Languages
from bot.tg.send import Sender

COMMANDS = ("privacy", "mydata", "deletemydata")
PRESSES = "^P:"
"""The callback data of our buttons (bot/tg/callbacks.py)."""
_NOTE_S = 2.0
"""The next message of a chat does not wait longer for the day to be noted."""
_REMEMBERED = 1_000


class PersonalData:
    """Handlers of /privacy, /mydata and /deletemydata."""

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        people: People,
        languages: Languages,
        retention_days: int,
    ) -> None:
        self._answering = answering
        self._sender = sender
        self._people = people
        self._languages = languages
        self._retention_days = retention_days
        self._deleted: OrderedDict[int, Kept] = OrderedDict()
        """What was deleted and not told of yet, by update."""

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here."""
        return {ShowPrivacy: self.show_all}

    async def show_all(self, press: Press) -> Done:
        """Say all that is kept, how long, and why, instead of the little that stood there."""
        catalog = self._answering.catalog
        return Done(render_privacy(press.language, catalog, self._retention_days))

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what matters most of what is kept, how long, and why."""
        message, user = _asked(update)
        if message and user:
            reply = render_privacy_briefly(
                self._language(user), self._answering.catalog, self._retention_days
            )
            await self._sender.reply(message, reply)

    async def show(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what is kept about whoever asks."""
        message, user = _asked(update)
        if message and user:
            kept = await self._people.show(user.id)
            reply = render_kept(kept, self._language(user), self._answering.catalog)
            await self._sender.reply(message, reply)

    async def delete(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete that at once, and say what it was.

        No question is asked before: nobody types this by accident, and who wants to be forgotten
        should not have to ask twice. The reply lists what is gone, so that whoever misses the
        daily summary or a verdict that they followed knows what to ask for again.
        """
        message, user = _asked(update)
        if message is None or user is None:
            return
        # Telegram may not take our answer: the second try has to say what the first one deleted.
        kept = self._deleted.get(update.update_id)
        if kept is None:
            kept = await self._people.delete(user.id, update.update_id)
            self._deleted[update.update_id] = kept
            if len(self._deleted) > _REMEMBERED:
                self._deleted.popitem(last=False)
        reply = render_deleted(kept, self._language(user), self._answering.catalog)
        self._languages.forget(user)
        await self._sender.reply(message, reply)
        self._deleted.pop(update.update_id, None)

    async def note(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Note that somebody wrote today; they have their answer, whatever comes of this."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None or chat.type != ChatType.PRIVATE:
            return
        with suppress(PeopleUnavailableError, TimeoutError):
            async with asyncio.timeout(_NOTE_S):
                await self._people.seen(user.id)

    def _language(self, user: User) -> str:
        return self._languages.of(user)


async def leave_alone(_: Update, __: ContextTypes.DEFAULT_TYPE) -> None:
    """Let an update pass by the handlers below in the table."""


def _asked(update: Update) -> tuple[Message | None, User | None]:
    return update.effective_message, update.effective_user
