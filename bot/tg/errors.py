"""The one place that catches everything: a sentence to the reader, a log line without texts."""

import logging
import traceback

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answering import Answering
from bot.replies.render_notices import render_error
from bot.tg.send import Sender

log = logging.getLogger(__name__)


class Errors:
    """Handles what a handler let through."""

    def __init__(self, answering: Answering, sender: Sender) -> None:
        self._answering = answering
        self._sender = sender

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log first; then tell the reader, if there is one in a private chat."""
        error = context.error
        log.error("handling an update failed: %s", describe(error))
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None or chat.type != ChatType.PRIVATE or not isinstance(update, Update):
            return
        user = update.effective_user
        language = self._answering.interface_language(user.language_code if user else None)
        try:
            await self._sender.send(
                context.bot, chat.id, render_error(language, self._answering.catalog)
            )
        except TelegramError as second:
            log.error("telling the reader failed: %s", describe(second))  # noqa: TRY400


def describe(error: BaseException | None) -> str:
    """Return type and places of *error*; its message may hold what somebody wrote."""
    if error is None:
        return "unknown"
    places = [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} at {' > '.join(places) or 'an unknown place'}"
