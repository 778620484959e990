"""The daily digest in the private chat: on, off, and at which hour."""

import time
from collections.abc import Callable, Mapping

from telegram import Update
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.digests import HOURS, OFFSETS_MIN, Digests
from bot.replies.actions import Action, AskDigestClock, AskDigestHour, StartDigest, StopDigest
from bot.replies.keys import Key
from bot.replies.render_digest import (
    render_digest_clocks,
    render_digest_hours,
    render_digest_started,
    render_digest_state,
    render_digest_stopped,
)
from bot.replies.render_notices import render_gone
from bot.tg.buttons import Doer, Done, Press
from bot.tg.languages import Languages
from bot.tg.send import Sender


class DigestChoice:
    """The command /digest and the buttons that it leads to."""

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        digests: Digests,
        languages: Languages,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._answering = answering
        self._sender = sender
        self._digests = digests
        self._languages = languages
        self._clock = clock

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here."""
        return {
            AskDigestClock: self.ask_clock,
            AskDigestHour: self.ask_hour,
            StartDigest: self.start,
            StopDigest: self.stop,
        }

    async def show(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say whether it is on, and how to change that."""
        message, user = update.effective_message, update.effective_user
        if message and user:
            reply = render_digest_state(
                await self._digests.of(user.id),
                self._clock(),
                self._languages.of(user),
                self._answering.catalog,
            )
            await self._sender.reply(message, reply)

    async def ask_clock(self, press: Press) -> Done:
        """Ask what time it is."""
        if not isinstance(press.action, AskDigestClock):
            return self._gone(press)
        return Done(
            render_digest_clocks(
                press.action.page, self._clock(), press.language, self._answering.catalog
            )
        )

    async def ask_hour(self, press: Press) -> Done:
        """Ask for the hour."""
        if not isinstance(press.action, AskDigestHour) or not _is_clock(press.action.offset_min):
            return self._gone(press)
        return Done(
            render_digest_hours(
                press.action.offset_min, self._clock(), press.language, self._answering.catalog
            )
        )

    async def start(self, press: Press) -> Done:
        """Begin, or change the hour."""
        action = press.action
        if (
            not isinstance(action, StartDigest)
            or action.hour not in HOURS
            or not _is_clock(action.offset_min)
        ):
            return self._gone(press)
        digest = await self._digests.start(
            press.user.id, action.offset_min, action.hour, press.language
        )
        return Done(
            render_digest_started(digest, self._clock(), press.language, self._answering.catalog)
        )

    async def stop(self, press: Press) -> Done:
        """Stop; the digest that the button stands under stays to be read."""
        if not await self._digests.stop(press.user.id):  # a double tap
            return Done(notice=self._answering.catalog.text(press.language, Key.DIGEST_NONE))
        return Done(beside=render_digest_stopped(press.language, self._answering.catalog))

    def _gone(self, press: Press) -> Done:
        return Done(render_gone(press.language, self._answering.catalog))


def _is_clock(offset_min: int) -> bool:
    """Tell whether any clock of the world is so far away: a button may have been forged."""
    return offset_min in OFFSETS_MIN
