"""The builders: PTB knows every field they make."""

from typing import Any

import pytest
from telegram import Message, Update

from tests.support.bot_api_client import Json, entity
from tests.support.updates import (
    Envelope,
    callback_query,
    channel,
    chosen_inline_result,
    document_message,
    edited,
    group,
    guest_message,
    inline_query,
    my_chat_member,
    origin_channel,
    origin_chat,
    origin_hidden_user,
    origin_user,
    photo_message,
    poll_message,
    private_chat,
    sticker_message,
    text_message,
    video_message,
    voice_message,
)

AROUND: Envelope = {
    "chat": group(),
    "forward_origin": origin_channel(author_signature="Editor"),
    "media_group_id": "album",
    "reply_to": text_message("It rains, they say."),
    "quote": "they say",
    "date": 1_700_000_000,
}


@pytest.mark.parametrize(
    "update",
    [
        text_message("/start now"),
        text_message("x", **AROUND),
        text_message("x", chat=channel()),
        text_message("x", forward_origin=origin_user()),
        text_message("x", forward_origin=origin_hidden_user()),
        text_message("x", forward_origin=origin_chat(), is_automatic_forward=True),
        photo_message("x", **AROUND),
        photo_message(),
        video_message("x"),
        document_message("x"),
        voice_message(),
        sticker_message(),
        poll_message("Who?", ["A", "B"], is_quiz=True, explanation="A."),
        edited(text_message("x"), "y"),
        edited(photo_message("x", chat=channel()), "y"),
        callback_query("x", text_message("x")["message"]),
        callback_query("x", inline_message_id="1"),
        inline_query("x"),
        chosen_inline_result("x", inline_message_id="1"),
        guest_message(reply_to=text_message("It rains, they say.")),
        my_chat_member("administrator"),
        my_chat_member("kicked", old_status="creator", chat=private_chat()),
    ],
    ids=lambda update: next(kind for kind in update if kind != "update_id"),
)
def test_a_built_update_is_all_known_to_ptb(update: Json) -> None:
    parsed = Update.de_json(update, None)
    assert parsed.effective_user or parsed.effective_chat
    assert unknown_fields(parsed) == {}
    assert kept(update, parsed.to_dict()) == update


def unknown_fields(parsed: Update) -> Json:
    """Return what PTB did not know, for the update and for its message."""
    message = parsed.effective_message
    return {**parsed.api_kwargs, **(message.api_kwargs if isinstance(message, Message) else {})}


def kept(built: Any, parsed: Any) -> Any:
    """Return what PTB kept of *built*; it adds fields of its own."""
    if isinstance(built, dict) and isinstance(parsed, dict):
        return {name: kept(built[name], parsed[name]) for name in built if name in parsed}
    if isinstance(built, list) and isinstance(parsed, list):
        return [kept(*pair) for pair in zip(built, parsed, strict=True)]
    return parsed


def test_an_edit_has_the_new_words_and_no_old_entities() -> None:
    update = edited(text_message("/start", entities=[entity("bold", 0, 1)]), "stop")
    assert update["edited_message"]["text"] == "stop"
    assert "entities" not in update["edited_message"]
