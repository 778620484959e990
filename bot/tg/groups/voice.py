"""What goes out into a group: below the right message, in its topic, or not at all."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter

from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.tg.extract import own_text
from bot.tg.groups.heard import Check
from bot.tg.keyboards import to_keyboard
from bot.tg.quotes import quote_parameters
from bot.tg.refusals import is_gone, is_refusal, is_without_thread
from bot.tg.send import NO_PREVIEW, Sender, topic_of

log = logging.getLogger(__name__)

DOUBT = "🤔"
"""The reaction that stands for an answer; one of those that every group has, as a rule."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: below a message."""

    bot: Bot
    chat_id: int
    message_id: int
    thread_id: int | None = None
    """The forum topic."""

    @classmethod
    def below(cls, answered: Message, heard: Message | None = None) -> "Place":
        """Return the place below *answered*, in the topic of *heard*, which speaks of it."""
        # Of a message that another one replies to, Telegram need not tell the topic.
        thread_id = topic_of(heard or answered)
        return cls(answered.get_bot(), answered.chat_id, answered.message_id, thread_id)


class Voice:
    """Speaks in groups; what a group refuses us is noted in a line, and no error."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def answer(
        self, place: Place, reply: Reply, quote: Mapping[str, Any] | None = None
    ) -> bool:
        """Send what somebody asked for, with a *quote* (bot/tg/quotes.py); tell if it arrived.

        Where the message is gone, or the group has become another, in which messages have other
        numbers, the answer stands by itself. Raise RetryAfter where the group had its share of
        messages for this minute.
        """
        sent = await self._send(place, reply, quote or {}, stands_alone=True)
        if isinstance(sent, ChatMigrated):
            return await self._sender.send(place.bot, sent.new_chat_id, reply)
        return sent

    async def interject(
        self, place: Place, reply: Reply, quote: Mapping[str, Any] | None = None
    ) -> bool:
        """Send what nobody asked for, now or never; return whether it arrived.

        Where the message is gone, or the group has become another, nobody misses it.
        """
        try:
            return await self._send(place, reply, quote or {}, stands_alone=False) is True
        except RetryAfter:
            log.info("a group had its share of messages; what nobody asked for is left unsaid")
            return False

    async def doubt(self, place: Place) -> bool:
        """Leave a reaction; return whether the group lets us."""
        try:
            reacted = await self._sender.attempt(
                place.chat_id,
                lambda: place.bot.set_message_reaction(place.chat_id, place.message_id, DOUBT),
            )
        except RetryAfter:
            return False
        return reacted is True

    async def delete(self, message: Message) -> bool:
        """Delete our own message; return whether it is gone."""

        async def delete() -> bool:
            try:
                return await message.delete()
            except BadRequest as error:
                if not is_gone(error):
                    raise
                return True  # a double tap

        return await self._sender.attempt(message.chat_id, delete) is True

    async def _send(
        self, place: Place, reply: Reply, quote: Mapping[str, Any], *, stands_alone: bool
    ) -> bool | ChatMigrated:
        """Return whether it arrived, or what the group has become."""
        migrated: ChatMigrated | None = None

        async def send() -> Message:
            nonlocal migrated
            below = ReplyParameters(
                place.message_id, allow_sending_without_reply=stands_alone, **quote
            )
            try:
                return await self._post(place, reply, below, place.thread_id)
            except ChatMigrated as error:
                migrated = error
                raise
            except BadRequest as error:
                if place.thread_id is not None and is_without_thread(error):
                    # A message from when the group had topics still names its own; where the topic
                    # alone is gone, an answer that stands by itself would stand in another one.
                    return await self._post(place, reply, ReplyParameters(place.message_id), None)
                if not quote or is_refusal(error):
                    raise
                # The message may have been edited meanwhile; the answer matters more.
                below = ReplyParameters(place.message_id, allow_sending_without_reply=stands_alone)
                return await self._post(place, reply, below, place.thread_id)

        sent = await self._sender.attempt(place.chat_id, send)
        return migrated or sent is not None

    async def _post(
        self, place: Place, reply: Reply, below: ReplyParameters, thread_id: int | None
    ) -> Message:
        return await place.bot.send_message(
            place.chat_id,
            to_html(reply),
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_parameters=below,
            reply_markup=to_keyboard(reply),
            message_thread_id=thread_id,
        )


def quote_of(check: Check, reply: Reply) -> dict[str, Any]:
    """Return what quotes the passage that *reply* answers, where the message shows it."""
    parts = check.query.parts
    is_shown = bool(parts) and parts[0].text == own_text(check.message)
    return quote_parameters(check.message, reply) if is_shown else {}
