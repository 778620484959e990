"""Updates become the library's messages; kinds of message that the bot cannot read."""

from typing import Any

from telegram import Bot, Message, Update

from tests.support.updates import text_message

Json = dict[str, Any]

FILE = {"file_id": "f", "file_unique_id": "u"}
CLIP = FILE | {"width": 1, "height": 1, "duration": 1}
AUDIO = {"audio": FILE | {"duration": 1}}
VIDEO_NOTE = {"video_note": FILE | {"length": 1, "duration": 1}}
ANIMATION = {"animation": CLIP, "document": FILE}
LIVE_PHOTO = {"live_photo": CLIP}
LOCATION = {"location": {"longitude": 30.5, "latitude": 50.4}}
CONTACT = {"contact": {"phone_number": "1", "first_name": "Petra"}}
DICE = {"dice": {"emoji": "🎲", "value": 6}}


def received(update: Json, bot: Bot | None = None) -> Message:
    """Return the message of *update* as the library hands it over."""
    message = Update.de_json(update, bot).effective_message
    assert message is not None
    return message


def bare(content: Json, **envelope: Any) -> Json:
    """Return the update of a message that has nothing but *content*."""
    update = text_message("-", **envelope)
    del update["message"]["text"]
    update["message"].update(content)
    return update
