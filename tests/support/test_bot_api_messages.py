"""Chats, replies, quotes, edits and deletions."""

import time
from typing import Any

import pytest

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import (
    CHAT,
    GROUP,
    Json,
    button,
    call,
    entity,
    incoming,
    keyboard,
    refusal,
    result,
    send,
)
from tests.support.group_updates import bot_promoted
from tests.support.updates import (
    callback_query,
    channel,
    group,
    my_chat_member,
    photo_message,
    text_message,
    user,
)

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NO_REPLY = "Bad Request: message to be replied not found"


@pytest.mark.parametrize(
    ("chat_id", "description"),
    [
        (None, "chat_id is empty"),
        (4711, "chat not found"),
        ("@nobody", "chat not found"),
        ("nonsense", "chat not found"),
    ],
)
def test_a_chat_must_be_known(api: BotApi, chat_id: Any, description: str) -> None:
    actual = refusal(api, "sendMessage", chat_id=chat_id, text="x")
    assert actual == f"Bad Request: {description}"


def test_an_update_makes_its_chat_known(api: BotApi) -> None:
    api.send(text_message("hi", chat=group()))
    assert result(api, "sendMessage", chat_id=GROUP, text="x")["chat"] == group()


def test_a_channel_is_found_by_its_username(api: BotApi) -> None:
    api.add_chat(channel(username="daily"))
    message = result(api, "sendMessage", chat_id="@Daily", text="x")
    assert (message["sender_chat"]["id"], "from" in message) == (channel()["id"], False)


def test_a_user_who_blocked_the_bot_gets_nothing(api: BotApi) -> None:
    api.block(CHAT)
    blocked = {
        "ok": False,
        "error_code": 403,
        "description": "Forbidden: bot was blocked by the user",
    }
    assert call(api, "sendMessage", chat_id=CHAT, text="x") == (403, blocked)
    assert api.violations == []
    api.unblock(CHAT)
    assert send(api)["text"] == "Hello"


@pytest.mark.parametrize(
    ("status", "description"),
    [
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
    ],
)
def test_a_bot_out_of_a_group_cannot_write_there(
    api: BotApi, status: str, description: str
) -> None:
    api.send(my_chat_member(status, old_status="member"))
    code, answer = call(api, "sendMessage", chat_id=GROUP, text="x")
    assert (code, answer["description"]) == (403, description)


def test_a_bot_that_left_is_out(api: BotApi) -> None:
    api.send(my_chat_member())
    assert result(api, "leaveChat", chat_id=GROUP) is True
    assert call(api, "sendChatAction", chat_id=GROUP, action="typing")[0] == 403


def test_a_reply_names_a_message_of_the_chat(api: BotApi) -> None:
    elsewhere = incoming(api, chat=group())["message_id"]
    replied = incoming(api)
    assert (
        send(api, reply_parameters={"message_id": replied["message_id"]})["reply_to_message"]
        == replied
    )
    actual = refusal(
        api, "sendMessage", chat_id=CHAT, text="x", reply_parameters={"message_id": elsewhere}
    )
    assert actual == NO_REPLY


def test_a_reply_may_go_without_its_message(api: BotApi) -> None:
    message = send(api, reply_parameters={"message_id": 9, "allow_sending_without_reply": True})
    assert "reply_to_message" not in message


def test_a_reply_to_a_message_the_user_deleted_is_refused_but_no_violation(api: BotApi) -> None:
    message_id = incoming(api)["message_id"]
    api.delete(CHAT, message_id)
    reply = {"message_id": message_id}
    assert refusal(api, "sendMessage", chat_id=CHAT, text="x", reply_parameters=reply) == NO_REPLY
    assert api.violations == []


def test_a_quote_is_found_where_it_stands(api: BotApi) -> None:
    message_id = incoming(api)["message_id"]
    message = send(api, reply_parameters={"message_id": message_id, "quote": "it rains"})
    assert message["quote"] == {"text": "it rains", "position": 19, "is_manual": True}


