"""The one place that catches everything: a sentence to the reader, a log line without texts."""

import logging
import traceback
from contextvars import ContextVar

from telegram import Bot, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.replies.render_notices import render_error
from bot.tg.send import Sender

log = logging.getLogger(__name__)

_FIRST, _LAST = 4, 8
"""Places of an error that stand in its line: where it came from, and where it happened.

A text that is nested without end fails a thousand calls deep, and was a line of 30,000 letters.
"""

caught: ContextVar[list[BaseException] | None] = ContextVar("caught", default=None)
"""Where to put an error for whoever tries the update again; None where nobody does."""


class Errors:
    """Handles what a handler let through."""

    def __init__(self, answering: Answers, sender: Sender) -> None:
        self._answering = answering
        self._sender = sender

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log first; then tell the reader, if there is one in a private chat."""
        error = context.error
        waiting = caught.get()
        if waiting is not None and error is not None:
            waiting.append(error)
            return
        log.error("handling an update failed: %s", describe(error))
        try:
            await self.apologize(update, context.bot)
        except TelegramError as second:
            log.error("telling the reader failed: %s", describe(second))  # noqa: TRY400

    async def apologize(self, update: object, bot: Bot) -> None:
        """Tell the reader, if there is one in a private chat, that this went wrong."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None or chat.type != ChatType.PRIVATE or not isinstance(update, Update):
            return
        if update.guest_message:  # that private chat is of two others
            return
        user = update.effective_user
        language = self._answering.interface_language(user.language_code if user else None)
        await self._sender.send(bot, chat.id, render_error(language, self._answering.catalog))


def describe(error: BaseException | None) -> str:
    """Return type and places of *error*; its message may hold what somebody wrote."""
    if error is None:
        return "unknown"
    places = [
        f"{frame.f_code.co_filename.rpartition('/')[2]}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    between = len(places) - _FIRST - _LAST
    if between > 1:
        places[_FIRST:-_LAST] = [f"{between} more"]
    return f"{type(error).__name__} at {' > '.join(places) or 'an unknown place'}"
