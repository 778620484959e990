"""Plays the week to the whole bot, and notes what the bot said to each line."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.replies.actions import Action
from bot.replies.group_actions import AdminMenu
from bot.tg.callbacks import decode
from tests.groups_week.clock import Clock
from tests.groups_week.lines import Line
from tests.groups_week.town import PEOPLE, Town
from tests.support.bot_api import BotApi, Call
from tests.support.updates import callback_query, text_message

Json = dict[str, Any]

MONDAY = 1_794_787_200
"""When the week begins: 2026-11-16, 00:00 UTC."""
_LOOK_S = 0.004
_PATIENCE_S = 60.0
_STUCK_S = 1.5
"""After so long without progress what is left waits for the clock: a group had its share."""
_COUNT = "SELECT count(*) FROM updates WHERE state = 'waiting'"
_DUE = f"{_COUNT} AND not_before <= ?"
_NOTED = "SELECT claims FROM group_answers WHERE chat = ? AND message = ? AND NOT asked"
_NUDGE_S = 0.25
_NUDGES = 5


@dataclass
class Said:
    """A message of the bot."""

    message: Json
    line: Line | None
    """What was being played."""
    at: float

    @property
    def below(self) -> int | None:
        """The message it replies to."""
        replied = self.message.get("reply_to_message")
        return replied["message_id"] if replied else None

    @property
    def thread(self) -> int | None:
        """The topic it stands in."""
        is_topic = self.message.get("is_topic_message")
        return self.message.get("message_thread_id") if is_topic else None

    @property
    def asserted(self) -> tuple[str, ...]:
        """The claims it says a verdict on."""
        menus = (one for one, _ in actions(self.message) if isinstance(one, AdminMenu))
        return tuple(menu.claim_id for menu in menus)

    @property
    def offered(self) -> tuple[str, ...]:
        """The claims to which its buttons lead."""
        urls = (button.get("url", "") for button in buttons(self.message))
        return tuple(url.rpartition("?start=c_")[2] for url in urls if "?start=c_" in url)

    @property
    def actions(self) -> list[Action]:
        """What its buttons do."""
        return [action for action, _ in actions(self.message)]

    @property
    def language(self) -> str | None:
        """The language of its buttons, None where it has none of ours."""
        return next((language for _, language in actions(self.message)), None)


@dataclass
class Told:
    """What a line was met with."""

    line: Line
    delivered: bool
    at: float
    said: list[Said] = field(default_factory=list)
    reacted: list[str] = field(default_factory=list)
    claims: tuple[str, ...] = ()
    """Those that a reaction stands for, as the bot noted."""


class Player:
    """Sends updates and waits until the bot is done with each."""

    def __init__(
        self, api: BotApi, clock: Clock, database: Path, town: Town, wake: Callable[[], object]
    ) -> None:
        """Take the database of a bot that is ready, and what makes it look at the clock."""
        self.api = api
        self.clock = clock
        self.town = town
        self.told: list[Told] = []
        self.others: list[Said] = []
        """What the bot said to what is no line: greetings, panels, goodbyes."""
        self.troubles: list[str] = []
        """What of the plot did not go as it should."""
        self.notes: list[str] = []
        """What of it could not be tried, because the bot had said nothing."""
        self.muted: dict[str, float] = {}
        """Claims that an admin let rest, and since when."""
        self._database = sqlite3.connect(database, isolation_level=None, timeout=10)
        self.wake = wake
        self._sent = 0

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def write(self, line: Line) -> Told:
        """Write a line; return what it is met with, if at once."""
        return self.write_all([line])[0]

    def write_all(self, lines: Sequence[Line]) -> list[Told]:
        """Write lines without waiting for the bot between them; return what they are met with."""
        before = self.api.groups.reactions
        # The clock stands still for a bot that is busy: its own timeouts would be over in a jump.
        self.clock.put_forward(MONDAY + lines[-1].at)
        late_s = int(self.clock()) - (MONDAY + lines[-1].at)
        told = [self._send(line, MONDAY + line.at + late_s) for line in lines]
        self.settle()
        said: list[Said] = []
        self._take(lines[0] if len(lines) == 1 else None, said)
        by_key = {self._key(one.line): one for one in told}
        for one in said:
            met = by_key.get((one.message["chat"]["id"], one.below or 0))
            (met.said if met else told[0].said if len(told) == 1 else self.others).append(one)
        for key, emoji in self.api.groups.reactions.items():
            if key in by_key and key not in before:
                by_key[key].reacted = emoji
                by_key[key].claims = self._noted(key)
        return told

    def _send(self, line: Line, date: int) -> Told:
        update = self.town.update_of(line, date, self._last_in(line))
        told = Told(line, self.api.groups.happen(update) is not None, float(date))
        self.told.append(told)
        return told

    def muted_at(self, at: float) -> set[str]:
        """Return the claims that are not spoken of any more."""
        return {claim for claim, since in self.muted.items() if since < at}

    def happen(self, *updates: Json) -> list[Said]:
        """Let something else happen; return what the bot said to it."""
        for update in updates:
            for event in update.values():
                if isinstance(event, dict) and "date" in event:
                    event["date"] = int(self.clock())
            self.api.groups.happen(update)
        return self.listen()

    def listen(self) -> list[Said]:
        """Wait until the bot is done; return what it said."""
        self.settle(nudges=_NUDGES)
        said: list[Said] = []
        self._take(None, said)
        self.others += said
        return said

    def command(self, text: str, **around: Any) -> list[Said]:
        """Write a command that is no line; return what the bot said."""
        around.setdefault("date", int(self.clock()))
        return self.happen(text_message(text, **around))

    def press(self, message: Json, wanted: Callable[[Action], bool], presser: str) -> Json | None:
        """Press the button of *message* that is wanted; return what the presser is told.

        None where there is no such button.
        """
        now = self.api.messages.get((message["chat"]["id"], message["message_id"]))
        found = next((one for one in data_of(now or {}) if wanted(one[0])), None)
        if found is None:
            return None
        query = callback_query(found[1], self.api.shown(message), presser=PEOPLE[presser])
        self.api.send(query)
        self.listen()
        query_id = query["callback_query"]["id"]
        calls: list[Call] = [
            call for call in self.api.calls if call.method == "answerCallbackQuery"
        ]
        told = (
            call.parameters for call in calls if call.parameters["callback_query_id"] == query_id
        )
        return next(told, {})

    def settle(self, *, nudges: int = 0) -> None:
        """Wait until every update is handled, or waits for the clock.

        So many times the clock is put forward a second for what waits for it.
        """
        begin = time.perf_counter()
        while self.api.pending_updates():
            if time.perf_counter() - begin > _PATIENCE_S:
                raise TimeoutError("the bot takes no updates")
            time.sleep(_LOOK_S)
        begin, left = time.perf_counter(), -1
        while waiting := self._waiting():
            if waiting != left:
                begin, left = time.perf_counter(), waiting
            elif time.perf_counter() - begin > (_NUDGE_S if nudges else _STUCK_S):
                if not nudges:
                    return
                nudges -= 1
                self.clock.put_forward(self.clock() + 1.0)
                self.wake()
                begin = time.perf_counter()
            time.sleep(_LOOK_S)

    def _noted(self, key: tuple[int, int]) -> tuple[str, ...]:
        found = self._database.execute(_NOTED, key).fetchone()
        return tuple(found[0].split()) if found else ()

    @property
    def is_idle(self) -> bool:
        """Whether the bot is done with everything."""
        return not self.api.pending_updates() and not self._waiting()

    @property
    def waits_for_clock(self) -> bool:
        """Whether all that the bot has left to do is for later."""
        (due,) = self._database.execute(_DUE, (self.clock(),)).fetchone()
        return not self.api.pending_updates() and not due

    def _waiting(self) -> int:
        count: int = self._database.execute(_COUNT).fetchone()[0]
        return count

    def _take(self, line: Line | None, into: list[Said]) -> None:
        """Take what was said since; what replies to an earlier request is its answer."""
        sent = self.api._world.sent  # api.sent() copies all of it each time
        for message in sent[self._sent :]:
            said = Said(message, line, float(message["date"]))
            self._to_who_waited(said, line, into).append(said)
        self._sent = len(sent)

    def _to_who_waited(self, said: Said, line: Line | None, default: list[Said]) -> list[Said]:
        if line and self._is_below(said, line):
            return default
        waits = (one for one in self.told if one.line.is_request and not one.said)
        return next((one.said for one in waits if self._is_below(said, one.line)), default)

    def _is_below(self, said: Said, line: Line) -> bool:
        return (said.message["chat"]["id"], said.below) in self.targets(line)

    def targets(self, line: Line) -> list[tuple[int, int]]:
        """Return the messages below which an answer to *line* may stand, the best first."""
        own = self.town.written[line.edit_of or line.id]["message"]
        replied = own.get("reply_to_message", {}) if line.kind == "request" else {}
        found = [own] if "forum_topic_created" in replied or not replied else [replied, own]
        return [(own["chat"]["id"], one["message_id"]) for one in found]

    def _key(self, line: Line) -> tuple[int, int]:
        message = self.town.written[line.edit_of or line.id]["message"]
        return message["chat"]["id"], message["message_id"]

    def _last_in(self, line: Line) -> Json | None:
        """Return what the bot said last where *line* stands."""
        chat_id, thread = self.town.chats[line.chat]["id"], self.town.thread_of(line)
        sent = self.api._world.sent[: self._sent]
        return next(
            (
                one
                for one in reversed(sent)
                if one["chat"]["id"] == chat_id
                and Said(one, None, 0.0).thread == thread
                and one.get("reply_to_message")
            ),
            None,
        )


def buttons(message: Json) -> list[Json]:
    """Return all buttons of a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def data_of(message: Json) -> list[tuple[Action, str]]:
    """Return what the buttons of a message do, each with its data."""
    found = ((decode(one.get("callback_data", "")), one) for one in buttons(message))
    return [(decoded[0], one["callback_data"]) for decoded, one in found if decoded]


def actions(message: Json) -> list[tuple[Action, str]]:
    """Return what the buttons of a message do, each with its language."""
    decoded = (decode(one.get("callback_data", "")) for one in buttons(message))
    return [one for one in decoded if one]
