"""HTTP bodies become the parameters of a method, each of its type."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from tests.support.bot_api_errors import bad_request
from tests.support.bot_api_text import FormattedText, formatted_text

# What the documentation of Bot API 10.0 lists for each method. A bare name is a String; "=i" is an
# Integer, "=b" a Boolean, "=j" a JSON-serialized object or array, "=c" an Integer or a @username,
# "=f" a file_id, an URL or an upload.
_SEND = """chat_id=c business_connection_id message_thread_id=i direct_messages_topic_id=i
    disable_notification=b protect_content=b allow_paid_broadcast=b message_effect_id
    suggested_post_parameters=j reply_parameters=j reply_markup=j"""
_CAPTION = "caption parse_mode caption_entities=j show_caption_above_media=b"
_EDIT = "business_connection_id chat_id=c message_id=i inline_message_id reply_markup=j"
_METHODS = {
    "answerCallbackQuery": "callback_query_id text show_alert=b url cache_time=i",
    "answerGuestQuery": "guest_query_id result=j",
    "answerInlineQuery": """inline_query_id results=j cache_time=i is_personal=b next_offset
        button=j""",
    "close": "",
    "closeForumTopic": "chat_id=c message_thread_id=i",
    "copyMessage": f"{_SEND} {_CAPTION} from_chat_id=c message_id=i video_start_timestamp=i",
    "createForumTopic": "chat_id=c name icon_color=i icon_custom_emoji_id",
    "deleteMessage": "chat_id=c message_id=i",
    "deleteMyCommands": "scope=j language_code",
    "deleteWebhook": "drop_pending_updates=b",
    "editMessageReplyMarkup": _EDIT,
    "editMessageText": f"{_EDIT} text parse_mode entities=j link_preview_options=j",
    "forwardMessage": """chat_id=c message_thread_id=i direct_messages_topic_id=i from_chat_id=c
        video_start_timestamp=i disable_notification=b protect_content=b message_effect_id
        suggested_post_parameters=j message_id=i""",
    "getChat": "chat_id=c",
    "getChatAdministrators": "chat_id=c return_bots=b",
    "getChatMember": "chat_id=c user_id=i",
    "getFile": "file_id",
    "getMe": "",
    "getMyCommands": "scope=j language_code",
    "getMyDescription": "language_code",
    "getMyName": "language_code",
    "getMyShortDescription": "language_code",
    "getUpdates": "offset=i limit=i timeout=i allowed_updates=j",
    "getWebhookInfo": "",
    "leaveChat": "chat_id=c",
    "logOut": "",
    "reopenForumTopic": "chat_id=c message_thread_id=i",
    "sendChatAction": "business_connection_id chat_id=c message_thread_id=i action",
    "sendDocument": f"{_SEND} {_CAPTION} document=f thumbnail=f disable_content_type_detection=b",
    "sendMessage": f"{_SEND} text parse_mode entities=j link_preview_options=j",
    "sendPhoto": f"{_SEND} {_CAPTION} photo=f has_spoiler=b",
    "setMessageReaction": "chat_id=c message_id=i reaction=j is_big=b",
    "setMyCommands": "commands=j scope=j language_code",
    "setMyDescription": "description language_code",
    "setMyName": "name language_code",
    "setMyShortDescription": "short_description language_code",
    "setWebhook": """url certificate=f ip_address max_connections=i allowed_updates=j
        drop_pending_updates=b secret_token""",
}
_JSON_TYPES = {bool: "Boolean", dict: "Object", int: "Number", list: "Array", str: "String"}
PARAMETERS: dict[str, dict[str, str]] = {
    method: {name: kind or "s" for name, _, kind in (word.partition("=") for word in words.split())}
    for method, words in _METHODS.items()
}
NAMES = {method.lower(): method for method in PARAMETERS}


@dataclass(frozen=True)
class Upload:
    """A file that came in a multipart body."""

    filename: str
    content: bytes


Fields = dict[str, str | Upload]


@dataclass
class Request:
    """One call of a method: typed parameters, and remarks on what Telegram only lets pass."""

    method: str
    parameters: Mapping[str, Any]
    remarks: list[str] = field(default_factory=list)

    def remark(self, text: str) -> None:
        """Note a fault of the bot that Telegram does not refuse."""
        self.remarks.append(text)

    def text(self, name: str) -> str:
        """Return a String parameter, "" where it is missing."""
        value = self.parameters.get(name, "")
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return an Integer parameter, 0 for what is none, as Telegram reads it."""
        value = self.parameters.get(name, default)
        return value if isinstance(value, int) else 0

    def flag(self, name: str) -> bool:
        """Return a Boolean parameter, False where it is missing."""
        return self.parameters.get(name) is True

    def formatted(self, name: str, entities: str) -> FormattedText:
        """Return a text parameter after parse_mode and *entities*, its remarks taken."""
        mode = self.text("parse_mode")
        formatted = formatted_text(self.text(name), mode, self.parameters.get(entities))
        self.remarks.extend(formatted.remarks)
        return formatted

    def known_fields(self, value: Mapping[str, Any], known: str, what: str) -> None:
        """Note the fields of *value* that *known* (words) does not list."""
        for name in value.keys() - set(known.split()):
            self.remark(f'unknown field "{name}" of {what}')

    def json_object(self, name: str, expected: str) -> dict[str, Any]:
        """Return a JSON parameter that must be an object, {} where it is missing.

        Raises:
            RefusalError: "{expected} expected …" as Telegram words it.
        """
        value = self.parameters.get(name, {})
        if not isinstance(value, dict):
            raise bad_request(expected)
        return value


