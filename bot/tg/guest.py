"""Guest mode: somebody mentions us in a chat that we are not in, and we answer there."""

import asyncio

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.answering import query_key
from bot.answers import Answers
from bot.replies.links import private_chat
from bot.tg.articles import to_article
from bot.tg.extract import mentioned_query
from bot.tg.gate import Gate
from bot.tg.languages import Languages
from bot.tg.send import Sender
from bot.tg.stores import Stores

_NAME = "answer"
"""Of the only result that there is to choose from."""


class Guest:
    """The handler of guest messages."""

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        gate: Gate,
        stores: Stores,
        languages: Languages,
    ) -> None:
        self._answering = answering
        self._sender = sender
        self._gate = gate
        self._popularity = stores.popularity
        self._opinions = stores.opinions
        self._languages = languages

    async def mentioned(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Post the verdict on what the mention replies to, or one line."""
        message, bot = update.guest_message, context.bot
        if message is None or message.guest_query_id is None or _is_by_a_bot(message):
            return
        if not await self._gate.admits(update, message):
            return
        query_id, user = message.guest_query_id, message.from_user
        query = mentioned_query(message, bot.bot)
        misfits = await self._opinions.misfits(user.id, query_key(query)) if user else ()
        reply = await asyncio.to_thread(
            self._answering.answer_as_guest,
            query,
            private_chat(bot.username),
            self._languages.of(user),
            misfits,
        )
        article = to_article(_NAME, f"@{bot.username}", reply)
        posted = await self._sender.while_open(lambda: bot.answer_guest_query(query_id, article))
        if posted and user:
            await self._popularity.note(user.id, reply.claims)


def _is_by_a_bot(message: Message) -> bool:
    """Tell whether a bot mentions us: two that answer each other would never end."""
    # An anonymous administrator is a bot's name, and the chat's.
    sender = message.from_user
    return sender is not None and sender.is_bot and message.sender_chat is None
