"""A reader looks at the bot's last message and presses what stands there."""

from typing import Any

from tests.support.bot_api import BotApi
from tests.support.updates import callback_query

Json = dict[str, Any]


def last(api: BotApi) -> Json:
    """Return the message that the bot sent last, as it is now."""
    return api.shown(api.sent()[-1])


def labels(api: BotApi) -> list[list[str]]:
    """Return what stands on its buttons, row by row."""
    markup = last(api).get("reply_markup", {"inline_keyboard": []})
    return [[button["text"] for button in row] for row in markup["inline_keyboard"]]


def press(
    api: BotApi, label: str, presser: Json | None = None, *, message: Json | None = None
) -> Json:
    """Return the update of a press on the button with this label, of the last message as a rule."""
    message = api.shown(message) if message else last(api)
    (data,) = (
        button["callback_data"]
        for row in message["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == label
    )
    return callback_query(data, message, presser=presser)
