"""A reply_markup parameter becomes the markup of a message, or a refusal."""

from typing import Any

from tests.support.bot_api_errors import RefusalError, bad_request
from tests.support.bot_api_request import Request, check_field
from tests.support.bot_api_urls import checked_url

Json = dict[str, Any]

_MAX_BUTTONS = 100
_MAX_DATA_BYTES = 64
_MAX_COPIED = 256
# In the order in which Telegram looks for them.
_ACTIONS: dict[str, type] = {
    "url": str,
    "callback_data": str,
    "callback_game": dict,
    "pay": bool,
    "switch_inline_query": str,
    "switch_inline_query_chosen_chat": dict,
    "switch_inline_query_current_chat": str,
    "login_url": dict,
    "web_app": dict,
    "copy_text": dict,
}
_BUTTON_FIELDS = f"text style icon_custom_emoji_id {' '.join(_ACTIONS)}"
_FORMS = {
    "inline_keyboard": "inline_keyboard",
    "keyboard": """keyboard is_persistent resize_keyboard one_time_keyboard selective
        input_field_placeholder""",
    "remove_keyboard": "remove_keyboard selective",
    "force_reply": "force_reply selective input_field_placeholder",
}


def read_markup(request: Request, *, inline_only: bool = False) -> Json | None:
    """Return the inline keyboard of the request, None for none and for the other markups.

    Only an inline keyboard becomes part of a message; the others are checked and dropped.
    """
    if request.parameters.get("reply_markup", "") == "":
        return None
    return check_markup(request, request.parameters["reply_markup"], inline_only=inline_only)


def check_markup(request: Request, markup: Any, *, inline_only: bool = False) -> Json | None:
    """Return the inline keyboard of *markup*, as `read_markup` does."""
    if isinstance(markup, str):
        raise bad_request("Can't parse reply keyboard markup JSON object")
    if not isinstance(markup, dict):
        raise bad_request("Object expected as reply markup")
    _check_forms(request, markup)
    if "inline_keyboard" not in markup:
        if inline_only and markup:
            raise bad_request("Inline keyboard expected")
        return None
    rows = [_row(request, row) for row in markup["inline_keyboard"]]
    if sum(map(len, rows)) > _MAX_BUTTONS:
        raise bad_request("Reply markup is too long")
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _check_forms(request: Request, markup: Json) -> None:
    """Refuse fields of a wrong type; note more than one kind of markup, or none."""
    forms = [form for form in _FORMS if form in markup]
    if len(forms) != 1:
        request.remark(f"reply_markup needs one of {', '.join(_FORMS)}; found {forms or 'none'}")
    request.known_fields(markup, " ".join(_FORMS[form] for form in forms), "reply_markup")
    for form in ("inline_keyboard", "keyboard"):
        check_field(markup, form, list)
    for flag in ("remove_keyboard", "force_reply", "selective", "resize_keyboard"):
        check_field(markup, flag, bool)


def _row(request: Request, row: Any) -> list[Json]:
    if not isinstance(row, list):
        raise bad_request(
            'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    return [_button(request, button) for button in row]


def _button(request: Request, button: Any) -> Json:
    def cannot(reason: str) -> RefusalError:
        return bad_request(f"Can't parse inline keyboard button: {reason}")

    if not isinstance(button, dict):
        raise cannot("InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise cannot('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise cannot('Field "text" must be of type String')
    request.known_fields(button, _BUTTON_FIELDS, "InlineKeyboardButton")
    empty = {"url": "", "callback_data": ""}
    actions = [name for name in _ACTIONS if name in button and button[name] != empty.get(name)]
    if not actions:
        raise cannot("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        request.remark(f"a button has one action, Telegram takes {actions[0]} of {actions}")
    action = actions[0]
    check_field(button, action, _ACTIONS[action])
    if not button["text"].strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    checked = {name: button[name] for name in ("style", "icon_custom_emoji_id") if name in button}
    return {"text": button["text"], **checked, action: _action(action, button[action])}


def _action(action: str, value: Any) -> Any:
    match action:
        case "url":
            return _url("URL", value)
        case "web_app":
            return {"url": _url("Web App URL", str(value.get("url", "")), https_only=True)}
        case "callback_data":
            if len(value.encode()) > _MAX_DATA_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
        case "copy_text":
            if not 0 < len(value.get("text", "")) <= _MAX_COPIED:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "pay" | "callback_game":
            raise bad_request("BUTTON_TYPE_INVALID")
        case _:
            pass
    return value


def _url(what: str, url: str, *, https_only: bool = False) -> str:
    try:
        return checked_url(url, https_only=https_only)
    except ValueError as reason:
        raise bad_request(f"Inline keyboard button {what} '{url}' is invalid: {reason}") from reason
