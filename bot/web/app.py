"""The addresses that the bot answers at."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.metrics import registry
from bot.web.webhook import Webhook

log = logging.getLogger(__name__)

Readiness: TypeAlias = Callable[[], Awaitable[Mapping[str, str]]]
"""Returns what is not ready, by part, and why; nothing where all is."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What stands behind the addresses."""

    readiness: Readiness
    refresh: Callable[[], Awaitable[None]]
    """Brings gauges up to date before they are read."""
    webhook: Webhook | None
    describe: Callable[[BaseException], str]
    """Says of an error what may be logged."""

    def app(self) -> ASGIApp:
        """Return the application."""
        routes: Sequence[Route] = [
            Route("/healthz", self.health),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]
        if self.webhook:
            routes = [*routes, Route(self.webhook.path, self.webhook.receive, methods=["POST"])]
        return _Discreet(Starlette(routes=routes), self.describe)

    async def health(self, _: Request) -> Response:
        """Say that the process is alive."""
        return PlainTextResponse("ok\n")

    async def ready(self, _: Request) -> Response:
        """Say whether updates can be taken in and answered, and what is in the way."""
        missing = await self.readiness()
        status = HTTPStatus.SERVICE_UNAVAILABLE if missing else HTTPStatus.OK
        return JSONResponse({"ready": not missing, "missing": dict(missing)}, status)

    async def metrics(self, _: Request) -> Response:
        """Return all figures as text."""
        await self.refresh()
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class _Discreet:
    """Logs where a request failed; the server would log what the error says, texts included."""

    def __init__(self, app: ASGIApp, describe: Callable[[BaseException], str]) -> None:
        self._app = app
        self._describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:  # the server stops, and this took too long
            await Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - one request must not stop the others
            log.error("a request failed: %s", self._describe(error))  # noqa: TRY400
