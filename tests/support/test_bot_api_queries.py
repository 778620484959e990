"""Presses, inline queries, actions, reactions, the profile, files and members."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.bot_api import DOWNLOAD, BotApi, NotFound
from tests.support.bot_api_client import CHAT, GROUP, Json, incoming, raw, refusal, result, send
from tests.support.updates import (
    callback_query,
    group,
    guest_message,
    inline_query,
    photo_message,
    user,
)

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NO_REPLY = "Bad Request: message to be replied not found"


def test_a_press_is_answered_while_it_is_open(api: BotApi) -> None:
    query_id = api.send(callback_query("x", send(api)))["callback_query"]["id"]
    assert result(api, "answerCallbackQuery", callback_query_id=query_id, text="y" * 200) is True
    actual = refusal(api, "answerCallbackQuery", callback_query_id=query_id, text="y" * 201)
    assert actual == "Bad Request: MESSAGE_TOO_LONG"
    assert refusal(api, "answerCallbackQuery", callback_query_id="unknown") == TOO_OLD


def test_a_press_shows_the_message_as_it_is_now_and_what_it_replies_to(api: BotApi) -> None:
    first = incoming(api)
    asked = incoming(api, reply_to=first)
    sent = send(api, reply_parameters={"message_id": asked["message_id"]})
    without = {name: value for name, value in asked.items() if name != "reply_to_message"}
    assert api.shown(sent) == sent | {"reply_to_message": without}

    result(api, "editMessageText", chat_id=CHAT, message_id=sent["message_id"], text="Changed")
    assert (api.shown(sent)["text"], api.shown(sent)["reply_to_message"]) == ("Changed", without)

    api.delete(CHAT, asked["message_id"])
    assert "reply_to_message" not in api.shown(sent)
    api.delete(CHAT, sent["message_id"])
    assert api.shown(sent) == {
        "chat": sent["chat"],
        "message_id": sent["message_id"],
        "date": 0,
    }


def test_a_press_that_grew_old_is_refused_but_no_violation(api: BotApi) -> None:
    query_id = api.send(callback_query("x", send(api)))["callback_query"]["id"]
    api.expire(query_id)
    assert refusal(api, "answerCallbackQuery", callback_query_id=query_id) == TOO_OLD
    assert api.violations == []


KEY = {"text": "x", "callback_data": "x" * 65}
ARTICLE = {
    "type": "article",
    "id": "1",
    "title": "It rains",
    "input_message_content": {"message_text": "<b>No.</b>", "parse_mode": "HTML"},
}


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ("x", "can't parse inline query results JSON object"),
        ([1], "can't parse inline query result: inline query result must be an object"),
        ([{"type": "article"}], "can't parse inline query result: can't find field \"id\""),
        (
            [ARTICLE | {"type": "poem"}],
            (
                "can't parse inline query result: "
                'type "poem" is unsupported for the inline query result'
            ),
        ),
        ([ARTICLE | {"reply_markup": {"inline_keyboard": [[KEY]]}}], "BUTTON_DATA_INVALID"),
        ([ARTICLE] * 2, "RESULT_ID_DUPLICATE"),
        ([ARTICLE | {"id": str(number)} for number in range(51)], "RESULTS_TOO_MUCH"),
        ([ARTICLE | {"id": "x" * 65}], "RESULT_ID_INVALID"),
        (
            [ARTICLE | {"title": ""}],
            "can't parse inline query result: can't find field \"title\"",
        ),
        (
            [ARTICLE | {"input_message_content": None}],
            "can't parse inline query result: input message content is not specified",
        ),
        (
            [ARTICLE | {"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}],
            (
                "can't parse inline query result: can't parse entities: "
                'Can\'t find end tag corresponding to start tag "b"'
            ),
        ),
    ],
)
def test_inline_results_telegram_would_refuse_are_refused(
    api: BotApi, results: Any, description: str
) -> None:
    query_id = api.send(inline_query("rain"))["inline_query"]["id"]
    actual = refusal(api, "answerInlineQuery", inline_query_id=query_id, results=results)
    assert actual == f"Bad Request: {description}"


def test_an_inline_query_is_answered(api: BotApi) -> None:
    query_id = api.send(inline_query("rain"))["inline_query"]["id"]
    answer = {"results": [ARTICLE], "cache_time": 0}
    assert result(api, "answerInlineQuery", inline_query_id=query_id, **answer) is True
    assert refusal(api, "answerInlineQuery", inline_query_id="9", **answer) == TOO_OLD


@pytest.mark.parametrize(
    ("more", "description"),
    [
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": " ", "start_parameter": "x"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"button": {"text": "Ask me"}}, "START_PARAM_EMPTY"),
        ({"button": {"text": "Ask me", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Ask me", "start_parameter": "x" * 65}}, "START_PARAM_INVALID"),
    ],
)
def test_what_stands_around_inline_results_has_its_limits(
    api: BotApi, more: Json, description: str
) -> None:
    query_id = api.send(inline_query("rain"))["inline_query"]["id"]
    actual = refusal(api, "answerInlineQuery", inline_query_id=query_id, results=[], **more)
    assert actual == f"Bad Request: {description}"


def test_an_inline_query_that_grew_old_is_refused_but_no_violation(api: BotApi) -> None:
    query_id = api.send(inline_query("rain"))["inline_query"]["id"]
    api.expire(query_id)
    assert refusal(api, "answerInlineQuery", inline_query_id=query_id, results=[]) == TOO_OLD
    assert api.violations == []


def test_a_chosen_result_is_posted_and_the_bot_hears_of_it(api: BotApi) -> None:
    query = api.send(inline_query("rain", asker=user(9)))
    open_it = {"inline_keyboard": [[{"text": "Open", "url": "https://t.me/a_bot"}]]}
    results = [ARTICLE, ARTICLE | {"id": "2", "reply_markup": open_it}]
    result(api, "answerInlineQuery", inline_query_id=query["inline_query"]["id"], results=results)
    without, with_keyboard = (api.choose(query, name) for name in "12")
    first, second = api.posted()
    assert (first["text"], first["via_bot"]["username"]) == ("No.", "nato_myths_bot")
    assert first["entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert second["reply_markup"]["inline_keyboard"][0][0]["text"] == "Open"
    chosen = {"result_id": "1", "from": user(9), "query": "rain"}
    assert without["chosen_inline_result"] == chosen
    named = with_keyboard["chosen_inline_result"]["inline_message_id"]
    assert named == second["inline_message_id"]
    assert api.messages == {}
    with pytest.raises(ValueError, match="no result 'x' among"):
        api.choose(query, "x")


def test_a_guest_query_is_answered_once_and_its_chat_stays_unknown(api: BotApi) -> None:
    message = api.send(guest_message())["guest_message"]
    answer = {"guest_query_id": message["guest_query_id"], "result": ARTICLE}
    name = result(api, "answerGuestQuery", **answer)["inline_message_id"]
    (posted,) = api.posted()
    assert (posted["text"], posted["inline_message_id"]) == ("No.", name)
    assert result(api, "editMessageText", inline_message_id=name, text="Yes.") is True
    assert refusal(api, "answerGuestQuery", **answer) == TOO_OLD
    assert api.violations == []
    actual = refusal(api, "sendMessage", chat_id=message["chat"]["id"], text="Hello")
    assert actual == "Bad Request: chat not found"


def test_a_guest_query_takes_one_sound_result_while_it_is_open(api: BotApi) -> None:
    query_id = api.send(guest_message())["guest_message"]["guest_query_id"]
    actual = refusal(api, "answerGuestQuery", guest_query_id=query_id, result=[ARTICLE])
    wrong = "can't parse inline query result: inline query result must be an object"
    assert actual == f"Bad Request: {wrong}"
    api.expire(query_id)
    assert refusal(api, "answerGuestQuery", guest_query_id=query_id, result=ARTICLE) == TOO_OLD
    assert refusal(api, "answerGuestQuery", guest_query_id="9", result=ARTICLE) == TOO_OLD


def test_a_chat_action_is_one_of_the_list(api: BotApi) -> None:
    assert result(api, "sendChatAction", chat_id=CHAT, action="typing") is True
    actual = refusal(api, "sendChatAction", chat_id=CHAT, action="thinking")
    assert actual == "Bad Request: wrong parameter action in request"


@pytest.mark.parametrize(
    ("emoji", "description"),
    [
        (["👍", "👎"], "REACTIONS_TOO_MANY"),
        (["🦆"], "REACTION_INVALID"),
    ],
)
def test_a_reaction_is_one_of_the_list(api: BotApi, emoji: list[str], description: str) -> None:
    place = {"chat_id": CHAT, "message_id": incoming(api)["message_id"]}
    reaction = [{"type": "emoji", "emoji": one} for one in emoji]
    actual = refusal(api, "setMessageReaction", **place, reaction=reaction)
    assert actual == f"Bad Request: {description}"
    assert result(api, "setMessageReaction", **place, reaction=[reaction[0] | {"emoji": "👀"}])
    actual = refusal(api, "setMessageReaction", chat_id=CHAT, message_id=9, reaction=[])
    assert actual == "Bad Request: message to react not found"


def command(name: str = "start", description: str = "Begin") -> Json:
    return {"command": name, "description": description}


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": [command("Start")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("почати")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("")]}, "command must be non-empty"),
        ({"commands": [command("x" * 33)]}, "command length must not exceed 32"),
        ({"commands": [command(description=" ")]}, "command description must be non-empty"),
        (
            {"commands": [command(description="x" * 257)]},
            "command description length must not exceed 256",
        ),
        ({"commands": [command(f"c{n}") for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": "x"}, "expected an Array of BotCommand"),
        (
            {"commands": [command()], "scope": {"type": "planet"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            {"commands": [command()], "scope": {"type": "chat", "chat_id": 9}},
            "chat not found",
        ),
        (
            {"commands": [command()], "language_code": "english"},
            "invalid language code specified",
        ),
    ],
)
def test_commands_telegram_would_refuse_are_refused(
    api: BotApi, parameters: Json, description: str
) -> None:
    assert refusal(api, "setMyCommands", **parameters) == f"Bad Request: {description}"


def test_commands_are_kept_by_scope_and_language(api: BotApi) -> None:
    scope = {"type": "all_group_chats"}
    result(api, "setMyCommands", commands=[command()])
    result(api, "setMyCommands", commands=[command("check")], scope=scope, language_code="uk")
    assert result(api, "getMyCommands") == [command()]
    assert result(api, "getMyCommands", scope=scope, language_code="uk") == [command("check")]
    result(api, "deleteMyCommands")
    assert result(api, "getMyCommands") == []


@pytest.mark.parametrize(
    ("name", "field", "limit"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
def test_the_profile_has_its_limits(api: BotApi, name: str, field: str, limit: int) -> None:
    assert result(api, f"setMy{name}", **{field: "x" * limit, "language_code": "uk"}) is True
    assert result(api, f"getMy{name}", language_code="uk") == {field: "x" * limit}
    assert result(api, f"getMy{name}")[field] != "x" * limit
    refusal(api, f"setMy{name}", **{field: "x" * (limit + 1)})


def test_a_known_file_can_be_downloaded(api: BotApi) -> None:
    sizes = api.send(photo_message())["message"]["photo"]
    api.add_file(sizes[1]["file_id"], b"jpeg")
    path = result(api, "getFile", file_id=sizes[1]["file_id"])["file_path"]
    address = urlsplit(f"{api.file_url}{api.token}/{path}").path
    assert raw(api, address, verb="GET") == (200, b"jpeg")
    assert refusal(api, "getFile", file_id="unknown") == "Bad Request: invalid file_id"


def test_a_download_is_a_call_that_may_fail(api: BotApi) -> None:
    file_id = api.send(photo_message())["message"]["photo"][1]["file_id"]
    api.add_file(file_id, b"jpeg")
    address = f"/file/bot{api.token}/files/{file_id}"
    api.fail_next(DOWNLOAD, NotFound())
    statuses = [raw(api, address, verb="GET")[0] for _ in range(2)]
    assert statuses == [404, 200]
    assert [(one.method, one.parameters, one.status) for one in api.calls] == [
        (DOWNLOAD, {"file_id": file_id}, status) for status in statuses
    ]


def test_a_file_that_is_lost_is_refused_but_no_violation(api: BotApi) -> None:
    file_id = api.send(photo_message())["message"]["photo"][1]["file_id"]
    assert result(api, "sendPhoto", chat_id=CHAT, photo=file_id)
    api.lose_file(file_id)
    assert refusal(api, "sendPhoto", chat_id=CHAT, photo=file_id) == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert refusal(api, "getFile", file_id=file_id) == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )
    assert raw(api, f"/file/bot{api.token}/files/{file_id}", verb="GET")[0] == 404
    assert api.violations == []


def test_members_are_those_seen_or_named(api: BotApi) -> None:
    incoming(api, chat=group())
    assert result(api, "getChatMember", chat_id=GROUP, user_id=CHAT)["status"] == "member"
    api.add_member(GROUP, user(9), "creator")
    assert result(api, "getChatMember", chat_id=GROUP, user_id=9)["status"] == "creator"
    assert (
        refusal(api, "getChatMember", chat_id=GROUP, user_id=8) == "Bad Request: member not found"
    )


def test_nothing_works_after_log_out(api: BotApi) -> None:
    assert result(api, "logOut") is True
    assert refusal(api, "getMe") == "Logged out"
