"""The Telegram application: every handler in one ordered table."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.answering import Answers
from bot.config import Settings
from bot.intake.dispatcher import AT_ONCE
from bot.people import People
from bot.tg import personal
from bot.tg.albums import Albums
from bot.tg.errors import Errors
from bot.tg.gate import Gate
from bot.tg.limiter import Limiter
from bot.tg.limits import Limits
from bot.tg.personal import PersonalData
from bot.tg.polling import TelegramApplication
from bot.tg.private import PrivateChat
from bot.tg.request import PollRequest, Reach, WatchedRequest
from bot.tg.send import Sender

log = logging.getLogger(__name__)

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
ALIVE = "alive"
"""A file in DATA_DIR, touched while updates can come in: the container's health check."""
_PRIVATE = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL


def build_application(
    token: str,
    settings: Settings,
    answering: Answers,
    people: People,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    reach: Reach | None = None,
    limits: Limits | None = None,
) -> TelegramApplication:
    """Return the application, not yet running; *reach* tells how well it reaches Telegram."""
    sender, albums = Sender(sleep), Albums(sleep=sleep)
    alive = sign_of_life(settings.data_dir / ALIVE)
    application = (
        ApplicationBuilder()
        .token(token)
        .updater(None)
        .base_url(settings.telegram_api_base_url)
        .base_file_url(settings.telegram_api_file_url)
        .rate_limiter(Limiter())
        .request(WatchedRequest(connection_pool_size=2 * AT_ONCE, answered=_nothing, reach=reach))
        # The second connection is for the last call: the cancelled poll may still hold the first.
        .get_updates_request(PollRequest(connection_pool_size=2, answered=alive, reach=reach))
        .build()
    )
    gate = Gate(answering, sender, people, limits or Limits())
    chat = PrivateChat(answering, sender, gate, albums)
    data = PersonalData(answering, sender, people, settings.retention_days)
    application.add_handlers(_handlers(gate, chat, data))
    application.add_error_handler(Errors(answering, sender).handle)
    return application


def _nothing() -> None:
    """Only polling shows that updates still come in."""


def sign_of_life(file: Path) -> Callable[[], None]:
    """Return what touches *file*; a disk that is full must not make the bot deaf."""

    def touch() -> None:
        try:
            file.touch()
        except OSError as error:
            log.warning("cannot touch %s (%s)", file, error.strerror)

    return touch


def _handlers(
    gate: Gate, chat: PrivateChat, data: PersonalData
) -> dict[int, Sequence[BaseHandler[Any, Any, Any]]]:
    """Return all handlers, group by group; in each the first that fits an update gets it."""
    new = _PRIVATE & filters.UpdateType.MESSAGE
    edited = _PRIVATE & filters.UpdateType.EDITED_MESSAGE
    # Of use to those who are blocked, too; and asking for it is no use of the bot to be noted.
    data_commands = CommandHandler(personal.COMMANDS, personal.leave_alone, new)
    return {
        -1: (
            data_commands,
            TypeHandler(Update, gate.turn_away),
        ),
        0: (
            CommandHandler("start", chat.start, new),
            CommandHandler("help", chat.help, new),
            CommandHandler("privacy", data.privacy, new),
            CommandHandler("mydata", data.show, new),
            CommandHandler("deletemydata", data.delete, new),
            CallbackQueryHandler(chat.pressed),
            MessageHandler(new, chat.new_message),
            MessageHandler(edited, chat.edited_message),
        ),
        1: (
            data_commands,
            TypeHandler(Update, data.note),
        ),
    }
