"""`block`, `unblock`, `blocks`: who gets no answers, and until when."""

import argparse
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from bot.cli.on_database import on_database, shown_time

if TYPE_CHECKING:
    from bot.cli import setup
    from bot.storage.database import Database
    from bot.storage.names import Names
    from bot.storage.people import DatabasePeople

HEARD_WITHIN_S = 10
"""The bot looks for new blocks more often than that."""
_LONGEST_REASON = 200
_MOST_DAYS = 3650
_LARGEST_ID = 2**52
"""Telegram promises that ids stay below."""

T = TypeVar("T")


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the commands to the command line."""
    block = subparsers.add_parser(
        "block",
        help="stop answering somebody, or leave a group, for a time",
        description="Stop answering a person, for a time. They are told so once, in their "
        "language, with the end and the reason. The id of a group is negative: it is told nothing; "
        "the bot leaves it at its next message, and whenever somebody adds it there again, while "
        "people are still answered elsewhere. A later block takes the place of an earlier one. "
        f"The bot may run meanwhile; it knows within {HEARD_WITHIN_S} seconds. /privacy, /mydata "
        "and /deletemydata go on working for them. The database holds a code made from the id and "
        "the token: with another token, blocks hold no longer.",
    )
    block.add_argument(
        "user",
        type=_someone,
        metavar="USER_ID",
        help="their Telegram id, a number; that of a group begins with a minus",
    )
    block.add_argument("--days", type=_days, default=7, help="for how long (default: 7)")
    block.add_argument(
        "--reason", type=_reason, default="", help="what they are told, as you write it"
    )
    block.set_defaults(command=_block)
    unblock = subparsers.add_parser(
        "unblock",
        help="answer somebody, or join a group, again",
        description="End a block before its time. Exit codes: 0 done, 1 there was no block, 2 "
        "could not run.",
    )
    unblock.add_argument(
        "who", type=_who, metavar="USER_ID", help="their Telegram id, or the code from `blocks`"
    )
    unblock.set_defaults(command=_unblock)
    blocks = subparsers.add_parser(
        "blocks",
        help="list who is not answered, until when and why",
        description="Print a line for each block that holds: the code of person or group, the end "
        "(UTC), whether they were told, the reason. The code does not tell who it is.",
    )
    blocks.set_defaults(command=_blocks)


def _block(arguments: argparse.Namespace) -> int:
    async def block(people: "DatabasePeople") -> int:
        found = await people.block(arguments.user, arguments.days, arguments.reason)
        print(f"{people.name(arguments.user)}: blocked until {shown_time(found.until)}")
        return 0

    return _with_people(block)


def _unblock(arguments: argparse.Namespace) -> int:
    async def unblock(people: "DatabasePeople") -> int:
        who = arguments.who
        name = who if isinstance(who, str) else people.name(who)
        lifted = await people.unblock(name)
        print(f"{name}: answered again" if lifted else f"{name}: was not blocked")
        return int(not lifted)

    return _with_people(unblock)


def _blocks(_: argparse.Namespace) -> int:
    async def show(people: "DatabasePeople") -> int:
        for name, block in await people.blocks():
            told = "told" if block.told else "not told yet"
            print(f"{name}  until {shown_time(block.until)}  {told}  {block.reason}".rstrip())
        return 0

    return _with_people(show)


def _with_people(work: Callable[["DatabasePeople"], Awaitable[T]]) -> T:
    """Return what *work* returns, done on the bot's database."""

    async def with_people(database: "Database", names: "Names") -> T:
        from bot.storage.people import DatabasePeople  # noqa: PLC0415 - others start faster

        return await work(DatabasePeople(database, names))

    return on_database(with_people)


def _someone(value: str) -> int:
    if not re.fullmatch("-?[0-9]{1,16}", value) or not 0 < abs(int(value)) < _LARGEST_ID:
        raise argparse.ArgumentTypeError(f"{value!r} is no id of a person or group; give a number")
    return int(value)


def _who(value: str) -> int | str:
    return value if re.fullmatch("[0-9a-f]{32}", value) else _someone(value)


def _days(value: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", value) or not 1 <= int(value) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(
            f"{value!r} is not from 1 to {_MOST_DAYS}; give whole days"
        )
    return int(value)


def _reason(value: str) -> str:
    if len(value) > _LONGEST_REASON:
        raise argparse.ArgumentTypeError(
            f"{len(value)} characters are too many; give at most {_LONGEST_REASON}"
        )
    return " ".join(value.split())
