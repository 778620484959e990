"""The server stops in order, and waits for nobody who does not get to the point."""

import asyncio
import json
import logging
import socket
import time

import pytest

from bot.config import ConfigError
from bot.tg.errors import describe
from bot.web.app import Pages
from bot.web.server import Server
from tests.support.updates import text_message
from tests.web.conftest import Serve, Store, head

UPDATE = text_message("Hello") | {"update_id": 7}


async def test_who_does_not_get_to_the_point_is_hung_up_on(serve: Serve) -> None:
    async with serve(head_s=0.05) as client:
        assert await client.raw(b"", timeout_s=1.0) == b""
        assert await client.raw(b"POST /hook HTTP/1.1\r\nHost:", timeout_s=1.0) == b""


async def test_nor_is_one_waited_for_who_got_there_once(serve: Serve) -> None:
    async with serve(head_s=0.05) as client:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n")
        await reader.readuntil(b"ok\n")
        writer.write(b"GET")
        async with asyncio.timeout(1.0):
            assert await reader.read() == b""
        writer.close()


async def test_a_connection_is_kept_for_the_next_request(serve: Serve) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: bot\r\n"
    async with serve(head_s=0.05) as client:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
        for line in (b"\r\n", b"Connection: close\r\n\r\n"):
            writer.write(request + line)
            await reader.readuntil(b"ok\n")
            await asyncio.sleep(0.1)  # longer than a head may take
        writer.close()


async def test_what_is_no_http_is_refused_without_a_word(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve() as client:
        answer = await client.raw(b"\x16\x03\x01\x02\x00\r\n\r\n", timeout_s=1.0)
        upgrade = head("Connection: upgrade, close", "Upgrade: websocket", secret="wrong")
        await client.raw(upgrade, timeout_s=1.0)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert [record.name for record in caplog.records if record.levelno >= logging.WARNING] == [
        "bot.web.webhook"
    ]


async def test_a_port_that_is_taken_is_named_with_its_remedy(store: Store) -> None:
    async def nothing() -> dict[str, str]:
        return {}

    async def refresh() -> None:
        """There is nothing to bring up to date."""

    pages = Pages(nothing, refresh, None, describe)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as caught:
            Server(pages.app(), "127.0.0.1", port)
    assert str(caught.value) == (
        f"cannot listen on LISTEN_HOST 127.0.0.1, LISTEN_PORT {port} (Address already in use); "
        "stop what uses it, or change one of them"
    )


async def test_what_is_being_answered_is_finished_at_the_end(serve: Serve, store: Store) -> None:
    store.open.clear()
    body = json.dumps(UPDATE).encode()
    async with serve() as client:
        delivery = head(f"Content-Length: {len(body)}") + body
        delivering = asyncio.create_task(client.raw(delivery))
        await store.asked.wait()
        asyncio.get_running_loop().call_later(0.2, store.open.set)
    assert (await delivering).startswith(b"HTTP/1.1 200 OK")
    assert list(store.kept) == [7]


async def test_the_end_does_not_wait_for_a_slow_client(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(slowest_s=60.0) as client:
        _, writer = await asyncio.open_connection("127.0.0.1", client.port)
        writer.write(head("Content-Length: 20"))
        await writer.drain()
        await client.get("/healthz")
        begin = time.monotonic()
    assert time.monotonic() - begin < 4.0
    writer.close()
    assert "Traceback" not in caplog.text
    assert all(record.exc_info is None for record in caplog.records)
