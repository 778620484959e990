"""What the doctor learns from the Bot API: the strict fake, and servers that answer oddly."""

import json
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.config import PUBLIC_API, Settings
from bot.doctor.bot_api import examine_bot_api
from bot.doctor.finding import Finding, Mark
from tests.support.bot_api import BadGateway, BotApi, Garbage, TooManyRequests
from tests.support.bot_api_http import HttpAnswer, HttpRequest, LoopbackServer
from tests.support.updates import private_chat, text_message

TOKEN = "123456:a-secret_TOKEN"
HOOK = "https://bot.example/secret-path"
OK, WARNING, PROBLEM = Mark.OK, Mark.WARNING, Mark.PROBLEM


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi(TOKEN) as running:
        yield running
    assert running.violations == []


def settings(base_url: str, **more: Any) -> Settings:
    return Settings(
        Path("knowledge"),
        Path("data"),
        telegram_api_base_url=base_url,
        **{"telegram_bot_token": TOKEN, **more},
    )


async def examine(base_url: str, *, ahead_s: float = 0.0, **more: Any) -> dict[str, Finding]:
    """Return the findings by subject; none may show the token or where a webhook is."""

    def clock() -> float:
        return time.time() + ahead_s

    async def findings() -> AsyncIterator[Finding]:
        async for finding in examine_bot_api(settings(base_url, **more), clock):
            assert TOKEN.partition(":")[2] not in finding.text
            assert "secret-path" not in finding.text
            yield finding

    return {finding.subject: finding async for finding in findings()}


@contextmanager
def canned(*answers: tuple[int, Mapping[str, Any] | str]) -> Iterator[str]:
    """Run a server that gives *answers* one after the other; return its base URL."""
    left = list(answers)

    def respond(_: HttpRequest) -> HttpAnswer:
        status, content = left.pop(0)
        body = content if isinstance(content, str) else json.dumps(content)
        return HttpAnswer(status, body.encode())

    broken: list[str] = []
    server = LoopbackServer(respond, broken.append)
    try:
        yield f"http://127.0.0.1:{server.server_port}/bot"
    finally:
        server.stop()
    assert (broken, left) == ([], [])


def result(**fields: Any) -> tuple[int, Mapping[str, Any]]:
    return 200, {"ok": True, "result": fields}


async def test_all_is_well(api: BotApi) -> None:
    found = await examine(api.base_url)

    assert {finding.mark for finding in found.values()} == {OK}
    assert list(found) == ["token", "groups", "inline", "guest", "webhook", "clock"]
    assert found["token"].text.startswith("@")
    assert "privacy mode is on" in found["groups"].text
    assert (found["inline"].text, found["guest"].text) == ("on", "on")
    assert found["webhook"].text == (
        "none, as it should be for polling; 0 updates waiting at Telegram"
    )


async def test_without_a_token_the_clock_is_compared_all_the_same(api: BotApi) -> None:
    found = await examine(api.base_url, telegram_bot_token=None)

    assert {subject: finding.mark for subject, finding in found.items()} == {
        "token": WARNING,
        "clock": OK,
    }
    assert "get one from @BotFather" in found["token"].text
    assert api.calls == []


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("999:unknown", "Telegram refuses it; copy it again"),
        ("0:x", "does not know it; copy it again"),
    ],
)
async def test_a_token_that_is_refused(api: BotApi, token: str, words: str) -> None:
    found = await examine(api.base_url, telegram_bot_token=token)

    assert (found["token"].mark, list(found)) == (PROBLEM, ["token", "clock"])
    assert words in found["token"].text


@pytest.mark.parametrize(
    ("fault", "mark"),
    [(TooManyRequests(), WARNING), (BadGateway(), PROBLEM), (Garbage(), PROBLEM)],
)
async def test_a_server_in_trouble_is_no_refused_token(
    api: BotApi, fault: TooManyRequests | BadGateway | Garbage, mark: Mark
) -> None:
    api.fail_next("getMe", fault)

    found = await examine(api.base_url)

    assert found["token"].mark is mark
    assert found["token"].text.startswith("not checked")


