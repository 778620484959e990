"""The language that each reader reads: the one they chose, else the one of their Telegram."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from telegram import Update, User
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.people import People, PeopleUnavailableError

_REMEMBERED = 10_000
_FRESH_S = 60.0
"""Another replica may have heard of another choice meanwhile."""
_LOOK_S = 1.0
"""An answer does not wait longer for it."""


class Languages:
    """Knows the interface language of whoever wrote."""

    def __init__(
        self, answering: Answers, people: People, clock: Callable[[], float] = monotonic
    ) -> None:
        self._answering = answering
        self._people = people
        self._clock = clock
        self._chosen: OrderedDict[int, tuple[str | None, float]] = OrderedDict()
        """What users chose, and until when that is fresh."""

    async def learn(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Look up what the sender of *update* chose; stands first in the table of handlers."""
        user = update.effective_user
        if user is None or self._chosen.get(user.id, (None, 0.0))[1] > self._clock():
            return
        with suppress(PeopleUnavailableError, TimeoutError):
            async with asyncio.timeout(_LOOK_S):
                self._remember(user.id, await self._people.language_of(user.id))

    async def choose(self, user: User, language: str) -> None:
        """Remember what *user* chose."""
        await self._people.choose_language(user.id, language)
        self._remember(user.id, language)

    def forget(self, user: User) -> None:
        """Look it up anew: it may have been deleted."""
        self._chosen.pop(user.id, None)

    def of(self, user: User | None) -> str:
        """Return the interface language of *user*, the default for nobody."""
        return self._answering.interface_language(self._tag(user))

    def known(self, user: User) -> str | None:
        """Return the interface language of *user*, None where theirs is none that we speak."""
        return self._answering.spoken_language(self._tag(user))

    def _tag(self, user: User | None) -> str | None:
        if user is None:
            return None
        return self._chosen.get(user.id, (None, 0.0))[0] or user.language_code

    def _remember(self, user_id: int, language: str | None) -> None:
        self._chosen[user_id] = (language, self._clock() + _FRESH_S)
        self._chosen.move_to_end(user_id)
        if len(self._chosen) > _REMEMBERED:
            self._chosen.popitem(last=False)
