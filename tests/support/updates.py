"""Builders of updates, as Telegram sends them: a test names only what matters to it.

Each returns an update with update_id 0, for `BotApi.send` to number; PTB's Update.de_json takes it
as it is. Message identifiers count up from 1 through the process.
"""

import copy
import itertools
import re
from typing import Any, TypedDict, Unpack

Json = dict[str, Any]

BOT_ID = 123  # the bot of BotApi's default token
BOT: Json = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "NATO myths",
    "username": "nato_myths_bot",
}
MENTION = f"@{BOT['username']}"
PERMISSIONS = (
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos"),
    *("can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls"),
    *("can_send_other_messages", "can_add_web_page_previews", "can_react_to_messages"),
    *("can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages"),
    "can_manage_topics",
)
"""The fields of ChatPermissions."""
_ADMIN_RIGHTS = """manage_chat delete_messages manage_video_chats restrict_members promote_members
    change_info invite_users post_stories edit_stories delete_stories pin_messages manage_topics"""
DATE = 1_760_000_000  # 2025-10-09; a test that looks at dates names its own
_message_ids = itertools.count(1)
_query_ids = itertools.count(1)


def user(
    user_id: int = 501,
    *,
    first_name: str = "Ola",
    username: str | None = None,
    language_code: str | None = "en",
    is_bot: bool = False,
) -> Json:
    """Return a User."""
    fields = {"username": username, "language_code": language_code}
    return {"id": user_id, "is_bot": is_bot, "first_name": first_name, **_given(fields)}


def private_chat(person: Json | None = None) -> Json:
    """Return the private chat of a user."""
    person = person or user()
    fields = {"username": person.get("username")}
    return {
        "id": person["id"],
        "type": "private",
        "first_name": person["first_name"],
        **_given(fields),
    }


def group(
    chat_id: int = -1_001_000_000_001,
    *,
    title: str = "Neighbours",
    kind: str = "supergroup",
    username: str | None = None,
    is_forum: bool = False,
) -> Json:
    """Return a group; *kind* is "group" or "supergroup", and one of the latter may be a forum."""
    fields = {"username": username, "is_forum": True if is_forum else None}
    return {"id": chat_id, "type": kind, "title": title, **_given(fields)}


def channel(
    chat_id: int = -1_001_000_000_002, *, title: str = "Daily news", username: str | None = None
) -> Json:
    """Return a channel."""
    return {"id": chat_id, "type": "channel", "title": title, **_given({"username": username})}


def origin_user(person: Json | None = None, *, date: int = DATE) -> Json:
    """Return the forward_origin of a user who shows who they are."""
    return {"type": "user", "date": date, "sender_user": person or user(777, first_name="Petra")}


def origin_hidden_user(name: str = "Petra", *, date: int = DATE) -> Json:
    """Return the forward_origin of a user who hides."""
    return {"type": "hidden_user", "date": date, "sender_user_name": name}


def origin_chat(chat: Json | None = None, *, date: int = DATE) -> Json:
    """Return the forward_origin of a group's anonymous administrator."""
    return {"type": "chat", "date": date, "sender_chat": chat or group(-1_001_000_000_003)}


def origin_channel(
    chat: Json | None = None,
    *,
    message_id: int = 42,
    date: int = DATE,
    author_signature: str | None = None,
) -> Json:
    """Return the forward_origin of a post in a channel."""
    origin = {"type": "channel", "date": date, "chat": chat or channel(), "message_id": message_id}
    return origin | _given({"author_signature": author_signature})


class Envelope(TypedDict, total=False):
    """What any message may have around its content.

    The sender is *user*, in their private chat unless *chat* is another; a channel as *chat* makes
    the update a channel_post. *reply_to* is the replied message or the update that brought it,
    *quote* the words quoted from it. Dates are Unix seconds.
    """

    user: Json
    chat: Json
    sender_chat: Json
    date: int
    message_id: int
    message_thread_id: int
    is_topic_message: bool
    forward_origin: Json
    is_automatic_forward: bool
    quote: str
    reply_to: Json
    media_group_id: str
    via_bot: Json
    reply_markup: Json


def text_message(
    text: str, *, entities: list[Json] | None = None, **envelope: Unpack[Envelope]
) -> Json:
    """Return the update of a text; a leading /command and each MENTION get their entities."""
    if entities is None:
        length = len(text.split(maxsplit=1)[0]) if text.startswith("/") else 0
        command = {"type": "bot_command", "offset": 0, "length": length}
        entities = [*([command] if length else []), *_mentions(text)] or None
    return _message({"text": text, **_given({"entities": entities})}, envelope)


