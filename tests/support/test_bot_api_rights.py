"""What a bot may do in a group, and what ends it: muted, restricted, moved, deleted."""

import time

import pytest

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import (
    CHAT,
    GROUP,
    Json,
    button,
    call,
    incoming,
    keyboard,
    refusal,
    result,
)
from tests.support.group_updates import (
    as_anonymous_admin,
    basic_group,
    bot_promoted,
    bot_restricted,
    forum,
    member_left,
    topic_created,
)
from tests.support.updates import BOT_ID, callback_query, group, my_chat_member, user

NO_TEXT = "Bad Request: not enough rights to send text messages to the chat"
NO_PHOTOS = "Bad Request: not enough rights to send photos to the chat"
PHOTO = "https://example.org/a.jpg"
DAY_S = 24 * 3600


def write(api: BotApi, chat_id: int = GROUP) -> Json:
    message: Json = result(api, "sendMessage", chat_id=chat_id, text="x")
    return message


def test_who_is_restricted_writes_nothing_but_may_edit(api: BotApi) -> None:
    api.add_chat(group())
    sent = write(api)
    api.send(bot_restricted(can_send_photos=True))
    assert refusal(api, "sendMessage", chat_id=GROUP, text="x") == NO_TEXT
    assert refusal(api, "sendChatAction", chat_id=GROUP, action="typing") == (
        "Bad Request: CHAT_WRITE_FORBIDDEN"
    )
    assert result(api, "sendPhoto", chat_id=GROUP, photo=PHOTO)
    place = {"chat_id": GROUP, "message_id": sent["message_id"]}
    assert result(api, "editMessageText", text="y", **place)
    assert result(api, "deleteMessage", **place)
    assert api.violations == []


def test_a_group_may_be_mute_for_all_but_its_administrators(api: BotApi) -> None:
    source = incoming(api)
    api.add_chat(group())
    api.groups.permit(GROUP, can_send_messages=False, can_send_photos=False)
    assert refusal(api, "sendMessage", chat_id=GROUP, text="x") == NO_TEXT
    assert refusal(api, "sendPhoto", chat_id=GROUP, photo=PHOTO) == NO_PHOTOS
    for method in ("copyMessage", "forwardMessage"):
        place = {"from_chat_id": CHAT, "message_id": source["message_id"]}
        assert refusal(api, method, chat_id=GROUP, **place) == NO_TEXT
    api.send(bot_promoted())
    assert write(api)
    assert api.violations == []


def test_a_deleted_basic_group_says_so(api: BotApi) -> None:
    api.add_chat(basic_group())
    api.groups.delete(basic_group()["id"])
    code, answer = call(api, "sendMessage", chat_id=basic_group()["id"], text="x")
    assert (code, answer["description"]) == (403, "Forbidden: the group chat was deleted")
    assert api.violations == []


def test_a_deleted_supergroup_looks_like_a_kick(api: BotApi) -> None:
    api.add_chat(group())
    api.groups.delete(GROUP)
    code, answer = call(api, "sendMessage", chat_id=GROUP, text="x")
    assert (code, answer["description"]) == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )


@pytest.mark.parametrize(
    ("chat", "kind"), [(basic_group(), "group"), (group(), "supergroup")], ids=["basic", "super"]
)
def test_a_kick_is_told_in_the_words_of_the_chat(api: BotApi, chat: Json, kind: str) -> None:
    api.send(my_chat_member("kicked", old_status="member", chat=chat))
    code, answer = call(api, "sendMessage", chat_id=chat["id"], text="x")
    assert (code, answer["description"]) == (403, f"Forbidden: bot was kicked from the {kind} chat")


def test_a_migration_takes_everybody_along(api: BotApi) -> None:
    chat = basic_group()
    api.add_chat(chat, bot_status="administrator")
    api.add_member(chat["id"], user(), "creator")
    old, new = api.groups.migrate(chat["id"], group())
    assert old["message"]["migrate_to_chat_id"] == GROUP
    assert new["message"]["migrate_from_chat_id"] == chat["id"]
    assert api.pending_updates() == [old, new]

    code, answer = call(api, "sendMessage", chat_id=chat["id"], text="x")
    assert (code, answer["parameters"]) == (400, {"migrate_to_chat_id": GROUP})
    assert write(api)["chat"] == group()
    for user_id, status in ((user()["id"], "creator"), (BOT_ID, "administrator")):
        member = result(api, "getChatMember", chat_id=GROUP, user_id=user_id)
        assert member["status"] == status
    assert api.violations == []


