"""What Telegram is asked about a group; where it does not answer, nobody knows."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot
from telegram.error import TelegramError

log = logging.getLogger(__name__)

T = TypeVar("T")


async def asked(what: str, ask: Callable[[], Awaitable[T]]) -> T | None:
    """Return what *ask* returns, None where Telegram does not answer; *what* is for the log."""
    try:
        return await ask()
    except TelegramError as error:
        log.info("asking Telegram failed: %s (%s)", what, type(error).__name__)
        return None


async def title_of(bot: Bot, chat_id: int) -> str | None:
    """Return what a group is called."""

    async def ask() -> str:
        return (await bot.get_chat(chat_id)).title or str(chat_id)

    return await asked("title", ask)
