"""`queue`: what readers sent to the moderators and has no answer yet, in clusters.

Its commands, which decide about them, stand in the modules beside.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.cli import queue_assigning, queue_deciding, queue_showing
from bot.cli.queue_lines import as_json, as_text
from bot.cli.queue_parts import masker, with_queue
from bot.moderation.clustering import Clusters
from bot.moderation.masking import Masker
from bot.moderation.queue import Cluster, Queue, State, in_demand
from bot.questions import Question

if TYPE_CHECKING:
    from bot.cli.setup import Subparsers

_PAGE = 500
_NEW = 0
"""The number of a cluster that the bot has not made yet."""


def add_to(subparsers: "Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "queue",
        help="what readers sent to the moderators, and what becomes of it",
        description="Print the messages that readers sent to the moderators and that no published "
        "claim answers yet. Messages that say the same stand together, the most asked first; the "
        "bot puts them together while it runs, and what it has not seen yet is called new. "
        "Publish a claim, or add a wording to one, and the bot writes to those who wait; the "
        "message leaves the queue by itself. Each is deleted after RETENTION_DAYS. Nothing tells "
        "who sent it, and what points to private persons is masked as far as a program can tell. "
        "The commands do with one of them, by its number, what the buttons of the desk do; the bot "
        "may run meanwhile.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(command=command)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in (queue_showing, queue_deciding, queue_assigning):
        module.add_to(commands)


def command(arguments: argparse.Namespace) -> int:
    """Print the queue."""
    found = with_queue(_open)
    hides = masker() if found else Masker()
    for one in found:
        text = hides.mask(one.sample)
        if arguments.json:
            print(json.dumps(as_json(one, text), ensure_ascii=False))
        else:
            print(as_text(one, text))
    if not found and not arguments.json:
        print("nothing waits for the moderators")
    return 0


def gathered(questions: Sequence[Question]) -> list[Cluster]:
    """Put *questions* that no cluster holds yet together by their words, as the bot will do."""
    clusters = Clusters()
    held: dict[int, list[Question]] = {}
    known: dict[str, int] = {}
    for question in questions:
        text_key = question.inquiry.text_key
        if text_key not in known:
            known[text_key] = clusters.add(question.inquiry.text)
        held.setdefault(known[text_key], []).append(question)
    return [_cluster(some) for some in held.values()]


async def _open(queue: Queue) -> list[Cluster]:
    found: list[Cluster] = []
    numbers = await queue.open_numbers()
    for start in range(0, len(numbers), _PAGE):
        found += await queue.get(numbers[start : start + _PAGE])
    most = _PAGE
    while len(new := await queue.unplaced(most)) == most:
        most *= 4
    return in_demand([*found, *gathered(new)])


def _cluster(some: Sequence[Question]) -> Cluster:
    inquiries = [one.inquiry for one in some]
    texts = Counter(one.text_key for one in inquiries)
    most = texts.most_common(1)[0][0]
    sample = [one for one in inquiries if one.text_key == most][-1]
    return Cluster(
        number=_NEW,
        state=State.OPEN,
        count=len(some),
        answered=0,
        last_day=0,
        day_before=0,
        first_at=min(one.asked_at for one in some),
        last_at=max(one.asked_at for one in some),
        sample=sample.text,
        sample_key=most,
        languages=_most(one.language for one in inquiries),
        origins=_most(one.origin for one in inquiries if one.origin),
        not_claims=tuple(
            name
            for name, _ in _most(one.inquiry.not_claim for one in some if one.inquiry.not_claim)
        ),
    )


def _most(names: Iterator[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))
