"""Faults of Telegram and of the way there."""

import sqlite3
import time
from contextlib import closing

from tests.benchmarks.bench import Bench
from tests.support.bot_api import (
    BadGateway,
    DropAfter,
    DropBefore,
    Fault,
    Garbage,
    ServerError,
    Slow,
    TooManyRequests,
)
from tests.support.updates import text_message, user

DROPS = 10
SLOW_ONES = 3
_MESSAGES = 60


def nothing(bench: Bench) -> str:
    """Nothing goes wrong: what the other rows are compared with."""
    bench.start()
    bench.ask(_MESSAGES)
    return f"all answered {bench.wait() - 1:.0f} s after the last was sent"


def wait_3_s(bench: Bench) -> str:
    """Be told to wait for three seconds."""
    return _while_sending(bench, TooManyRequests(3), 5)


def wait_40_s(bench: Bench) -> str:
    """Be told to wait longer than anybody keeps a connection for."""
    return _while_sending(bench, TooManyRequests(40), 2)


def answers_500(bench: Bench) -> str:
    """Telegram has an error inside."""
    return _while_sending(bench, ServerError(), 20)


def answers_502(bench: Bench) -> str:
    """The proxy before Telegram answers, in HTML."""
    return _while_sending(bench, BadGateway(), 20)


def answers_garbage(bench: Bench) -> str:
    """Something between us answers in its own way."""
    return _while_sending(bench, Garbage(), 10)


def dropped_before(bench: Bench) -> str:
    """The connection breaks before Telegram did anything."""
    return _while_sending(bench, DropBefore(), DROPS)


def dropped_after(bench: Bench) -> str:
    """Telegram sent our answer, and we do not hear of it."""
    return _while_sending(bench, DropAfter(), DROPS, linger_s=5)


def slow(bench: Bench) -> str:
    """Telegram sends our answer, and says so after we gave up waiting."""
    return _while_sending(bench, Slow(20.0), SLOW_ONES, linger_s=40)


def any_method(bench: Bench) -> str:
    """Nothing can be relied on, getUpdates neither."""
    bench.start()
    faults: list[Fault] = [ServerError(), DropBefore(), BadGateway(), DropAfter(), Garbage()]
    met = 0
    with bench.ask_meanwhile():
        for _ in range(5 if bench.quick else 20):
            bench.api.fail_next(None, bench.rng.choice(faults))
            met += 1
            time.sleep(0.5)
    return f"{met} faults; all answered {bench.wait() - 1:.0f} s after the last was sent"


def down(bench: Bench) -> str:
    """Nobody listens where Telegram was."""
    seconds = 15 if bench.quick else 60
    bot = bench.start()
    bench.ask(20)
    bench.api.go_down()
    bench.ask(40)  # Telegram takes them in from people all the same
    time.sleep(seconds - 40 / 8)
    readiness = bot.readiness()
    bench.api.come_back()
    waited_s = bench.wait()
    return (
        f"/readyz: {readiness[0]} {_missing(readiness[1])}; all answered {waited_s - 1:.0f} s "
        f"after it was back ({seconds} s away)"
    )


def blocked(bench: Bench) -> str:
    """Readers block the bot before it answers; later they unblock it, and write again."""
    bot = bench.start()
    for _ in range(20):
        update = bench.new_message()
        bench.api.block(bench.chats[-1])
        bench.api.send(update)
    end = time.monotonic() + 60
    while bot.figure("bot_updates_handled_total") < len(bench.chats) and time.monotonic() < end:
        time.sleep(0.1)
    refused = [call for call in bench.api.calls if call.method == "sendMessage"]
    closed = _closed(bench)
    for number, chat in enumerate(bench.chats):
        bench.api.unblock(chat)
        bench.api.send(text_message(bench.texts[number], user=user(chat)))
    bench.wait()
    return (
        f"{len(refused)} answers refused, none sent again; {closed} chats noted as closed, "
        f"{_closed(bench)} after they wrote again, which is what was answered"
    )


def _closed(bench: Bench) -> int:
    with closing(sqlite3.connect(bench.folder / "data" / "bot.sqlite3")) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM chats WHERE state = 'closed'"
        ).fetchone()
    return int(count)


def _while_sending(bench: Bench, fault: Fault, times: int, linger_s: float = 0.0) -> str:
    """Let the next answers meet *fault*; *linger_s* for answers that come again."""
    bench.start()
    bench.ask(_MESSAGES // 3)
    bench.api.fail_next("sendMessage", fault, times=times)
    bench.ask(_MESSAGES - _MESSAGES // 3)
    waited_s = bench.wait()
    time.sleep(linger_s)
    left = len(bench.api.faults_left())
    note = f"; {left} faults met no call" if left else ""
    return f"all answered {waited_s - 1:.0f} s after the last was sent{note}"


def _missing(readiness: str) -> str:
    return readiness.partition('"missing":')[2].rstrip("}").replace('"', "").strip("{")
