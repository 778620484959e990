"""What is said to who asks in a group: to the words of what they mean, else to its pictures."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from telegram import Message

from bot.answering import query_key
from bot.answers import Answers
from bot.group_answering import GroupAnswering
from bot.matching.keys import short_key
from bot.matching.model import Query
from bot.opinions import Opinions
from bot.reading.model import Unreadable
from bot.replies.links import claim_link
from bot.replies.model import Reply
from bot.tg.groups.heard import Check, Request
from bot.tg.photos import Photos, Sight, with_sight


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and in which language they are answered."""

    home: str
    """The address of our private chat."""
    language: str | None
    """The one that the group chose, None for that of the message."""
    user_id: int | None
    """None for who asks as a group or a channel."""
    reads: str | None = None
    """The language of who asks, where that of the message is not clear; None for the default."""


class GroupReplies:
    """Finds the reply to a request; nothing is sent here.

    As in a private chat (bot/tg/private_replies.py): pictures are read where words are not enough.
    """

    def __init__(
        self, answering: GroupAnswering, answers: Answers, photos: Photos, opinions: Opinions
    ) -> None:
        self._answering = answering
        self._answers = answers
        self._photos = photos
        self._opinions = opinions

    async def to(
        self, request: Request, album: Sequence[Message], asker: Asker
    ) -> tuple[Check, Reply] | None:
        """Return below what to say what; *request* is a message of *album*.

        None where somebody who answers us asks for nothing that we did not just say: a bot that has
        the last word is a nuisance.
        """
        check, reply = await self._to_request(request, album, asker)
        told = request.told
        helps = self._answering.only_helps(reply, asker.home)
        repeats = _repeats(reply, told, asker.home)
        if helps:
            # It is for who asks: the other has not asked us how to ask.
            check = Check(request.message, check.query)
        if request.is_remark and not request.asks:
            shrugs = bool(told) and self._answering.is_unsure(reply, asker.home)
            return None if helps or repeats or shrugs else (check, reply)
        if helps or (repeats and request.is_remark):
            language = self._language(check.query, asker)
            return check, self._answering.sources(told, asker.home, language) or reply
        return check, reply

    async def _to_request(
        self, request: Request, album: Sequence[Message], asker: Asker
    ) -> tuple[Check, Reply]:
        """Return what was meant, and the reply to that."""
        first, *others = request.checks
        messages = album if first.message is request.message else [first.message]
        if others and not (first.query.parts or first.query.links or self._shows(messages)):
            (first, *others), messages = others, []  # it replies to a sticker
        reply = await self._to_what_is_meant(first.query, messages, asker)
        for other in others:
            # "What do you all think? – @us, can NATO expel a member?" asks by itself.
            if not reply.claims and (sure := await self._if_sure(other.query, asker)):
                return other, sure
        return first, reply

    async def _to_what_is_meant(
        self, query: Query, messages: Sequence[Message], asker: Asker
    ) -> Reply:
        if not self._shows(messages):
            return await self._to_words(query, asker)
        if (query.parts or query.links) and (sure := await self._if_sure(query, asker)):
            return sure
        sight = await self._photos.look(messages)
        whole = with_sight(query, sight)
        if sight.known and (known := await self._to_known(sight, sight.known, whole, asker)):
            return known
        return await self._to_words(whole, asker, sight.unread)

    async def _to_words(
        self, query: Query, asker: Asker, unread: Unreadable | None = None
    ) -> Reply:
        misfits = await self._misfits(query_key(query), asker)
        return await asyncio.to_thread(
            self._answering.on_request,
            query,
            asker.home,
            self._language(query, asker),
            misfits,
            unread,
        )

    async def _if_sure(self, query: Query, asker: Asker) -> Reply | None:
        misfits = await self._misfits(query_key(query), asker)
        language = self._language(query, asker)
        return await asyncio.to_thread(
            self._answering.on_request_if_sure, query, asker.home, language, misfits
        )

    async def _to_known(
        self, sight: Sight, claim_id: str, query: Query, asker: Asker
    ) -> Reply | None:
        """Return what to say to a picture that goes around with a claim."""
        text_key = short_key(f"picture of {claim_id}")
        if claim_id in await self._misfits(text_key, asker):
            return None
        if sight.parts and (sure := await self._if_sure(query, asker)):
            return sure
        return self._answering.known_picture(
            claim_id,
            query,
            text_key,
            asker.home,
            self._language(query, asker),
            is_sure=sight.unread is Unreadable.NO_TEXT,
        )

    def _language(self, query: Query, asker: Asker) -> str:
        return asker.language or self._answers.language_of(query.text, asker.reads)

    def _shows(self, messages: Sequence[Message]) -> bool:
        return bool(messages) and self._photos.stand_in(messages)

    async def _misfits(self, text_key: str, asker: Asker) -> frozenset[str]:
        return await self._opinions.misfits(asker.user_id or 0, text_key)


def _repeats(reply: Reply, told: Collection[str], home: str) -> bool:
    """Tell whether *reply* tells of no claims, or offers none, but those that were just told."""
    if reply.claims:
        return set(reply.claims) <= set(told)
    offered = {button.action for button in reply.buttons}
    return bool(offered) and offered <= {claim_link(home, one) for one in told}
