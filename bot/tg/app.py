"""The Telegram application: every handler in one ordered table, and long polling."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.answering import Answering
from bot.config import ConfigError, Settings
from bot.tg.albums import Albums
from bot.tg.errors import Errors
from bot.tg.polling import TelegramApplication, serve
from bot.tg.private import PrivateChat
from bot.tg.request import PollRequest, WatchedRequest
from bot.tg.send import Sender

log = logging.getLogger(__name__)

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
ALIVE = "alive"
"""A file in DATA_DIR, touched with each answer to a poll: the container's health check."""
_AT_ONCE = 64
"""Updates handled at the same time; an album needs its messages side by side."""
_PRIVATE = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL


def build_application(
    token: str,
    settings: Settings,
    answering: Answering,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> TelegramApplication:
    """Return the application, not yet running."""
    sender, albums = Sender(sleep), Albums(sleep=sleep)
    alive = _sign_of_life(settings.data_dir / ALIVE)
    application = (
        ApplicationBuilder()
        .token(token)
        .updater(None)
        .base_url(settings.telegram_api_base_url)
        .base_file_url(settings.telegram_api_file_url)
        .concurrent_updates(_AT_ONCE)
        .request(WatchedRequest(connection_pool_size=2 * _AT_ONCE, answered=_nothing))
        # The second connection is for the last call: the cancelled poll may still hold the first.
        .get_updates_request(PollRequest(connection_pool_size=2, answered=alive))
        .build()
    )
    application.add_handlers(_handlers(PrivateChat(answering, sender, albums)))
    application.add_error_handler(Errors(answering, sender).handle)
    return application


def _nothing() -> None:
    """Only polling shows that updates still come in."""


def _sign_of_life(file: Path) -> Callable[[], None]:
    """Return what touches *file*; a disk that is full must not make the bot deaf."""

    def touch() -> None:
        try:
            file.touch()
        except OSError as error:
            log.warning("cannot touch %s (%s)", file, error.strerror)

    return touch


def _handlers(chat: PrivateChat) -> Sequence[BaseHandler[Any, Any, Any]]:
    """Return all handlers; the first that fits an update gets it."""
    new = _PRIVATE & filters.UpdateType.MESSAGE
    edited = _PRIVATE & filters.UpdateType.EDITED_MESSAGE
    return (
        CommandHandler("start", chat.start, new),
        CommandHandler("help", chat.help, new),
        CallbackQueryHandler(chat.pressed),
        MessageHandler(new, chat.new_message),
        MessageHandler(edited, chat.edited_message),
    )


def run_polling(settings: Settings, answering: Answering) -> None:
    """Answer by long polling until SIGINT or SIGTERM; raise ConfigError if the token is refused."""
    token = settings.telegram_bot_token
    if token is None:
        raise ConfigError("TELEGRAM_BOT_TOKEN is not set; get one from @BotFather, put it in .env")
    application = build_application(token, settings, answering)
    log.info(
        "going online with %d published claims, knowledge base %s",
        len(answering.knowledge.published),
        answering.knowledge.revision,
    )
    try:
        asyncio.run(serve(application, ALLOWED_UPDATES))
    except InvalidToken:
        # Its message holds the token.
        raise ConfigError(
            "Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from @BotFather (/mybots, API "
            f"Token), and check that TELEGRAM_API_BASE_URL ({settings.telegram_api_base_url}) is "
            "the address of a Bot API server"
        ) from None
