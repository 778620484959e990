"""The connection to the Bot API, watched: outages are logged once, a sign of life is left."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
from telegram import Update
from telegram.error import NetworkError, RetryAfter
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

_READ_S = 15.0
"""Longer than the library's five seconds: a message tried again too early arrives twice."""
_WRAPPED = "wrapped"


@dataclass
class Reach:
    """How many of our connections to Telegram are broken; each keeps its own account."""

    broken: int = 0


class WatchedRequest(HTTPXRequest):
    """An HTTP connection that says when Telegram cannot be reached, and when it can again.

    *answered* is called after each answer, whatever it says.
    """

    def __init__(
        self,
        *,
        connection_pool_size: int,
        answered: Callable[[], None],
        reach: Reach | None = None,
    ) -> None:
        super().__init__(connection_pool_size=connection_pool_size, read_timeout=_READ_S)
        self._answered = answered
        self._reach = reach or Reach()
        self._away = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Send one request; raise NetworkError where no answer came."""
        try:
            status, payload = await super().do_request(*args, **kwargs)
        except NetworkError as error:
            self._lost(type(error.__cause__ or error).__name__)
            raise
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._lost(f"it answers {status}")
        elif self._away:
            log.info("Telegram can be reached again")
            self._away = False
            self._reach.broken -= 1
        self._answered()
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer, or raise NetworkError where it is broken: worth another try.

        The library's own method would log the answer, and with it what somebody wrote.
        """
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):  # broken, or nested without end
            answer = None
        if not isinstance(answer, dict) or not answer.keys() & {"result", "description"}:
            raise NetworkError("the answer is not from a Bot API")
        return answer

    def _lost(self, cause: str) -> None:
        if not self._away:
            log.warning("Telegram cannot be reached (%s); trying on", cause)
            self._away = True
            self._reach.broken += 1


class PollRequest(WatchedRequest):
    """The connection that updates come through, as they are: they are read when handled.

    The library would read them at once. One that it cannot read would stop all others, and what it
    does not know yet would be lost.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer with each update wrapped, for `unwrapped`."""
        answer = WatchedRequest.parse_json_payload(payload)
        if isinstance(updates := answer.get("result"), list):
            answer["result"] = [
                {"update_id": update["update_id"], _WRAPPED: update} for update in updates
            ]
        return answer


def unwrapped(update: Update) -> dict[str, Any]:
    """Return the JSON object of an update that came through a PollRequest."""
    raw: dict[str, Any] = update.api_kwargs[_WRAPPED]
    return raw


def asked_to_wait_s(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def may_have_arrived(error: NetworkError) -> bool:
    """Tell whether Telegram took the request and only the answer was slow."""
    return isinstance(error.__cause__, httpx.ReadTimeout)
