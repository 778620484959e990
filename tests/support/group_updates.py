"""Builders of what happens in groups: who writes as whom, topics, service messages, reactions.

What says how a message is written is an Envelope for the builders of updates.py:
`text_message("Hello", **in_topic(topic))`.
"""

import itertools
from collections.abc import Sequence
from typing import Any

from tests.support.updates import (
    DATE,
    Envelope,
    channel,
    chat_member,
    group,
    my_chat_member,
    origin_channel,
    photo_message,
    service_message,
    user,
)

Json = dict[str, Any]

# Telegram's own users, who stand where a chat writes; their numbers are the same everywhere.
GROUP_ANONYMOUS_BOT: Json = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_BOT: Json = {
    "id": 136_817_688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}
TELEGRAM: Json = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}
_FIRST_TOPIC_COLOR = 7_322_096
_album_ids = itertools.count(1)


def basic_group(chat_id: int = -501, *, title: str = "Neighbours") -> Json:
    """Return a basic group."""
    return group(chat_id, title=title, kind="group")


def forum(chat_id: int = -1_001_000_000_004, *, title: str = "Town hall") -> Json:
    """Return a supergroup with topics."""
    return group(chat_id, title=title, is_forum=True)


def another_bot(user_id: int = 9_001, *, username: str = "another_bot") -> Json:
    """Return a bot that is not ours."""
    return user(user_id, first_name="Another", username=username, language_code=None, is_bot=True)


def as_anonymous_admin(chat: Json) -> Envelope:
    """Let an administrator of *chat* write there in the group's name.

    A press of a button by the same person shows who they are.
    """
    return {"user": GROUP_ANONYMOUS_BOT, "sender_chat": chat, "chat": chat}


def as_channel(sender: Json, chat: Json) -> Envelope:
    """Let the channel *sender* write in the group *chat*: its linked channel, or a person's own."""
    return {"user": CHANNEL_BOT, "sender_chat": sender, "chat": chat}


def automatic_forward(
    chat: Json, source: Json | None = None, *, post_id: int = 42, date: int = DATE
) -> Envelope:
    """Let a post of *source* arrive in its discussion group *chat*."""
    source = source or channel()
    return {
        "user": TELEGRAM,
        "sender_chat": source,
        "chat": chat,
        "date": date,
        "forward_origin": origin_channel(source, message_id=post_id, date=date),
        "is_automatic_forward": True,
    }


def under(post: Json) -> Envelope:
    """Write a comment: a reply in the thread of *post*, which is no topic.

    *post* is an update or a message in a supergroup; any reply in a supergroup looks so.
    """
    message = post.get("message", post)
    thread = message.get("message_thread_id", message["message_id"])
    return {"chat": message["chat"], "reply_to": message, "message_thread_id": thread}


def topic_created(chat: Json, name: str = "Rumours", **envelope: Any) -> Json:
    """Return the update of a new topic; its thread has the number of this message."""
    look = {"name": name, "icon_color": _FIRST_TOPIC_COLOR}
    update = service_message(chat=chat, forum_topic_created=look, **envelope)
    message = update["message"]
    message |= {"message_thread_id": message["message_id"], "is_topic_message": True}
    return update


def in_topic(topic: Json) -> Envelope:
    """Write in a topic, which `topic_created` made.

    As from Telegram, what answers nothing there "replies" to the message that made the topic; with
    `in_topic(topic) | {"reply_to": other}` it answers another one.
    """
    message = topic.get("message", topic)
    return {
        "chat": message["chat"],
        "message_thread_id": message["message_thread_id"],
        "is_topic_message": True,
        "reply_to": message,
    }


def topic_closed(topic: Json, **envelope: Any) -> Json:
    """Return the update of a topic that somebody closes."""
    return service_message(forum_topic_closed={}, **in_topic(topic), **envelope)


