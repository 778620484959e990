"""The methods that answer a press of a button and an inline query."""

from typing import Any

from tests.support.bot_api_errors import RefusalError, bad_request
from tests.support.bot_api_markup import check_markup
from tests.support.bot_api_request import Request
from tests.support.bot_api_text import MAX_TEXT, formatted_text, utf16_length
from tests.support.bot_api_world import Json, World

_MAX_ALERT = 200
_MAX_RESULTS = 50
_MAX_RESULT_ID_BYTES = 64
_RESULT_TYPES = frozenset(
    {
        *("article", "audio", "contact", "document", "game", "gif", "location", "mpeg4_gif"),
        *("photo", "sticker", "venue", "video", "voice"),
    }
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, request: Request) -> bool:
    """Answer answerCallbackQuery; a second answer to an open query is taken, as a retry must be."""
    _check_open(world.callback_queries, request.text("callback_query_id"))
    if utf16_length(request.text("text")) > _MAX_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    return True


def answer_inline_query(world: World, request: Request) -> bool:
    """Answer answerInlineQuery."""
    results = request.parameters.get("results")
    if not isinstance(results, list):
        raise bad_request("Can't parse inline query results JSON object")
    for result in results:
        try:
            _check_result(request, result)
        except RefusalError as refusal:
            reason = refusal.description.removeprefix("Bad Request: ")
            if reason.isupper():
                raise
            raise bad_request(f"Can't parse inline query result: {reason}") from refusal
    _check_open(world.inline_queries, request.text("inline_query_id"))
    if len(results) > _MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return True


def _check_open(queries: dict[str, bool], query_id: str) -> None:
    """Refuse a query that is unknown, or that the test has let expire."""
    if not queries.get(query_id):
        raise bad_request(_TOO_OLD, arranged=query_id in queries)


def _check_result(request: Request, result: Any) -> None:
    if not isinstance(result, dict):
        raise bad_request("Inline query result must be an object")
    for name in ("type", "id"):
        if name not in result:
            raise bad_request(f'Can\'t find field "{name}"')
    if result["type"] not in _RESULT_TYPES:
        raise bad_request(f'type "{result["type"]}" is unsupported for the inline query result')
    if not 0 < len(str(result["id"]).encode()) <= _MAX_RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if "reply_markup" in result:
        check_markup(request, result["reply_markup"], inline_only=True)
    if result["type"] == "article" and not result.get("title"):
        raise bad_request('Can\'t find field "title"')
    content = result.get("input_message_content")
    if isinstance(content, dict):
        _check_content(request, content)
    elif result["type"] == "article":
        raise bad_request("Input message content is not specified")


def _check_content(request: Request, content: Json) -> None:
    if "message_text" not in content:
        return
    text = formatted_text(
        content["message_text"], content.get("parse_mode") or "", content.get("entities")
    )
    for remark in text.remarks:
        request.remark(remark)
    if not text.text:
        raise bad_request("Message text is empty")
    if utf16_length(text.text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
