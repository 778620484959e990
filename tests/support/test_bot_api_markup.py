"""Keyboards: what Telegram refuses and what it lets pass."""

from typing import Any

import pytest

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import CHAT, Json, button, keyboard, refusal, send


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [button(callback_data="x")]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            keyboard(button()),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            keyboard(button(callback_data="")),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            keyboard({"callback_data": "x"}),
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            keyboard({"text": "", "callback_data": "x"}),
            "inline keyboard button text must be non-empty",
        ),
        (keyboard(button(callback_data="x" * 65)), "BUTTON_DATA_INVALID"),
        (keyboard(button(callback_data="й" * 33)), "BUTTON_DATA_INVALID"),
        (
            keyboard(button(url="not-a-url")),
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            keyboard(button(url="http://localhost:80/x")),
            "inline keyboard button URL 'http://localhost:80/x' is invalid: Wrong HTTP URL",
        ),
        (
            keyboard(button(url="ftp://example.org")),
            "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
        (
            keyboard(button(web_app={"url": "http://example.org"})),
            (
                "inline keyboard button Web App URL 'http://example.org' is invalid: "
                "Only HTTPS links are allowed"
            ),
        ),
        (keyboard(button(url=7)), 'field "url" must be of type String'),
        (keyboard(button(pay=True)), "BUTTON_TYPE_INVALID"),
        (keyboard(button(copy_text={"text": ""})), "BUTTON_COPY_TEXT_INVALID"),
        (keyboard(*[button(callback_data="x")] * 101), "reply markup is too long"),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
    ],
)
def test_a_markup_telegram_would_refuse_is_refused(
    api: BotApi, markup: Any, description: str
) -> None:
    actual = refusal(api, "sendMessage", chat_id=CHAT, text="x", reply_markup=markup)
    assert actual == f"Bad Request: {description}"


@pytest.mark.parametrize(
    "one",
    [
        button(callback_data="x" * 64),
        button(callback_data="й" * 32),
        button(url="tg://resolve?domain=x"),
        button(switch_inline_query=""),
        button(copy_text={"text": "x"}, style="danger"),
    ],
)
def test_a_good_button_comes_back(api: BotApi, one: Json) -> None:
    assert send(api, reply_markup=keyboard(one))["reply_markup"] == keyboard(one)
    assert api.violations == []


def test_a_button_of_two_actions_is_a_violation(api: BotApi) -> None:
    message = send(api, reply_markup=keyboard(button(url="https://a.org/", callback_data="x")))
    assert message["reply_markup"] == keyboard(button(url="https://a.org/"))
    assert api.violations == [
        "sendMessage: a button has one action, Telegram takes url of ['url', 'callback_data']"
    ]
