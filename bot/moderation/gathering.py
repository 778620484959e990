"""What readers send is put into clusters, and looked up again when the knowledge base changes."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from bot.matching.matcher import Matcher
from bot.matching.model import Match, Query
from bot.moderation.clustering import Clusters
from bot.moderation.queue import Placing, Queue
from bot.questions import Question

log = logging.getLogger(__name__)

LOOK_S = 4.0
"""How often to look for what is new."""
_LEASE_S = 120.0
"""Another process takes over after so long."""
_PAGE = 100
_MANY = 300
"""Of more new questions at once, words alone decide first: 10,000 take half a minute. What they
mean is read later, so much of it in a round, and clusters of the same meaning become one."""
_READ_LATER = 20
_COMPARED = 3
"""Texts of a cluster that new ones are compared with after a start."""
_LOOKED_UP = 5
"""Clusters that are looked up again in one round, each by so many of its texts."""
_EVERY = 150
"""Rounds from one sweep to the next: ten minutes."""


class Gatherer:
    """Keeps the clusters; of several processes only one is on duty."""

    def __init__(
        self,
        queue: Queue,
        matcher: Callable[[], Matcher],
        owner: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take what returns the matcher of this moment, and a name of this process."""
        self._queue = queue
        self._matcher = matcher
        self._owner = owner
        self._sleep = sleep
        self._clusters: Clusters | None = None
        self._unread: deque[tuple[int, str]] = deque()
        """Clusters whose meaning nobody has read, with a text of each."""
        self._looked_with: Matcher | None = None
        self._to_look_up: list[int] = []
        self._rounds = 0

    async def gather(self) -> bool:
        """Place what is new; return whether this process is on duty.

        Raises PeopleUnavailableError; what was not done then is done the next time.
        """
        if not await self._queue.on_duty(self._owner, _LEASE_S):
            self._clusters = None  # whoever is on duty changes them
            return False
        clusters = await self._known()
        await self._queue.place_known()
        while page := await self._queue.unplaced(_MANY + 1):
            if hurries := len(page) > _MANY:
                await self._place(clusters, page, hurries=hurries)
            else:
                await self._place(clusters, page[:_PAGE], hurries=hurries)
            await self._queue.on_duty(self._owner, _LEASE_S)
        await self._read_later(clusters)
        await self._look_up_again()
        if self._rounds % _EVERY == 0:
            await self._queue.sweep()
        self._rounds += 1
        return True

    async def _known(self) -> Clusters:
        """Return the clusters that there are, read anew where the encoders have joined."""
        senses = self._matcher().senses
        if self._clusters is not None and self._clusters.reads_meaning == bool(senses):
            return self._clusters
        # The last one knows all languages; in a base without claims it has nothing to go by.
        clusters = Clusters(senses[-1] if senses else None)
        self._unread.clear()  # all are read here
        for number, text in enumerate(await self._queue.texts(_COMPARED), start=1):
            clusters.put(text.cluster, await asyncio.to_thread(clusters.read, text.text))
            if number % _PAGE == 0:
                await self._queue.on_duty(self._owner, _LEASE_S)
        self._clusters = clusters
        return clusters

    async def _place(self, clusters: Clusters, page: Sequence[Question], *, hurries: bool) -> None:
        # A paraphrase of what is out of scope may be in it: only the same words say the same.
        decided = await self._queue.decided_numbers()
        placings: list[Placing] = []
        new: dict[int, str] = {}
        for question in {one.inquiry.text_key: one for one in page}.values():
            text = question.inquiry.text
            if hurries:
                number, reading = await asyncio.to_thread(clusters.find_by_words, text)
            else:
                number, reading = await asyncio.to_thread(clusters.find, text, decided)
            if number is None:
                number = -1 - len(placings)
                if hurries and clusters.reads_meaning:
                    new[number] = text
            clusters.put(number, reading)
            placings.append(Placing(question, number))
        try:
            placed = await self._queue.place(placings)
        except BaseException:
            self._clusters = None  # it knows what the store does not
            raise
        for placing, number in zip(placings, placed, strict=True):
            clusters.rename(placing.cluster, number)
            if placing.cluster in new:
                self._unread.append((number, new.pop(placing.cluster)))

    async def _read_later(self, clusters: Clusters) -> None:
        """Read what some clusters mean, and put together those that mean the same."""
        decided = await self._queue.decided_numbers() if self._unread else frozenset()
        for _ in range(min(_READ_LATER, len(self._unread))):
            number, text = self._unread.popleft()
            apart = decided | {number}
            into, reading = await asyncio.to_thread(clusters.find_by_meaning, text, apart)
            clusters.put(number, reading)
            if into is not None and await self._queue.merge(number, into):
                clusters.rename(number, into)

    async def _look_up_again(self) -> None:
        """Look up some of what is open, each cluster once with each matcher."""
        matcher = self._matcher()
        if matcher is not self._looked_with:
            self._looked_with = matcher
            self._to_look_up = list(reversed(await self._queue.open_numbers()))
        for _ in range(min(_LOOKED_UP, len(self._to_look_up))):
            number = self._to_look_up.pop()
            for question in await self._queue.questions(number, _LOOKED_UP):
                await self._look_up(question, matcher)
                await self._sleep(0)

    async def _look_up(self, question: Question, matcher: Matcher) -> None:
        decision = await asyncio.to_thread(matcher.match, Query.of(question.inquiry.text))
        if not isinstance(decision, Match):
            return
        claim_id = decision.answers[0].claim_id
        if claim_id not in question.misfits and await self._queue.answer(question, claim_id):
            log.info("a text in the queue has an answer now")
