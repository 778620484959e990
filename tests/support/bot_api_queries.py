"""The methods that answer a press of a button, an inline query and a guest query."""

import re
from collections.abc import Sequence
from typing import Any

from tests.support.bot_api_errors import RefusalError, bad_request
from tests.support.bot_api_markup import check_markup
from tests.support.bot_api_request import Request
from tests.support.bot_api_text import MAX_TEXT, formatted_text, utf16_length
from tests.support.bot_api_world import Json, World

_MAX_ALERT = 200
_MAX_RESULTS = 50
_MAX_RESULT_ID_BYTES = 64
_MAX_OFFSET_BYTES = 64
_START_PARAMETER = re.compile("[A-Za-z0-9_-]{0,64}")
_ARTICLE_FIELDS = """type id title input_message_content reply_markup url description thumbnail_url
    thumbnail_width thumbnail_height"""
_TEXT_FIELDS = "message_text parse_mode entities link_preview_options"
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
        _check_parsable(request, result)
    _check_button(request)
    query_id = request.text("inline_query_id")
    _check_open(world.inline_queries, query_id)
    if len(results) > _MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(request.text("next_offset").encode()) > _MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    world.offered[query_id] = results
    return True


def answer_guest_query(world: World, request: Request) -> Json:
    """Answer answerGuestQuery; the message is posted, and no second one is.

    A second answer may be a retry after a lost receipt, and is no violation.
    """
    result: Any = request.parameters.get("result")
    _check_parsable(request, result)
    query_id = request.text("guest_query_id")
    _check_open(world.guest_queries, query_id)
    world.guest_queries[query_id] = False
    content = posted_content([result], result["id"])
    return {"inline_message_id": world.post(content, {"from": world.bot})}


def posted_content(results: Sequence[Json], result_id: str) -> Json:
    """Return the fields of the message that the result of that id becomes.

    Raises:
        ValueError: where there is no such result.
    """
    result = next((one for one in results if one["id"] == result_id), None)
    if result is None:
        raise ValueError(f"no result {result_id!r} among {[one['id'] for one in results]}")
    content = result["input_message_content"]
    text = formatted_text(
        content["message_text"], content.get("parse_mode") or "", content.get("entities")
    )
    around = {
        name: value
        for name, value in (
            ("link_preview_options", content.get("link_preview_options")),
            ("reply_markup", result.get("reply_markup")),
        )
        if value
    }
    return {**text.fields(), **around}


def _check_button(request: Request) -> None:
    """Refuse a button above the results that Telegram would refuse."""
    button = request.json_object("button", "Object expected as inline query results button")
    if not button:
        return
    request.known_fields(button, "text web_app start_parameter", "InlineQueryResultsButton")
    if not str(button.get("text", "")).strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if "web_app" in button:
        return
    if not button.get("start_parameter"):
        raise bad_request("START_PARAM_EMPTY")
    if not _START_PARAMETER.fullmatch(str(button["start_parameter"])):
        raise bad_request("START_PARAM_INVALID")


def _check_parsable(request: Request, result: Any) -> None:
    try:
        _check_result(request, result)
    except RefusalError as refusal:
        reason = refusal.description.removeprefix("Bad Request: ")
        if reason.isupper():
            raise
        raise bad_request(f"Can't parse inline query result: {reason}") from refusal


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
    if result["type"] == "article":
        _check_article(request, result)
    content = result.get("input_message_content")
    if isinstance(content, dict):
        _check_content(request, content)
    elif result["type"] == "article":
        raise bad_request("Input message content is not specified")


def _check_article(request: Request, result: Json) -> None:
    request.known_fields(result, _ARTICLE_FIELDS, "InlineQueryResultArticle")
    if not result.get("title"):
        raise bad_request('Can\'t find field "title"')


def _check_content(request: Request, content: Json) -> None:
    if "message_text" not in content:
        return
    request.known_fields(content, _TEXT_FIELDS, "InputTextMessageContent")
    text = formatted_text(
        content["message_text"], content.get("parse_mode") or "", content.get("entities")
    )
    for remark in text.remarks:
        request.remark(remark)
    if not text.text:
        raise bad_request("Message text is empty")
    if utf16_length(text.text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
