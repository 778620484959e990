"""`queue`: what readers sent to the moderators and has no answer yet, in clusters."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.claims.errors import KnowledgeError
from bot.claims.load import load_strict
from bot.cli import setup
from bot.cli.on_database import on_database, shown_time
from bot.moderation.clustering import Clusters
from bot.moderation.masking import Masker
from bot.moderation.queue import Cluster, State, in_demand, people
from bot.questions import Question

if TYPE_CHECKING:
    from bot.cli.setup import Subparsers
    from bot.storage.database import Database
    from bot.storage.names import Names

_PAGE = 500
_NEW = 0
"""The number of a cluster that the bot has not made yet."""


def add_to(subparsers: "Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "queue",
        help="what readers sent to the moderators",
        description="Print the messages that readers sent to the moderators and that no published "
        "claim answers yet. Messages that say the same stand together, the most asked first; the "
        "bot puts them together while it runs, and what it has not seen yet is called new. "
        "Publish a claim, or add a wording to one, and the bot writes to those who wait; the "
        "message leaves the queue by itself. Each is deleted after RETENTION_DAYS. Nothing tells "
        "who sent it, and what points to private persons is masked as far as a program can tell.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Print the queue."""
    found = on_database(_open)
    masker = _masker() if found else Masker()
    for one in found:
        text = masker.mask(one.sample)
        shown = _as_json(one, text) if arguments.json else _as_text(one, text)
        print(json.dumps(shown, ensure_ascii=False) if arguments.json else shown)
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


def _masker() -> Masker:
    try:
        return Masker.of(load_strict(setup.settings().knowledge_dir))
    except KnowledgeError:  # `check` says what is wrong with it; then more is masked
        return Masker()


async def _open(database: "Database", names: "Names") -> list[Cluster]:
    from bot.storage.clusters import DatabaseQueue  # noqa: PLC0415 - others start faster

    queue = DatabaseQueue(database, names)
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


def _as_text(cluster: Cluster, text: str) -> str:
    facts = [people(cluster.count), f"since {shown_time(cluster.first_at)}"]
    facts.append(" ".join(name for name, _ in cluster.languages))
    facts += [f"from t.me/{name}" for name, _ in cluster.origins]
    facts += [f"not {claim_id}" for claim_id in cluster.not_claims]
    if cluster.assigned_to is not None:
        facts.append(f"looked after by {cluster.assigned_name or 'somebody'}")
    number = f"№ {cluster.number}" if cluster.number else "new"
    return "\n".join(
        [f"{number}: {', '.join(facts)}", *(f"    {one}" for one in text.splitlines())]
    )


def _as_json(cluster: Cluster, text: str) -> dict[str, object]:
    return {
        "cluster": cluster.number or None,
        "people": cluster.count,
        "last_day": cluster.last_day,
        "day_before": cluster.day_before,
        "since": shown_time(cluster.first_at),
        "last": shown_time(cluster.last_at),
        "languages": dict(cluster.languages),
        "origins": dict(cluster.origins),
        "not": list(cluster.not_claims),
        "assigned_to": cluster.assigned_name or None,
        "text": text,
    }
