"""Groups take us in and send us away: three lines at the door, once, and a goodbye."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from telegram import Bot, ChatMemberUpdated, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.replies.actions import Action
from bot.replies.panel_actions import LeaveGroup
from bot.replies.render_group_joining import (
    render_admins_unknown,
    render_goodbye,
    render_greeting,
    render_only_admins,
)
from bot.replies.render_group_panel import render_left
from bot.tg.buttons import Doer, Done
from bot.tg.gate import Gate
from bot.tg.groups.holding import Hold, Holding
from bot.tg.groups.rights import is_admins_message
from bot.tg.groups.voice import Place, Voice
from bot.tg.languages import Languages
from bot.tg.retrying import retry
from bot.tg.send import Sender
from bot.tg.stores import Stores

log = logging.getLogger(__name__)

_SETTLE_S = 2.0
"""When a group becomes a supergroup, Telegram says that we were added to one, as if it were new,
and says of both what became of which. So long we wait for that; then it was greeted before."""


class Joining:
    """Greets groups, and leaves them when an admin says so."""

    def __init__(
        self,
        answering: Answers,
        voice: Voice,
        sender: Sender,
        gate: Gate,
        languages: Languages,
        *,
        holding: Holding,
        stores: Stores,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._answering = answering
        self._voice = voice
        self._sender = sender
        self._gate = gate
        self._languages = languages
        self._holding = holding
        self._groups = stores.groups
        self._chats = stores.chats
        self._people = stores.people
        self._sleep = sleep

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here, in groups and in private chats."""
        return {LeaveGroup: self._holding.doer(LeaveGroup, self.sent_away)}

    async def joined(self, change: ChatMemberUpdated) -> None:
        """Greet a group that took us in, the first time ever; leave it where it is blocked."""
        chat = change.chat
        if chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
            return  # in a channel we say nothing
        if self._people.block_of(chat.id):
            await self._leave(change.get_bot(), chat.id)
            return
        if chat.type == ChatType.SUPERGROUP:
            await self._sleep(_SETTLE_S)
        if await self._groups.greet(chat.id):
            language = self._languages.of(change.from_user)
            greeting = render_greeting(chat.id, language, self._answering.catalog)
            await self._sender.send(change.get_bot(), chat.id, greeting)

    async def leave(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Leave where an admin says so; tell others that they may not."""
        message = update.message
        if message is None or not await self._gate.admits(update, message):
            return
        settings = await self._groups.settings_of(message.chat_id)
        language = settings.language or self._languages.of(message.from_user)
        verdict = await is_admins_message(message)
        render = {True: render_goodbye, False: render_only_admins, None: render_admins_unknown}
        reply = render[verdict](language, self._answering.catalog)
        await self._voice.answer(Place.below(message), reply)
        if verdict:
            await self._leave(message.get_bot(), message.chat_id)

    async def sent_away(self, held: Hold, _: LeaveGroup) -> Done:
        """Leave at the press of a button."""
        catalog = self._answering.catalog
        if held.title is None and held.message:
            await self._sender.show_instead(held.message, render_goodbye(held.language, catalog))
        else:
            settings = await self._groups.settings_of(held.group_id)
            goodbye = render_goodbye(settings.language or held.language, catalog)
            await self._sender.send(held.bot, held.group_id, goodbye)
        await self._leave(held.bot, held.group_id)
        return Done() if held.title is None else Done(render_left(held.language, catalog))

    async def _leave(self, bot: Bot, chat_id: int) -> None:
        """Leave; whoever sends us away while Telegram is away has to say so again."""
        try:
            await retry(lambda: bot.leave_chat(chat_id), self._sleep)
        except TelegramError as error:
            log.info("leaving a group failed: %s", type(error).__name__)
        else:
            await self._chats.closed(chat_id)