def topic_reopened(topic: Json, **envelope: Any) -> Json:
    """Return the update of a topic that somebody opens again."""
    return service_message(forum_topic_reopened={}, **in_topic(topic), **envelope)


def album(captions: Sequence[str | None], **envelope: Any) -> list[Json]:
    """Return the updates of photos that were sent together."""
    together = {"media_group_id": f"album-{next(_album_ids)}"} | envelope
    return [photo_message(caption, **together) for caption in captions]


def bot_added(chat: Json | None = None, actor: Json | None = None, **rights: Any) -> list[Json]:
    """Return both updates of *actor* who adds the bot, as an administrator if with *rights*."""
    chat, actor = chat or group(), actor or user()
    status = "administrator" if rights else "member"
    joined = my_chat_member(status, chat=chat, actor=actor, **rights)
    bot = joined["my_chat_member"]["new_chat_member"]["user"]
    return [joined, service_message(chat=chat, user=actor, new_chat_members=[bot])]


def bot_removed(chat: Json | None = None, actor: Json | None = None) -> Json:
    """Return the update of *actor* who throws the bot out."""
    return my_chat_member("kicked", old_status="member", chat=chat, actor=actor)


def bot_promoted(chat: Json | None = None, actor: Json | None = None, **rights: Any) -> Json:
    """Return the update of *actor* who makes the bot an administrator with *rights*."""
    return my_chat_member("administrator", old_status="member", chat=chat, actor=actor, **rights)


def bot_demoted(chat: Json | None = None, actor: Json | None = None) -> Json:
    """Return the update of *actor* who makes the bot an ordinary member again."""
    return my_chat_member("member", old_status="administrator", chat=chat, actor=actor)


def bot_restricted(chat: Json | None = None, actor: Json | None = None, **permissions: Any) -> Json:
    """Return the update of *actor* who lets the bot do nothing but what *permissions* say."""
    return my_chat_member("restricted", old_status="member", chat=chat, actor=actor, **permissions)


def members_joined(chat: Json, *people: Json) -> Json:
    """Return the service message about people who come in."""
    return service_message(chat=chat, user=people[0], new_chat_members=list(people))


def member_left(chat: Json, person: Json) -> Json:
    """Return the service message about a person who goes."""
    return service_message(chat=chat, user=person, left_chat_member=person)


def member_changed(chat: Json, person: Json, status: str, old_status: str = "member") -> Json:
    """Return the chat_member update that administrators may ask for."""
    event = {
        "chat": chat,
        "from": user(),
        "date": DATE,
        "old_chat_member": chat_member(old_status, person),
        "new_chat_member": chat_member(status, person),
    }
    return {"update_id": 0, "chat_member": event}


def migration(chat: Json, supergroup: Json, *, date: int = DATE) -> tuple[Json, Json]:
    """Return the service messages of a group that becomes *supergroup*: in the old, in the new."""
    moved: Envelope = {"chat": chat, "user": user(), "date": date}
    begun: Envelope = {**as_anonymous_admin(supergroup), "date": date, "message_id": 1}
    return (
        service_message(migrate_to_chat_id=supergroup["id"], **moved),
        service_message(migrate_from_chat_id=chat["id"], **begun),
    )


def reaction(
    message: Json,
    *emoji: str,
    before: Sequence[str] = (),
    person: Json | None = None,
    actor_chat: Json | None = None,
) -> Json:
    """Return the update of a person who changes their reactions *before* to *emoji*.

    *message* is an update, or a message such as one of `BotApi.sent`; *actor_chat* is the group
    where an anonymous administrator reacts.
    """
    message = message.get("message", message)
    event = {
        "chat": message["chat"],
        "message_id": message["message_id"],
        **({"actor_chat": actor_chat} if actor_chat else {"user": person or user()}),
        "date": DATE,
        "old_reaction": [{"type": "emoji", "emoji": one} for one in before],
        "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
    }
    return {"update_id": 0, "message_reaction": event}
