"""The stage of the desk: several people, in the desk chat and in private, and one bot."""

import time
from collections.abc import Collection
from typing import Any

from tests.support.bot_api import BotApi, Call
from tests.support.process import PATIENCE_S
from tests.support.updates import (
    callback_query,
    document_message,
    private_chat,
    text_message,
    user,
)
from tests.transcripts.page import Record

Json = dict[str, Any]
FORUM: Json = {
    "id": -1_001_000_000_077,
    "type": "supergroup",
    "title": "Desk",
    "is_forum": True,
}
OLHA = user(9_000, first_name="Olha")
EDITA = user(9_001, first_name="Edita")
RUTA = user(9_002, first_name="Rūta")
_SENDS = ("sendMessage", "sendPhoto", "sendDocument")
_CONTENTS = ("text", "photo", "document")
_EDITS = ("editMessageText", "editMessageReplyMarkup")
_MOST_CHANGES = 8
_QUIET_S = 1.2
"""Nothing more comes after so long."""


class Desk:
    """What people do at the desk, and what the bot says to each of them."""

    def __init__(self, api: BotApi) -> None:
        """Take where it is played; begin() says what is written."""
        self._api = api
        self._record = Record("", "")
        self._seen: dict[int, int] = {}
        """How many messages of the bot were seen in each chat; under 0 how many calls."""
        self._people: dict[int, str] = {}
        self._heard: set[int] = set()
        """Chats in which the bot has said something since somebody did."""
        self._is_quiet = False
        self._deferred: list[Call] = []
        """What came at the desk meanwhile."""
        self.last: dict[int, Json] = {}
        """The newest message of the bot in each chat."""

    def begin(self, record: Record) -> None:
        """Write what follows into *record*."""
        self._record = record

    def writes(
        self,
        person: Json,
        text: str,
        where: Json | None = None,
        *,
        reply_to: Json | None = None,
        is_heard: bool = True,
    ) -> Json:
        """Send a text; *where* is the private chat, if it is not said. Return what was sent."""
        how = ", ".join(filter(None, (self._place(where), "in reply" if reply_to else "")))
        self._record.person(self._name(person), text, how)
        envelope: Json = {"user": person, "chat": where or private_chat(person)}
        if reply_to:
            envelope["reply_to"] = reply_to
        return self._sends(text_message(text, **envelope), is_heard=is_heard)

    def answers(self, person: Json, text: str, where: Json | None = None) -> None:
        """Reply to the newest question of the bot."""
        chat = where or private_chat(person)
        asked, _ = self._find(chat["id"], "Not now", "Leave it for now")
        self.writes(person, text, where, reply_to=asked)

    def sends_file(self, person: Json, name: str, text: str, what: str) -> None:
        """Send a claim file in private; *what* says what was done to it."""
        self._record.act(f"{self._name(person)} sends the file {name} {what}.")
        update = document_message(file_name=name, user=person)
        self._api.add_file(update["message"]["document"]["file_id"], text.encode())
        self._sends(update)

    def presses(self, person: Json, label: str, where: Json | None = None) -> None:
        """Press the newest button with that label, or one that begins so."""
        chat = where or private_chat(person)
        shown, button = self._find(chat["id"], label)
        place = self._place(where)
        name = self._name(person)
        self._record.act(f"{name} presses [{button['text']}]{f' {place}' if place else ''}.")
        self._sends(callback_query(button["callback_data"], shown, presser=person))

    def _find(self, chat_id: int, *labels: str) -> tuple[Json, Json]:
        """Return the newest message with such a button, and that button, once it is there."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            for message in reversed(self._api.sent(chat_id)):
                shown = self._api.shown(message)
                for row in shown.get("reply_markup", {}).get("inline_keyboard", []):
                    for button in row:
                        if button["text"].startswith(labels):
                            return shown, button
            time.sleep(0.1)
        raise AssertionError(f"no button {labels}:\n" + "\n".join(self._record.lines))

    def says(self, what: str) -> None:
        """Write down what happens elsewhere."""
        self._record.act(what)

    def quietly(self, person: Json, text: str, *buttons: str) -> None:
        """Let somebody write in private, and press the *buttons* that are there, off this page.

        A button is named by the begin of its callback data.
        """
        record, self._record = self._record, Record("", "")
        self._is_quiet = True
        if text:
            self.writes(person, text)
        for wanted in buttons:
            self._press_if_there(person, wanted)
        self._is_quiet = False
        self._record = record

    def _press_if_there(self, person: Json, wanted: str) -> None:
        shown = self._api.shown(self.last[person["id"]])
        for row in shown.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button.get("callback_data", "").startswith(wanted):
                    self._sends(callback_query(button["callback_data"], shown, presser=person))
                    return

    def hears(self, what: str, chats: Collection[int]) -> None:
        """Wait until the bot has written by itself into each of *chats*.

        It may have done so while we listened to what it answered.
        """
        missing = set(chats) - self._heard
        if missing:
            self._record.act(what)
            self._listen(until=missing)

    def file(self, chat_id: int) -> str:
        """Return the text of the file that the bot has sent last into a chat."""
        sent = [one["document"] for one in self._api.sent(chat_id) if "document" in one]
        return self._api._world.files[sent[-1]["file_id"]].decode()

    def _sends(self, update: Json, *, is_heard: bool = True) -> Json:
        self._heard = set()
        sent = self._api.send(update)
        if is_heard:
            self._listen()
        return sent

    def _name(self, person: Json) -> str:
        self._people[person["id"]] = str(person["first_name"])
        return str(person["first_name"])

    def _place(self, where: Json | None) -> str:
        return "at the desk" if where else ""

    def _listen(self, until: Collection[int] | None = None) -> None:
        """Write down all that the bot says until it is quiet."""
        missing = set(until or ())
        end = time.monotonic() + PATIENCE_S
        quiet_at: float | None = None
        while time.monotonic() < end:
            for call in self._new_calls():
                if self._write(call):
                    self._heard.add(int(call.parameters.get("chat_id", 0)))
                    missing -= self._heard
                    quiet_at = time.monotonic() + _QUIET_S
            if quiet_at is not None and not missing and time.monotonic() > quiet_at:
                return
            time.sleep(0.02)
        raise AssertionError("the bot said nothing:\n" + "\n".join(self._record.lines))

    def _new_calls(self) -> list[Call]:
        begin = self._seen.setdefault(0, 0)
        calls = self._api.calls[begin:]
        self._seen[0] = begin + len(calls)
        if not self._is_quiet:
            calls, self._deferred = [*self._deferred, *calls], []
            return calls
        at_desk = [one for one in calls if one.parameters.get("chat_id") == FORUM["id"]]
        self._deferred += at_desk
        return [one for one in calls if one not in at_desk]

    def _write(self, call: Call) -> bool:
        parameters = call.parameters
        if call.status != 200:
            return False
        if call.method == "answerCallbackQuery":
            if parameters.get("text"):
                self._record.act(f"A notice shows: “{parameters['text']}”")
            return bool(parameters.get("text"))
        if call.method == "createForumTopic":
            self._record.act(f"A new topic opens at the desk: “{parameters['name']}”")
            return False
        if call.method in _SENDS:
            return self._write_sent(int(parameters["chat_id"]))
        if call.method in _EDITS:
            return self._write_edited(call)
        return False

    def _write_sent(self, chat_id: int) -> bool:
        place = self._seen.setdefault(chat_id, 0)
        said = [one for one in self._api.sent(chat_id) if any(kind in one for kind in _CONTENTS)]
        message = said[place]
        self._seen[chat_id] = place + 1
        if document := message.get("document"):
            self._record.act(f"The bot sends a file: {document['file_name']}")
            return True
        self.last[chat_id] = message
        self._record.bot(_cut(message), self._addressed(chat_id))
        return True

    def _write_edited(self, call: Call) -> bool:
        chat_id = int(call.parameters["chat_id"])
        message = self._api.messages[(chat_id, call.parameters["message_id"])]
        self.last[chat_id] = message
        if call.method == "editMessageReplyMarkup":
            self._record.buttons(message)
        else:
            how = f"{self._addressed(chat_id)}, in the same message"
            self._record.bot(_cut(message), how)
        return True

    def _addressed(self, chat_id: int) -> str:
        return "at the desk" if chat_id < 0 else f"to {self._people.get(chat_id, 'a reader')}"


def _cut(message: Json) -> Json:
    """Return *message* with no more than the first lines of what changes."""
    lines = str(message.get("text", "")).split("\n")
    begin = next((at for at, line in enumerate(lines) if line[:1] in {"+", "-"}), len(lines))
    end = begin
    while end < len(lines) and lines[end][:1] in {"+", "-", "…"}:
        end += 1
    if end - begin <= _MOST_CHANGES:
        return message
    # What is bold or a link stands above.
    kept = [*lines[: begin + _MOST_CHANGES], "…", *lines[end:]]
    return message | {"text": "\n".join(kept)}
