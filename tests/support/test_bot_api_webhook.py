"""Deliveries: in the order of each chat, with the secret, until they are taken."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import call, refusal, result
from tests.support.bot_api_http import HttpAnswer, HttpRequest, LoopbackServer
from tests.support.updates import text_message, user

SECRET = {"secret_token": "a-secret"}


@dataclass
class Hook:
    """A bot that takes updates, but for those it is told to refuse."""

    refused: set[str] = field(default_factory=set)
    came: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def respond(self, request: HttpRequest) -> HttpAnswer | None:
        text = json.loads(request.body)["message"]["text"]
        self.headers.append(request.headers)
        self.came.append(text)
        if text in self.refused:
            self.refused.remove(text)
            return HttpAnswer(503, b"")
        return HttpAnswer(200, b"")


@pytest.fixture
def local() -> Iterator[BotApi]:
    with BotApi(local=True) as running:
        yield running


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
def url(hook: Hook) -> Iterator[str]:
    broken: list[str] = []
    server = LoopbackServer(hook.respond, broken.append)
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.stop()
    assert broken == []


def test_updates_are_posted_with_the_secret_in_the_order_of_their_chat(
    local: BotApi, hook: Hook, url: str
) -> None:
    for number in range(20):
        local.send(text_message(str(number)))
    result(local, "setWebhook", url=url, **SECRET)
    local.wait_for_confirmation()
    assert hook.came == [str(number) for number in range(20)]
    assert {one["X-Telegram-Bot-Api-Secret-Token"] for one in hook.headers} == {"a-secret"}
    assert [one.status for one in local.deliveries()] == [200] * 20
    assert local.violations == []


def test_a_refused_update_comes_again_and_holds_its_chat_only(
    local: BotApi, hook: Hook, url: str
) -> None:
    hook.refused = {"a1"}
    result(local, "setWebhook", url=url)
    for text, person in (("a1", user(1)), ("a2", user(1)), ("b1", user(2))):
        local.send(text_message(text, user=person))
    local.wait_for_confirmation()
    assert [text for text in hook.came if text != "b1"] == ["a1", "a1", "a2"]
    assert hook.came.index("b1") < 3
    assert sorted(one.status for one in local.deliveries()) == [200, 200, 200, 503]


def test_without_its_webhook_a_bot_gets_what_is_left_by_polling(local: BotApi) -> None:
    result(local, "setWebhook", url="http://127.0.0.1:1/nobody-is-there")
    update = local.send(text_message("a"))
    info = result(local, "getWebhookInfo")
    assert (info["max_connections"], info["pending_update_count"]) == (40, 1)
    result(local, "deleteWebhook")
    assert result(local, "getUpdates") == [update]


def test_updates_wait_for_a_webhook(local: BotApi, hook: Hook, url: str) -> None:
    local.send(text_message("a"))
    assert call(local, "setWebhook", url=url)[0] == 200
    local.wait_for_confirmation()
    assert hook.came == ["a"]


def test_a_secret_has_letters_digits_and_two_signs(local: BotApi) -> None:
    actual = refusal(local, "setWebhook", url="https://bot.example", secret_token="a b")
    assert actual == "Bad Request: secret token contains unallowed characters"
