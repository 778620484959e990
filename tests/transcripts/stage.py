"""The stage of a conversation: people write, press and forward; the bot answers over HTTP."""

import re
import time
from collections.abc import Callable
from typing import Any

from tests.support.bot_api import BotApi, Call
from tests.support.process import PATIENCE_S, Bot
from tests.support.updates import (
    MENTION,
    callback_query,
    guest_message,
    inline_query,
    origin_channel,
    photo_message,
    text_message,
    user,
)
from tests.transcripts.page import Record

Json = dict[str, Any]
_WRITES = ("sendMessage", "editMessageText", "sendPhoto", "editMessageReplyMarkup")
_USED = "the knowledge base was changed:"
_QUIET_S = 0.6
"""Nothing more comes after so long."""


class Conversation:
    """One person in their private chat with the bot."""

    def __init__(self, api: BotApi, record: Record, person: Json, bot: Bot) -> None:
        """Take what is written to; *person* as Telegram describes a user."""
        self.api = api
        self._bot = bot
        self.record = record
        self.person = person
        self.last: Json = {}
        """The newest message of the bot."""

    @property
    def name(self) -> str:
        return str(self.person["first_name"])

    def writes(self, text: str, how: str = "", **envelope: Any) -> Json:
        """Send a text and hear what the bot answers."""
        self.record.person(self.name, text, how)
        return self._said(text_message(text, user=self.person, **envelope))

    def forwards(self, text: str, channel: Json, **envelope: Any) -> Json:
        """Forward a post of a channel."""
        how = f"forwarded from {channel['title']}"
        return self.writes(text, how, forward_origin=origin_channel(channel), **envelope)

    def sends_picture(self, content: bytes, what: str, caption: str | None = None) -> Json:
        """Send a picture; *what* says what it shows."""
        update = photo_message(caption, user=self.person)
        self.api.add_file(update["message"]["photo"][-1]["file_id"], content)
        if caption:
            self.record.person(self.name, caption, what)
        else:
            self.record.act(f"{self.name} sends {what}")
        return self._said(update)

    def sends(self, update: Json, what: str) -> Json:
        """Send any other message."""
        self.record.act(f"{self.name} sends {what}.")
        return self._said(update)

    def presses(self, wanted: str | int, message: Json | None = None) -> Json:
        """Press a button under a message, by default under the newest of the bot.

        *wanted* is a pattern for the begin of its callback data, or its number from 0, below 0 from
        the end.
        """
        message = message or self.last
        buttons = [one for row in message["reply_markup"]["inline_keyboard"] for one in row]
        if isinstance(wanted, int):
            button = buttons[wanted]
        else:
            fitting = [one for one in buttons if re.match(wanted, one.get("callback_data", ""))]
            if not fitting:
                raise AssertionError("no such button:\n" + "\n".join(self.record.lines))
            button = fitting[0]
        self.record.act(f"{self.name} presses [{button['text']}].")
        shown = self.api.shown(message)
        return self._said(callback_query(button["callback_data"], shown, presser=self.person))

    def types(self, words: str, chat: Json) -> None:
        """Type the bot's name and *words* in another chat, and post the first card offered."""
        typed = f"{MENTION} {words}".strip()
        self.record.act(f"{self.name} types “{typed}” in the chat “{chat['title']}”, and sees:")
        update = self.api.send(inline_query(words, asker=self.person))
        query_id = update["inline_query"]["id"]
        self.api.wait_for(
            lambda call: call.parameters.get("inline_query_id") == query_id, timeout_s=PATIENCE_S
        )
        offered = self.api.offered(query_id)
        self.record.listed(f"{one['title']} — {one.get('description', '')}" for one in offered)
        self.record.act(f"{self.name} chooses the first.")
        self.api.choose(update, offered[0]["id"], chat)
        self.record.bot(self.api.posted()[-1], f"posted by {self.name} through the bot")

    def mentions(self, said: str, by: Json, chat: Json) -> None:
        """Mention the bot in reply to what somebody said in a chat that the bot is not in."""
        self.record.person(by["first_name"], said, f"in the chat “{chat['title']}”")
        self.record.person(self.name, MENTION, "in reply")
        before = len(self.api.posted())
        replied = text_message(said, user=by, chat=chat)
        update = self.api.send(guest_message(user=self.person, chat=chat, reply_to=replied))
        query_id = update["guest_message"]["guest_query_id"]
        self.api.wait_for(
            lambda call: call.parameters.get("guest_query_id") == query_id, timeout_s=PATIENCE_S
        )
        self.record.bot(self.api.posted()[before], "in the same chat")

    def hears(self, what: str) -> Json:
        """Wait for what the bot writes by itself."""
        self.record.act(what)
        return self._listen(len(self.api.calls))

    def meanwhile(self, change: Callable[[], None]) -> None:
        """Let moderators change the knowledge base, and wait until the bot answers from it."""
        before = sum(_USED in line for line in self._bot.log)
        change()
        end = time.monotonic() + PATIENCE_S
        while sum(_USED in line for line in self._bot.log) == before:
            if time.monotonic() > end:
                raise AssertionError(f"the knowledge base was not read anew: {self._bot.log[-3:]}")
            time.sleep(0.05)

    def _said(self, update: Json) -> Json:
        before = len(self.api.calls)
        self.api.send(update)
        return self._listen(before)

    def _listen(self, before: int) -> Json:
        """Write down all that the bot says until it is quiet; return its newest message."""
        heard = before
        end = time.monotonic() + PATIENCE_S
        quiet_at: float | None = None
        while time.monotonic() < end:
            calls = self.api.calls[heard:]
            heard += len(calls)
            for call in calls:
                if self._write(call):
                    quiet_at = time.monotonic() + _QUIET_S
            if quiet_at is not None and time.monotonic() > quiet_at:
                return self.last
            time.sleep(0.02)
        raise AssertionError("the bot said nothing:\n" + "\n".join(self.record.lines))

    def _write(self, call: Call) -> bool:
        parameters = call.parameters
        if call.status != 200:
            return False
        if call.method == "answerCallbackQuery":
            if parameters.get("text"):
                self.record.act(f"A notice shows: “{parameters['text']}”")
            return bool(parameters.get("text"))
        if call.method not in _WRITES or parameters.get("chat_id") != self.person["id"]:
            return False
        if call.method.startswith("edit"):
            key = (self.person["id"], parameters["message_id"])
            self.last = self.api.messages[key]
            if call.method == "editMessageReplyMarkup":
                self.record.buttons(self.last)
            else:
                self.record.bot(self.last, "in the same message")
        else:
            sent = self.api.sent(self.person["id"])
            self.last = sent[-1]
            self.record.bot(self.last)
        return True


def person(number: int, name: str, language: str) -> Json:
    """Return a user who has not written yet."""
    return user(7_000 + number, first_name=name, language_code=language)
