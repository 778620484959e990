"""Updates that come too often, too many, or as nobody expects them."""

# ruff: noqa: T201 - a command line prints

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.benchmarks.bench import Bench
from tests.benchmarks.hostile_updates import hostile_update
from tests.benchmarks.running import WEBHOOK_SECRET, Running, load_average
from tests.support.process import free_port
from tests.support.updates import private_chat, text_message, user

_OUTSTANDING = 300
_EVERY = 5_000
_HOSTILE_CHAT = 5_000_000


def duplicates(bench: Bench) -> str:
    """Post each update three times to the webhook, in no order, from eight connections."""
    port = free_port()
    hook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_SECRET": WEBHOOK_SECRET}
    bench.start(LISTEN_PORT=str(port), **hook)
    updates = [bench.new_message() | {"update_id": 1_000 + number} for number in range(100)]
    posts = updates * 3
    bench.rng.shuffle(posts)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda update: _post(port, update), posts))
    bench.wait()
    late = [_post(port, update) for update in updates[:20]]
    time.sleep(3.0)
    good = sum(status == http.client.OK for status in [*statuses, *late])
    return f"{good} of {len(posts) + len(late)} posts met 200, 20 of them after the answer"


def unknown(bench: Bench) -> str:
    """Send what the Bot API may have next year."""
    bot = bench.start()
    new: dict[str, Any] = {"kind": "telepathy", "depth": {"levels": [1, {"a": None}]}, "at": 2**40}
    bench.ask(10)
    for number in range(40):
        update = bench.new_message()
        update["message"] |= {"telepathy": new, "is_thought": True}
        update["message"]["from"] |= {"mood": new}
        if number % 2:
            update["message"]["entities"] = [{"type": "thought", "offset": 0, "length": 1, "x": 1}]
        bench.api.send(update | {"update_id": 0})
        bench.api.send_raw({"telepathy": new})
        bench.api.send_raw({})
        time.sleep(0.1)
    bench.ask(10)
    bench.wait()
    aside = bot.figure("bot_updates_handled_total", outcome="set-aside")
    kinds = bot.figure("bot_updates_total", kind="other")
    return f"{kinds:.0f} updates of unknown kinds among them; {aside:.0f} set aside"


def hostile(bench: Bench) -> str:
    """Send hostile updates to the bot as it is."""
    return _hostile(bench, bench.start(LOG_LEVEL="ERROR"), 100 if bench.quick else 1_000)


def many_hostile(bench: Bench) -> str:
    """Send ten thousand of them, without encoders and the limit of thirty answers a second."""
    bot = bench.start(altered="words-alone unlimited", LOG_LEVEL="ERROR")
    return _hostile(bench, bot, 1_000 if bench.quick else 10_000)


def _hostile(bench: Bench, bot: Running, count: int) -> str:
    bench.tolerated = ("",)  # the fake refuses the identifiers that we made up
    begin = time.monotonic()
    sent = number = 0
    while number < count and time.monotonic() - begin < 60 * bench.minutes:
        person = user(_HOSTILE_CHAT + number)
        bench.api.add_chat(private_chat(person))
        bench.api.send_raw(hostile_update(bench.rng, person["id"], bench.texts))
        sent += 1
        if number % 50 == 0:  # somebody means well
            bench.api.send(bench.new_message())
            sent += 1
        if number % 100 == 0:
            _keep_up(bot, sent)
            _forget(bench)
        number += 1
    end = time.monotonic() + 120
    while bot.is_running and _handled(bot) < sent and time.monotonic() < end:
        time.sleep(0.5)
    bench.wait()
    aside = bot.figure("bot_updates_handled_total", outcome="set-aside")
    handled = bot.figure("bot_updates_handled_total", outcome="handled")
    lost = sent - aside - handled
    what = (
        f"{number:,} hostile ones beside: {handled:.0f} of all handled, {aside:.0f} set aside "
        f"after three tries, {lost:.0f} lost; {len(bench.answers.by_chat)} chats got an answer; "
        f"{sent / (time.monotonic() - begin):.0f} a second; resident {bot.resident_mb:.0f} MB"
    )
    if lost or not bot.is_running:
        raise AssertionError(what)
    return what


def memory(bench: Bench) -> str:
    """Send very many messages, each from another person, and look at the resident memory."""
    bot = bench.start(altered="words-alone unlimited", LOG_LEVEL="WARNING")
    count = min(bench.messages, 5_000) if bench.quick else bench.messages
    end = time.monotonic() + 60 * bench.minutes
    every = min(_EVERY, count // 5)
    seen = []
    sent = 0
    while sent < count and time.monotonic() < end:
        person = user(_HOSTILE_CHAT + sent)
        bench.api.send(text_message(bench.texts[sent % len(bench.texts)], user=person))
        sent += 1
        if sent % 100 == 0:
            _keep_up(bot, sent)
            _forget(bench)
        if sent % every == 0 or sent == 1_000:
            seen.append(f"{bot.resident_mb:.0f} MB at {sent:,}")
            print(seen[-1], f"load {load_average():.1f}", file=sys.stderr, flush=True)
    while bot.is_running and _handled(bot) < sent and time.monotonic() < end + 60:
        time.sleep(0.5)
    answered = len(bench.answers.look().by_chat)
    if answered < sent:
        raise AssertionError(f"{sent - answered} of {sent} lost")
    bench.chats = list(range(_HOSTILE_CHAT, _HOSTILE_CHAT + sent))
    return f"words alone, without the limit of 30 a second; {', '.join(seen)}"


def _forget(bench: Bench) -> None:
    """Empty the memory of the fake, which remembers everything, and would be what slows us down."""
    bench.api.calls.clear()
    bench.api._world.messages.clear()


def _keep_up(bot: Running, sent: int) -> None:
    while bot.is_running and sent - _handled(bot) > _OUTSTANDING:
        time.sleep(0.1)


def _handled(bot: Running) -> float:
    return bot.figure("bot_updates_handled_total")


def _post(port: int, update: dict[str, Any]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET,
        "Content-Type": "application/json",
    }
    try:
        connection.request("POST", "/hook", json.dumps(update), headers)
        return connection.getresponse().status
    finally:
        connection.close()
