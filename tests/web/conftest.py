"""The bot's HTTP server in this process, over a store that does what the test wants."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

import httpx
import pytest

from bot.intake.inbox import InboxUnavailableError
from bot.tg.errors import describe
from bot.web.app import Pages
from bot.web.server import Server
from bot.web.webhook import Webhook

Json = dict[str, Any]

SECRET = "a-secret_of-the-webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Store:
    """Keeps each update once, unless it is down or broken."""

    def __init__(self) -> None:
        self.kept: dict[int, Json] = {}
        self.error: Exception | None = None
        self.asked = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()

    async def keep(self, updates: Sequence[Json]) -> None:
        self.asked.set()
        await self.open.wait()
        if self.error:
            raise self.error
        for update in updates:
            self.kept.setdefault(update["update_id"], update)

    def go_down(self) -> None:
        self.error = InboxUnavailableError("away")


class Client(httpx.AsyncClient):
    """Speaks to the bot as Telegram does, and as others do."""

    def __init__(self, port: int) -> None:
        super().__init__(base_url=f"http://127.0.0.1:{port}", verify=False)
        self.port = port

    async def deliver(self, update: object, secret: str | None = SECRET) -> int:
        """Return the status of the answer to *update*."""
        return await self.deliver_body(json.dumps(update).encode(), secret)

    async def deliver_body(self, body: bytes, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {SECRET_HEADER.encode(): secret.encode()}
        return (await self.post("/hook", content=body, headers=headers)).status_code

    async def raw(self, *chunks: bytes, timeout_s: float = 5.0) -> bytes:
        """Return all that is answered to what is sent, until the bot hangs up."""
        async with asyncio.timeout(timeout_s):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                for chunk in chunks:
                    writer.write(chunk)
                    await writer.drain()
                return await reader.read()
            finally:
                writer.close()


def head(*lines: str, path: str = "/hook", secret: str = SECRET) -> bytes:
    """Return the head of a delivery, with *lines* added."""
    secret_line = f"{SECRET_HEADER}: {secret}"
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: bot", secret_line, *lines, "", ""]).encode()


Serve: TypeAlias = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
async def store() -> Store:
    return Store()


@pytest.fixture
def missing() -> dict[str, str]:
    """What is not ready."""
    return {}


@pytest.fixture
def serve(store: Store, missing: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Return what serves, with a webhook at /hook unless told otherwise."""
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)

    async def readiness() -> dict[str, str]:
        return missing

    async def refresh() -> None:
        """There is nothing to bring up to date."""

    @asynccontextmanager
    async def start(
        url: str | None = "https://bot.example/hook", *, slowest_s: float = 5.0, head_s: float = 5.0
    ) -> AsyncIterator[Client]:
        webhook = Webhook(url, SECRET, store.keep, slowest_s) if url else None
        pages = Pages(readiness, refresh, webhook, describe)
        server = Server(pages.app(), "127.0.0.1", 0, head_s)
        serving = asyncio.create_task(server.serve())
        try:
            async with Client(server.port) as client:
                yield client
        finally:
            await server.stop()
            await serving

    return start