def test_the_bots_own_messages_are_its_to_delete_for_two_days() -> None:
    now = 1_760_000_000.0
    with BotApi(clock=lambda: now) as api:
        api.add_chat(group())
        places = [{"chat_id": GROUP, "message_id": write(api)["message_id"]} for _ in range(2)]
        now += 2 * DAY_S - 1
        assert result(api, "deleteMessage", **places[0]) is True
        now += 1
        actual = refusal(api, "deleteMessage", **places[1])
        assert actual == "Bad Request: message can't be deleted"
        assert api.violations == []


@pytest.mark.parametrize("status", ["member", "administrator"])
def test_in_a_basic_group_administrators_delete_what_others_wrote(api: BotApi, status: str) -> None:
    chat = basic_group()
    api.add_chat(chat, bot_status=status)
    message = incoming(api, chat=chat, date=int(time.time()))
    place = {"chat_id": chat["id"], "message_id": message["message_id"]}
    if status == "administrator":
        assert result(api, "deleteMessage", **place) is True
    else:
        actual = refusal(api, "deleteMessage", **place)
        assert actual == "Bad Request: message can't be deleted for everyone"


def test_the_beginning_of_a_topic_is_not_deleted(api: BotApi) -> None:
    api.add_chat(forum(), bot_status="administrator", can_delete_messages=True)
    topic = api.send(topic_created(forum(), date=int(time.time())))
    place = {"chat_id": forum()["id"], "message_id": topic["message"]["message_id"]}
    actual = refusal(api, "deleteMessage", **place)
    assert actual == "Bad Request: message can't be deleted"


def react(emoji: str = "🤔", **place: object) -> Json:
    return {"chat_id": GROUP, "reaction": [{"type": "emoji", "emoji": emoji}], **place}


def test_a_reaction_stays_on_its_message(api: BotApi) -> None:
    message_id = incoming(api, chat=group())["message_id"]
    assert result(api, "setMessageReaction", **react(message_id=message_id)) is True
    assert api.groups.reactions == {(GROUP, message_id): ["🤔"]}
    assert result(api, "setMessageReaction", chat_id=GROUP, message_id=message_id)
    assert api.groups.reactions == {}


def test_a_group_may_allow_some_reactions_only(api: BotApi) -> None:
    message_id = incoming(api, chat=group())["message_id"]
    api.groups.describe(GROUP, available_reactions=[{"type": "emoji", "emoji": "👍"}])
    actual = refusal(api, "setMessageReaction", **react(message_id=message_id))
    assert actual == "Bad Request: REACTION_INVALID"
    assert result(api, "setMessageReaction", **react("👍", message_id=message_id))
    assert api.violations == []


def test_a_service_message_takes_no_reaction(api: BotApi) -> None:
    message_id = api.send(member_left(group(), user()))["message"]["message_id"]
    actual = refusal(api, "setMessageReaction", **react(message_id=message_id))
    assert actual == "Bad Request: MESSAGE_ID_INVALID"
    assert len(api.violations) == 1


def test_who_may_not_react_does_not(api: BotApi) -> None:
    message_id = incoming(api, chat=group())["message_id"]
    api.send(bot_restricted(can_send_messages=True))
    actual = refusal(api, "setMessageReaction", **react(message_id=message_id))
    assert actual == "Bad Request: CHAT_WRITE_FORBIDDEN"
    api.block(GROUP)
    assert call(api, "setMessageReaction", **react(message_id=message_id))[0] == 403
    assert api.violations == []


def test_what_others_wrote_is_not_edited_in_a_group_either(api: BotApi) -> None:
    api.add_chat(group(), bot_status="administrator")
    message = incoming(api, **as_anonymous_admin(group()))
    place = {"chat_id": GROUP, "message_id": message["message_id"]}
    actual = refusal(api, "editMessageText", text="x", **place)
    assert actual == "Bad Request: message can't be edited"


def test_a_press_in_a_group_shows_the_message_and_who_pressed(api: BotApi) -> None:
    asked = incoming(api, chat=group())
    sent = result(
        api,
        "sendMessage",
        chat_id=GROUP,
        text="x",
        reply_parameters={"message_id": asked["message_id"]},
        reply_markup=keyboard(button(callback_data="why")),
    )
    press = api.groups.happen(callback_query("why", api.shown(sent), presser=user(8)))
    assert press is not None
    query = press["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]) == (8, group())
    assert query["message"]["reply_to_message"]["message_id"] == asked["message_id"]
    assert result(api, "answerCallbackQuery", callback_query_id=query["id"]) is True
