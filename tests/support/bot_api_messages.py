"""The methods that send, change and remove messages."""

from typing import Any

from tests.support.bot_api_errors import bad_request
from tests.support.bot_api_markup import read_markup
from tests.support.bot_api_request import Request, Upload, check_field
from tests.support.bot_api_text import (
    MAX_CAPTION,
    MAX_TEXT,
    FormattedText,
    formatted_text,
    quote_position,
    shows_nothing,
    utf16_length,
)
from tests.support.bot_api_urls import checked_url
from tests.support.bot_api_world import Json, World, text_of

_ACTIONS = frozenset(
    {
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice"),
        *("upload_voice", "upload_document", "choose_sticker", "find_location"),
        *("record_video_note", "upload_video_note"),
    }
)
_PREVIEW_FLAGS = "is_disabled prefer_small_media prefer_large_media show_above_text"
_REPLY_TYPES: dict[str, type] = {
    "message_id": int,
    "allow_sending_without_reply": bool,
    "quote": str,
    "quote_parse_mode": str,
    "quote_position": int,
}
_REPLY_FIELDS = """message_id chat_id allow_sending_without_reply quote quote_parse_mode
    quote_entities quote_position checklist_task_id poll_option_id"""
# The emoji of ReactionTypeEmoji, as the documentation lists them.
_REACTIONS = frozenset(
    {
        *"👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾",
        *"💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡",
        *("❤\u200d🔥", "👨\u200d💻", "🤷\u200d♂", "🤷\u200d♀"),
    }
)
_EMOJI_STYLE = "\ufe0f"  # Telegram sends these emoji without it and takes them either way


def send_message(world: World, request: Request) -> Json:
    """Answer sendMessage."""
    text = _required_text(request)
    preview = _link_preview(request)
    chat, surroundings = _surroundings(world, request)
    _check_text(text, too_long="message is too long")
    return world.send(chat, {**surroundings, **text.fields(), **preview})


def send_photo(world: World, request: Request) -> Json:
    """Answer sendPhoto, for an upload, a known file_id or an URL."""
    file_id = _photo(world, request)
    caption = request.formatted("caption", "caption_entities")
    chat, surroundings = _surroundings(world, request)
    return world.send(chat, {**surroundings, "photo": photo_sizes(file_id), **_caption(caption)})


def photo_sizes(file_id: str) -> list[Json]:
    """Return the sizes of one photo: a thumbnail and the whole."""
    return [
        {"file_id": f"{file_id}-s", "file_unique_id": f"u-{file_id}-s", "width": 90, "height": 67},
        {"file_id": file_id, "file_unique_id": f"u-{file_id}", "width": 1280, "height": 960},
    ]


def edit_message_text(world: World, request: Request) -> Json | bool:
    """Answer editMessageText: True for an inline message, else the edited message."""
    text = _required_text(request)
    preview = _link_preview(request)
    markup = read_markup(request, inline_only=True)
    if _is_inline(world, request):
        _check_text(text, too_long="MESSAGE_TOO_LONG")
        return True
    message = _editable(world, request)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    _check_text(text, too_long="MESSAGE_TOO_LONG")
    cleared = {"entities": None, "link_preview_options": None}
    return world.edit(message, {**cleared, **text.fields(), **preview, "reply_markup": markup})


def edit_message_reply_markup(world: World, request: Request) -> Json | bool:
    """Answer editMessageReplyMarkup; no markup takes the old one away."""
    markup = read_markup(request, inline_only=True)
    if _is_inline(world, request):
        return True
    return world.edit(_editable(world, request), {"reply_markup": markup})


def delete_message(world: World, request: Request) -> bool:
    """Answer deleteMessage."""
    if not request.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if not request.integer("message_id"):
        raise bad_request("Message identifier is not specified")
    chat = world.writable_chat(request.parameters["chat_id"])
    message = world.find_message(chat, request.integer("message_id"), "message to delete")
    key = (chat["id"], message["message_id"])
    is_admin = world.bot_status[chat["id"]] == "administrator"
    if chat["type"] != "private" and key not in world.own and not is_admin:
        raise bad_request("message can't be deleted")
    world.delete(key)
    return True


def forward_message(world: World, request: Request) -> Json:
    """Answer forwardMessage."""
    chat, original = _from_elsewhere(world, request, "message to forward")
    if original.get("has_protected_content"):
        raise bad_request("the message can't be forwarded")
    return world.send(chat, {**_content(original), "forward_origin": _origin(original)})


def copy_message(world: World, request: Request) -> Json:
    """Answer copyMessage with the new identifier alone."""
    caption = request.formatted("caption", "caption_entities")
    _, original = _from_elsewhere(world, request, "message to copy")
    if "poll" in original and original["poll"].get("type") == "quiz":
        raise bad_request("message can't be copied")
    chat, surroundings = _surroundings(world, request)
    content = _content(original)
    if "caption" in request.parameters and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= _caption(caption)
    return {"message_id": world.send(chat, {**surroundings, **content})["message_id"]}


def send_chat_action(world: World, request: Request) -> bool:
    """Answer sendChatAction."""
    if request.text("action") not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    _thread(world, request, world.writable_chat(request.parameters.get("chat_id")))
    return True


