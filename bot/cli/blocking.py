"""`block`, `unblock`, `blocks`: who gets no answers, and until when."""

import argparse
import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from bot.cli import setup
from bot.config import ConfigError, Settings, writable_folder
from bot.people import PeopleUnavailableError

if TYPE_CHECKING:
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
        help="stop answering somebody, for a time",
        description="Stop answering a person, for a time. They are told so once, in their "
        "language, with the end and the reason. A later block takes the place of an earlier one. "
        f"The bot may run meanwhile; it knows within {HEARD_WITHIN_S} seconds. /privacy, /mydata "
        "and /deletemydata go on working for them. The database holds a code made from the id and "
        "the token: with another token, blocks hold no longer.",
    )
    block.add_argument("user", type=_user, metavar="USER_ID", help="their Telegram id, a number")
    block.add_argument("--days", type=_days, default=7, help="for how long (default: 7)")
    block.add_argument(
        "--reason", type=_reason, default="", help="what they are told, as you write it"
    )
    block.set_defaults(command=_block)
    unblock = subparsers.add_parser(
        "unblock",
        help="answer somebody again",
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
        description="Print a line for each block that holds: the code of the person, the end "
        "(UTC), whether they were told, the reason. The code does not tell who it is.",
    )
    blocks.set_defaults(command=_blocks)


def _block(arguments: argparse.Namespace) -> int:
    async def block(people: "DatabasePeople") -> int:
        found = await people.block(arguments.user, arguments.days, arguments.reason)
        print(f"{people.name(arguments.user)}: blocked until {_time(found.until)}")
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
            print(f"{name}  until {_time(block.until)}  {told}  {block.reason}".rstrip())
        return 0

    return _with_people(show)


def _with_people(work: Callable[["DatabasePeople"], Awaitable[T]]) -> T:
    """Return what *work* returns, done on the bot's database."""
    settings = setup.settings()
    if settings.telegram_bot_token is None:
        raise ConfigError(
            "TELEGRAM_BOT_TOKEN is not set; set it as for the bot: the codes in the database are "
            "made with it"
        )
    if not settings.database_url:
        writable_folder(settings.data_dir, "DATA_DIR")
    return asyncio.run(_on_database(settings, settings.telegram_bot_token, work))


async def _on_database(
    settings: Settings, token: str, work: Callable[["DatabasePeople"], Awaitable[T]]
) -> T:
    # Other commands start faster without the database's libraries.
    from bot.storage.addresses import database_url, shown  # noqa: PLC0415
    from bot.storage.database import Database, DatabaseUnavailableError  # noqa: PLC0415
    from bot.storage.migrate import migrate  # noqa: PLC0415
    from bot.storage.people import DatabasePeople  # noqa: PLC0415

    database = Database(url := database_url(settings))
    try:
        await migrate(database)
        return await work(DatabasePeople(database, token))
    except (DatabaseUnavailableError, PeopleUnavailableError) as error:
        raise ConfigError(
            f"the database {shown(url)} is away ({error}); `doctor` tells what to do"
        ) from error
    finally:
        await database.close()


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _user(value: str) -> int:
    if not re.fullmatch("[0-9]{1,16}", value) or not 0 < int(value) < _LARGEST_ID:
        raise argparse.ArgumentTypeError(f"{value!r} is no id of a person; give a number")
    return int(value)


def _who(value: str) -> int | str:
    return value if re.fullmatch("[0-9a-f]{32}", value) else _user(value)


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
