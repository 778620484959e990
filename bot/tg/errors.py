"""The one place that catches everything: a sentence to the reader, a log line without texts."""

import logging
import traceback
from contextvars import ContextVar

from telegram import Bot, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answering import Answers
from bot.replies.render_notices import render_error
from bot.tg.send import Sender

log = logging.getLogger(__name__)

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
        user = update.effective_user
        language = self._answering.interface_language(user.language_code if user else None)
        await self._sender.send(bot, chat.id, render_error(language, self._answering.catalog))


def describe(error: BaseException | None) -> str:
    """Return type and places of *error*; its message may hold what somebody wrote."""
    if error is None:
        return "unknown"
    places = [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} at {' > '.join(places) or 'an unknown place'}"
