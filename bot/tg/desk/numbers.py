"""/stats: how the bot does, as a picture, and as a table to open elsewhere."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

from telegram import Bot, Message
from telegram.error import BadRequest

from bot.drawing.stats import draw_stats
from bot.moderation.numbers import MOST_DAYS, USUAL_DAYS, Numbers, table
from bot.moderation.reporting import Report, look
from bot.moderation.roles import Act
from bot.replies.desk_actions import SendStatsTable, ShowStats
from bot.replies.links import private_chat
from bot.replies.model import Reply
from bot.replies.render_desk_numbers import render_report, render_stats_usage
from bot.tg.buttons import Done, Press
from bot.tg.desk.part import Part
from bot.tg.desk.rights import Standing
from bot.tg.send import Sender, topic_of

_BOM = "\ufeff"
"""Without it, spreadsheets take UTF-8 for something else."""


class NumbersDesk:
    """Shows numbers."""

    def __init__(
        self,
        numbers: Numbers,
        sender: Sender,
        retention_days: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take for how long opinions are kept, and a clock of seconds since 1970."""
        self._numbers = numbers
        self._sender = sender
        self._retention_days = retention_days
        self._clock = clock
        self._pictures = StatsPictures(sender)

    @property
    def part(self) -> Part:
        """What of the desk is done here."""
        return Part(
            commands={"stats": (Act.LOOK, self.stats)},
            doers={
                ShowStats: (Act.LOOK, self.show),
                SendStatsTable: (Act.LOOK, self.send_table),
            },
        )

    async def stats(self, message: Message, _: Standing) -> Reply | None:
        """Send the picture of some days."""
        words = (message.text or "").split()[1:]
        days = _days(words[0]) if words else USUAL_DAYS
        if days is None or len(words) > 1:
            return render_stats_usage()
        bot, chat_id, thread_id = message.get_bot(), message.chat_id, topic_of(message)
        await self._show(bot, chat_id, days, thread_id, answered=message.message_id)
        return None

    async def show(self, press: Press, _: Standing) -> Done:
        """Send the picture of as many days as the button says."""
        days = press.action.days if isinstance(press.action, ShowStats) else 0
        if not 0 < days <= MOST_DAYS or press.chat_id is None:
            return Done()
        await self._show(press.bot, press.chat_id, days, _thread(press))
        return Done()

    async def send_table(self, press: Press, _: Standing) -> Done:
        """Send the numbers of those days as a file."""
        days = press.action.days if isinstance(press.action, SendStatsTable) else 0
        if not 0 < days <= MOST_DAYS or press.chat_id is None:
            return Done()
        now = self._clock()
        text = await table(self._numbers, now, days, self._retention_days)
        today = datetime.fromtimestamp(now, UTC).date()
        name = f"stats-{today.isoformat()}-{days}-days.csv"
        file = f"{_BOM}{text}".encode()
        await self._sender.send_file(press.bot, press.chat_id, file, name, thread_id=_thread(press))
        return Done()

    async def _show(
        self,
        bot: Bot,
        chat_id: int,
        days: int,
        thread_id: int | None,
        *,
        answered: int | None = None,
    ) -> None:
        now = self._clock()
        report = await look(self._numbers, now, days, self._retention_days)
        caption = render_report(report, now, private_chat(bot.username))
        await self._pictures.send(
            bot, chat_id, report, now, caption, thread_id=thread_id, answered=answered
        )


class StatsPictures:
    """Sends a report as a picture with its words below; where a chat takes no pictures, as words.

    One picture is drawn at a time: readers are answered with the same processor.
    """

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._drawing = asyncio.Lock()

    async def send(
        self,
        bot: Bot,
        chat_id: int,
        report: Report,
        now: float,
        caption: Reply,
        *,
        thread_id: int | None = None,
        answered: int | None = None,
    ) -> bool:
        """Return whether it arrived."""
        async with self._drawing:
            picture = await asyncio.to_thread(draw_stats, report, now)
        try:
            sent = await self._sender.send_picture(
                bot, chat_id, picture, caption, answered=answered, thread_id=thread_id
            )
        except BadRequest:
            sent = None
        return bool(sent) or await self._sender.send(bot, chat_id, caption, thread_id=thread_id)


def _days(word: str) -> int | None:
    """Return how many days somebody wants to see, None where that is no number, or too large."""
    if not word.isascii() or not word.isdecimal() or not 0 < int(word[:9]) <= MOST_DAYS:
        return None
    return int(word)


def _thread(press: Press) -> int | None:
    return topic_of(press.message) if press.message else None
