"""The fake is as strict as Telegram, its faults strike, and its queue keeps its promises."""

import asyncio
import contextlib
import http.client
import json
import threading
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from tests.support.bot_api import (
    NO_ANSWER,
    BadGateway,
    BotApi,
    DropAfter,
    DropBefore,
    Fault,
    Garbage,
    ServerError,
    Slow,
    TooManyRequests,
)
from tests.support.bot_api_client import (
    CHAT,
    Json,
    button,
    call,
    incoming,
    keyboard,
    raw,
    result,
    send,
)
from tests.support.bot_api_methods import METHODS
from tests.support.updates import callback_query, private_chat, text_message


def form(**parameters: Any) -> bytes:
    return urlencode(parameters).encode()


def multipart(name: str, content: bytes, **fields: Any) -> bytes:
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    head = f'--cut\r\nContent-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n\r\n'
    return b"".join([*parts, head.encode(), content, b"\r\n--cut--\r\n"])


MARKUP = keyboard(button(callback_data="x"))


@pytest.mark.parametrize(
    ("verb", "query", "content_type", "body"),
    [
        ("GET", urlencode({"chat_id": CHAT, "text": "é", "protect_content": True}), "", None),
        (
            "POST",
            "",
            "application/x-www-form-urlencoded",
            form(chat_id=CHAT, text="é", protect_content="true"),
        ),
        (
            "POST",
            "chat_id=501",
            "application/json; charset=utf-8",
            json.dumps({"text": "é", "protect_content": True, "parse_mode": None}).encode(),
        ),
        (
            "POST",
            "",
            "multipart/form-data; boundary=cut",
            multipart("unused", b"\r\n\x00", chat_id=CHAT, text="é", protect_content="True"),
        ),
    ],
)
def test_parameters_come_in_every_form(
    api: BotApi, verb: str, query: str, content_type: str, body: bytes | None
) -> None:
    path = f"/bot{api.token}/sendMessage?{query}"
    status, answer = raw(api, path, verb=verb, body=body, content_type=content_type)
    assert status == 200, answer
    assert api.sent()[0]["text"] == "é"
    parameters = {k: v for k, v in api.calls[0].parameters.items() if k != "unused"}
    assert parameters == {"chat_id": CHAT, "text": "é", "protect_content": True}


def test_an_upload_arrives_byte_for_byte(api: BotApi) -> None:
    content = bytes(range(256)) + b"\r\n\r\n"
    status, body = raw(
        api,
        f"/bot{api.token}/sendPhoto",
        body=multipart("photo", content, chat_id=CHAT),
        content_type="multipart/form-data; boundary=cut",
    )
    assert status == 200, body
    file_id = json.loads(body)["result"]["photo"][-1]["file_id"]
    path = result(api, "getFile", file_id=file_id)["file_path"]
    assert raw(api, f"/file/bot{api.token}/{path}", verb="GET") == (200, content)


def test_a_connection_serves_many_calls(api: BotApi) -> None:
    connection = http.client.HTTPConnection(urlsplit(api.base_url).netloc, timeout=5)
    for _ in range(3):
        connection.request("GET", f"/bot{api.token}/getMe")
        assert connection.getresponse().read()
        assert connection.sock is not None
    connection.close()
    assert len(api.calls) == 3


def test_a_method_is_found_in_any_case(api: BotApi) -> None:
    assert result(api, "GETME")["username"] == "nato_myths_bot"
    assert [one.method for one in api.calls] == ["getMe"]


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot123:abc/sendDance", 404, "Not Found"),
        ("/bot123:wrong/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/getMe", 404, "Not Found"),
        ("/file/bot123:abc/files/none", 404, "Not Found"),
        ("/file/bot123:wrong/files/none", 404, "Not Found"),
    ],
)
def test_an_address_that_leads_nowhere(
    api: BotApi, path: str, status: int, description: str
) -> None:
    code, body = raw(api, path)
    expected = {"ok": False, "error_code": status, "description": description}
    assert (code, json.loads(body)) == (status, expected)


