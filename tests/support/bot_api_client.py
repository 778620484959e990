"""A bare HTTP client of the fake, for the tests of its rules."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from tests.support.bot_api import BotApi
from tests.support.updates import group, text_message, user

Json = dict[str, Any]
Answer = tuple[int, Json]

CHAT = user()["id"]
GROUP = group()["id"]


def raw(
    api: BotApi, path: str, *, body: bytes | None = None, content_type: str = "", verb: str = "POST"
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(api.base_url).netloc, timeout=5)
    try:
        connection.request(verb, path, body, {"Content-Type": content_type})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def call(api: BotApi, method: str, **parameters: Any) -> Answer:
    status, body = raw(
        api,
        f"/bot{api.token}/{method}",
        body=json.dumps(parameters).encode(),
        content_type="application/json",
    )
    return status, json.loads(body)


def result(api: BotApi, method: str, **parameters: Any) -> Any:
    status, answer = call(api, method, **parameters)
    assert status == 200, answer
    return answer["result"]


def refusal(api: BotApi, method: str, **parameters: Any) -> str:
    status, answer = call(api, method, **parameters)
    assert status == answer["error_code"] == 400, answer
    assert not answer["ok"]
    return str(answer["description"])


def send(api: BotApi, text: str = "Hello", **parameters: Any) -> Json:
    message: Json = result(api, "sendMessage", chat_id=CHAT, text=text, **parameters)
    return message


def incoming(api: BotApi, text: str = "Is it true that 🙂 it rains?", **envelope: Any) -> Json:
    message: Json = api.send(text_message(text, **envelope))["message"]
    return message


def entity(kind: str, offset: int, length: int, **more: Any) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}


def button(**fields: Any) -> Json:
    return {"text": "Why?", **fields}
