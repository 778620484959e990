"""All that makes and sends pushes, put together for a bot that is online."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Bot

from bot import metrics
from bot.announcing import LOOK_S as NEWS_S
from bot.announcing import Announcer
from bot.answers import Answers
from bot.digesting import LOOK_S as DIGESTS_S
from bot.digesting import Digesting
from bot.group_digesting import LOOK_S as GROUP_DIGESTS_S
from bot.group_digesting import GroupDigesting
from bot.people import PeopleUnavailableError
from bot.storage.database import Database
from bot.storage.group_digests import DatabaseGroupDigests
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from bot.storage.verdicts import DatabaseVerdicts
from bot.tg.group_digest import GroupDigestPost
from bot.tg.pushes import Courier
from bot.tg.send import Sender
from bot.tg.stores import Stores

_COUNT_S = 2.0
"""For the database to say how much is waiting."""


class Pushing:
    """Announces what is new, makes digests when they are due, and sends both."""

    def __init__(
        self, database: Database, names: Names, stores: Stores, answering: Answers, bot: Bot
    ) -> None:
        verdicts = DatabaseVerdicts(database, names)
        self._pushes = DatabasePushes(database, names)
        self._announcer = Announcer(answering, verdicts, stores.questions, self._pushes)
        self._digesting = Digesting(answering, stores.digests, verdicts, stores.popularity)
        self._group_digesting = GroupDigesting(answering, DatabaseGroupDigests(database, names))
        self._courier = Courier(
            bot,
            Sender(stores.chats),
            answering,
            self._pushes,
            self._digesting,
            group_digests=GroupDigestPost(self._group_digesting, stores.groups, stores.chats),
        )

    async def take_over(self) -> None:
        """Give back what a process before us had taken; for one that has the database alone."""
        await self._pushes.take_over()

    def parts(self) -> list[Coroutine[Any, Any, None]]:
        """Return what runs for ever, side by side, and raises InvalidToken only."""
        return [
            _every(NEWS_S, self._announcer.announce),
            _every(DIGESTS_S, self._digesting.make),
            _every(GROUP_DIGESTS_S, self._group_digesting.make),
            self._courier.run(),
        ]

    async def finish(self) -> None:
        """Let what is begun come to its end, after the parts were cancelled."""
        await self._courier.finish()

    async def count(self) -> None:
        """Tell the metrics how many pushes wait, as of now."""
        with contextlib.suppress(PeopleUnavailableError, TimeoutError):
            async with asyncio.timeout(_COUNT_S):
                metrics.PUSHES_WAITING.set(await self._pushes.waiting())


async def _every(pause_s: float, do: Callable[[], Awaitable[None]]) -> None:
    """Call *do* again and again; where the store is away, the next call does what is left."""
    while True:
        with contextlib.suppress(PeopleUnavailableError):
            await do()
        await asyncio.sleep(pause_s)
