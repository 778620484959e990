"""Where a message goes: its chat, its topic, what it replies to; and whether it may."""

from tests.support.bot_api_errors import bad_request
from tests.support.bot_api_markup import read_markup
from tests.support.bot_api_request import Request, check_field
from tests.support.bot_api_text import formatted_text, quote_position
from tests.support.bot_api_topics import GENERAL
from tests.support.bot_api_world import Json, World, text_of

# What stands in a message -> the permission that it takes, and what the refusal calls it.
_NEEDED = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "video": ("can_send_videos", "videos"),
    "document": ("can_send_documents", "documents"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "sticker": ("can_send_other_messages", "stickers"),
    "poll": ("can_send_polls", "polls"),
}
_REPLY_TYPES: dict[str, type] = {
    "message_id": int,
    "allow_sending_without_reply": bool,
    "quote": str,
    "quote_parse_mode": str,
    "quote_position": int,
}
_REPLY_FIELDS = """message_id chat_id allow_sending_without_reply quote quote_parse_mode
    quote_entities quote_position checklist_task_id poll_option_id"""


def surroundings(world: World, request: Request) -> tuple[Json, Json]:
    """Return the chat to send to, and the fields of the reply, the markup and the thread."""
    if request.text("business_connection_id"):
        raise bad_request("business connection not found")
    parameters = _reply_parameters(request)
    markup = read_markup(request)
    chat = world.writable_chat(request.parameters.get("chat_id"))
    reply = _reply(world, chat, parameters)
    fields = in_thread(world, request, chat, reply.get("reply_to_message"))
    fields |= _root(world, fields, chat) | _seen_from(fields, chat, reply)
    if markup:
        fields["reply_markup"] = markup
    if request.flag("protect_content"):
        fields["has_protected_content"] = True
    return chat, fields


def in_thread(world: World, request: Request, chat: Json, replied: Json | None = None) -> Json:
    """Return the fields of the thread in which a message lands, {} for none and for General.

    A reply goes where the replied message is, unless the request names a topic.

    Raises:
        RefusalError: as `Topics.check`; a thread of a group that is no forum cannot be named.
    """
    thread = request.integer("message_thread_id")
    if chat.get("is_forum"):
        if not thread and replied and replied.get("is_topic_message"):
            thread = replied["message_thread_id"]
        may_manage = world.members.is_bot_admin(chat["id"], "can_manage_topics")
        if thread == GENERAL:
            raise bad_request("message thread not found")
        world.topics.check(chat, thread or GENERAL, may_manage=may_manage)
        return {"message_thread_id": thread, "is_topic_message": True} if thread else {}
    if thread:
        raise bad_request("message thread not found")
    if replied and chat["type"] == "supergroup":
        return {"message_thread_id": replied.get("message_thread_id", replied["message_id"])}
    return {}


def may_write(world: World, chat: Json, permission: str = "can_send_messages") -> bool:
    """Return whether neither the group nor what the bot may do there forbids it."""
    if chat["type"] not in {"group", "supergroup"} or world.members.is_bot_admin(chat["id"]):
        return True
    for_all = world.details.get(chat["id"], {}).get("permissions", {})
    own = world.members.bot(chat["id"])
    return bool(for_all.get(permission, True) and own.get(permission, True))


def check_rights(world: World, chat: Json, content: Json) -> None:
    """Refuse what the bot may not send there.

    Raises:
        RefusalError: "not enough rights to send ... to the chat", arranged.
    """
    for kind, (permission, what) in _NEEDED.items():
        if kind in content and not may_write(world, chat, permission):
            raise bad_request(f"not enough rights to send {what} to the chat", arranged=True)


def _root(world: World, place: Json, chat: Json) -> Json:
    """Return the message that made the topic: what answers nothing in there "replies" to it."""
    root = world.messages.get((chat["id"], place.get("message_thread_id", 0)), {})
    return {"reply_to_message": root} if "forum_topic_created" in root else {}


def _seen_from(place: Json, chat: Json, reply: Json) -> Json:
    """Return *reply* as it looks from *place*: a message of another topic is an external one."""
    replied = reply.get("reply_to_message")
    if not replied or not chat.get("is_forum"):
        return reply
    if place.get("message_thread_id") == _topic_of(replied):
        return reply
    external = {"origin": origin_of(replied), "chat": chat, "message_id": replied["message_id"]}
    return {"external_reply": external} | {k: v for k, v in reply.items() if k == "quote"}


def _topic_of(message: Json) -> int | None:
    return message.get("message_thread_id") if message.get("is_topic_message") else None


def _reply_parameters(request: Request) -> Json:
    given = request.json_object("reply_parameters", "Object expected as reply parameters")
    if given and "message_id" not in given:
        raise bad_request('Can\'t find field "message_id"')
    request.known_fields(given, _REPLY_FIELDS, "ReplyParameters")
    for name, kind in _REPLY_TYPES.items():
        check_field(given, name, kind)
    return given


def _reply(world: World, chat: Json, parameters: Json) -> Json:
    """Return reply_to_message (external_reply from another chat) and quote, {} for no reply."""
    if not parameters or parameters["message_id"] <= 0:
        return {}
    place = world.find_chat(parameters["chat_id"]) if parameters.get("chat_id") else chat
    key = (place["id"], parameters["message_id"])
    if parameters.get("allow_sending_without_reply") and key not in world.messages:
        return {}
    replied = world.find_message(place, parameters["message_id"], "message to be replied")
    quote = _quote(parameters, replied)
    if place["id"] != chat["id"]:
        external = {"origin": origin_of(replied), "chat": place, "message_id": key[1]}
        return {"external_reply": external, **quote}
    flat = {k: v for k, v in replied.items() if k not in {"reply_to_message", "external_reply"}}
    return {"reply_to_message": flat, **quote}


def _quote(parameters: Json, replied: Json) -> Json:
    quote = formatted_text(
        parameters.get("quote") or "",
        parameters.get("quote_parse_mode") or "",
        parameters.get("quote_entities"),
    )
    if not quote.text:
        return {}
    position = quote_position(quote, text_of(replied), parameters.get("quote_position") or 0)
    if position is None:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"quote": {**quote.fields(), "position": position, "is_manual": True}}


def origin_of(message: Json) -> Json:
    """Return the MessageOrigin of what is forwarded, or replied to from another place."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    if message["chat"]["type"] == "channel":
        origin = {"type": "channel", "chat": message["chat"], "date": message["date"]}
        return origin | {"message_id": message["message_id"]}
    if "sender_chat" in message:
        sender = message["sender_chat"]
        return {"type": "chat", "sender_chat": sender, "date": message["date"]}
    return {"type": "user", "sender_user": message["from"], "date": message["date"]}
