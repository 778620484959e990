"""The private chat: forward or ask, and get a verdict or an honest silence."""

import asyncio
from collections import OrderedDict

from telegram import Bot, MaybeInaccessibleMessage, Message, Update
from telegram.ext import ContextTypes

from bot.answering import Answers
from bot.matching.model import Audience, Match, Query
from bot.replies.model import Reply
from bot.replies.render_notices import (
    render_gone,
    render_help,
    render_start,
    render_unsupported,
)
from bot.tg.albums import Albums
from bot.tg.callbacks import decode
from bot.tg.extract import own_text, to_query, unsupported_kind
from bot.tg.gate import Gate
from bot.tg.send import Sender

_REMEMBERED = 10_000


class PrivateChat:
    """Handlers for updates of private chats."""

    def __init__(self, answering: Answers, sender: Sender, gate: Gate, albums: Albums) -> None:
        self._answering = answering
        self._sender = sender
        self._gate = gate
        self._albums = albums
        self._read: OrderedDict[tuple[int, int], int] = OrderedDict()
        """A hash of what each message said when we read it, by chat and message."""

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet."""
        if message := update.effective_message:
            reply = render_start(self._language(update), self._answering.catalog)
            await self._sender.reply(message, reply)

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the bot reads and what its verdicts mean."""
        if message := update.effective_message:
            reply = render_help(self._language(update), self._answering.catalog)
            await self._sender.reply(message, reply)

    async def new_message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message; an album is answered once."""
        if update.message is None:
            return
        self._remember(update.message)
        async with self._albums.gather(update.message) as messages:
            if messages and await self._gate.admits(update, messages[0]):
                await self._answer(update, messages)

    async def edited_message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what the message says now; silence where that is nothing new.

        Telegram also calls it an edit when a live location moves or a reaction comes.
        """
        message = update.edited_message
        if message is None or not to_query([message]).parts or self._knows(message):
            return
        if await self._gate.admits(update, message):
            await self._answer(update, [message])
            self._remember(message)  # not before: what could not be answered comes again

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what a button says, however old it is."""
        query = update.callback_query
        if query is None:
            return
        if not await self._gate.admits(update, query):
            await self._sender.acknowledge(context.bot, query.id)
            return
        action_and_language = decode(query.data or "")
        if action_and_language is None:
            reply = render_gone(self._language(update), self._answering.catalog)
        else:
            reply = self._answering.act(*action_and_language)
        await asyncio.gather(
            self._sender.acknowledge(context.bot, query.id),
            self._show(context.bot, query.message, reply),
        )

    async def _show(self, bot: Bot, message: MaybeInaccessibleMessage | None, reply: Reply) -> None:
        # The library makes a Message even of one that is too old for Telegram to show us.
        if isinstance(message, Message) and message.is_accessible:
            await self._sender.show_instead(message, reply)
        elif message is not None:
            await self._sender.send(bot, message.chat.id, reply)

    async def _answer(self, update: Update, messages: list[Message]) -> None:
        first = next((one for one in messages if own_text(one)), messages[0])
        query = to_query([first, *(one for one in messages if one is not first)])
        if not self._is_readable(query):
            kind = unsupported_kind(first)
            reply = render_unsupported(kind, self._language(update), self._answering.catalog)
            await self._sender.reply(first, self._answering.with_spreaders(reply, query))
            return
        _, reply_or_none = await asyncio.gather(
            self._sender.typing(first.get_bot(), first.chat_id),
            asyncio.to_thread(
                self._answering.answer, query, Audience.PRIVATE, _reader_language(update)
            ),
        )
        if reply_or_none is not None:
            await self._sender.reply(first, reply_or_none)

    def _is_readable(self, query: Query) -> bool:
        """Tell whether there is text, or a link that says which post a picture comes from."""
        if query.parts:
            return True
        return bool(query.links) and isinstance(self._answering.matcher.match(query), Match)

    def _knows(self, message: Message) -> bool:
        """Tell whether we have read what *message* says."""
        return self._read.get(_key(message)) == hash(to_query([message]))

    def _remember(self, message: Message) -> None:
        self._read[_key(message)] = hash(to_query([message]))
        if len(self._read) > _REMEMBERED:
            self._read.popitem(last=False)

    def _language(self, update: Update) -> str:
        return self._answering.interface_language(_reader_language(update))


def _key(message: Message) -> tuple[int, int]:
    return message.chat_id, message.message_id


def _reader_language(update: Update) -> str | None:
    return update.effective_user.language_code if update.effective_user else None
