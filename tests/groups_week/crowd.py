"""Groups that all talk and ask at once, against a fake that refuses what is above the limits."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from bot.groups import Mode
from tests.groups_week.clock import Clock
from tests.groups_week.lines import load_week
from tests.groups_week.player import MONDAY, Player
from tests.groups_week.plot import be_added
from tests.groups_week.town import Town
from tests.groups_week.week import start, warnings
from tests.support.bot_api import BotApi, Limits
from tests.support.bot_api_flood import Flood
from tests.support.updates import group, text_message, user

_FIRST_GROUP = -1_002_000_000_000
_PATIENCE_S = 120.0
"""In which nothing more is answered."""
_LOOK_S = 0.05
_JUMP_S = 15.0
_APART_S = 60.0
"""Between two groups that take the bot in: one admin presses all the buttons."""
_PEOPLE = 200
"""A person has a share of their own, which is another matter."""


@dataclass(frozen=True)
class Crowd:
    """What came of it."""

    asked: int
    lost: int
    """Requests without an answer."""
    twice: int
    """Requests with more than one."""
    unasked: int
    busiest_minute: int
    """The most messages that one group got in a minute."""
    floods: list[Flood]
    violations: list[str]
    log: list[str]
    troubles: list[str]
    """What went wrong when the groups took the bot in."""
    waits_s: list[float]
    """From each request to its answer, in order of length."""

    @property
    def wrong(self) -> list[str]:
        """What must not be; empty is good."""
        return [
            *self.troubles,
            *([f"{self.lost} requests lost"] if self.lost else []),
            *([f"{self.twice} requests answered twice"] if self.twice else []),
            *(f"429 in {flood.chat_id}" for flood in self.floods),
            *(f"violation: {one}" for one in self.violations),
            *(f"log: {line}" for line in self.log),
        ]


def gather(
    folder: Path,
    *,
    groups: int = 10,
    requests: int = 40,
    words_alone: bool = False,
    hurry: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Crowd:
    """Let every group ask so often at once, with as much chatter and some claims between.

    With *hurry* the clock is put forward where all that is left waits for it.
    """
    with ExitStack() as stack:
        clock = Clock(folder / "passed", MONDAY)
        stack.callback(clock.close)
        api = stack.enter_context(BotApi(local=True, clock=clock, limits=Limits()))
        bot = stack.enter_context(start(api, folder, words_alone=words_alone))
        bot.wait_until_ready()
        town = Town()
        town.chats = {
            f"group {number}": group(_FIRST_GROUP - number, title=f"Neighbours {number}")
            for number in range(groups)
        }
        database = folder / "data" / "bot.sqlite3"
        player = Player(api, clock, database, town, wake=bot.readiness)
        stack.callback(player.close)
        api.groups.set_privacy(on=False)
        for name in town.chats:
            be_added(player, name, Mode.ALL)
            clock.put_forward(clock() + _APART_S)
        asked = _talk(api, clock, town, requests)
        answered = _wait(player, asked, progress, hurry=hurry)
        sent = [one for one in api.sent() if "reply_to_message" in one]
        return Crowd(
            asked=len(asked),
            lost=len(asked.keys() - answered.keys()),
            twice=sum(len(times) > 1 for times in answered.values()),
            unasked=sum(_key(one) not in asked for one in sent),
            busiest_minute=max(api.groups.busiest_minute(one) for one in town.ids),
            floods=api.groups.floods,
            violations=list(api.violations),
            log=warnings(bot),
            troubles=player.troubles,
            waits_s=sorted(min(times) - asked[key] for key, times in answered.items()),
        )


Json = dict[str, Any]
_Key = tuple[int, int]


def _talk(api: BotApi, clock: Clock, town: Town, requests: int) -> dict[_Key, float]:
    """Write all of it; return the requests, each with its time."""
    lines = load_week()
    claims = [one.text for one in lines if one.kind == "claim"]
    chatter = cycle([one.text for one in lines if one.kind == "chatter" and len(one.text) > 9])
    people = cycle([user(8_000_001 + number) for number in range(_PEOPLE)])
    asked = {}
    for number in range(requests):
        for shift, chat in enumerate(town.chats.values()):
            claim = claims[(number + 7 * shift) % len(claims)]
            said = [next(chatter), *([claim] if number % 8 == 0 else []), f"/check {claim}"]
            updates = [
                text_message(text, user=next(people), chat=chat, date=int(clock())) for text in said
            ]
            for update in updates:
                api.groups.happen(update)
            request = updates[-1]
            asked[chat["id"], request["message"]["message_id"]] = clock()
    return asked


def _wait(
    player: Player, asked: dict[_Key, float], progress: Callable[[int], None], *, hurry: bool
) -> dict[_Key, list[float]]:
    """Return when each request was answered, once all are, or no more come."""
    answered: dict[_Key, list[float]] = {}
    seen, last = 0, time.perf_counter()
    while time.perf_counter() - last < _PATIENCE_S:
        sent = player.api._world.sent  # api.sent() copies all of it each time
        for message in sent[seen:]:
            if (key := _key(message)) in asked:
                answered.setdefault(key, []).append(player.clock())
                last = time.perf_counter()
        seen = len(sent)
        progress(len(answered))
        if len(answered) == len(asked) and player.is_idle:
            break
        if hurry and player.waits_for_clock:
            player.clock.put_forward(player.clock() + _JUMP_S)
            player.wake()
        time.sleep(_LOOK_S)
    return answered


def _key(message: Json) -> _Key:
    return message["chat"]["id"], message.get("reply_to_message", {}).get("message_id", 0)
