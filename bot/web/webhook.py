"""Where Telegram delivers updates: kept first, then acknowledged."""

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot import metrics
from bot.intake.inbox import InboxUnavailableError

log = logging.getLogger(__name__)

MOST_BYTES = 1_048_576
"""Of a request; Telegram's longest updates have about a tenth of it."""
_SLOWEST_S = 10.0
"""For a whole request to come in, and then for it to be kept."""
_MOST_UPDATES = 2**63
"""The databases hold no larger number."""
_QUIET_S = 60.0
"""After a line about a refusal, none for so long: whoever knocks could fill the disk."""
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, no secret
_COME_BACK = {"Retry-After": "2"}
"""Telegram tries again after so long; else it waits twice as long each time, up to two minutes."""

Keep: TypeAlias = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]


class Webhook:
    """Takes updates from Telegram, and from nobody else."""

    def __init__(
        self,
        url: str,
        secret: str,
        keep: Keep,
        slowest_s: float = _SLOWEST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take *keep*, which raises InboxUnavailableError where updates cannot be kept now."""
        self.path = unquote(urlsplit(url).path) or "/"
        self._secret = secret.encode()
        self._keep = keep
        self._slowest_s = slowest_s
        self._clock = clock
        self._said_at: dict[str, float] = {}

    async def receive(self, request: Request) -> Response:
        """Keep an update; the answer says whether Telegram must send it again."""
        given = request.headers.get(_SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return self._refuse(HTTPStatus.FORBIDDEN, "wrong secret token")
        try:
            async with asyncio.timeout(self._slowest_s):
                body = await _read(request)
            update = _parse(body)
        except _RefusedError as error:
            return self._refuse(error.status, str(error))
        except TimeoutError:
            return self._refuse(HTTPStatus.REQUEST_TIMEOUT, "too slow")
        except ClientDisconnect:
            return self._refuse(HTTPStatus.BAD_REQUEST, "broken off")
        try:
            async with asyncio.timeout(self._slowest_s):
                await self._keep([update])
        except (InboxUnavailableError, TimeoutError):
            return self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "cannot be kept now", _COME_BACK)
        return Response(status_code=HTTPStatus.OK)

    def _refuse(
        self, status: HTTPStatus, why: str, headers: dict[str, str] | None = None
    ) -> Response:
        metrics.REFUSED.labels(why).inc()
        now = self._clock()
        if now - self._said_at.get(why, -_QUIET_S) >= _QUIET_S:
            self._said_at[why] = now
            log.warning("a request to the webhook was refused: %s", why)
        return Response(status_code=status, headers={"Connection": "close", **(headers or {})})


class _RefusedError(Exception):
    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


async def _read(request: Request) -> bytes:
    """Return the body; what is too large is not read."""
    announced = request.headers.get("Content-Length", "0")
    too_large = _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
    if int(announced) > MOST_BYTES:
        raise too_large
    size, chunks = 0, []
    async for chunk in request.stream():
        chunks.append(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            raise too_large
    return b"".join(chunks)


def _parse(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    number = update.get("update_id") if isinstance(update, dict) else None
    is_number = isinstance(number, int) and not isinstance(number, bool)
    if (
        not isinstance(update, dict)
        or not is_number
        or not 0 <= update["update_id"] < _MOST_UPDATES
    ):
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "no update of the Bot API")
    return update
