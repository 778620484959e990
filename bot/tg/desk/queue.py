"""/queue, and the buttons of its cards: what waits, who looks after it, and what is put off."""

import asyncio
import time
from collections.abc import Callable

from telegram import Message

from bot.answers import Answers
from bot.moderation.closest import Closest, find_closest
from bot.moderation.masking import Masker
from bot.moderation.queue import Cluster, Queue
from bot.moderation.roles import Act
from bot.replies.actions import Action
from bot.replies.desk_actions import (
    AssignToMe,
    ItIsClaim,
    ListQueue,
    MarkSpam,
    NewClaimFor,
    OutOfScope,
    SearchForCluster,
    ShowCluster,
    SnoozeCluster,
    Unassign,
    WakeCluster,
)
from bot.replies.model import Reply
from bot.replies.render_desk_queue import PAGE, QueueWords, Shown, render_no_cluster, taken_by
from bot.tg.buttons import Done, Press
from bot.tg.desk.part import Part
from bot.tg.desk.rights import Standing

_REMEMBERED = 500
_MINE = "mine"
OFFERED: frozenset[type[Action]] = frozenset(
    {
        *(ListQueue, ShowCluster, AssignToMe, Unassign, SnoozeCluster, WakeCluster),
        *(ItIsClaim, SearchForCluster, NewClaimFor, OutOfScope, MarkSpam),
    }
)
"""What the buttons of a card may ask for: each of it has a doer, here or elsewhere at the desk."""


class CardWriter:
    """Makes cards of clusters, with what today's knowledge base is closest to."""

    def __init__(
        self,
        answering: Answers,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._answering = answering
        self._clock = clock
        self._read = answering.knowledge
        self._words: QueueWords | None = None
        self._looked_with = answering.matcher.current
        self._closest: dict[str, tuple[Closest, ...]] = {}

    @property
    def words(self) -> QueueWords:
        """What says it, by today's knowledge base."""
        knowledge = self._answering.knowledge
        if self._words is None or knowledge is not self._read:
            self._read, self._words = knowledge, QueueWords(Masker.of(knowledge), OFFERED)
        return self._words

    async def card(self, cluster: Cluster) -> Reply:
        """Return the card of a cluster."""
        closest = await self._find(cluster) if cluster.is_open else ()
        return self.words.card(Shown(cluster, closest, self._clock()))

    async def _find(self, cluster: Cluster) -> tuple[Closest, ...]:
        matcher, knowledge = self._answering.matcher.current, self._answering.knowledge
        if matcher is not self._looked_with or len(self._closest) > _REMEMBERED:
            self._looked_with, self._closest = matcher, {}
        if cluster.sample_key not in self._closest:
            found = await asyncio.to_thread(find_closest, matcher, knowledge, cluster.sample)
            self._closest[cluster.sample_key] = found
        return self._closest[cluster.sample_key]


class QueueDesk:
    """Shows what waits, and notes who looks after it."""

    def __init__(self, queue: Queue, cards: CardWriter) -> None:
        self._queue = queue
        self._cards = cards

    @property
    def part(self) -> Part:
        """What of the desk is done here."""
        return Part(
            commands={"queue": (Act.LOOK, self.show)},
            doers={
                ListQueue: (Act.LOOK, self.leaf),
                ShowCluster: (Act.LOOK, self.open),
                AssignToMe: (Act.DECIDE, self.assign),
                Unassign: (Act.DECIDE, self.unassign),
                SnoozeCluster: (Act.DECIDE, self.snooze),
                WakeCluster: (Act.DECIDE, self.wake),
            },
        )

    async def show(self, message: Message, standing: Standing) -> Reply:
        """List what waits: all of it, a cluster by its number, or what is `mine`."""
        word = ((message.text or "").split()[1:] or [""])[0].lstrip("№#").casefold()
        if word.isdecimal() and word.isascii():
            return await self._card(int(word[:9])) or render_no_cluster()
        if word == _MINE:
            mine = await self._queue.shelf(0, PAGE, assigned_to=standing.moderator.user_id)
            return self._cards.words.list(mine, 0)
        return await self._list(0)

    async def leaf(self, press: Press, _: Standing) -> Done:
        """Turn to another page."""
        return Done(
            await self._list(press.action.page if isinstance(press.action, ListQueue) else 0)
        )

    async def open(self, press: Press, _: Standing) -> Done:
        """Show a cluster below the list."""
        number = press.action.cluster if isinstance(press.action, ShowCluster) else 0
        return Done(beside=await self._card(number) or render_no_cluster())

    async def assign(self, press: Press, standing: Standing) -> Done:
        """Let whoever pressed look after a cluster, unless somebody else does."""
        if not isinstance(press.action, AssignToMe):
            return Done()
        number = press.action.cluster
        cluster = await self._get(number)
        if cluster and cluster.assigned_to not in {None, standing.moderator.user_id}:
            shown = await self._cards.card(cluster)
            return Done(shown, notice=taken_by(cluster.assigned_name), alert=True)
        await self._queue.assign(number, standing.moderator, standing.moderator)
        return await self._changed(number)

    async def unassign(self, press: Press, standing: Standing) -> Done:
        """Take that back, whoever it is: people fall ill."""
        if not isinstance(press.action, Unassign):
            return Done()
        await self._queue.assign(press.action.cluster, None, standing.moderator)
        return await self._changed(press.action.cluster)

    async def snooze(self, press: Press, standing: Standing) -> Done:
        """Put a cluster out of the way."""
        if not isinstance(press.action, SnoozeCluster):
            return Done()
        await self._queue.snooze(press.action.cluster, press.action.how, standing.moderator)
        return await self._changed(press.action.cluster)

    async def wake(self, press: Press, standing: Standing) -> Done:
        """Put it back."""
        if not isinstance(press.action, WakeCluster):
            return Done()
        await self._queue.snooze(press.action.cluster, None, standing.moderator)
        return await self._changed(press.action.cluster)

    async def _changed(self, number: int) -> Done:
        return Done(await self._card(number) or render_no_cluster())

    async def _list(self, page: int) -> Reply:
        page = max(0, page)
        shelf = await self._queue.shelf(page * PAGE, PAGE)
        if not shelf.clusters and shelf.total:  # the list has grown shorter
            page = (shelf.total - 1) // PAGE
            shelf = await self._queue.shelf(page * PAGE, PAGE)
        return self._cards.words.list(shelf, page)

    async def _card(self, number: int) -> Reply | None:
        cluster = await self._get(number)
        return await self._cards.card(cluster) if cluster else None

    async def _get(self, number: int) -> Cluster | None:
        found = await self._queue.get([number]) if 0 < number < 2**31 else []
        return found[0] if found else None
