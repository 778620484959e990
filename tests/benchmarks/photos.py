"""How soon is a screenshot answered? The real bot with tesseract against the fake Bot API.

    python -m tests.benchmarks.photos [--every 6] [--webhook]

Forty screenshots of tests/reading, one every so many seconds, each from another person, as photos
that the bot downloads. A time runs from the update at the fake to the call there: sendChatAction is
the first sign of life, sendMessage the answer; so it holds intake, database, download, reading,
matching and HTTP. The fake runs in this process and takes part of the machine. What was said is
compared with the claim that the post makes. tests/benchmarks/screenshots.py measures how well is
read.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.replies.actions import NoneOfThese, SendToModerators, ShowCard, ShowDetails
from bot.tg.callbacks import decode
from tests.benchmarks.running import WEBHOOK_SECRET, Running, load_average, machine
from tests.reading.posts import Post, load_posts
from tests.reading.screenshots import screenshot
from tests.support.bot_api import BotApi, Call
from tests.support.process import free_port
from tests.support.reading import photo
from tests.support.updates import user

FIRST_PERSON = 30_000
PATIENCE_S = 30.0
HIGHEST_ANSWER_P95_S = 4.0
HIGHEST_SIGN_P95_S = 0.2


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one screenshot; seconds from the update, None where nothing came."""

    post: Post
    sign_s: float | None
    answer_s: float | None
    outcome: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where one has no answer, or too many came late."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.photos", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--every", type=float, default=6.0, help="seconds between two (default: 6)")
    parser.add_argument("--webhook", action="store_true", help="deliver to a webhook")
    chosen = parser.parse_args(arguments)
    posts = [post for post in load_posts() if post.claim]
    print(f"{machine()}; load average {load_average():.1f} before")
    with ExitStack() as stack:
        api = stack.enter_context(BotApi(local=True))
        port, folder = free_port(), Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = {"LISTEN_PORT": str(port), "TELEGRAM_API_FILE_URL": api.file_url}
        if chosen.webhook:
            url = f"http://127.0.0.1:{port}/hook"
            settings |= {"WEBHOOK_URL": url, "WEBHOOK_SECRET": WEBHOOK_SECRET}
        bot = stack.enter_context(Running(api, folder, **settings))
        bot.wait_until_ready()
        # What is read from disk once is in memory afterwards.
        _show(api, [(post, FIRST_PERSON + n) for n, post in enumerate(posts[:2])], chosen.every)
        people = [(post, FIRST_PERSON + 100 + n) for n, post in enumerate(posts)]
        seen = _show(api, people, chosen.every)
        bot.stop(signal.SIGTERM)
        print(f"violations of the Bot API: {len(api.violations)}; {len(bot.log)} lines of warnings")
    return _report(seen)


def _show(api: BotApi, people: Sequence[tuple[Post, int]], every_s: float) -> list[Seen]:
    """Send each post from its person, and return what came of it."""
    pictures = [screenshot(post) for post, _ in people]
    begin, sent = time.monotonic(), []
    for number, (content, (_, person)) in enumerate(zip(pictures, people, strict=True)):
        time.sleep(max(0.0, begin + number * every_s - time.monotonic()))
        update = photo(api, content, user=user(person))
        sent.append(time.monotonic())
        api.send(update)
    wanted = {person for _, person in people}
    end = time.monotonic() + PATIENCE_S
    while wanted - _first(api, "sendMessage").keys() and time.monotonic() < end:
        time.sleep(0.1)
    signs, answers = _first(api, "sendChatAction"), _first(api, "sendMessage")
    return [
        Seen(
            post,
            signs[person].at - at if person in signs else None,
            answers[person].at - at if person in answers else None,
            _outcome(post, answers[person]) if person in answers else "no answer",
        )
        for at, (post, person) in zip(sent, people, strict=True)
    ]


def _outcome(post: Post, answer: Call) -> str:
    """Tell from the buttons what was answered: they are the same in every language."""
    rows = answer.parameters.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
    decoded = [
        decode(one["callback_data"]) for row in rows for one in row if "callback_data" in one
    ]
    actions = [found[0] for found in decoded if found]
    named = {one.claim_id for one in actions if isinstance(one, ShowCard | ShowDetails)}
    wrong = "" if post.claim in named else ", of other claims"
    if any(isinstance(one, ShowDetails) for one in actions):
        return f"card{wrong}"
    if any(isinstance(one, NoneOfThese) for one in actions):
        return f"question{wrong}"
    if any(isinstance(one, SendToModerators) for one in actions):
        return "no verdict"
    return f"several claims{wrong}" if named else "not read"


def _first(api: BotApi, method: str) -> Mapping[int, Call]:
    """Return the first call of *method* for each chat."""
    found: dict[int, Call] = {}
    for call in list(api.calls):
        if call.method == method and call.status:
            found.setdefault(call.parameters["chat_id"], call)
    return found


def _report(seen: Sequence[Seen]) -> int:
    signs = [one.sign_s for one in seen if one.sign_s is not None]
    answers = [one.answer_s for one in seen if one.answer_s is not None]
    sign_p95 = float(np.percentile(signs, 95))
    answer_p50, answer_p95 = (float(np.percentile(answers, share)) for share in (50, 95))
    print(f"{len(seen)} screenshots, {len(answers)} answered; load {load_average():.1f}")
    print(
        f"first sign of life: p50 {1000 * np.percentile(signs, 50):.0f} ms, "
        f"p95 {1000 * sign_p95:.0f} ms"
    )
    print(f"answer: p50 {answer_p50:.2f} s, p95 {answer_p95:.2f} s, longest {max(answers):.2f} s")
    outcomes = Counter(one.outcome for one in seen)
    print(", ".join(f"{outcome}: {count}" for outcome, count in outcomes.most_common()))
    late = sign_p95 > HIGHEST_SIGN_P95_S or answer_p95 > HIGHEST_ANSWER_P95_S
    return int(late or len(answers) < len(seen))


if __name__ == "__main__":
    sys.exit(main())