def test_a_quote_is_looked_for_near_its_position(api: BotApi) -> None:
    message_id = incoming(api, "no no no")["message_id"]
    reply = {"message_id": message_id, "quote": "no", "quote_position": 4}
    assert send(api, reply_parameters=reply)["quote"]["position"] == 3


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("It rains.", "it rains"),
        ("It rains.", "It  rains"),
        ("x" * 2000, "x" * 1025),
    ],
)
def test_a_quote_that_is_not_in_the_message_is_refused(api: BotApi, text: str, quote: str) -> None:
    reply = {"message_id": incoming(api, text)["message_id"], "quote": quote}
    actual = refusal(api, "sendMessage", chat_id=CHAT, text="x", reply_parameters=reply)
    assert actual == "Bad Request: QUOTE_TEXT_INVALID"


def test_a_quote_has_the_formatting_of_the_message(api: BotApi) -> None:
    message_id = incoming(api, "It rains.", entities=[entity("bold", 3, 5)])["message_id"]
    plain = {"message_id": message_id, "quote": "rains"}
    actual = refusal(api, "sendMessage", chat_id=CHAT, text="x", reply_parameters=plain)
    assert actual == "Bad Request: QUOTE_TEXT_INVALID"
    bold = plain | {"quote": "<b>rains</b>", "quote_parse_mode": "HTML"}
    assert send(api, reply_parameters=bold)["quote"]["entities"] == [entity("bold", 0, 5)]


def test_a_reply_may_name_a_message_of_another_chat(api: BotApi) -> None:
    message_id = incoming(api, chat=group())["message_id"]
    reply = {"message_id": message_id, "chat_id": GROUP, "quote": "it rains"}
    message = send(api, reply_parameters=reply)
    assert message["external_reply"]["chat"] == group()
    assert message["quote"]["text"] == "it rains"


def test_a_reply_without_a_message_id_is_refused(api: BotApi) -> None:
    actual = refusal(api, "sendMessage", chat_id=CHAT, text="x", reply_parameters={"quote": "x"})
    assert actual == 'Bad Request: can\'t find field "message_id"'


def test_a_copy_may_have_a_caption_of_its_own(api: BotApi) -> None:
    photo = api.send(photo_message("old", caption_entities=[entity("bold", 0, 3)]))["message"]
    place = {"chat_id": CHAT, "from_chat_id": CHAT, "message_id": photo["message_id"]}
    result(api, "copyMessage", **place)
    result(api, "copyMessage", **place, caption="new")
    captions = [(one["caption"], "caption_entities" in one) for one in api.sent()]
    assert captions == [("old", True), ("new", False)]


def test_what_is_protected_is_not_forwarded(api: BotApi) -> None:
    message = send(api, protect_content=True)
    place = {"chat_id": CHAT, "from_chat_id": CHAT, "message_id": message["message_id"]}
    assert refusal(api, "forwardMessage", **place) == "Bad Request: the message can't be forwarded"
    assert result(api, "copyMessage", **place)


def test_an_edit_changes_the_message_but_not_what_was_sent(api: BotApi) -> None:
    message_id = send(api, "<b>old</b>", parse_mode="HTML")["message_id"]
    result(api, "editMessageText", chat_id=CHAT, message_id=message_id, text="new")
    assert api.messages[CHAT, message_id]["text"] == "new"
    assert "entities" not in api.messages[CHAT, message_id]
    assert [message["text"] for message in api.sent(CHAT)] == ["old"]


@pytest.mark.parametrize("edits", [1, 2])
def test_an_edit_that_changes_nothing_is_refused(api: BotApi, edits: int) -> None:
    place = {"chat_id": CHAT, "message_id": send(api)["message_id"]}
    for number in range(edits):
        if number:
            result(api, "editMessageText", text="Hi", **place)
    text = "Hi" if edits > 1 else " Hello"
    assert refusal(api, "editMessageText", text=text, **place) == NOT_MODIFIED
    assert refusal(api, "editMessageReplyMarkup", **place) == NOT_MODIFIED


