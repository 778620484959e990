"""What git has not taken yet is tried again, and the desk is told of it once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import TelegramError

from bot.moderation.publishing import Publisher
from bot.people import PeopleUnavailableError
from bot.replies.render_desk_history import render_git_trouble
from bot.tg.send import Sender

log = logging.getLogger(__name__)

LOOK_S = 60.0
"""How often to look; a push that failed is tried again as often."""


class GitDuty:
    """Commits and pushes what is left."""

    def __init__(
        self,
        publisher: Publisher,
        sender: Sender,
        bot: Bot,
        desk_chat_id: int | None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._publisher = publisher
        self._sender = sender
        self._bot = bot
        self._desk_chat_id = desk_chat_id
        self._sleep = sleep

    async def run(self) -> None:
        """Look, for ever."""
        while True:
            await self.look()
            await self._sleep(LOOK_S)

    async def look(self) -> None:
        """Do what is left to do, and tell the desk of what has just failed."""
        try:
            await self._publisher.recover()  # where the store was away at the last moment
            failed = await self._publisher.settle()
        except PeopleUnavailableError:
            return
        if not failed or self._desk_chat_id is None:
            return
        try:
            await self._sender.send(self._bot, self._desk_chat_id, render_git_trouble(failed))
        except TelegramError as error:
            log.info("telling the desk of git failed: %s", type(error).__name__)
