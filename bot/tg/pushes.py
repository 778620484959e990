"""Pushes are sent, one after the other, and slowly enough for answers to go first."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import StrEnum

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import metrics
from bot.announcing import announcement
from bot.answers import Answers
from bot.chats import ChatsUnavailableError
from bot.claims.model import KnowledgeBase
from bot.digesting import Digesting
from bot.digests import LATE_S
from bot.group_digests import LATE_S as WEEKLY_LATE_S
from bot.people import PeopleUnavailableError
from bot.pushes import LEASE_S, Push, Pushes, PushKind
from bot.replies.model import Reply
from bot.tg.errors import describe
from bot.tg.group_digest import GroupDigestPost
from bot.tg.request import asked_to_wait_s, may_have_arrived
from bot.tg.send import Sender

log = logging.getLogger(__name__)

MOST_A_SECOND = 10
"""Telegram lets a bot send thirty messages a second; two thirds are for those who just asked."""
_LOOK_S = 2.0
"""How often to look for something to send."""
_PAUSES_S = (10.0, 60.0, 300.0, 1800.0, 3600.0)
"""Before each further try; the last one for ever."""
_TOO_OLD_S = {
    PushKind.ANSWER: 2 * 86_400.0,
    PushKind.TAKEN_BACK: 2 * 86_400.0,
    PushKind.OUT_OF_SCOPE: 2 * 86_400.0,
    PushKind.CORRECTION: 2 * 86_400.0,
    PushKind.GROUP_DIGEST: WEEKLY_LATE_S,
}
"""Who could not be reached for so long is not told; without an entry, LATE_S."""
_DIGESTS = frozenset({PushKind.DIGEST, PushKind.GROUP_DIGEST})
_LONGEST_S = 120.0
"""Sending takes no longer, whatever Telegram does."""
_AWAY_S = 3.0
"""The store cannot be reached: try again after so long."""


class Outcome(StrEnum):
    """What became of a push."""

    SENT = "sent"
    CLOSED = "closed"
    """Its reader has blocked us."""
    REFUSED = "refused"
    """Telegram does not take it, and never will."""
    FAILED = "failed"
    """By a mistake of ours; the log has its place."""
    TOO_OLD = "too-old"
    """It could not be sent for too long."""
    EMPTY = "empty"
    """A digest that has nothing to say any more, or nobody to say it to."""


class Courier:
    """Sends what is to be sent; one for each process.

    A push is sent twice where the process dies between Telegram's receipt and our note of it.
    """

    def __init__(
        self,
        bot: Bot,
        sender: Sender,
        answering: Answers,
        pushes: Pushes,
        digesting: Digesting,
        *,
        group_digests: GroupDigestPost,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._answering = answering
        self._pushes = pushes
        self._digesting = digesting
        self._group_digests = group_digests
        self._sleep = sleep
        self._clock = clock
        self._left: list[Push] = []
        """Taken and not begun."""
        self._at_it: asyncio.Task[float] | None = None

    async def run(self) -> None:
        """Send, for ever; raise InvalidToken only."""
        while True:
            await self.send_what_is_due()
            await self._sleep(_LOOK_S)

    async def send_what_is_due(self) -> None:
        """Send until nothing is due."""
        while True:
            until = self._clock() + LEASE_S - _LONGEST_S
            try:
                self._left = await self._pushes.take(MOST_A_SECOND)
            except PeopleUnavailableError:
                return
            if not self._left:
                return
            while self._left and self._clock() < until:
                pause_s = await self._send(self._left.pop(0))
                if pause_s:
                    await self._give_back(pause_s)
                await self._sleep(max(pause_s, 1 / MOST_A_SECOND))
            await self._give_back(0.0)

    async def finish(self) -> None:
        """Let what is begun come to its end, after `run` was cancelled; give back the rest."""
        if self._at_it:
            await asyncio.wait({self._at_it})
        await self._give_back(0.0)

    async def _send(self, push: Push) -> float:
        """Send *push*, to the end even where nobody waits any more; return as `_deliver`."""
        self._at_it = asyncio.create_task(self._deliver(push))
        await asyncio.wait({self._at_it})
        error = self._at_it.exception()
        if error is None:
            return self._at_it.result()
        if isinstance(error, InvalidToken):
            raise error
        # Raised here, it would stop the whole bot, and again after each start.
        log.error("sending a push failed: %s", describe(error))
        metrics.ERRORS.labels(type(error).__name__).inc()
        await self._settle(push, Outcome.FAILED)
        return 0.0

    async def _deliver(self, push: Push) -> float:
        """Send *push*; return how long Telegram wants to hear nothing from us."""
        knowledge = self._answering.knowledge
        try:
            outcome = await self._try(push, knowledge)
        except RetryAfter as error:
            pause_s = asked_to_wait_s(error)
            log.info("pushes are told to wait %.0f s", pause_s)
            await self._put_off(push, pause_s)
            return pause_s
        except (PeopleUnavailableError, ChatsUnavailableError):
            return _AWAY_S  # its lease will end
        if outcome is None:
            await self._put_off(push, _PAUSES_S[min(push.tries, len(_PAUSES_S)) - 1])
        elif outcome is Outcome.SENT and push.kind is PushKind.ANSWER:
            await self._settle(push, outcome, knowledge.claims[push.claim_id].rating)
        else:
            await self._settle(push, outcome)
        return 0.0

    async def _try(self, push: Push, knowledge: KnowledgeBase) -> Outcome | None:
        """Send *push* and return what became of it, None where another try may help."""
        try:
            reply = await self._reply(push, knowledge)
        except (InvalidToken, RetryAfter):
            raise
        except TelegramError as error:  # who is an admin, and of which group, is asked
            log.info("a push cannot be written (%s)", type(error).__name__)
            return None
        if reply is None:
            return Outcome.EMPTY if push.kind in _DIGESTS else None
        try:
            arrived = await self._sender.push(self._bot, push.user_id, reply)
        except (InvalidToken, RetryAfter):
            raise
        except BadRequest as error:
            log.error("Telegram refuses a push: %s", type(error).__name__)  # noqa: TRY400
            return Outcome.REFUSED
        except TelegramError as error:
            if isinstance(error, NetworkError) and may_have_arrived(error):  # twice by now
                return Outcome.SENT
            log.info("a push failed (%s)", type(error).__name__)
            return None
        return Outcome.SENT if arrived else Outcome.CLOSED

    async def _reply(self, push: Push, knowledge: KnowledgeBase) -> Reply | None:
        if push.kind is PushKind.DIGEST:
            return await self._digesting.digest(push.made_at, push.language)
        if push.kind is PushKind.GROUP_DIGEST:
            return await self._group_digests.write(self._bot, push)
        return announcement(push, knowledge, self._answering.catalog)

    async def _put_off(self, push: Push, after_s: float) -> None:
        """Try *push* again, unless it is too old by then."""
        if self._clock() + after_s - push.made_at > _TOO_OLD_S.get(push.kind, LATE_S):
            await self._settle(push, Outcome.TOO_OLD)
        else:
            await self._insist(lambda: self._pushes.later([push], after_s))

    async def _settle(self, push: Push, outcome: Outcome, told: str = "") -> None:
        await self._insist(lambda: self._pushes.done(push, told))
        metrics.PUSHES.labels(push.kind, outcome).inc()

    async def _insist(self, noting: Callable[[], Awaitable[None]]) -> None:
        """Wait for *noting*, however often it takes: nobody shall hear the same twice."""
        while True:
            try:
                await noting()
            except PeopleUnavailableError:
                await self._sleep(_AWAY_S)
            else:
                return

    async def _give_back(self, after_s: float) -> None:
        left, self._left = self._left, []
        if left:
            with suppress(PeopleUnavailableError):  # their leases will end
                await self._pushes.later(left, after_s)