def photo_message(
    caption: str | None = None,
    *,
    caption_entities: list[Json] | None = None,
    **envelope: Unpack[Envelope],
) -> Json:
    """Return the update of a photo, one of an album where media_group_id is given."""
    photo = [_file("photo", width=90, height=67), _file("photo", width=1280, height=960)]
    return _message({"photo": photo, **_caption(caption, caption_entities)}, envelope)


def video_message(
    caption: str | None = None,
    *,
    caption_entities: list[Json] | None = None,
    **envelope: Unpack[Envelope],
) -> Json:
    """Return the update of a video."""
    video = _file("video", width=1280, height=720, duration=30, mime_type="video/mp4")
    return _message({"video": video, **_caption(caption, caption_entities)}, envelope)


def document_message(
    caption: str | None = None,
    *,
    file_name: str = "news.pdf",
    caption_entities: list[Json] | None = None,
    **envelope: Unpack[Envelope],
) -> Json:
    """Return the update of a document."""
    document = _file("document", file_name=file_name, mime_type="application/pdf")
    return _message({"document": document, **_caption(caption, caption_entities)}, envelope)


def voice_message(*, duration_s: int = 7, **envelope: Unpack[Envelope]) -> Json:
    """Return the update of a voice message."""
    voice = _file("voice", duration=duration_s, mime_type="audio/ogg")
    return _message({"voice": voice}, envelope)


def sticker_message(emoji: str = "👍", **envelope: Unpack[Envelope]) -> Json:
    """Return the update of a sticker."""
    look = {"is_animated": False, "is_video": False, "type": "regular", "emoji": emoji}
    return _message({"sticker": _file("sticker", width=512, height=512, **look)}, envelope)


