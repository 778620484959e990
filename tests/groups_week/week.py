"""The whole bot, the fake Bot API and a moved clock: the week from its first line to its last."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from bot.groups import Mode
from tests.benchmarks.running import WEBHOOK_SECRET, Running
from tests.groups_week.clock import Clock
from tests.groups_week.judge import Judgement
from tests.groups_week.lines import Line, load_week, moment
from tests.groups_week.player import MONDAY, Player, Told
from tests.groups_week.plot import Scene, be_added, scenes
from tests.groups_week.town import MIRROR, Town
from tests.support.bot_api import BotApi, Limits
from tests.support.process import free_port

_BEGIN = moment(1, "08:55")
_MIRROR = moment(8, "09:00")
_BURST = moment(4, "19:00")
_MINUTE_S = 60
_TOGETHER_S = 20
"""Chatter of so long comes at once, as it does when Telegram is a little late; and the burst."""
_AT_ONCE = 10
_APART_S = 300
"""Lines of the mirror, and what lies between them and the next ones."""


@dataclass(frozen=True)
class Week:
    """A week that was played."""

    judgement: Judgement
    mirror: list[Told]
    """The near-misses and debunks again, where nothing was said that could hold us back."""
    log: list[str]
    """What the bot warned of."""
    outcomes: dict[str, float]
    """What it counted itself: what was said in groups, or why nothing was."""
    seconds: float

    @property
    def wrong(self) -> list[str]:
        """What breaks a law; empty is good."""
        mirrored = [
            f"{told.line.kind} {told.line.id} ({told.line.lang}) was answered in the mirror"
            for told in self.mirror
            if told.said or told.reacted
        ]
        return [*self.judgement.wrong, *mirrored, *(f"log: {line}" for line in self.log)]


def play(
    folder: Path,
    lines: Sequence[Line],
    *,
    words_alone: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Week:
    """Play *lines* and all that happens between them; *progress* is told of each line."""
    begin = time.perf_counter()
    with ExitStack() as stack:
        clock = Clock(folder / "passed", MONDAY + _BEGIN)
        stack.callback(clock.close)
        api = stack.enter_context(BotApi(local=True, clock=clock, limits=Limits()))
        bot = stack.enter_context(start(api, folder, words_alone=words_alone))
        bot.wait_until_ready()
        database = folder / "data" / "bot.sqlite3"
        player = Player(api, clock, database, Town(), wake=bot.readiness)
        stack.callback(player.close)
        for part in _parts(lines):
            if isinstance(part, list):
                player.write_all(part)
            else:
                part(player)
            progress(len(player.told))
        clock.put_forward(clock() + _MINUTE_S)  # for what a group was still owed
        player.listen()
        told, player.told = player.told, []
        mirror = _mirror(player, load_week())
        player.told = told
        outcomes = {
            outcome: bot.figure("bot_group_speech_total", outcome=outcome)
            for outcome in bot.labels("bot_group_speech_total", "outcome")
        }
        judgement = Judgement(player)
        log = warnings(bot)
    return Week(judgement, mirror, log, outcomes, time.perf_counter() - begin)


def _parts(lines: Sequence[Line]) -> Iterator[list[Line] | Scene]:
    """Yield lines and scenes in their order; the lines of the burst, or some chatter, together."""
    rest, together = scenes(), list[Line]()
    for line in lines:
        if together and not _go_together(together, line):
            yield together
            together = []
        while rest and rest[0][0] <= line.at:
            if together:
                yield together
                together = []
            yield rest.pop(0)[1]
        together.append(line)
    yield together
    yield from (scene for _, scene in rest)


def _go_together(some: Sequence[Line], line: Line) -> bool:
    """Tell whether the bot need not be done with *some* before *line* comes."""
    first, last = some[0], some[-1]
    if line.album and line.album == last.album:
        return True
    if line.at - first.at > _TOGETHER_S or line.chat != first.chat:
        return False
    is_burst = 0 <= first.at - _BURST < _MINUTE_S
    return is_burst or first.kind == last.kind == line.kind == "chatter"


def _mirror(player: Player, lines: Sequence[Line]) -> list[Told]:
    """Write the near-misses and debunks where nothing else was ever said, ten at a time."""
    player.clock.put_forward(MONDAY + _MIRROR)
    be_added(player, MIRROR, Mode.ALL)
    told = []
    near = [line for line in lines if line.kind in {"near-miss", "debunk"}]
    for first in range(0, len(near), _AT_ONCE):
        at = int(player.clock()) - MONDAY + _APART_S
        told += player.write_all([_mirrored(line, at) for line in near[first : first + _AT_ONCE]])
    return told


def _mirrored(line: Line, at: int) -> Line:
    return replace(
        line,
        id=f"{line.id}-again",
        day=1,
        time=f"00:00:{at}",
        chat=MIRROR,
        topic=None,
        reply_to=None,
    )


def start(api: BotApi, folder: Path, *, words_alone: bool) -> Running:
    """Return a bot that goes by the clock in *folder*, not yet ready."""
    port = free_port()
    return Running(
        api,
        folder,
        altered="words-alone" if words_alone else "time-passes",
        LISTEN_PORT=str(port),
        WEBHOOK_URL=f"http://127.0.0.1:{port}/hook",
        WEBHOOK_SECRET=WEBHOOK_SECRET,
        PASSED_FILE=str(folder / "passed"),
    )


def warnings(bot: Running) -> list[str]:
    """Return what a bot warned of; that it has no encoders was our wish."""
    return [line for line in bot.log if "no sentence encoders" not in line]