async def test_other_settings_at_botfather_are_told() -> None:
    bot = {"id": 1, "username": "a_bot", "can_join_groups": False}
    open_bot = {"id": 1, "username": "a_bot", "can_read_all_group_messages": True}
    with canned(result(**bot), result(url=""), result(**open_bot), result(url="")) as base_url:
        closed, opened = await examine(base_url), await examine(base_url)

    assert closed["token"].text == "@a_bot (id 1)"
    assert "nobody can add the bot" in closed["groups"].text
    assert closed["inline"].text.startswith("off")
    assert closed["guest"].text.startswith("off")
    assert "privacy mode is off" in opened["groups"].text


@pytest.mark.parametrize(("token", "mark"), [(TOKEN, PROBLEM), (None, WARNING)])
async def test_a_server_that_is_away(token: str | None, mark: Mark) -> None:
    with BotApi(TOKEN) as gone:
        base_url = gone.base_url

    found = await examine(base_url, telegram_bot_token=token)

    assert found["Bot API"].mark is mark
    assert "does not answer (ConnectError); check the network" in found["Bot API"].text
    assert found["clock"].mark is WARNING


@pytest.mark.parametrize(
    ("ahead_s", "mark", "words"),
    [
        (25.0, OK, "right"),
        (-25.0, OK, "right"),
        (100.0, PROBLEM, " s ahead of the Bot API's; set it by NTP"),
        (-100.0, PROBLEM, " s behind the Bot API's; set it by NTP"),
    ],
)
async def test_the_clock(api: BotApi, ahead_s: float, mark: Mark, words: str) -> None:
    clock = (await examine(api.base_url, ahead_s=ahead_s))["clock"]

    assert clock.mark is mark
    assert words in clock.text


async def test_a_webhook_that_the_bot_will_set(api: BotApi) -> None:
    api.send(text_message("hello", chat=private_chat()))

    webhook = (await examine(api.base_url, webhook_url=HOOK))["webhook"]

    assert (webhook.mark, webhook.text) == (
        WARNING,
        "not set, 1 update waiting at Telegram; the bot sets it when it starts",
    )


async def test_a_webhook_that_is_set(api: BotApi) -> None:
    async with httpx.AsyncClient() as client:
        await client.post(f"{api.base_url}{TOKEN}/setWebhook", data={"url": HOOK})

    ours = (await examine(api.base_url, webhook_url=HOOK))["webhook"]
    anothers = (await examine(api.base_url, webhook_url="https://else.example/x"))["webhook"]
    beside_polling = (await examine(api.base_url))["webhook"]

    assert (ours.mark, ours.text) == (
        OK,
        "set to bot.example, 0 updates waiting at Telegram",
    )
    assert (anothers.mark, beside_polling.mark) == (PROBLEM, WARNING)
    assert "another address, at bot.example" in anothers.text
    assert "the bot removes it" in beside_polling.text


@pytest.mark.parametrize(
    ("age_s", "pending", "mark"), [(60, 3, PROBLEM), (7200, 3, OK), (7200, 500, WARNING)]
)
async def test_deliveries_that_fail(age_s: int, pending: int, mark: Mark) -> None:
    told = {
        "url": HOOK,
        "pending_update_count": pending,
        "last_error_date": int(time.time()) - age_s,
        "last_error_message": "Wrong response from the webhook: 403 Forbidden",
    }
    with canned(result(id=1, username="a_bot"), result(**told)) as base_url:
        webhook = (await examine(base_url, webhook_url=HOOK))["webhook"]

    assert webhook.mark is mark
    assert ("403 Forbidden" in webhook.text) == (mark is PROBLEM)


async def test_a_webhook_that_cannot_be_asked_about(api: BotApi) -> None:
    api.fail_next("getWebhookInfo", BadGateway())

    assert (await examine(api.base_url))["webhook"].mark is WARNING


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://bot.example/x", "Telegram delivers to https alone"),
        ("https://bot.example:8080/x", "delivers to 443, 80, 88, 8443 alone"),
    ],
)
async def test_an_address_that_telegram_does_not_deliver_to(url: str, words: str) -> None:
    # The public Bot API is only named: a transport of our own would answer for it.
    from bot.doctor import bot_api  # noqa: PLC0415

    found = list(
        bot_api._on_webhook(
            bot_api._Answer(200, {"result": {"url": url}}, 0.0),
            settings(PUBLIC_API, webhook_url=url),
            time.time(),
        )
    )

    assert found[0].mark is PROBLEM
    assert words in found[0].text
