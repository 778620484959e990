"""What is said to a message of a private chat: to its words if they will do, else to its pictures.

A verdict on the words comes at once. Pictures are read where there is none: what was read is then
one more part of the same message. A picture that is known to go around with a claim answers for
it only where no text can be read in it: a meme with other words looks the same.
"""

import asyncio
from collections.abc import Sequence

from telegram import Message, User

from bot.answering import query_key
from bot.answers import Answers
from bot.matching.keys import short_key
from bot.matching.model import Query
from bot.opinions import Opinions
from bot.reading.model import Unreadable
from bot.replies.model import Reply
from bot.replies.render_reading import note_not_all
from bot.tg.photos import Photos, Sight, with_sight


class PrivateReplies:
    """Finds the reply to a message; nothing is sent here."""

    def __init__(self, answering: Answers, photos: Photos, opinions: Opinions) -> None:
        self._answering = answering
        self._photos = photos
        self._opinions = opinions

    async def to(
        self, query: Query, messages: Sequence[Message], user: User | None, language: str
    ) -> Reply:
        """Return the reply to *query*, which *messages* of one album, or one message, hold."""
        if not self._photos.stand_in(messages):
            return await self._to_words(query, user, language)
        if query.parts or query.links:
            misfits = await self._misfits(query_key(query), user)
            sure = await asyncio.to_thread(self._answering.answer_if_sure, query, language, misfits)
            if sure:
                return sure
        return await self._to_pictures(query, await self._photos.look(messages), user, language)

    async def _to_pictures(
        self, query: Query, sight: Sight, user: User | None, language: str
    ) -> Reply:
        whole = with_sight(query, sight)
        if sight.known and (reply := await self._to_known(sight, whole, user, language)):
            return reply
        reply = await self._to_words(whole, user, language, sight.unread)
        if reply.claims or sight.is_whole:
            return reply
        return note_not_all(reply, self._answering.catalog)

    async def _to_words(
        self,
        query: Query,
        user: User | None,
        language: str,
        unread: Unreadable | None = None,
    ) -> Reply:
        misfits = await self._misfits(query_key(query), user)
        return await asyncio.to_thread(self._answering.answer, query, language, misfits, unread)

    async def _to_known(
        self, sight: Sight, query: Query, user: User | None, language: str
    ) -> Reply | None:
        """Return what to say to a picture that is known, None where that is nothing new."""
        claim_id = sight.known or ""
        text_key = short_key(f"picture of {claim_id}")
        if claim_id in await self._misfits(text_key, user):
            return None
        if sight.parts:
            misfits = await self._misfits(query_key(query), user)
            sure = await asyncio.to_thread(self._answering.answer_if_sure, query, language, misfits)
            if sure or claim_id in misfits:
                return sure
        return self._answering.answer_known_picture(
            claim_id,
            query,
            text_key,
            language,
            is_sure=sight.unread is Unreadable.NO_TEXT,
        )

    async def _misfits(self, text_key: str, user: User | None) -> frozenset[str]:
        return await self._opinions.misfits(user.id, text_key) if user else frozenset()