def set_message_reaction(world: World, request: Request) -> bool:
    """Answer setMessageReaction; a bot gives at most one reaction, of Telegram's list."""
    reaction = request.parameters.get("reaction", [])
    if not isinstance(reaction, list):
        raise bad_request("Expected an Array of ReactionType")
    chat = world.find_chat(request.parameters.get("chat_id"))
    world.find_message(chat, request.integer("message_id"), "message to react")
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for one in reaction:
        if not isinstance(one, dict) or one.get("type") not in {"emoji", "custom_emoji"}:
            raise bad_request("Can't parse ReactionType: invalid reaction type specified")
        emoji = str(one.get("emoji", "")).replace(_EMOJI_STYLE, "")
        if one["type"] == "custom_emoji" or emoji not in _REACTIONS:
            raise bad_request("REACTION_INVALID")
    return True


def _required_text(request: Request) -> FormattedText:
    if not request.text("text"):
        raise bad_request("Message text is empty")
    return request.formatted("text", "entities")


def _check_text(text: FormattedText, *, too_long: str) -> None:
    if shows_nothing(text.text):
        raise bad_request("Text must be non-empty")
    if utf16_length(text.text) > MAX_TEXT:
        raise bad_request(too_long)


def _caption(caption: FormattedText) -> Json:
    if utf16_length(caption.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return caption.fields("caption_") if caption.text else {}


def _link_preview(request: Request) -> Json:
    options = request.json_object("link_preview_options", "Object expected as link preview options")
    request.known_fields(options, f"url {_PREVIEW_FLAGS}", "LinkPreviewOptions")
    for flag in _PREVIEW_FLAGS.split():
        check_field(options, flag, bool)
    if url := options.get("url"):
        try:
            checked_url(url)
        except ValueError as reason:
            raise bad_request("WEBPAGE_URL_INVALID") from reason
    return {"link_preview_options": options} if options else {}


def _surroundings(world: World, request: Request) -> tuple[Json, Json]:
    """Return the chat to send to, and the fields of the reply, the markup and the thread."""
    if request.text("business_connection_id"):
        raise bad_request("business connection not found")
    parameters = _reply_parameters(request)
    markup = read_markup(request)
    chat = world.writable_chat(request.parameters.get("chat_id"))
    fields = {**_thread(world, request, chat), **_reply(world, chat, parameters)}
    if markup:
        fields["reply_markup"] = markup
    if request.flag("protect_content"):
        fields["has_protected_content"] = True
    return chat, fields


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
        external = {"origin": _origin(replied), "chat": place, "message_id": key[1]}
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


def _thread(world: World, request: Request, chat: Json) -> Json:
    if not (thread := request.integer("message_thread_id")):
        return {}
    here = (message for (chat_id, _), message in world.messages.items() if chat_id == chat["id"])
    if not any(thread in (one["message_id"], one.get("message_thread_id")) for one in here):
        raise bad_request("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True} if chat.get("is_forum") else {}


def _photo(world: World, request: Request) -> str:
    photo = request.parameters.get("photo", "")
    if isinstance(photo, str) and photo.startswith("attach://"):
        photo = request.parameters.get(photo.removeprefix("attach://"), "")
    if isinstance(photo, Upload):
        if not photo.content:
            raise bad_request("file must be non-empty")
        file_id = world.new_file_id()
        world.files[file_id] = photo.content
        return file_id
    if not photo:
        raise bad_request("There is no photo in the request")
    if photo in world.files:
        return str(photo)
    if photo in world.lost_files:
        raise bad_request("Wrong file identifier/HTTP URL specified", arranged=True)
    try:
        checked_url(photo)
    except ValueError as reason:
        raise bad_request("Wrong file identifier/HTTP URL specified") from reason
    file_id = world.new_file_id()
    world.files[file_id] = b""
    return file_id


def _is_inline(world: World, request: Request) -> bool:
    if request.text("chat_id") or request.integer("message_id"):
        return False
    if not (inline_message_id := request.text("inline_message_id")):
        raise bad_request("Message identifier is not specified")
    if inline_message_id not in world.inline_messages:
        raise bad_request("MESSAGE_ID_INVALID")
    return True


def _editable(world: World, request: Request) -> Json:
    chat = world.writable_chat(request.parameters.get("chat_id"))
    message = world.find_message(chat, request.integer("message_id"), "message to edit")
    if (chat["id"], message["message_id"]) not in world.own or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return message


def _from_elsewhere(world: World, request: Request, purpose: str) -> tuple[Json, Json]:
    """Return the chat to send to and the message that goes there."""
    chat = world.writable_chat(request.parameters.get("chat_id"))
    place = world.find_chat(request.parameters.get("from_chat_id"))
    return chat, world.find_message(place, request.integer("message_id"), purpose)


def _content(message: Json) -> dict[str, Any]:
    kinds = "text entities link_preview_options caption caption_entities photo video voice sticker"
    return {kind: message[kind] for kind in (*kinds.split(), "poll") if kind in message}


def _origin(message: Json) -> Json:
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    if "sender_chat" in message:
        origin = {"type": "channel", "chat": message["sender_chat"], "date": message["date"]}
        return origin | {"message_id": message["message_id"]}
    return {"type": "user", "sender_user": message["from"], "date": message["date"]}
