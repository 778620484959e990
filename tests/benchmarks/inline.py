"""How soon do inline results show while people type? The real bot against the fake Bot API.

    python -m tests.benchmarks.inline [--people 4] [--seconds 30] [--webhook]

So many people type claims of the knowledge base, in all its languages, a letter every 0.3 s; each
letter is an inline query. A time runs from the update at the fake to the bot's answerInlineQuery
there, so that it holds intake, database, search and HTTP. The fake runs in this process and takes
part of the machine.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from bot.claims.load import load_strict
from bot.config import default_knowledge_dir
from tests.benchmarks.running import WEBHOOK_SECRET, Running, load_average, machine
from tests.support.bot_api import BotApi
from tests.support.process import free_port
from tests.support.updates import inline_query, user

LETTER_S = 0.3
LONGEST = 24
"""Letters; then somebody types something else."""
FIRST_PERSON = 20_000
PATIENCE_S = 15.0
HIGHEST_P95_S = 0.2


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where a query was lost, or too many answers came late."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.inline", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--people", type=int, default=4, help="who type at once (default: 4)")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long (default: 30)")
    parser.add_argument("--webhook", action="store_true", help="deliver to a webhook")
    chosen = parser.parse_args(arguments)
    print(f"{machine()}; load average {load_average():.1f} before")
    with ExitStack() as stack:
        api = stack.enter_context(BotApi(local=True))
        port, folder = free_port(), Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = {"LISTEN_PORT": str(port)}
        if chosen.webhook:
            url = f"http://127.0.0.1:{port}/hook"
            settings |= {"WEBHOOK_URL": url, "WEBHOOK_SECRET": WEBHOOK_SECRET}
        bot = stack.enter_context(Running(api, folder, **settings))
        bot.wait_until_ready()
        typing = [_typed(number) for number in range(chosen.people)]
        # What is read from disk once is in memory afterwards.
        warm = _type(api, typing, 3.0, FIRST_PERSON)
        _answers(api, warm, lambda: int(_overtaken(bot)))
        before, overtaken = bot.cpu_s, _overtaken(bot)
        sent = _type(api, typing, chosen.seconds, FIRST_PERSON + chosen.people)
        cpu_ms = 1000 * (bot.cpu_s - before) / len(sent)
        answered = _answers(api, sent, lambda: int(_overtaken(bot) - overtaken))
        overtaken = _overtaken(bot) - overtaken
        results = [len(found) for found in (api.offered(name) for name in answered)]
        bot.stop(signal.SIGTERM)
        print(f"violations of the Bot API: {len(api.violations)}; {len(bot.log)} lines of warnings")
    waits = [answered[name] - at for name, at in sent.items() if name in answered]
    p50, p95, p99 = (1000 * float(np.percentile(waits, share)) for share in (50, 95, 99))
    lost = len(sent) - len(answered) - int(overtaken)
    print(
        f"{len(sent)} queries of {chosen.people} people, {overtaken:.0f} overtaken by the next "
        f"letter, {lost} lost; p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms; "
        f"{np.mean(results):.1f} results; {cpu_ms:.0f} ms of the bot a query; load "
        f"{load_average():.1f}"
    )
    return int(lost > 0 or p95 > 1000 * HIGHEST_P95_S)


def _typed(seed: int) -> Iterator[str]:
    """Yield what stands behind the bot's name after each letter, for ever."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    claims = list(load_strict(default_knowledge_dir()).published.values())
    while True:
        claim = chance.choice(claims)
        text = chance.choice(list(claim.claim.values()))
        yield from (text[:length] for length in range(min(len(text), LONGEST) + 1))


def _type(
    api: BotApi, typing: Sequence[Iterator[str]], seconds: float, first: int
) -> dict[str, float]:
    """Let each person type; return when each query was sent, by its id."""
    sent: dict[str, float] = {}
    begin, number = time.monotonic(), 0
    step_s = LETTER_S / len(typing)
    while number * step_s < seconds:
        time.sleep(max(0.0, begin + number * step_s - time.monotonic()))
        person = number % len(typing)
        query = inline_query(next(typing[person]), asker=user(first + person))
        at = time.monotonic()
        sent[api.send(query)["inline_query"]["id"]] = at
        number += 1
    return sent


def _overtaken(bot: Running) -> float:
    return bot.figure("bot_updates_passed_total", outcome="overtaken")


def _answers(api: BotApi, sent: dict[str, float], overtaken: Callable[[], int]) -> dict[str, float]:
    """Return when each query was answered, once all are, or no more come."""
    end = time.monotonic() + PATIENCE_S
    while True:
        found = {
            str(call.parameters["inline_query_id"]): call.at
            for call in list(api.calls)
            if call.method == "answerInlineQuery" and call.status == 200
        }
        answered = {name: at for name, at in found.items() if name in sent}
        if len(answered) + overtaken() >= len(sent) or time.monotonic() > end:
            return answered
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
