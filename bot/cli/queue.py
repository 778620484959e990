"""`queue`: what readers sent to the moderators, and has no answer yet."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cli.on_database import on_database, shown_time
from bot.questions import Inquiry, Question

if TYPE_CHECKING:
    from bot.cli.setup import Subparsers
    from bot.storage.database import Database
    from bot.storage.names import Names

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """One text, and how many people sent it."""

    people: int
    first_at: float
    """Seconds since 1970."""
    inquiry: Inquiry
    """The newest one."""


def add_to(subparsers: "Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "queue",
        help="what readers sent to the moderators",
        description="Print the messages that readers sent to the moderators and that no published "
        "claim answers yet, the most asked first. Publish a claim, or add a wording to one, and "
        "the bot writes to those who wait; the message leaves the queue by itself. Each is deleted "
        "after RETENTION_DAYS. Nothing tells who sent it.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Print the queue."""
    asked = by_demand(on_database(_open))
    for one in asked:
        print(json.dumps(_as_json(one), ensure_ascii=False) if arguments.json else _as_text(one))
    if not asked and not arguments.json:
        print("nothing waits for the moderators")
    return 0


def by_demand(found: Sequence[Question]) -> list[Asked]:
    """Return each text once, those that most people sent first, then the oldest."""
    texts: dict[str, list[Question]] = {}
    for question in found:
        texts.setdefault(question.inquiry.text_key, []).append(question)
    asked = [
        Asked(len(same), min(one.asked_at for one in same), same[-1].inquiry)
        for same in texts.values()
    ]
    return sorted(asked, key=lambda one: (-one.people, one.first_at))


async def _open(database: "Database", names: "Names") -> list[Question]:
    from bot.storage.questions import DatabaseQuestions  # noqa: PLC0415 - others start faster

    questions = DatabaseQuestions(database, names)
    found: list[Question] = []
    while page := await questions.open_questions(found[-1].number if found else 0, _PAGE):
        found += page
    return found


def _as_text(asked: Asked) -> str:
    return "\n".join(_lines(asked))


def _lines(asked: Asked) -> Iterator[str]:
    people = "1 person" if asked.people == 1 else f"{asked.people} people"
    facts = [people, f"since {shown_time(asked.first_at)}", asked.inquiry.language]
    if asked.inquiry.origin:
        facts.append(f"from t.me/{asked.inquiry.origin}")
    if asked.inquiry.not_claim:
        facts.append(f"not {asked.inquiry.not_claim}")
    yield ", ".join(facts)
    yield from (f"    {line}" for line in asked.inquiry.text.splitlines())


def _as_json(asked: Asked) -> dict[str, object]:
    return {
        "people": asked.people,
        "since": shown_time(asked.first_at),
        "lang": asked.inquiry.language,
        "origin": asked.inquiry.origin or None,
        "not": asked.inquiry.not_claim or None,
        "text": asked.inquiry.text,
    }
