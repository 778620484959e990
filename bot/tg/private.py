"""The private chat: forward or ask, and get a verdict or an honest silence."""

import asyncio
from collections import OrderedDict
from contextlib import suppress

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.matching.model import Match, Query
from bot.people import PeopleUnavailableError
from bot.replies.links import linked_claim
from bot.replies.model import Reply
from bot.replies.render_notices import (
    render_help,
    render_start,
    render_unsupported,
)
from bot.tg.albums import Albums
from bot.tg.extract import own_text, to_query, unsupported_kind
from bot.tg.gate import Gate
from bot.tg.languages import Languages
from bot.tg.photos import Photos
from bot.tg.private_replies import PrivateReplies
from bot.tg.send import Sender
from bot.tg.stores import Stores

_REMEMBERED = 10_000
_NOTE_S = 2.0
"""The next message of a chat does not wait longer for what was asked about to be noted."""


class PrivateChat:
    """Handlers for updates of private chats."""

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        gate: Gate,
        albums: Albums,
        languages: Languages,
        *,
        photos: Photos,
        stores: Stores,
    ) -> None:
        self._answering = answering
        self._sender = sender
        self._gate = gate
        self._languages = languages
        self._albums = albums
        self._photos = photos
        self._replies = PrivateReplies(answering, photos, stores.opinions)
        self._popularity = stores.popularity
        self._read: OrderedDict[tuple[int, int], int] = OrderedDict()
        """A hash of what each message said when we read it, by chat and message."""

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet, or show the claim that a deep link leads to."""
        if message := update.effective_message:
            language, claim_id = self._language(update), linked_claim(context.args or ())
            if claim_id is None:
                published = self._answering.knowledge.published
                reply = render_start(language, self._answering.catalog, published)
            else:
                reply = self._answering.library.open(claim_id, language)
            await self._sender.reply(message, reply)

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the bot reads and what its verdicts mean."""
        if message := update.effective_message:
            reply = render_help(
                self._language(update),
                self._answering.catalog,
                reads_pictures=self._photos.are_read,
            )
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

    async def _answer(self, update: Update, messages: list[Message]) -> None:
        first = next((one for one in messages if own_text(one)), messages[0])
        query = to_query([first, *(one for one in messages if one is not first)])
        if not (self._photos.stand_in(messages) or self._is_readable(query)):
            kind = unsupported_kind(first)
            reply = render_unsupported(kind, self._language(update), self._answering.catalog)
            await self._sender.reply(first, self._answering.with_spreaders(reply, query))
            return
        _, found = await asyncio.gather(
            self._sender.typing(first.get_bot(), first.chat_id),
            self._replies.to(query, messages, update.effective_user, self._language(update)),
        )
        await self._sender.reply(first, found)
        await self._note(update, found)

    async def _note(self, update: Update, reply: Reply) -> None:
        """Note what was asked about; they have their answer, whatever comes of this."""
        if user := update.effective_user:
            with suppress(PeopleUnavailableError, TimeoutError):
                async with asyncio.timeout(_NOTE_S):
                    await self._popularity.note(user.id, reply.claims)

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
        return self._languages.of(update.effective_user)


def _key(message: Message) -> tuple[int, int]:
    return message.chat_id, message.message_id
