"""What is written in a group: requests are answered, all else is listened to where that is wanted.

Nothing of it is kept. Where something is away, a request comes again later; what nobody asked for
is left unsaid.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from telegram import Message, Update, User
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import metrics
from bot.answering import query_key
from bot.group_answering import GroupAnswering, Mark, Post
from bot.groups import GroupSettings, Mode
from bot.matching.model import Query
from bot.people import PeopleUnavailableError
from bot.replies.links import private_chat
from bot.speaking import OLDEST_S, Heard, History, Quiet
from bot.tg.albums import Albums
from bot.tg.errors import describe
from bot.tg.extract import own_query, own_text
from bot.tg.groups.heard import Check, find_request, is_command, person_of, to_heard
from bot.tg.groups.requests import Requests
from bot.tg.groups.voice import Place, Voice, quote_of
from bot.tg.stores import Stores

log = logging.getLogger(__name__)

_HOUR_S = 3600.0


class GroupChat:
    """The handler of messages in groups; *clock* returns seconds since 1970."""

    def __init__(
        self,
        answering: GroupAnswering,
        requests: Requests,
        voice: Voice,
        albums: Albums,
        *,
        stores: Stores,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._answering = answering
        self._requests = requests
        self._voice = voice
        self._albums = albums
        self._groups = stores.groups
        self._opinions = stores.opinions
        self._clock = clock

    async def new_message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message if somebody asks, or if it needs a word; an album is one message."""
        if update.message is None:
            return
        async with self._albums.gather(update.message) as messages:
            if messages:
                await self._hear(update, messages)

    async def _hear(self, update: Update, messages: Sequence[Message]) -> None:
        bot = messages[0].get_bot().bot
        request = find_request(messages, bot)
        if request:
            settings = await self._groups.settings_of(request.message.chat_id)
            if settings.mode is not Mode.OFF:
                await self._requests.answer(update, request, messages, settings)
        elif not is_command(messages[0]):
            # What raises is kept to be tried again, or looked at; what people say to each other is
            # not ours to keep.
            (outcome,) = await asyncio.gather(self._overhear(messages, bot), return_exceptions=True)
            _note(outcome)

    async def _overhear(self, messages: Sequence[Message], bot: User) -> None:
        """Speak of what nobody asked about, where that is wanted and worth it."""
        settings = await self._groups.settings_of(messages[0].chat_id)
        heard = to_heard(messages, bot, self._clock())
        query = own_query(messages)
        is_text = bool(query.parts or query.links)
        if not is_text or not self._answering.listens(heard, settings, self._clock()):
            return
        spoken = next((one for one in messages if own_text(one)), messages[0])
        speech = await self._speech(spoken, query, heard, settings)
        if to_heard(messages, bot, self._clock()).age_s > OLDEST_S:
            return  # many waited to be matched
        place, chat_id, number = Place.below(spoken), spoken.chat_id, spoken.message_id
        match speech:
            case Post(reply=reply):
                if await self._groups.say(chat_id, number, reply.claims, asked=False):
                    await self._voice.interject(place, reply, quote_of(Check(spoken, query), reply))
            case Mark(claims=claims):
                if await self._groups.say(chat_id, number, claims, asked=False):
                    await self._voice.doubt(place)
            case Quiet():
                pass

    async def _speech(
        self, message: Message, query: Query, heard: Heard, settings: GroupSettings
    ) -> Post | Mark | Quiet:
        author = person_of(message)
        author_id = author.id if author else 0
        if author and await self._groups.is_opted_out(author_id):
            heard = replace(heard, author_opted_out=True)
        now, chat_id = self._clock(), message.chat_id
        since = now - max(settings.cooldown_h * _HOUR_S, _HOUR_S)
        history = History(
            await self._groups.said(chat_id, since), await self._groups.muted(chat_id)
        )
        return await asyncio.to_thread(
            self._answering.unasked,
            query,
            heard,
            settings,
            history,
            now=now,
            home=private_chat(message.get_bot().username),
            misfits=await self._opinions.misfits(author_id, query_key(query)),
        )


def _note(outcome: BaseException | None) -> None:
    """Write down what went wrong with a message that nobody asked about."""
    if isinstance(outcome, PeopleUnavailableError | TelegramError):
        log.info("a message in a group is left alone (%s)", type(outcome).__name__)
    elif outcome:
        metrics.ERRORS.labels(type(outcome).__name__).inc()
        log.error("listening in a group failed: %s", describe(outcome))
