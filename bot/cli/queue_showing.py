"""`queue show`: a cluster as its card at the desk, with the claims that it is closest to."""

import argparse
import json
import shutil
import sys
import time

from bot.answering import Answering
from bot.claims.errors import KnowledgeError
from bot.cli import setup
from bot.cli.queue_lines import as_json
from bot.cli.queue_output import why_closed
from bot.cli.queue_parts import add_number, masker, with_queue
from bot.moderation.closest import Closest, find_closest
from bot.moderation.decisions import Missed
from bot.moderation.masking import Masker
from bot.moderation.queue import Cluster, Queue
from bot.replies.render_desk_queue import QueueWords, Shown
from bot.replies.terminal import to_terminal

_WIDTH = 100


def add_to(commands: "setup.Subparsers") -> None:
    """Add the command to those of `queue`."""
    show = commands.add_parser(
        "show",
        help="print one of them, with the closest claims and why",
        description="Print what waits under a number, as its card at the desk says it: how many "
        "sent it, since when, in which languages and from which channels, and the claims that it "
        "is closest to, with the probability that it asserts them. Exit codes: 0 done, 1 there is "
        "none, 2 could not run.",
    )
    add_number(show)
    show.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object"
    )
    show.set_defaults(command=_show)


def _show(arguments: argparse.Namespace) -> int:
    async def get(queue: Queue) -> list[Cluster]:
        return await queue.get([arguments.number])

    found = [one for one in with_queue(get) if one.last_at]
    if not found:
        print(why_closed(Missed.GONE, arguments.number, None))
        return 1
    cluster = found[0]
    answering = _answering() if cluster.is_open else None
    hides = Masker.of(answering.knowledge) if answering else masker()
    closest = _closest(answering, cluster)
    if arguments.json:
        shown = _as_json(cluster, hides.mask(cluster.sample), closest)
        print(json.dumps(shown, ensure_ascii=False))
        return 0
    # A terminal has no buttons.
    card = QueueWords(hides, offered=()).card(Shown(cluster, closest, time.time()))
    width = min(shutil.get_terminal_size().columns, _WIDTH)
    print(to_terminal(card, colour=False, width=width))
    return 0


def _answering() -> Answering | None:
    print("looking for the closest claims ...", file=sys.stderr, flush=True)
    try:
        return setup.answering()
    except KnowledgeError as error:  # what waits is shown all the same
        print(f"bot: no closest claims, the knowledge base is broken: {error}", file=sys.stderr)
        return None


def _closest(answering: Answering | None, cluster: Cluster) -> tuple[Closest, ...]:
    if answering is None:
        return ()
    return find_closest(answering.matcher.current, answering.knowledge, cluster.sample)


def _as_json(cluster: Cluster, text: str, closest: tuple[Closest, ...]) -> dict[str, object]:
    return as_json(cluster, text) | {
        "state": str(cluster.state),
        "answered": cluster.answered,
        "answered_by": list(cluster.answered_by),
        "closest": [
            {
                "claim": one.claim_id,
                "score": round(one.score, 4),
                "sentence": one.sentence,
                "why": one.why,
            }
            for one in closest
        ],
    }