def test_an_edit_without_markup_takes_the_keyboard_away(api: BotApi) -> None:
    message = send(api, reply_markup=keyboard(button(callback_data="x")))
    place = {"chat_id": CHAT, "message_id": message["message_id"]}
    assert "reply_markup" not in result(api, "editMessageText", text="Hello", **place)


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": "x"}, "message identifier is not specified"),
        ({"text": "x", "chat_id": CHAT}, "message to edit not found"),
        ({"text": "x", "chat_id": CHAT, "message_id": 9}, "message to edit not found"),
        ({"text": "", "chat_id": CHAT, "message_id": 9}, "message text is empty"),
        ({"text": "x", "inline_message_id": "9"}, "MESSAGE_ID_INVALID"),
        (
            {"text": "x", "chat_id": CHAT, "message_id": 9, "reply_markup": {"force_reply": True}},
            "inline keyboard expected",
        ),
    ],
)
def test_an_edit_telegram_would_refuse_is_refused(
    api: BotApi, parameters: Json, description: str
) -> None:
    assert refusal(api, "editMessageText", **parameters) == f"Bad Request: {description}"


def test_an_edit_too_long_is_refused_in_other_words(api: BotApi) -> None:
    place = {"chat_id": CHAT, "message_id": send(api)["message_id"]}
    actual = refusal(api, "editMessageText", text="x" * 4097, **place)
    assert actual == "Bad Request: MESSAGE_TOO_LONG"


def test_only_the_bots_own_texts_are_edited(api: BotApi) -> None:
    foreign = incoming(api)["message_id"]
    actual = refusal(api, "editMessageText", chat_id=CHAT, message_id=foreign, text="x")
    assert actual == "Bad Request: message can't be edited"
    photo = result(api, "sendPhoto", chat_id=CHAT, photo="https://example.org/a.jpg")
    actual = refusal(api, "editMessageText", chat_id=CHAT, message_id=photo["message_id"], text="x")
    assert actual == "Bad Request: there is no text in the message to edit"


def test_an_inline_message_is_edited_once_a_press_has_named_it(api: BotApi) -> None:
    api.send(callback_query("x", inline_message_id="in-1"))
    assert result(api, "editMessageText", inline_message_id="in-1", text="x") is True


def test_a_deleted_message_is_gone(api: BotApi) -> None:
    place = {"chat_id": CHAT, "message_id": send(api)["message_id"]}
    assert result(api, "deleteMessage", **place) is True
    assert api.messages == {}
    actual = refusal(api, "deleteMessage", **place)
    assert actual == "Bad Request: message to delete not found"


def test_others_messages_in_a_group_are_an_administrators_to_delete(api: BotApi) -> None:
    today = int(time.time())
    place = {"chat_id": GROUP, "message_id": incoming(api, chat=group(), date=today)["message_id"]}
    actual = refusal(api, "deleteMessage", **place)
    assert actual == "Bad Request: message can't be deleted"
    api.send(bot_promoted())
    assert refusal(api, "deleteMessage", **place) == actual
    api.send(bot_promoted(can_delete_messages=True))
    assert result(api, "deleteMessage", **place) is True


def test_a_copy_has_no_origin_and_a_forward_has(api: BotApi) -> None:
    message_id = incoming(api, chat=group())["message_id"]
    source = {"from_chat_id": GROUP, "message_id": message_id}
    copied = result(api, "copyMessage", chat_id=CHAT, **source)
    assert copied == {"message_id": api.sent()[0]["message_id"]}
    assert "forward_origin" not in api.sent()[0]
    forwarded = result(api, "forwardMessage", chat_id=CHAT, **source)
    assert forwarded["forward_origin"]["sender_user"] == user()
    for method, wording in (("copyMessage", "copy"), ("forwardMessage", "forward")):
        actual = refusal(api, method, chat_id=CHAT, from_chat_id=GROUP, message_id=9)
        assert actual == f"Bad Request: message to {wording} not found"
