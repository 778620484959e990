"""What is counted goes into the store; the desk hears of each week, and of claims in trouble."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from telegram import Bot
from telegram.error import TelegramError

from bot.chats import Chats, ChatsUnavailableError
from bot.moderation.numbers import COMPLAINT_DAYS, Numbers, complaints
from bot.moderation.reporting import look
from bot.people import PeopleUnavailableError
from bot.replies.links import private_chat
from bot.replies.render_desk_numbers import render_complaints, render_week
from bot.tally import DAY_S, Tally
from bot.tg.desk.numbers import StatsPictures
from bot.tg.send import Sender

log = logging.getLogger(__name__)

KEEP_S = 15.0
"""So much of what was counted is lost where the process is killed."""
LOOK_S = 600.0
WEEK_DAYS = 7
_HOUR_S = 3600.0
_AT_HOUR = 8
"""Of Monday, UTC."""
_MONDAY = 4
"""The first Monday of all, in days since 1970."""
_AGAIN_S = 1800.0
"""When the desk could not be reached."""
_WEEK, _QUALITY = "week", "quality"


class NumbersDuty:
    """Keeps numbers, and says by itself what is worth saying; *clock* is in seconds since 1970."""

    def __init__(
        self,
        tally: Tally,
        numbers: Numbers,
        chats: Chats,
        sender: Sender,
        bot: Bot,
        *,
        published: Callable[[], Collection[str]],
        desk_chat_id: int | None,
        retention_days: int,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take what returns the ids of claims that readers are answered with."""
        self._tally = tally
        self._published = published
        self._numbers = numbers
        self._chats = chats
        self._sender = sender
        self._bot = bot
        self._desk_chat_id = desk_chat_id
        self._retention_days = retention_days
        self._clock = clock
        self._sleep = sleep
        self._pictures = StatsPictures(sender)

    async def run(self) -> None:
        """Keep and look, for ever."""
        while True:
            await self.look()
            for _ in range(int(LOOK_S // KEEP_S)):
                await self.keep()
                await self._sleep(KEEP_S)

    async def keep(self) -> None:
        """Put what was counted into the store; where that is away, try again next time."""
        counts = self._tally.take()
        if not counts:
            return
        try:
            await self._numbers.add(counts)
        except PeopleUnavailableError:
            self._tally.give_back(counts)

    async def look(self) -> None:
        """Say at the desk what is to be said now, and drop old numbers."""
        try:
            await self._numbers.sweep()
            if self._desk_chat_id is None:
                return
            home = await self._chats.home(self._desk_chat_id)
            if home is not None:
                await self._say_week(home)
                await self._say_complaints(home)
        except (PeopleUnavailableError, ChatsUnavailableError):
            return

    async def _say_week(self, chat_id: int) -> None:
        now = self._clock()
        # A desk that is new is told on its first Monday.
        if not await self._numbers.take_turn(_WEEK, _next_monday(now), at_once=False):
            return
        report = await look(self._numbers, now, WEEK_DAYS, self._retention_days, whole_days=True)
        reply = render_week(report, now, self._home)
        send = partial(self._pictures.send, self._bot, chat_id, report, now, reply)
        await self._attempt(_WEEK, send)

    async def _say_complaints(self, chat_id: int) -> None:
        now = self._clock()
        for one in complaints(await self._numbers.judged(now - COMPLAINT_DAYS * DAY_S)):
            if one.claim_id not in self._published():
                continue
            what, until = f"{_QUALITY}:{one.claim_id}", now + COMPLAINT_DAYS * DAY_S
            if await self._numbers.take_turn(what, until, at_once=True):
                reply = render_complaints(one, self._home)
                await self._attempt(what, partial(self._sender.send, self._bot, chat_id, reply))

    async def _attempt(self, what: str, send: Callable[[], Awaitable[bool]]) -> None:
        """Send something; where that fails, let it be tried again in a while."""
        try:
            if await send():
                return
        except TelegramError as error:
            log.info("telling the desk of numbers failed: %s", type(error).__name__)
        await self._numbers.give_turn_back(what, self._clock() + _AGAIN_S)

    @property
    def _home(self) -> str:
        return private_chat(self._bot.username)


def _next_monday(now: float) -> float:
    """Return when the next summary is due, in seconds since 1970."""
    first = _MONDAY * DAY_S + _AT_HOUR * _HOUR_S
    week = WEEK_DAYS * DAY_S
    return first + ((now - first) // week + 1) * week
