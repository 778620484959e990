"""Pictures whose text a test makes up, and somebody who reads it there."""

from dataclasses import dataclass, field
from typing import Any

from bot.reading.model import PictureText, Reading, Unreadable
from tests.support.bot_api import BotApi
from tests.support.updates import photo_message

Json = dict[str, Any]


@dataclass
class MemoryReader:
    """Reads `says: ...`, and in other files no text; `answers` says what else it makes of some."""

    answers: dict[bytes, Reading] = field(default_factory=dict)
    seen: list[bytes] = field(default_factory=list)

    def read(self, content: bytes) -> Reading:
        self.seen.append(content)
        if content in self.answers:
            return self.answers[content]
        marker, _, text = content.decode(errors="replace").partition("says: ")
        return PictureText(text, 0.9) if text and not marker else Unreadable.NO_TEXT


def saying(text: str) -> bytes:
    """Return a file in which MemoryReader reads *text*."""
    return f"says: {text}".encode()


def photo(api: BotApi, content: bytes, caption: str | None = None, **envelope: Any) -> Json:
    """Return the update of a photo that can be downloaded, in its larger size."""
    update = photo_message(caption, **envelope)
    api.add_file(file_id_of(update), content)
    return update


def file_id_of(update: Json) -> str:
    """Return the name of the photo in its larger size."""
    file_id: str = update["message"]["photo"][-1]["file_id"]
    return file_id
