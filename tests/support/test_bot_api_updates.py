"""The queue: offsets, types, long polls, rivals and the webhook."""

import http.client
import threading
import time
from collections.abc import Callable

import pytest

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import Answer, call, refusal, result, send
from tests.support.updates import callback_query, group, text_message


def test_an_offset_confirms_what_is_below_it(api: BotApi) -> None:
    first, second, third = (api.send(text_message(str(number))) for number in range(3))
    assert result(api, "getUpdates") == [first, second, third]
    assert result(api, "getUpdates", limit=1) == [first]
    assert result(api, "getUpdates", offset=second["update_id"]) == [second, third]
    assert result(api, "getUpdates") == [second, third]
    assert result(api, "getUpdates", offset=third["update_id"] + 1) == []
    assert api.pending_updates() == []


def test_a_negative_offset_forgets_all_but_the_last(api: BotApi) -> None:
    updates = [api.send(text_message(str(number))) for number in range(3)]
    assert result(api, "getUpdates", offset=-1) == updates[2:]
    assert result(api, "getUpdates") == updates[2:]


def test_update_ids_grow(api: BotApi) -> None:
    first = api.send(text_message("a") | {"update_id": 70})
    assert (first["update_id"], api.send(text_message("b"))["update_id"]) == (70, 71)
    with pytest.raises(ValueError, match="update_id 70 comes after 71"):
        api.send(first)


def test_a_type_outside_allowed_updates_is_not_delivered(api: BotApi) -> None:
    api.send(text_message("x"))
    press = api.send(callback_query("x"))
    assert result(api, "getUpdates", allowed_updates=["callback_query"]) == [press]
    api.send(text_message("y"))
    assert result(api, "getUpdates") == [press]
    allowed = result(api, "getWebhookInfo")["allowed_updates"]
    assert allowed == ["callback_query"]
    result(api, "getUpdates", allowed_updates=["mesage"])
    assert api.violations == ['getUpdates: unknown update type "mesage" in allowed_updates']


def test_reactions_must_be_asked_for(api: BotApi) -> None:
    reaction = {"message_reaction": {"chat": group(), "message_id": 1, "date": 1}}
    api.send(reaction)
    assert result(api, "getUpdates") == []
    queued = api.send(reaction)
    assert result(api, "getUpdates", allowed_updates=["message_reaction"]) == [queued]


def polling(api: BotApi) -> Callable[[], Answer]:
    """Start a long poll and return, once it waits, what waits for its answer."""
    answers: list[Answer] = []

    def poll() -> None:
        try:
            answers.append(call(api, "getUpdates", timeout=30))
        except (ConnectionError, http.client.HTTPException):
            return  # the fake has stopped

    thread = threading.Thread(target=poll)
    thread.start()
    api.wait_for_poll()

    def answer() -> Answer:
        thread.join(5)
        return answers[0]

    return answer


def test_a_long_poll_wakes_at_once(api: BotApi) -> None:
    answer = polling(api)
    start = time.monotonic()
    queued = api.send(text_message("x"))
    assert answer() == (200, {"ok": True, "result": [queued]})
    assert time.monotonic() - start < 0.5


def test_a_second_get_updates_ends_the_first(api: BotApi) -> None:
    answer = polling(api)
    assert result(api, "getUpdates") == []
    status, refused = answer()
    assert status == 409
    assert refused["description"].startswith("Conflict: terminated by other getUpdates request; ")
    assert api.violations == []


def test_a_webhook_bars_get_updates(api: BotApi) -> None:
    answer = polling(api)
    result(api, "setWebhook", url="https://example.org/hook")
    assert answer()[1]["description"] == "Conflict: terminated by setWebhook request"
    status, refused = call(api, "getUpdates")
    assert (status, refused["description"].partition(";")[0]) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active",
    )
    api.send(text_message("x"))
    info = result(api, "getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("https://example.org/hook", 1)
    result(api, "deleteWebhook", drop_pending_updates=True)
    assert result(api, "getUpdates") == []
    assert api.violations == []


def test_a_webhook_has_https(api: BotApi) -> None:
    actual = refusal(api, "setWebhook", url="http://example.org/hook")
    assert actual == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


def test_the_fake_stops_at_once_under_a_long_poll() -> None:
    with BotApi() as api:
        polling(api)
        start = time.monotonic()
    assert time.monotonic() - start < 0.5


def test_a_missing_long_poll_is_told() -> None:
    with BotApi() as api, pytest.raises(AssertionError, match="no long poll in"):
        api.wait_for_poll(0.01)


def test_an_update_of_no_known_kind_is_the_tests_mistake(api: BotApi) -> None:
    with pytest.raises(ValueError, match="an update has one of"):
        api.send({"mesage": {}})


def test_a_message_cannot_take_the_identifier_of_the_bots(api: BotApi) -> None:
    with pytest.raises(ValueError, match="is the bot's own"):
        api.send(text_message("x", message_id=send(api)["message_id"]))


def test_what_is_sent_raw_is_delivered_whatever_it_is(api: BotApi) -> None:
    api.send_raw({"telepathy": {"depth": 3}})
    (update,) = result(api, "getUpdates", allowed_updates=["message"])
    assert update == {"update_id": update["update_id"], "telepathy": {"depth": 3}}
    assert result(api, "getUpdates", offset=update["update_id"] + 1) == []


def test_when_it_comes_back_nothing_is_forgotten(api: BotApi) -> None:
    update = api.send(text_message("x"))
    address = api.base_url
    api.go_down()
    with pytest.raises(OSError, match="refused"):
        result(api, "getUpdates")
    api.come_back()
    assert result(api, "getUpdates") == [update]
    assert api.base_url == address
