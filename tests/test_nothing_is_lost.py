"""Bots as processes of their own that are stopped, killed and replaced in the middle of a burst."""

import http.client
import json
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.storage.conftest import postgresql
from tests.support import process
from tests.support.balancer import Balancer
from tests.support.bot_api import BotApi
from tests.support.few_claims import few_claims
from tests.support.process import PATIENCE_S, Bot, BotByWords, answers_to, ask, free_port
from tests.support.updates import user

__all__ = ["postgresql"]

SECRET_TOKEN = "123456:a-secret_TOKEN"
WEBHOOK_SECRET = "a-secret_of-the-WEBHOOK"
QUESTION = "Is Ramstein closed?"

Start: TypeAlias = Callable[..., Bot]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Return what starts a bot that knows one claim; nobody asks about that."""
    knowledge = few_claims(tmp_path, "rutte-expel-us")

    def start(api: BotApi, folder: Path, **settings: str) -> Bot:
        return process.start(api, folder, BotByWords, KNOWLEDGE_DIR=str(knowledge), **settings)

    return start


def burst(api: BotApi, chats: int, messages: int) -> list[int]:
    """Send so many messages in each of so many chats; return their numbers in order."""
    people = [user(1_000 + number, first_name="Wilhelmina") for number in range(chats)]
    return [ask(api, QUESTION, user=person) for _ in range(messages) for person in people]


def wait_for_answers(api: BotApi, numbers: Sequence[int]) -> None:
    """Wait until each message has an answer, be it the second to one of them."""
    counted = 0
    while not set(numbers) <= set(answered(api)):
        counted = len(answered(api)) + 1
        api.wait_for(lambda call: call.method == "sendMessage", counted, PATIENCE_S)


def answered(api: BotApi, chat: int | None = None) -> list[int]:
    """Return the messages that were answered, in the order of the answers."""
    return [one["reply_to_message"]["message_id"] for one in api.sent(chat)]


def assert_in_order_and_at_most_one_twice(api: BotApi) -> None:
    """Check the answers of each chat, whose handling was broken off at most once."""
    for chat in {message["chat"]["id"] for message in api.sent()}:
        numbers = answered(api, chat)
        first_answers = list(dict.fromkeys(numbers))
        assert first_answers == sorted(first_answers)
        assert len(numbers) - len(first_answers) <= 1


def page(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def with_webhook(url: str, port: int) -> dict[str, str]:
    return {"WEBHOOK_URL": url, "WEBHOOK_SECRET": WEBHOOK_SECRET, "LISTEN_PORT": str(port)}


def test_a_webhook_that_is_stopped_in_a_burst_leaves_the_rest_to_polling(
    tmp_path: Path, start: Start
) -> None:
    port = free_port()
    hook = with_webhook(f"http://127.0.0.1:{port}/hook", port)
    with BotApi(SECRET_TOKEN, local=True) as api:
        with start(api, tmp_path, **hook, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as first:
            number = ask(api, QUESTION)
            answers_to(api, [number])
            ready, (_, metrics) = page(port, "/readyz"), page(port, "/metrics")
            numbers = burst(api, chats=5, messages=8)
            api.wait_for(lambda call: call.method == "sendMessage", 5, PATIENCE_S)
            code, seconds = first.stop(signal.SIGTERM)
        with start(api, tmp_path, LOG_LEVEL="DEBUG") as second:
            wait_for_answers(api, numbers)
            assert second.stop(signal.SIGTERM)[0] == 0
        assert Counter(answered(api)) == Counter([number, *numbers])
        assert_in_order_and_at_most_one_twice(api)
        assert api.pending_updates() == []
        assert api.violations == []
    assert (ready, code) == ((200, '{"ready":true,"missing":{}}'), 0)
    assert seconds < 10
    assert "bot_updates_total" in metrics
    assert {"time", "level", "logger", "event"} <= json.loads(first.log[-1]).keys()
    seen = "\n".join([metrics, *first.log, *second.log])
    for secret in (SECRET_TOKEN, WEBHOOK_SECRET, "Ramstein", "Wilhelmina", "Traceback"):
        assert secret not in seen


def test_after_a_kill_each_message_is_answered_and_at_most_one_a_chat_twice(
    tmp_path: Path, start: Start
) -> None:
    with BotApi(SECRET_TOKEN) as api:
        with start(api, tmp_path) as first:
            api.wait_for_poll(PATIENCE_S)
            numbers = burst(api, chats=4, messages=10)
            api.wait_for(lambda call: call.method == "sendMessage", 6, PATIENCE_S)
            first.kill()
        before = len(answered(api))
        with start(api, tmp_path) as second:
            wait_for_answers(api, numbers)
            assert second.stop(signal.SIGTERM)[0] == 0
        assert 6 <= before < len(numbers)
        assert_in_order_and_at_most_one_twice(api)
        assert api.pending_updates() == []
        assert api.violations == []


def test_replicas_share_the_work_and_outlive_each_other(
    tmp_path: Path, start: Start, postgresql: str
) -> None:
    ports = [free_port(), free_port()]
    folders = [tmp_path / str(port) for port in ports]
    for folder in folders:
        folder.mkdir()
    with BotApi(SECRET_TOKEN, local=True) as api, Balancer(ports) as balancer:
        bots = [
            start(api, folder, DATABASE_URL=postgresql, **with_webhook(balancer.url, port))
            for folder, port in zip(folders, ports, strict=True)
        ]
        with bots[0], bots[1]:
            for bot in bots:
                bot.wait_for_log("online as")
            numbers = burst(api, chats=6, messages=5)
            wait_for_answers(api, numbers)
            assert Counter(answered(api)) == Counter(numbers)
            assert_in_order_and_at_most_one_twice(api)
            assert min(balancer.served[port] for port in ports) > 0

            numbers = burst(api, chats=6, messages=5)
            api.wait_for(lambda call: call.method == "sendMessage", 40, PATIENCE_S)
            bots[0].kill()
            wait_for_answers(api, numbers)
            assert bots[1].stop(signal.SIGTERM)[0] == 0
        assert_in_order_and_at_most_one_twice(api)
        assert api.pending_updates() == []
        assert api.violations == []
    log = "\n".join([*bots[0].log, *bots[1].log])
    assert not any(secret in log for secret in (SECRET_TOKEN, WEBHOOK_SECRET, "Traceback"))
