"""The builders of groups: PTB knows every field, and each says who writes and where."""

import pytest
from telegram import Message, Update

from tests.support.bot_api_client import Json
from tests.support.group_updates import (
    CHANNEL_BOT,
    GROUP_ANONYMOUS_BOT,
    album,
    another_bot,
    as_anonymous_admin,
    as_channel,
    automatic_forward,
    basic_group,
    bot_added,
    bot_demoted,
    bot_promoted,
    bot_removed,
    bot_restricted,
    forum,
    in_topic,
    member_changed,
    member_left,
    members_joined,
    migration,
    reaction,
    topic_closed,
    topic_created,
    topic_reopened,
    under,
)
from tests.support.test_updates import kept, unknown_fields
from tests.support.updates import (
    MENTION,
    channel,
    group,
    photo_message,
    poll_message,
    service_message,
    text_message,
    user,
)

TOPIC = topic_created(forum())


@pytest.mark.parametrize(
    "update",
    [
        text_message("x", chat=group(username="neighbours")),
        text_message("x", chat=basic_group()),
        text_message("x", chat=group(), user=another_bot()),
        text_message("x", **as_anonymous_admin(group())),
        text_message("x", **as_channel(channel(), group())),
        text_message("x", **automatic_forward(group())),
        photo_message("x", **automatic_forward(group(), post_id=7) | {"media_group_id": "a"}),
        poll_message("Who?", ["A", "B"], chat=group()),
        text_message("x", **under(text_message("y", chat=group()))),
        *album(["x", None], chat=group()),
        TOPIC,
        text_message("x", **in_topic(TOPIC)),
        topic_closed(TOPIC),
        topic_reopened(TOPIC),
        *bot_added(),
        *bot_added(can_delete_messages=True),
        bot_removed(),
        bot_promoted(can_pin_messages=True),
        bot_demoted(),
        bot_restricted(can_send_polls=True),
        members_joined(group(), user(8), user(9)),
        member_left(group(), user(8)),
        member_changed(group(), user(8), "administrator"),
        *migration(basic_group(), group()),
        service_message(new_chat_title="Us", user=user(8)),
        reaction(text_message("x", chat=group()), "🤔", before=["👍"]),
        reaction(text_message("x", chat=group()), "🤔", before=["👍"], actor_chat=group()),
    ],
    ids=lambda update: next(kind for kind in update if kind != "update_id"),
)
def test_a_built_update_is_all_known_to_ptb(update: Json) -> None:
    parsed = Update.de_json(update, None)
    assert parsed.effective_chat
    assert unknown_fields(parsed) == {}
    assert kept(update, parsed.to_dict()) == update


def message_of(update: Json) -> Message:
    message = Update.de_json(update, None).effective_message
    assert message is not None
    return message


def test_stand_ins_write_for_chats() -> None:
    admin = message_of(text_message("x", **as_anonymous_admin(group())))
    assert (admin.from_user, admin.sender_chat) == (
        message_of(text_message("x", user=GROUP_ANONYMOUS_BOT)).from_user,
        admin.chat,
    )
    sender = message_of(text_message("x", **as_channel(channel(), group())))
    assert sender.from_user is not None
    assert sender.sender_chat is not None
    assert (sender.from_user.id, sender.sender_chat.id) == (CHANNEL_BOT["id"], channel()["id"])


def test_what_answers_nothing_in_a_topic_replies_to_its_beginning() -> None:
    message = message_of(text_message("x", **in_topic(TOPIC)))
    assert message.is_topic_message
    assert message.reply_to_message is not None
    assert message.reply_to_message.forum_topic_created
    assert message.message_thread_id == message.reply_to_message.message_id

    other = text_message("y", **in_topic(TOPIC))
    answer = message_of(text_message("x", **in_topic(TOPIC) | {"reply_to": other}))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "y"


def test_a_comment_stands_in_a_thread_that_is_no_topic() -> None:
    post = text_message("x", **automatic_forward(group()))
    first = text_message("y", **under(post))
    second = message_of(text_message("z", **under(first)))
    assert second.message_thread_id == post["message"]["message_id"]
    assert not second.is_topic_message
    assert second.reply_to_message is not None
    assert second.reply_to_message.text == "y"


def test_an_album_is_several_messages_with_one_name() -> None:
    first, second = (update["message"] for update in album(["x", None], chat=group()))
    assert first["media_group_id"] == second["media_group_id"]
    assert second["message_id"] == first["message_id"] + 1
    assert album(["x"])[0]["message"]["media_group_id"] != first["media_group_id"]


def test_a_command_and_a_mention_are_found_in_a_text() -> None:
    message = message_of(text_message(f"/check{MENTION} 🙂 {MENTION} mail{MENTION}"))
    found = message.parse_entities()
    assert [(entity.type, words) for entity, words in found.items()] == [
        ("bot_command", f"/check{MENTION}"),
        ("mention", MENTION),
    ]