@pytest.mark.parametrize(
    ("parameters", "violation"),
    [
        ({"mood": "good"}, 'unknown parameter "mood"'),
        ({"disable_web_page_preview": True}, 'unknown parameter "disable_web_page_preview"'),
        ({"protect_content": "maybe"}, "parameter \"protect_content\" is of another type: 'maybe'"),
        ({"message_thread_id": "one"}, "parameter \"message_thread_id\" is of another type: 'one'"),
        ({"link_preview_options": {"big": True}}, 'unknown field "big" of LinkPreviewOptions'),
        ({"reply_parameters": {"message_id": 0, "at": 1}}, 'unknown field "at" of ReplyParameters'),
        (
            {"reply_markup": keyboard(button(callback_data="x", color="red"))},
            'unknown field "color" of InlineKeyboardButton',
        ),
        (
            {"reply_markup": {}},
            (
                "reply_markup needs one of inline_keyboard, keyboard, remove_keyboard, "
                "force_reply; found none"
            ),
        ),
        ({"parse_mode": "MarkdownV2"}, "this fake does not parse MarkdownV2; use HTML"),
    ],
)
def test_what_telegram_would_ignore_is_a_violation(
    api: BotApi, parameters: Json, violation: str
) -> None:
    send(api, **parameters)
    assert api.violations == [f"sendMessage: {violation}"]


def test_a_body_that_is_no_json_is_refused(api: BotApi) -> None:
    path = f"/bot{api.token}/getMe"
    status, _ = raw(api, path, body=b"{", content_type="application/json")
    assert (status, api.calls[0].status) == (400, 400)


