"""Topics of forums, and the threads of groups that are none."""

import pytest

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import Json, incoming, refusal, result
from tests.support.group_updates import (
    automatic_forward,
    bot_promoted,
    forum,
    in_topic,
    topic_closed,
    topic_created,
    topic_reopened,
    under,
)
from tests.support.updates import channel, group, text_message

FORUM = forum()
ID = FORUM["id"]
NOT_FOUND = "Bad Request: message thread not found"
CLOSED = "Bad Request: TOPIC_CLOSED"


@pytest.fixture
def topic(api: BotApi) -> Json:
    return api.send(topic_created(FORUM))


def thread_of(topic: Json) -> int:
    return int(topic["message"]["message_thread_id"])


def place(message: Json) -> tuple[int | None, bool | None]:
    return message.get("message_thread_id"), message.get("is_topic_message")


def write(api: BotApi, **parameters: object) -> Json:
    message: Json = result(api, "sendMessage", chat_id=ID, text="x", **parameters)
    return message


def refused(api: BotApi, chat_id: int = ID, **parameters: object) -> str:
    return refusal(api, "sendMessage", chat_id=chat_id, text="x", **parameters)


def test_a_message_lands_in_the_topic_it_names(api: BotApi, topic: Json) -> None:
    sent = write(api, message_thread_id=thread_of(topic))
    assert place(sent) == (thread_of(topic), True)
    assert sent["reply_to_message"] == topic["message"]
    assert place(write(api)) == (None, None)


def test_a_reply_lands_where_the_replied_message_is(api: BotApi, topic: Json) -> None:
    inside, outside = incoming(api, **in_topic(topic)), incoming(api, chat=FORUM)
    sent = write(api, reply_parameters={"message_id": inside["message_id"]})
    assert place(sent) == (thread_of(topic), True)
    assert sent["reply_to_message"]["message_id"] == inside["message_id"]
    assert place(write(api, reply_parameters={"message_id": outside["message_id"]})) == (None, None)


def test_a_reply_to_what_is_deleted_needs_its_topic_named(api: BotApi, topic: Json) -> None:
    message_id = incoming(api, **in_topic(topic))["message_id"]
    api.delete(ID, message_id)
    reply = {"message_id": message_id, "allow_sending_without_reply": True}
    assert place(write(api, reply_parameters=reply)) == (None, None)
    sent = write(api, reply_parameters=reply, message_thread_id=thread_of(topic))
    assert place(sent) == (thread_of(topic), True)


def test_a_reply_into_another_topic_is_an_external_one(api: BotApi, topic: Json) -> None:
    other = api.send(topic_created(FORUM, "Weather"))
    asked = incoming(api, **in_topic(other))
    reply = {"message_id": asked["message_id"], "quote": "it rains"}
    sent = write(api, message_thread_id=thread_of(topic), reply_parameters=reply)
    assert place(sent) == (thread_of(topic), True)
    assert sent["external_reply"]["message_id"] == asked["message_id"]
    assert sent["quote"]["text"] == "it rains"


@pytest.mark.parametrize("thread_id", [1, 77])
def test_a_topic_must_be_there_and_general_has_no_number(
    api: BotApi, topic: Json, thread_id: int
) -> None:
    assert refused(api, message_thread_id=thread_id) == NOT_FOUND
    actual = refusal(
        api, "sendChatAction", chat_id=ID, action="typing", message_thread_id=thread_id
    )
    assert actual == NOT_FOUND
    assert len(api.violations) == 2
    assert topic


def test_a_message_that_makes_no_topic_is_none(api: BotApi, topic: Json) -> None:
    asked = incoming(api, **in_topic(topic))
    assert refused(api, message_thread_id=asked["message_id"]) == NOT_FOUND


def test_a_deleted_topic_is_gone_with_its_messages_but_no_violation(
    api: BotApi, topic: Json
) -> None:
    asked = incoming(api, **in_topic(topic))
    api.groups.delete_topic(ID, thread_of(topic))
    assert (ID, asked["message_id"]) not in api.messages
    assert refused(api, message_thread_id=thread_of(topic)) == NOT_FOUND
    assert api.violations == []


def test_a_closed_topic_takes_nothing(api: BotApi, topic: Json) -> None:
    asked = incoming(api, **in_topic(topic))
    api.send(topic_closed(topic))
    assert refused(api, message_thread_id=thread_of(topic)) == CLOSED
    assert refused(api, reply_parameters={"message_id": asked["message_id"]}) == CLOSED
    assert place(write(api)) == (None, None)
    api.send(topic_reopened(topic))
    assert place(write(api, message_thread_id=thread_of(topic))) == (thread_of(topic), True)
    assert api.violations == []


def test_who_manages_topics_writes_in_closed_ones(api: BotApi, topic: Json) -> None:
    api.groups.close_topic(ID, thread_of(topic))
    api.send(bot_promoted(FORUM))
    assert refused(api, message_thread_id=thread_of(topic)) == CLOSED
    api.send(bot_promoted(FORUM, can_manage_topics=True))
    assert write(api, message_thread_id=thread_of(topic))


def test_the_general_topic_may_be_closed(api: BotApi, topic: Json) -> None:
    api.groups.close_topic(ID)
    assert refused(api) == CLOSED
    assert write(api, message_thread_id=thread_of(topic))
    api.groups.open_topic(ID, 1)
    assert write(api)


def test_a_group_that_is_no_forum_has_no_threads_to_name(api: BotApi) -> None:
    api.groups.link(channel(), group())
    post = incoming(api, **automatic_forward(group()))
    comment = incoming(api, **under(post))
    assert comment["message_thread_id"] == post["message_id"]
    assert refused(api, group()["id"], message_thread_id=post["message_id"]) == NOT_FOUND
    # A reply lands in the thread all the same, and that is no topic.
    reply = {"message_id": comment["message_id"]}
    sent = result(api, "sendMessage", chat_id=group()["id"], text="x", reply_parameters=reply)
    assert place(sent) == (post["message_id"], None)


def test_a_topic_where_there_are_none_is_the_tests_mistake(api: BotApi) -> None:
    with pytest.raises(ValueError, match="'Neighbours' is no forum"):
        api.send(text_message("x", chat=group(), message_thread_id=5, is_topic_message=True))
