"""What Telegram delivers is kept; everybody else is sent away, cheaply."""

import asyncio
import hmac
import json
import logging
from http import HTTPStatus
from typing import Any

import pytest

from bot.metrics import registry
from bot.web.webhook import MOST_BYTES, Webhook
from tests.support.updates import text_message
from tests.web.conftest import SECRET, SECRET_HEADER, Json, Serve, Store, head

UPDATE: Json = text_message("Ramstein is closed") | {"update_id": 7}


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_update_with_the_secret_is_kept_and_acknowledged(
    serve: Serve, store: Store
) -> None:
    async with serve() as client:
        assert await client.deliver(UPDATE) == 200
    assert store.kept == {7: UPDATE}


async def test_who_does_not_know_the_secret_is_sent_away(serve: Serve, store: Store) -> None:
    wrong = (None, "", "wrong", SECRET.upper(), f"{SECRET} x", SECRET[:-1], "с")
    async with serve() as client:
        statuses = {secret: await client.deliver(UPDATE, secret) for secret in wrong}
    assert statuses == dict.fromkeys(wrong, 403)
    assert store.kept == {}


async def test_the_secret_is_compared_in_constant_time(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[Any, Any]] = []
    compare = hmac.compare_digest

    def spy(given: Any, secret: Any) -> bool:
        compared.append((given, secret))
        return compare(given, secret)

    monkeypatch.setattr(hmac, "compare_digest", spy)
    async with serve() as client:
        await client.deliver(UPDATE, "wrong")
    assert compared == [(b"wrong", SECRET.encode())]


async def test_only_deliveries_are_taken(serve: Serve, store: Store) -> None:
    async with serve() as client:
        statuses = [
            (await client.request(method, "/hook")).status_code
            for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")
        ]
        elsewhere = await client.post("/another", json=UPDATE)
    assert (statuses, elsewhere.status_code, store.kept) == ([405] * 5, 404, {})


NO_UPDATES = (
    b"",
    b"{",
    b"\xff\xfe",
    b"null",
    b"7",
    b'"update"',
    b"{}",
    b"[" * 100_000,
    b'{"update_id": 1' + b"0" * 5_000 + b"}",
    json.dumps([UPDATE]).encode(),
    json.dumps({"message": UPDATE["message"]}).encode(),
    b'{"update_id": "7"}',
    b'{"update_id": 7.0}',
    b'{"update_id": true}',
    b'{"update_id": -1}',
    b'{"update_id": 9223372036854775808}',
)


async def test_what_is_no_update_is_refused(serve: Serve, store: Store) -> None:
    async with serve() as client:
        statuses = {body: await client.deliver_body(body) for body in NO_UPDATES}
    assert statuses == dict.fromkeys(NO_UPDATES, 400)
    assert store.kept == {}


async def test_the_largest_update_is_kept_and_a_larger_one_refused(
    serve: Serve, store: Store
) -> None:
    frame = len(json.dumps({"update_id": 7, "x": ""}))
    async with serve() as client:
        assert await client.deliver({"update_id": 7, "x": "x" * (MOST_BYTES - frame)}) == 200
        assert await client.deliver({"update_id": 8, "x": "x" * (MOST_BYTES - frame + 1)}) == 413
    assert list(store.kept) == [7]


async def test_a_body_that_is_announced_as_huge_is_not_waited_for(
    serve: Serve, store: Store
) -> None:
    async with serve() as client:
        answer = await client.raw(head("Content-Length: 1000000000000"), timeout_s=1.0)
    assert (status_of(answer), store.kept) == (413, {})


async def test_a_length_that_is_none_is_refused(serve: Serve, store: Store) -> None:
    async with serve() as client:
        for length in ("-1", "x", "9" * 30, "7, 8"):
            answer = await client.raw(head(f"Content-Length: {length}"), timeout_s=1.0)
            assert (length, status_of(answer)) == (length, 400)
    assert store.kept == {}


async def flood(writer: asyncio.StreamWriter) -> int:
    """Send a body without an end; return how many bytes were taken."""
    sent = 0
    while True:
        writer.write(b"10000\r\n" + b" " * 65_536 + b"\r\n")
        try:
            await writer.drain()
        except ConnectionError:
            return sent
        sent += 65_536