def poll_message(
    question: str,
    options: list[str],
    *,
    is_quiz: bool = False,
    explanation: str | None = None,
    **envelope: Unpack[Envelope],
) -> Json:
    """Return the update of a poll; the first option of a quiz is the right one."""
    poll = {
        "id": f"poll-{next(_query_ids)}",
        "question": question,
        "options": [
            {"persistent_id": str(number), "text": option, "voter_count": 0}
            for number, option in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "quiz" if is_quiz else "regular",
        "allows_multiple_answers": False,
        "allows_revoting": not is_quiz,
        "members_only": False,
        **({"correct_option_ids": [0]} if is_quiz else {}),
        **_given({"explanation": explanation}),
    }
    return _message({"poll": poll}, envelope)


def service_message(**parts: Any) -> Json:
    """Return the update of what Telegram writes itself: `service_message(new_chat_title="Us")`.

    *parts* are its content and the fields of Envelope; it stands in a group unless they say where.
    """
    around: Any = {name: parts[name] for name in Envelope.__annotations__ if name in parts}
    content = {name: part for name, part in parts.items() if name not in around}
    around.setdefault("chat", group())
    return _message(content, around)


def edited(update: Json, text: str | None = None) -> Json:
    """Return the update that edits the message of *update*, to *text* or caption if given."""
    kind, event = _event(update)
    message = copy.deepcopy(event) | {"edit_date": event["date"] + 60}
    if text is not None:
        for part in ("text", "caption"):
            if part in message:
                message[part] = text
                message.pop("entities" if part == "text" else "caption_entities", None)
    return {"update_id": 0, f"edited_{kind.removeprefix('edited_')}": message}


def callback_query(
    data: str,
    message: Json | None = None,
    *,
    presser: Json | None = None,
    inline_message_id: str | None = None,
    query_id: str | None = None,
) -> Json:
    """Return the update of a pressed button under *message*, such as one of `BotApi.sent`."""
    query = {
        "id": query_id or f"callback-{next(_query_ids)}",
        "from": presser or user(),
        "chat_instance": "1",
        "data": data,
        **_given({"message": message, "inline_message_id": inline_message_id}),
    }
    return {"update_id": 0, "callback_query": query}


def inline_query(
    query: str,
    *,
    asker: Json | None = None,
    offset: str = "",
    chat_type: str = "sender",
    query_id: str | None = None,
) -> Json:
    """Return the update of an inline query."""
    event = {
        "id": query_id or f"inline-{next(_query_ids)}",
        "from": asker or user(),
        "query": query,
        "offset": offset,
        "chat_type": chat_type,
    }
    return {"update_id": 0, "inline_query": event}


def chosen_inline_result(
    result_id: str,
    query: str = "",
    *,
    chooser: Json | None = None,
    inline_message_id: str | None = None,
) -> Json:
    """Return the update of a result of an inline query that was chosen and posted."""
    event = {
        "result_id": result_id,
        "from": chooser or user(),
        "query": query,
        **_given({"inline_message_id": inline_message_id}),
    }
    return {"update_id": 0, "chosen_inline_result": event}


def guest_message(
    text: str = MENTION,
    *,
    query_id: str | None = None,
    **envelope: Unpack[Envelope],
) -> Json:
    """Return the update of a message that mentions the bot where it is no member.

    That is a group unless *chat* is another; each MENTION in *text* gets its entity.
    """
    envelope.setdefault("chat", group(-1_001_000_000_009, title="Book club"))
    content = {"text": text, **_given({"entities": _mentions(text) or None})}
    guest = {"guest_query_id": query_id or f"guest-{next(_query_ids)}"}
    return {"update_id": 0, "guest_message": _message(content | guest, envelope)["message"]}


def _mentions(text: str) -> list[Json]:
    """Return the entities of each MENTION that is no part of a word, such as /check@the_bot."""
    return [
        {
            "type": "mention",
            "offset": len(text[: found.start()].encode("utf-16-le")) // 2,
            "length": len(MENTION),
        }
        for found in re.finditer(rf"(?<!\w){MENTION}(?!\w)", text)
    ]


def my_chat_member(
    status: str = "member",
    *,
    old_status: str = "left",
    chat: Json | None = None,
    actor: Json | None = None,
    date: int = DATE,
    **rights: Any,
) -> Json:
    """Return the update of the bot's own new status in *chat*, by default a group.

    *rights* are fields of the new ChatMember, see `chat_member`.
    """
    event = {
        "chat": chat or group(),
        "from": actor or user(),
        "date": date,
        "old_chat_member": chat_member(old_status),
        "new_chat_member": chat_member(status, **rights),
    }
    return {"update_id": 0, "my_chat_member": event}


def chat_member(status: str, person: Json | None = None, **fields: Any) -> Json:
    """Return a ChatMember, by default the bot, with no right beyond what *status* says.

    *fields* replace or add some: `can_delete_messages=True`, `is_anonymous=True`. Raise ValueError
    for a field that this status has not.
    """
    member: Json = {"user": person or BOT, "status": status}
    optional = "custom_title" if status in {"creator", "administrator"} else ""
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= {"can_be_edited": False, "is_anonymous": False}
        member |= {f"can_{right}": right == "manage_chat" for right in _ADMIN_RIGHTS.split()}
        optional += " can_post_messages can_edit_messages can_manage_tags"
    elif status == "restricted":
        member |= {"is_member": True, "until_date": 0}
        member |= dict.fromkeys(PERMISSIONS, False)
    elif status == "kicked":
        member["until_date"] = 0
    elif status == "member":
        optional += " until_date"
    if unknown := fields.keys() - member.keys() - set(optional.split()):
        raise ValueError(f"a ChatMember that is {status!r} has no {sorted(unknown)}")
    return member | fields


def _message(content: Json, envelope: Envelope) -> Json:
    sender = envelope.get("user") or user()
    chat = envelope.get("chat") or private_chat(sender)
    is_post = chat["type"] == "channel"
    message: Json = {
        "message_id": envelope.get("message_id") or next(_message_ids),
        **({"sender_chat": chat} if is_post else {"from": sender}),
        "chat": chat,
        "date": envelope.get("date", DATE),
    }
    for name in (
        *("sender_chat", "message_thread_id", "is_topic_message", "forward_origin"),
        *("is_automatic_forward", "media_group_id", "via_bot", "reply_markup"),
    ):
        if name in envelope:
            message[name] = envelope[name]
    if "reply_to" in envelope:
        message["reply_to_message"] = _replied(envelope["reply_to"])
    if "quote" in envelope:
        message["quote"] = _quote(envelope["quote"], message.get("reply_to_message", {}))
    return {"update_id": 0, "channel_post" if is_post else "message": message | content}


def _replied(message_or_update: Json) -> Json:
    is_update = "update_id" in message_or_update
    message = _event(message_or_update)[1] if is_update else message_or_update
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _quote(words: str, replied: Json) -> Json:
    begin = max(str(replied.get("text") or replied.get("caption") or "").find(words), 0)
    before = str(replied.get("text") or replied.get("caption") or "")[:begin]
    position = len(before.encode("utf-16-le")) // 2
    return {"text": words, "position": position, "is_manual": True}


def _event(update: Json) -> tuple[str, Json]:
    return next((kind, event) for kind, event in update.items() if kind != "update_id")


def _caption(caption: str | None, entities: list[Json] | None) -> Json:
    return _given({"caption": caption, "caption_entities": entities})


def _file(kind: str, **fields: Any) -> Json:
    number = next(_query_ids)
    file_id = f"{kind}-file-{number}"
    return {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": 1000, **fields}


def _given(fields: Json) -> Json:
    """Return the fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}
