"""What the commands about the queue share: the desk's use cases, and how one is named."""

import argparse
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from bot.claims.errors import KnowledgeError
from bot.claims.load import load_strict
from bot.claims.model import KnowledgeBase
from bot.cli import setup
from bot.cli.on_database import on_database
from bot.cli.on_desk import open_desk
from bot.moderation.decisions import Decisions
from bot.moderation.masking import Masker
from bot.moderation.queue import Queue
from bot.moderation.roles import COMMAND_LINE, MOST_NAME, Moderator

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.names import Names

CODES = "Exit codes: 0 done, 1 refused, and nothing was changed, 2 could not run."
_LARGEST = 2**31
_MOST_DIGITS = 10

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deciding:
    """What a decision is taken with."""

    decisions: Decisions
    knowledge: Callable[[], KnowledgeBase]
    """As it was when it was first asked for; raises KnowledgeError where it is broken."""


def with_queue(work: Callable[[Queue], Awaitable[T]]) -> T:
    """Return what *work* returns, done with the queue in the bot's database."""

    async def on_it(database: "Database", names: "Names") -> T:
        from bot.storage.clusters import DatabaseQueue  # noqa: PLC0415 - others start faster

        return await work(DatabaseQueue(database, names))

    return on_database(on_it)


def with_decisions(work: Callable[[Deciding], Awaitable[int]]) -> int:
    """Return what *work* returns, done with the bot's database and knowledge base."""
    settings = setup.settings()
    knowledge = cache(lambda: load_strict(settings.knowledge_dir))

    async def on_it(database: "Database", names: "Names") -> int:
        from bot.storage.clusters import DatabaseQueue  # noqa: PLC0415 - others start faster
        from bot.storage.senders import DatabaseSenders  # noqa: PLC0415

        publisher, drafting = open_desk(database, names)
        decisions = Decisions(
            settings.knowledge_dir,
            DatabaseQueue(database, names),
            publisher,
            drafting,
            knowledge,
            senders=DatabaseSenders(database, names, settings.owner_ids),
        )
        code = await work(Deciding(decisions, knowledge))
        for failed in await publisher.settle():
            print(f"git: {failed.note}", file=sys.stderr)
        return code

    return on_database(on_it)


def masker() -> Masker:
    """Return what hides private persons; more is hidden where the knowledge base is broken."""
    try:
        return Masker.of(load_strict(setup.settings().knowledge_dir))
    except KnowledgeError:  # `check` says what is wrong with it
        return Masker()


def add_number(parser: argparse.ArgumentParser) -> None:
    """Let a command take the number of a cluster."""
    parser.add_argument("number", type=_number, metavar="NUMBER", help="from `queue`, such as 12")


def add_as(parser: argparse.ArgumentParser) -> None:
    """Let a command take who does it."""
    parser.add_argument(
        "--as",
        dest="name",
        type=_name,
        default=COMMAND_LINE.name,
        metavar="NAME",
        help="who does it, for history, git and the audit log",
    )


def by(arguments: argparse.Namespace) -> Moderator:
    """Return who does it."""
    return Moderator(None, arguments.name)


def _number(value: str) -> int:
    digits = value.lstrip("№#")
    if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS:
        number = int(digits)
        if 0 < number < _LARGEST:
            return number
    raise argparse.ArgumentTypeError(f"{value!r} is no number of the queue; `queue` lists them")


def _name(value: str) -> str:
    if not (name := " ".join(value.split())[:MOST_NAME]):
        raise argparse.ArgumentTypeError("it is empty; give a name")
    return name
