"""The cards in the desk chat: a message, or a topic, for each cluster, changed in place.

One call a round, so that a flood makes one card and few edits. A process that dies between sending
a card and noting it leaves one too many.
"""

import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from telegram import Bot, ForumTopic, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.chats import Chats
from bot.moderation.queue import Card, Cluster, Queue
from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.tg.desk.queue import CardWriter
from bot.tg.keyboards import to_keyboard
from bot.tg.request import asked_to_wait_s
from bot.tg.send import NO_PREVIEW, Sender

log = logging.getLogger(__name__)

MOST_CARDS = 40
"""Cards of what is open; the rest waits in /queue, where the most demanded stand first."""
EDIT_S = 30.0
"""From one edit of a card to the next; what people deleted does not wait."""
_REFUSED_S = 600.0
"""So long we do not ask again for what the chat does not let us do."""
_NOT_MODIFIED = "message is not modified"
_REMEMBERED = 200


class Cards:
    """Keeps the cards of the desk chat."""

    def __init__(
        self,
        bot: Bot,
        sender: Sender,
        chats: Chats,
        queue: Queue,
        writer: CardWriter,
        *,
        chat_id: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._chats = chats
        self._queue = queue
        self._writer = writer
        self._chat_id = chat_id
        self._clock = clock
        self._edited: OrderedDict[int, float] = OrderedDict()
        """When each card was changed last, by its cluster."""
        self._topics_from = 0.0
        """When to ask again for a topic."""
        self._quiet_until = 0.0
        self._empty: dict[int, int] = {}
        """Topics whose card did not arrive, by cluster."""

    async def refresh(self) -> bool:
        """Change, or send, the one card that matters most; return whether one was.

        Raise PeopleUnavailableError or ChatsUnavailableError where a store is away, and
        InvalidToken. What else Telegram refuses is tried again later.
        """
        if self._clock() < self._quiet_until:
            return False
        home = await self._chats.home(self._chat_id)
        if home is None:
            return False
        try:
            return await self._refresh(home)
        except InvalidToken:
            raise
        except RetryAfter as error:
            self._quiet_until = self._clock() + asked_to_wait_s(error)
        except TelegramError as error:
            log.info("a card cannot be shown (%s)", type(error).__name__)
        return False

    async def _refresh(self, home: int) -> bool:
        carded = await self._queue.carded()
        there = [one for one in carded if one.card and one.card.chat_id == home]
        for cluster in sorted(there, key=_urgency):
            if await self._update(cluster):
                return True
        shown = {one.number for one in there}
        if sum(one.is_open for one in there) >= MOST_CARDS:
            return False
        shelf = await self._queue.shelf(0, MOST_CARDS)
        for cluster in shelf.clusters:
            if cluster.number not in shown and not _is_at(cluster, home):
                await self._post(home, cluster)
                return True
        return False

    async def _update(self, cluster: Cluster) -> bool:
        """Change a card where it says something else by now; return whether it was."""
        card = cluster.card
        last = self._edited.get(cluster.number, 0.0)
        if card is None or (cluster.last_at and 0 <= self._clock() - last < EDIT_S):
            return False
        reply = await self._writer.card(cluster)
        digest = _digest(reply)
        is_final = not cluster.is_open
        if digest == card.shown and is_final == card.is_final:
            return False
        if is_final != card.is_final and not is_final:
            await self._turn_topic(card, is_open=True)
        arrived = await self._edit(card, reply)
        self._note_edit(cluster.number)
        if not arrived:
            # Somebody deleted it: where there is still something to decide it comes again.
            home = await self._chats.home(self._chat_id)
            if home is not None:
                gone = replace(card, shown=digest, is_final=True) if is_final else None
                await self._queue.show(cluster.number, gone)
            return True
        await self._queue.show(cluster.number, replace(card, shown=digest, is_final=is_final))
        if is_final:
            await self._turn_topic(card, is_open=False)
        return True

    async def _edit(self, card: Card, reply: Reply) -> bool:
        async def edit() -> bool:
            try:
                await self._bot.edit_message_text(
                    to_html(reply),
                    card.chat_id,
                    card.message_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=to_keyboard(reply),
                )
            except BadRequest as error:
                if _NOT_MODIFIED not in error.message.lower():
                    raise
            return True

        return await self._sender.attempt(card.chat_id, edit) is True

    async def _post(self, home: int, cluster: Cluster) -> None:
        reply = await self._writer.card(cluster)
        topic_id = self._empty.get(cluster.number) or await self._topic(home, cluster)
        if topic_id is not None:
            self._empty[cluster.number] = topic_id

        async def post() -> Message:
            return await self._bot.send_message(
                home,
                to_html(reply),
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=to_keyboard(reply),
                message_thread_id=topic_id,
            )

        sent = await self._sender.attempt(home, post)
        self._empty.pop(cluster.number, None)
        if sent is None:
            self._quiet_until = self._clock() + EDIT_S
            return
        card = Card(home, sent.message_id, topic_id, _digest(reply))
        await self._queue.show(cluster.number, card)
        self._note_edit(cluster.number)

    async def _topic(self, home: int, cluster: Cluster) -> int | None:
        """Return a new topic for a cluster, None where the chat has, or lets us make, none."""
        if self._clock() < self._topics_from:
            return None
        chat = await self._sender.attempt(home, lambda: self._bot.get_chat(home))
        topic: ForumTopic | None = None
        if chat and chat.is_forum:
            name = self._writer.words.topic(cluster)
            topic = await self._sender.attempt(
                home, lambda: self._bot.create_forum_topic(home, name)
            )
        if topic is None:
            self._topics_from = self._clock() + _REFUSED_S
            return None
        return topic.message_thread_id

    async def _turn_topic(self, card: Card, *, is_open: bool) -> None:
        """Close a topic with its cluster, or open it again; it matters little."""
        topic_id = card.topic_id
        if topic_id is None:
            return
        turn = self._bot.reopen_forum_topic if is_open else self._bot.close_forum_topic
        with suppress(BadRequest):  # it is already, or not there any more
            await self._sender.attempt(card.chat_id, lambda: turn(card.chat_id, topic_id))

    def _note_edit(self, number: int) -> None:
        self._edited[number] = self._clock()
        self._edited.move_to_end(number)
        if len(self._edited) > _REMEMBERED:
            self._edited.popitem(last=False)


def _urgency(cluster: Cluster) -> tuple[bool, bool, int]:
    """Return what is sorted by: emptied cards first, then closed ones, then the most demanded."""
    return (bool(cluster.last_at), cluster.is_open, -cluster.demand)


def _is_at(cluster: Cluster, home: int) -> bool:
    return cluster.card is not None and cluster.card.chat_id == home


def _digest(reply: Reply) -> str:
    return hashlib.blake2b(repr(reply).encode("utf-8", "replace"), digest_size=12).hexdigest()
