"""The HTTP server, in the event loop of the bot."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from bot.config import ConfigError

_IDLE_S = 30
_HEAD_S = 10.0
"""For the head of a request to come in."""
_CLOSE_S = 2
_MOST_CONNECTIONS = 512


class Server:
    """Serves until it is stopped."""

    def __init__(self, app: ASGIApp, host: str, port: int, head_s: float = _HEAD_S) -> None:
        """Take the port at once; raise ConfigError where somebody else has it."""
        self._socket = _bind(host, port)
        self._server = _Uvicorn(
            uvicorn.Config(
                app,
                http=cast("type[asyncio.Protocol]", partial(_Impatient, head_s)),
                ws="none",
                log_config=None,
                log_level="error",  # what strangers send is no reason to warn, again and again
                access_log=False,
                lifespan="off",
                server_header=False,
                limit_concurrency=_MOST_CONNECTIONS,
                timeout_keep_alive=_IDLE_S,
                timeout_graceful_shutdown=_CLOSE_S,
                h11_max_incomplete_event_size=16_384,
            )
        )
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port that was taken, where 0 asked for any."""
        port: int = self._socket.getsockname()[1]
        return port

    async def serve(self) -> None:
        """Serve until `stop`, whether or not the caller is cancelled."""
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        await asyncio.shield(self._serving)

    async def stop(self) -> None:
        """Take no further connection; finish what is being answered."""
        self._server.should_exit = True
        if self._serving:
            await self._serving
        self._socket.close()


class _Uvicorn(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the bot, which stops everything in its order."""
        yield


class _Impatient(H11Protocol):
    """Hangs up on whoever does not get to the point; uvicorn would wait for ever."""

    def __init__(self, head_s: float, **options: Any) -> None:
        super().__init__(**options)
        self._head_s = head_s
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast("asyncio.Transport", transport))
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._forget()

    def _watch(self) -> None:
        """Start the clock where a head is awaited; it stops when a request is there."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle and not cycle.response_complete:
            self._forget()
        elif self._deadline is None and self.timeout_keep_alive_task is None:
            self._deadline = self.loop.call_later(self._head_s, self.transport.close)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ConfigError(
            f"cannot listen on LISTEN_HOST {host}, LISTEN_PORT {port} ({error.strerror}); "
            "stop what uses it, or change one of them"
        ) from error
    listening.listen(128)
    listening.setblocking(False)
    return listening
