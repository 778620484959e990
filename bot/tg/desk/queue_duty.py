"""What keeps the queue while the bot is online: the clusters first, then their cards."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from telegram.error import InvalidToken

from bot import metrics
from bot.chats import ChatsUnavailableError
from bot.moderation.gathering import LOOK_S, Gatherer
from bot.people import PeopleUnavailableError
from bot.tg.desk.cards import Cards
from bot.tg.errors import describe

log = logging.getLogger(__name__)


class QueueDuty:
    """Gathers, and where there is a desk chat, shows; one round after the other."""

    def __init__(
        self,
        gatherer: Gatherer,
        cards: Cards | None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gatherer = gatherer
        self._cards = cards
        self._sleep = sleep

    async def run(self) -> None:
        """Work, for ever; raise InvalidToken only."""
        while True:
            await self.work()
            await self._sleep(LOOK_S)

    async def work(self) -> None:
        """Do one round; where a store is away, the next one does what is left."""
        try:
            with contextlib.suppress(PeopleUnavailableError, ChatsUnavailableError):
                if await self._gatherer.gather() and self._cards:
                    await self._cards.refresh()
        except InvalidToken:
            raise
        except Exception as error:  # noqa: BLE001 - it would stop the whole bot, at each start anew
            log.error("keeping the queue failed: %s", describe(error))  # noqa: TRY400
            metrics.ERRORS.labels(type(error).__name__).inc()
