"""A stored update becomes handler calls; what went wrong becomes "later" or "not at all"."""

import json
from collections import OrderedDict

from telegram import Update
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot import metrics
from bot.chats import ChatsUnavailableError
from bot.intake.dispatcher import LaterError
from bot.people import PeopleUnavailableError
from bot.tg.errors import Errors, caught
from bot.tg.polling import TelegramApplication
from bot.tg.request import asked_to_wait_s, may_have_arrived

_AWAY_S = 3.0
"""Telegram, or the store, cannot be reached: try again after so long."""
_REMEMBERED = 1_000


class Handling:
    """Handles the JSON of updates with the handlers of an application."""

    def __init__(self, application: TelegramApplication, errors: Errors) -> None:
        self._application = application
        self._errors = errors
        self._told: OrderedDict[tuple[int, str], None] = OrderedDict()
        """Albums whose sender knows that there will be no answer."""

    async def handle(self, body: str) -> None:
        """Handle one update; raise LaterError where Telegram, or the store, is away."""
        update = Update.de_json(json.loads(body), self._application.bot)
        errors: list[BaseException] = []
        token = caught.set(errors)
        try:
            await self._application.process_update(update)
        finally:
            caught.reset(token)
        if errors:
            metrics.ERRORS.labels(type(errors[0]).__name__).inc()
            _raise(errors[0])

    async def gave_up(self, body: str) -> None:
        """Tell whoever asked, once an album, that there will be no answer."""
        update = Update.de_json(json.loads(body), self._application.bot)
        if self._is_told(update):
            return
        await self._errors.apologize(update, self._application.bot)

    def _is_told(self, update: Update) -> bool:
        message = update.effective_message
        if message is None or message.media_group_id is None:
            return False
        album = (message.chat_id, message.media_group_id)
        if album in self._told:
            return True
        self._told[album] = None
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return False


def _raise(error: BaseException) -> None:
    if isinstance(error, PeopleUnavailableError | ChatsUnavailableError):
        raise LaterError(_AWAY_S) from error
    if isinstance(error, RetryAfter):
        raise LaterError(asked_to_wait_s(error)) from error
    if isinstance(error, InvalidToken):  # no fault of the update's: the token was revoked
        raise LaterError(_AWAY_S) from error
    if isinstance(error.__cause__, ValueError):  # half a surrogate pair: no request says that
        raise error
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        if may_have_arrived(error):  # twice by now: one answer more would be one too many
            return
        raise LaterError(_AWAY_S) from error
    raise error
