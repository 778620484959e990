"""Twenty messages a minute in a group, thirty a second in all."""

import pytest

from tests.support.bot_api import BotApi, Limits
from tests.support.bot_api_client import CHAT, GROUP, Answer, call, result
from tests.support.bot_api_flood import Flood
from tests.support.updates import group, private_chat

START = 1_760_000_000.0


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


def write(api: BotApi, chat_id: int = GROUP) -> Answer:
    return call(api, "sendMessage", chat_id=chat_id, text="x")


def test_the_twenty_first_message_in_a_minute_waits() -> None:
    clock = Clock()
    with BotApi(clock=clock, limits=Limits()) as api:
        api.add_chat(group())
        for _ in range(20):
            clock.now += 1
            assert write(api)[0] == 200
        status, answer = write(api)
        assert (status, answer["parameters"]) == (429, {"retry_after": 41})
        assert answer["description"] == "Too Many Requests: retry after 41"
        assert api.groups.floods == [Flood(GROUP, START + 20, 41)]
        assert len(api.sent(GROUP)) == 20
        clock.now += 41
        assert write(api)[0] == 200
        assert api.violations == []


def test_the_minute_is_of_each_group_and_of_no_person() -> None:
    clock = Clock()
    with BotApi(clock=clock, limits=Limits()) as api:
        chats = [group(GROUP - number) for number in range(2)]
        for chat in (*chats, private_chat()):
            api.add_chat(chat)
        for _ in range(20):
            clock.now += 0.1
            assert [write(api, chat["id"])[0] for chat in chats] == [200, 200]
        clock.now += 1
        assert [write(api, CHAT)[0] for _ in range(25)] == [200] * 25
        assert api.groups.floods == []


def test_thirty_a_second_is_for_all_together() -> None:
    clock = Clock()
    with BotApi(clock=clock, limits=Limits()) as api:
        api.add_chat(private_chat())
        assert [write(api, CHAT)[0] for _ in range(31)] == [200] * 30 + [429]
        clock.now += 1
        assert write(api, CHAT)[0] == 200


def test_what_is_no_new_message_does_not_count() -> None:
    clock = Clock()
    with BotApi(clock=clock, limits=Limits(in_group_a_minute=1)) as api:
        api.add_chat(group())
        place = {"chat_id": GROUP, "message_id": write(api)[1]["result"]["message_id"]}
        assert result(api, "sendChatAction", chat_id=GROUP, action="typing")
        assert result(api, "editMessageText", text="y", **place)
        assert result(api, "deleteMessage", **place)
        assert write(api)[0] == 429


@pytest.mark.parametrize(("pause_s", "busiest"), [(0.0, 25), (2.0, 25), (3.0, 20), (61.0, 1)])
def test_without_limits_the_busiest_minute_is_known_all_the_same(
    pause_s: float, busiest: int
) -> None:
    clock = Clock()
    with BotApi(clock=clock) as api:
        api.add_chat(group())
        for _ in range(25):
            assert write(api)[0] == 200
            clock.now += pause_s
        assert api.groups.busiest_minute(GROUP) == busiest
        assert api.groups.busiest_minute(CHAT) == 0
