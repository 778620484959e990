"""A pressed button: what it says is done, however old it is, and shown in its place."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
    Update,
    User,
)
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.replies.actions import Action
from bot.replies.model import Reply
from bot.replies.render_notices import render_gone
from bot.tg.callbacks import decode
from bot.tg.gate import Gate
from bot.tg.languages import Languages
from bot.tg.send import Sender, topic_of


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed what, where."""

    action: Action
    language: str
    """Of the reply that the button stood under."""
    user: User
    bot: Bot
    chat_id: int | None
    """None under a message that we sent through inline mode."""
    message: Message | None
    """The message with the button, None where Telegram does not show it any more."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a press leads to; a double tap leads to the same again."""

    instead: Reply | None = None
    """Takes the place of the message with the button."""
    beside: Reply | None = None
    """Is sent as a message of its own."""
    keyboard: InlineKeyboardMarkup | None = None
    """Takes the place of the one under the message, whose text stays."""
    notice: str = ""
    """Shows for a moment; 200 characters at most."""
    alert: bool = False
    """The notice stays until the reader closes it."""


Doer: TypeAlias = Callable[[Press], Awaitable[Done]]


class Buttons:
    """Handles presses; actions that no doer is named for need nothing but the knowledge base."""

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        gate: Gate,
        languages: Languages,
        doers: Mapping[type[Action], Doer],
        *,
        in_groups: Mapping[type[Action], Doer] | None = None,
    ) -> None:
        """Take the doers of private chats, and those *in_groups*, where nothing else is done.

        A message in a group is everybody's, and whoever knows how can press what does not stand
        under it.
        """
        self._answering = answering
        self._sender = sender
        self._gate = gate
        self._languages = languages
        self._doers = doers
        self._in_groups = in_groups or {}

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what a button says."""
        query = update.callback_query
        if query is None:
            return
        if not await self._gate.admits(update, query):
            await self._sender.acknowledge(context.bot, query.id)
            return
        done = await self._do(query, context.bot)
        await asyncio.gather(
            self._sender.acknowledge(context.bot, query.id, done.notice, alert=done.alert),
            self._show(context.bot, query, done),
        )

    async def _do(self, query: CallbackQuery, bot: Bot) -> Done:
        decoded = decode(query.data or "")
        message = query.message
        if message and message.chat.type != ChatType.PRIVATE:
            doer = self._in_groups.get(type(decoded[0])) if decoded else None
            return await doer(_press(query, *decoded, bot)) if doer and decoded else Done()
        if decoded is None:
            return Done(render_gone(self._languages.of(query.from_user), self._answering.catalog))
        action, language = decoded
        doer = self._doers.get(type(action))
        if doer is None:
            return Done(self._answering.act(action, language))
        return await doer(_press(query, action, language, bot))

    async def _show(self, bot: Bot, query: CallbackQuery, done: Done) -> None:
        message = query.message
        if message is None:  # sent through inline mode: there is no chat that we could write to
            return
        if done.instead:
            accessible = _accessible(message)
            if accessible:
                await self._sender.show_instead(accessible, done.instead)
            else:
                await self._sender.send(bot, message.chat.id, done.instead)
        accessible = _accessible(message)
        if done.keyboard and accessible and accessible.reply_markup != done.keyboard:
            await self._sender.show_keyboard(accessible, done.keyboard)
        if done.beside:
            thread_id = topic_of(accessible) if accessible else None
            await self._sender.send(bot, message.chat.id, done.beside, thread_id=thread_id)


def _press(query: CallbackQuery, action: Action, language: str, bot: Bot) -> Press:
    message = query.message
    chat_id = message.chat.id if message else None
    return Press(action, language, query.from_user, bot, chat_id, _accessible(message))


def _accessible(message: MaybeInaccessibleMessage | None) -> Message | None:
    # The library makes a Message even of one that is too old for Telegram to show us.
    return message if isinstance(message, Message) and message.is_accessible else None