def test_a_fault_in_the_fake_itself_is_told(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "getMe", lambda _world, _request: 1 // 0)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        call(api, "getMe")
    assert "ZeroDivisionError" in api.violations[0]


def test_wait_for_returns_the_calls(api: BotApi) -> None:
    threading.Timer(0.02, send, (api,)).start()
    calls = api.wait_for("sendmessage")
    assert [(one.method, one.status) for one in calls] == [("sendMessage", 200)]
    assert api.wait_for(lambda one: one.parameters["text"] == "Hello") == calls
    api.wait_for(lambda _: len(api.sent()) == 1)


def test_wait_for_tells_what_there_was(api: BotApi) -> None:
    call(api, "sendMessage", chat_id=9, text="x")
    with pytest.raises(AssertionError) as failure:
        api.wait_for("sendMessage", 2, timeout_s=0.01)
    listing = str(failure.value)
    assert listing.startswith("waited 0.01 s for 2 x sendMessage, saw 1\ncalls:\n")
    assert "+0.000 s sendMessage -> 400 {'chat_id': 9, 'text': 'x'}" in listing
    assert listing.endswith("sendMessage: Bad Request: chat not found")


def test_wait_for_knows_its_methods(api: BotApi) -> None:
    with pytest.raises(ValueError, match="no method 'sendMesage'"):
        api.wait_for("sendMesage")


def test_faults_strike_in_order_and_pass(api: BotApi) -> None:
    api.fail_next("sendMessage", TooManyRequests(3))
    api.fail_next("sendMessage", ServerError(), times=2)
    api.fail_next(None, BadGateway())
    statuses = [raw_status(api) for _ in range(5)]
    assert statuses == [429, 500, 500, 502, 200]
    assert api.faults_left() == []
    assert len(api.sent()) == 1
    assert api.violations == []


def raw_status(api: BotApi) -> int:
    path = f"/bot{api.token}/sendMessage?{urlencode({'chat_id': CHAT, 'text': 'x'})}"
    return raw(api, path)[0]


def test_a_fault_of_another_method_waits(api: BotApi) -> None:
    api.fail_next("getMe", ServerError())
    assert send(api)
    assert api.faults_left() == [ServerError()]


def test_too_many_requests_names_the_seconds(api: BotApi) -> None:
    api.fail_next("getMe", TooManyRequests(7))
    assert call(api, "getMe")[1] == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


@pytest.mark.parametrize(("fault", "delivered"), [(DropBefore(), 0), (DropAfter(), 1)])
def test_a_dropped_connection_has_no_answer(api: BotApi, fault: Fault, delivered: int) -> None:
    api.fail_next("sendMessage", fault)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        raw_status(api)
    assert [one.status for one in api.calls] == [NO_ANSWER]
    assert len(api.sent()) == delivered


def test_a_slow_answer_comes_after_the_deed_and_ends_with_the_fake() -> None:
    with BotApi() as api:
        api.add_chat(private_chat())
        api.fail_next("sendMessage", Slow(30))
        sending = threading.Thread(target=ignore_the_end, args=(api,))
        sending.start()
        api.wait_for("sendMessage")
        assert (len(api.sent()), sending.is_alive()) == (1, True)
        start = time.monotonic()
    assert time.monotonic() - start < 0.5
    sending.join(5)


def test_a_slow_answer_comes(api: BotApi) -> None:
    api.fail_next("getMe", Slow(0.05))
    start = time.monotonic()
    assert call(api, "getMe")[0] == 200
    assert time.monotonic() - start >= 0.05


def ignore_the_end(api: BotApi) -> None:
    with contextlib.suppress(ConnectionError, http.client.HTTPException):
        send(api)


@pytest.fixture
async def bot(api: BotApi) -> Any:
    async with Bot(api.token, base_url=api.base_url, base_file_url=api.file_url) as running:
        yield running


async def test_ptb_sends_edits_and_answers(api: BotApi, bot: Bot) -> None:
    asked = incoming(api)
    message = await bot.send_message(
        CHAT,
        "<b>No.</b> It does not.",
        parse_mode="HTML",
        reply_parameters=ReplyParameters(asked["message_id"], quote="it rains"),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=InlineKeyboardMarkup.from_button(
            InlineKeyboardButton("Why?", callback_data="why")
        ),
    )
    assert message.parse_entities() == {message.entities[0]: "No."}
    assert message.quote is not None
    assert message.quote.position == 19
    query_id = api.send(callback_query("why", api.sent()[0]))["callback_query"]["id"]
    assert await bot.answer_callback_query(query_id, "Look.")
    edited_message = await bot.edit_message_text("Because.", CHAT, message.message_id)
    assert isinstance(edited_message, Message)
    assert edited_message.text == "Because."
    photo = await bot.send_photo(CHAT, photo=b"jpeg", caption="x")
    assert bytes(await (await bot.get_file(photo.photo[-1])).download_as_bytearray()) == b"jpeg"
    assert (await bot.get_chat(CHAT)).first_name == "Ola"
    assert (await bot.get_chat_member(CHAT, bot.id)).status == "member"
    assert await bot.set_message_reaction(CHAT, asked["message_id"], "❤️\u200d🔥")
    assert await bot.set_my_commands([("start", "Begin")])
    assert api.violations == []


async def test_ptb_meets_each_fault_as_its_error(
    api: BotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without it RetryAfter warns as it is made, and warnings are errors here.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    errors: list[tuple[Fault, type[Exception]]] = [
        (TooManyRequests(3), RetryAfter),
        (BadGateway(), NetworkError),
        (ServerError(), NetworkError),
        (DropBefore(), NetworkError),
        (DropAfter(), NetworkError),
        (Garbage(), TelegramError),
    ]
    for fault, error in errors:
        api.fail_next("sendMessage", fault)
        with pytest.raises(error):
            await bot.send_message(CHAT, str(fault))
    await bot.send_message(CHAT, "x")
    assert [message["text"] for message in api.sent()] == ["DropAfter()", "x"]


async def test_ptb_meets_the_refusals_as_its_errors(api: BotApi, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(9, "x")
    api.block(CHAT)
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(CHAT, "x")
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()


async def test_ptb_polls_the_queue_dry(api: BotApi) -> None:
    async def echo(update: Update, _: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(f"{update.message.text}?")

    application = ApplicationBuilder().token(api.token).base_url(api.base_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    api.send(text_message("one"))
    async with application:
        assert application.updater is not None
        await application.updater.start_polling()
        await application.start()
        api.send(text_message("two"))
        await asyncio.to_thread(api.wait_for, "sendMessage", 2)
        await application.updater.stop()
        await application.stop()
    assert sorted(message["text"] for message in api.sent()) == ["one?", "two?"]
    assert api.pending_updates() == []
    assert api.violations == []
