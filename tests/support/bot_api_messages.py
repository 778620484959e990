"""The methods that send, change and remove messages."""

from typing import Any

from tests.support.bot_api_errors import bad_request
from tests.support.bot_api_markup import read_markup
from tests.support.bot_api_places import (
    check_rights,
    in_thread,
    may_write,
    origin_of,
    surroundings,
)
from tests.support.bot_api_request import Request, Upload, check_field
from tests.support.bot_api_text import (
    MAX_CAPTION,
    MAX_TEXT,
    FormattedText,
    shows_nothing,
    utf16_length,
)
from tests.support.bot_api_urls import checked_url
from tests.support.bot_api_world import Json, World

_ACTIONS = frozenset(
    {
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice"),
        *("upload_voice", "upload_document", "choose_sticker", "find_location"),
        *("record_video_note", "upload_video_note"),
    }
)
_DELETABLE_S = 48 * 3600
# Service messages about the beginning of a supergroup, channel or topic stay.
_UNDELETABLE = frozenset({"supergroup_chat_created", "channel_chat_created", "forum_topic_created"})
_PREVIEW_FLAGS = "is_disabled prefer_small_media prefer_large_media show_above_text"


def send_message(world: World, request: Request) -> Json:
    """Answer sendMessage."""
    text = _required_text(request)
    preview = _link_preview(request)
    chat, around = surroundings(world, request)
    _check_text(text, too_long="message is too long")
    return _send(world, chat, {**around, **text.fields(), **preview})


def send_photo(world: World, request: Request) -> Json:
    """Answer sendPhoto, for an upload, a known file_id or an URL."""
    file_id = _photo(world, request)
    caption = request.formatted("caption", "caption_entities")
    chat, around = surroundings(world, request)
    return _send(world, chat, {**around, "photo": photo_sizes(file_id), **_caption(caption)})


def send_document(world: World, request: Request) -> Json:
    """Answer sendDocument, for an upload; other documents the bot has none of."""
    name = request.parameters.get("document", "")
    upload = request.parameters.get(str(name).removeprefix("attach://"), name)
    if not isinstance(upload, Upload):
        raise bad_request("there is no document in the request")
    if not upload.content:
        raise bad_request("file must be non-empty")
    caption = request.formatted("caption", "caption_entities")
    chat, around = surroundings(world, request)
    file_id = world.new_file_id()
    world.files[file_id] = upload.content
    document = {
        "file_id": file_id,
        "file_unique_id": f"u-{file_id}",
        "file_name": upload.filename,
        "file_size": len(upload.content),
    }
    return _send(world, chat, {**around, "document": document, **_caption(caption)})


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
    if message.keys() & _UNDELETABLE:
        raise bad_request("message can't be deleted")
    wording = "message can't be deleted"
    if chat["type"] in {"private", "group"}:
        wording += " for everyone"
    if chat["type"] != "private" and not _may_delete(world, chat, message):
        raise bad_request(wording)
    if world.now() >= message["date"] + _DELETABLE_S:
        raise bad_request(wording, arranged=True)
    world.delete((chat["id"], message["message_id"]))
    return True


def forward_message(world: World, request: Request) -> Json:
    """Answer forwardMessage."""
    chat, original = _from_elsewhere(world, request, "message to forward")
    if original.get("has_protected_content"):
        raise bad_request("the message can't be forwarded")
    around = in_thread(world, request, chat)
    content = {**around, **_content(original), "forward_origin": origin_of(original)}
    return _send(world, chat, content)


def copy_message(world: World, request: Request) -> Json:
    """Answer copyMessage with the new identifier alone."""
    caption = request.formatted("caption", "caption_entities")
    _, original = _from_elsewhere(world, request, "message to copy")
    if "poll" in original and original["poll"].get("type") == "quiz":
        raise bad_request("message can't be copied")
    chat, around = surroundings(world, request)
    content = _content(original)
    if "caption" in request.parameters and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= _caption(caption)
    return {"message_id": _send(world, chat, {**around, **content})["message_id"]}


def send_chat_action(world: World, request: Request) -> bool:
    """Answer sendChatAction."""
    if request.text("action") not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = world.writable_chat(request.parameters.get("chat_id"))
    in_thread(world, request, chat)
    if not may_write(world, chat):
        raise bad_request("CHAT_WRITE_FORBIDDEN", arranged=True)
    return True


def _send(world: World, chat: Json, content: Json) -> Json:
    check_rights(world, chat, content)
    return world.send(chat, content)


def _may_delete(world: World, chat: Json, message: Json) -> bool:
    if (chat["id"], message["message_id"]) in world.own:
        return True
    # In a basic group every administrator may.
    right = "can_manage_chat" if chat["type"] == "group" else "can_delete_messages"
    return world.members.is_bot_admin(chat["id"], right)


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
