"""Somebody in a group asks: the answer stands below what they mean, in its topic."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from telegram import Message, Update

from bot.groups import GroupSettings
from bot.people import PeopleUnavailableError
from bot.replies.links import private_chat
from bot.replies.model import Reply
from bot.tg.gate import Gate
from bot.tg.groups.heard import Request, person_of
from bot.tg.groups.replies import Asker, GroupReplies
from bot.tg.groups.voice import Place, Voice, quote_of
from bot.tg.languages import Languages
from bot.tg.limiter import Limiter
from bot.tg.send import Sender, topic_of
from bot.tg.stores import Stores

_NOTE_S = 2.0
"""The next message of a group does not wait longer for what was asked about to be noted."""


class Requests:
    """Answers requests: each gets an answer, be it that there is none."""

    def __init__(
        self,
        replies: GroupReplies,
        voice: Voice,
        gate: Gate,
        *,
        limiter: Limiter,
        languages: Languages,
        sender: Sender,
        stores: Stores,
    ) -> None:
        self._replies = replies
        self._voice = voice
        self._sender = sender
        self._gate = gate
        self._limiter = limiter
        self._languages = languages
        self._groups = stores.groups
        self._popularity = stores.popularity

    async def answer(
        self,
        update: Update,
        request: Request,
        album: Sequence[Message],
        settings: GroupSettings,
    ) -> None:
        """Answer *request*, which is a message of *album*.

        Raise RetryAfter where the group had its share of messages for this minute.
        """
        message, bot = request.message, request.message.get_bot()
        if not await self._gate.admits(update, message):
            return
        # Many may wait for room, and to find an answer takes far longer than to see that.
        self._limiter.expect_room(message.chat_id)
        person = person_of(message)
        asker = Asker(
            private_chat(bot.username),
            settings.language,
            person.id if person else None,
            self._languages.of(person) if person else None,
        )
        if request.is_remark and not request.asks:
            found = await self._replies.to(request, album, asker)  # there may be nothing to say
        else:
            _, found = await asyncio.gather(
                self._sender.typing(bot, message.chat_id, topic_of(message)),
                self._replies.to(request, album, asker),
            )
        if found is None:
            return
        check, reply = found
        checked_id = check.message.message_id
        await self._groups.say(message.chat_id, checked_id, reply.claims, asked=True)
        place = Place.below(check.message, message)
        if await self._voice.answer(place, reply, quote_of(check, reply)) and person:
            await self._note(person.id, reply)

    async def _note(self, user_id: int, reply: Reply) -> None:
        """Note what was asked about; they have their answer, whatever comes of this."""
        with suppress(PeopleUnavailableError, TimeoutError):
            async with asyncio.timeout(_NOTE_S):
                await self._popularity.note(user_id, reply.claims)
