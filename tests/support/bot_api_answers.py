"""Outcomes, refusals and faults become HTTP answers."""

import json
from http import HTTPStatus
from typing import Any

from tests.support.bot_api_errors import RefusalError
from tests.support.bot_api_faults import (
    BadGateway,
    Fault,
    Garbage,
    NotFound,
    ServerError,
    TooManyRequests,
)
from tests.support.bot_api_http import HttpAnswer

Json = dict[str, Any]


def answer_instead(fault: Fault) -> HttpAnswer | None:
    """Return the answer of a fault that has one of its own."""
    match fault:
        case TooManyRequests(retry_after_s):
            return refused_answer(
                RefusalError(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    f"Too Many Requests: retry after {retry_after_s}",
                    parameters={"retry_after": retry_after_s},
                )
            )
        case BadGateway():
            page = b"<html><head><title>502 Bad Gateway</title></head></html>"
            return HttpAnswer(HTTPStatus.BAD_GATEWAY, page, "text/html")
        case ServerError():
            return refused_answer(RefusalError(500, "Internal Server Error"))
        case NotFound():
            return refused_answer(RefusalError(404, "Not Found"))
        case Garbage():
            return HttpAnswer(200, b'{"ok":true,"result":{"message_id"')
        case _:
            return None


def refused_answer(refusal: RefusalError) -> HttpAnswer:
    """Return the error object of Telegram."""
    body = {"ok": False, "error_code": int(refusal.status), "description": refusal.description}
    headers = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
        if "retry_after" in refusal.parameters:
            headers = {"Retry-After": str(refusal.parameters["retry_after"])}
    return json_answer(refusal.status, body, headers)


def json_answer(status: int, body: Json, headers: dict[str, str] | None = None) -> HttpAnswer:
    """Return *body* as JSON."""
    return HttpAnswer(int(status), json.dumps(body).encode(), headers=headers or {})