async def test_a_body_without_an_end_is_not_waited_for(serve: Serve, store: Store) -> None:
    async with serve() as client:
        _, writer = await asyncio.open_connection("127.0.0.1", client.port)
        writer.write(head("Transfer-Encoding: chunked"))
        # What is on its way in the buffers of both sides comes on top.
        assert await flood(writer) < 20 * MOST_BYTES
        writer.close()
    assert store.kept == {}


async def test_a_body_of_unknown_length_is_kept(serve: Serve, store: Store) -> None:
    body = json.dumps(UPDATE).encode()
    chunks = [b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:9], body[9:])]
    async with serve() as client:
        answer = await client.raw(
            head("Transfer-Encoding: chunked", "Connection: close"), *chunks, b"0\r\n\r\n"
        )
    assert (status_of(answer), store.kept) == (200, {7: UPDATE})


async def test_a_slow_body_is_given_up(serve: Serve, store: Store) -> None:
    async with serve(slowest_s=0.05) as client:
        answer = await client.raw(head("Content-Length: 20"), b'{"update_id"', timeout_s=1.0)
    assert (status_of(answer), store.kept) == (408, {})


async def test_a_client_that_goes_away_leaves_nothing(
    serve: Serve, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve() as client:
        for sent in (head("Content-Length: 20"), head("Content-Length: 20") + b'{"upd'):
            _, writer = await asyncio.open_connection("127.0.0.1", client.port)
            writer.write(sent)
            await writer.drain()
            writer.close()
        assert await client.deliver(UPDATE) == 200
    assert list(store.kept) == [7]
    assert set(warnings(caplog)) <= {"a request to the webhook was refused: broken off"}


async def test_what_cannot_be_kept_comes_again_and_is_kept_once(serve: Serve, store: Store) -> None:
    async with serve() as client:
        store.go_down()
        answer = await client.post("/hook", json=UPDATE, headers={SECRET_HEADER: SECRET})
        # Telegram honours it; else it would wait longer and longer.
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        store.error = None
        assert [await client.deliver(UPDATE) for _ in range(2)] == [200, 200]
    assert store.kept == {7: UPDATE}


async def test_a_store_that_hangs_is_not_waited_for(serve: Serve, store: Store) -> None:
    store.open.clear()
    async with serve(slowest_s=0.05) as client:
        assert await client.deliver(UPDATE) == 503
    assert store.kept == {}


async def test_a_bug_is_no_acknowledgement_and_its_words_are_not_logged(
    serve: Serve, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.error = RuntimeError("Ramstein is closed")
    async with serve() as client:
        assert await client.deliver(UPDATE) == 500
    (line,) = warnings(caplog)
    assert line.startswith("a request failed: RuntimeError at ")
    assert "Ramstein" not in caplog.text


async def test_several_deliveries_at_once_are_kept_each(serve: Serve, store: Store) -> None:
    updates = [UPDATE | {"update_id": number} for number in range(100)]
    async with serve() as client:
        statuses = await asyncio.gather(*map(client.deliver, updates))
    assert set(statuses) == {200}
    assert store.kept == {update["update_id"]: update for update in updates}


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://bot.example", "/"),
        ("https://bot.example/a/b-c", "/a/b-c"),
        ("https://bot.example:8443/%D0%B1%D0%BE%D1%82", "/%D0%B1%D0%BE%D1%82"),
    ],
)
async def test_the_path_is_that_of_the_setting(
    serve: Serve, store: Store, url: str, path: str
) -> None:
    async with serve(url) as client:
        statuses = [
            (await client.post(one, json=UPDATE, headers={SECRET_HEADER: SECRET})).status_code
            for one in (path, "/elsewhere")
        ]
    assert (statuses, store.kept) == ([200, 404], {7: UPDATE})


async def test_without_a_webhook_nothing_is_taken(serve: Serve, store: Store) -> None:
    async with serve(None) as client:
        assert await client.deliver(UPDATE) == 404
    assert store.kept == {}


async def test_refusals_are_counted_and_logged_once_a_minute(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    times = iter((0.0, 1.0, 59.0, 60.0, 61.0))
    webhook = Webhook("https://bot.example/hook", SECRET, store.keep, clock=lambda: next(times))
    counted = {"reason": "wrong secret token"}
    before = registry.get_sample_value("bot_webhook_refused_total", counted) or 0.0
    for _ in range(5):
        webhook._refuse(HTTPStatus.FORBIDDEN, "wrong secret token")
    assert registry.get_sample_value("bot_webhook_refused_total", counted) == before + 5
    assert warnings(caplog) == ["a request to the webhook was refused: wrong secret token"] * 2