def check_field(value: Mapping[str, Any], name: str, kind: type) -> None:
    """Refuse an optional field of a JSON object that is there and not of *kind*.

    Raises:
        RefusalError: 'field "…" must be of type …'.
    """
    if name in value and not isinstance(value[name], kind):
        raise bad_request(f'Field "{name}" must be of type {_JSON_TYPES[kind]}')


def read_fields(query: str, content_type: str, body: bytes) -> Fields:
    """Return the raw parameters of the query string and of a form, multipart or JSON body.

    Raises:
        RefusalError: where the body is not what its content type says.
    """
    fields: Fields = dict(parse_qsl(query, keep_blank_values=True))
    headers = Message()
    headers["content-type"] = content_type
    match headers.get_content_type():
        case "application/x-www-form-urlencoded":
            fields.update(parse_qsl(body.decode(), keep_blank_values=True))
        case "multipart/form-data":
            fields.update(_multipart(body, str(headers.get_boundary(""))))
        case "application/json" if body:
            try:
                decoded = json.loads(body)
            except ValueError as problem:
                raise bad_request("Can't parse JSON object") from problem
            if not isinstance(decoded, dict):
                raise bad_request("Can't parse JSON object")
            for name, value in decoded.items():
                if value is not None:
                    fields[name] = value if isinstance(value, str) else json.dumps(value)
        case _:
            pass
    return fields


def _multipart(body: bytes, boundary: str) -> Fields:
    fields: Fields = {}
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        headers = BytesParser().parsebytes(head + b"\r\n\r\n", headersonly=True)
        name = str(headers.get_param("name", "", header="content-disposition"))
        filename = headers.get_filename()
        fields[name] = content.decode() if filename is None else Upload(filename, content)
    return fields


def typed_request(method: str, fields: Fields) -> Request:
    """Return the request with each parameter decoded; remarks name the unknown and the ill-typed.

    A parameter that cannot be decoded stays a string, for the method to refuse.
    """
    request = Request(method, {})
    known = PARAMETERS[method]
    parameters: dict[str, Any] = {}
    for name, raw in fields.items():
        kind = known.get(name)
        if isinstance(raw, Upload):
            parameters[name] = raw
            if kind is None and f"attach://{name}" not in str(fields.values()):
                request.remark(f'unknown file "{name}"')
            continue
        if kind is None:
            request.remark(f'unknown parameter "{name}"')
        parameters[name] = _typed(kind or "s", raw)
        wrong = {"i": not isinstance(parameters[name], int), "b": parameters[name] in ("", raw)}
        if raw and wrong.get(kind or "s", False):
            request.remark(f'parameter "{name}" is of another type: {raw!r}')
    request.parameters = parameters
    return request


def _typed(kind: str, raw: str) -> Any:
    is_integer = re.fullmatch(r"-?\d+", raw.strip()) is not None
    match kind:
        case "i" | "c" if is_integer:
            return int(raw)
        case "b" if raw.strip().lower() in {"true", "false", "yes", "no", "1", "0"}:
            return raw.strip().lower() in {"true", "yes", "1"}
        case "j":
            try:
                return json.loads(raw)
            except ValueError:
                return raw
        case _:
            return raw
