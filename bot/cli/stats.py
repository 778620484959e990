"""`stats`: how the bot does, in numbers."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import setup
from bot.cli.on_database import on_database
from bot.config import ConfigError
from bot.moderation.numbers import MOST_DAYS, USUAL_DAYS, table
from bot.moderation.reporting import Report, look
from bot.replies.render_desk_numbers import render_report
from bot.replies.terminal import to_terminal

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.names import Names

_WIDTH = 100


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "stats",
        help="how the bot does: what was asked, what came of it, how fast the desk is",
        description="Print the numbers of the last days: messages and what came of them, "
        "languages, the claims most asked about, what readers think, and what waits for the "
        "moderators. "
        "Messages are counted, not people; nothing tells who sent one. Days begin at midnight UTC.",
    )
    parser.add_argument(
        "--days",
        type=_days,
        default=USUAL_DAYS,
        metavar="N",
        help=f"so many days, today included (default: {USUAL_DAYS}, at most {MOST_DAYS})",
    )
    parser.add_argument(
        "--csv", action="store_true", help="print each number of each day as CSV instead"
    )
    parser.add_argument(
        "--png", type=Path, metavar="FILE", help="draw the picture of /stats into FILE instead"
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Print the numbers, or draw them."""
    kept_days, days, now = setup.settings().retention_days, arguments.days, time.time()

    async def work(database: "Database", _: "Names") -> tuple[Report, str]:
        from bot.storage.numbers import DatabaseNumbers  # noqa: PLC0415 - others start faster

        numbers = DatabaseNumbers(database)
        return (
            await look(numbers, now, days, kept_days),
            await table(numbers, now, days, kept_days),
        )

    report, csv = on_database(work)
    if arguments.csv:
        print(csv, end="")
    if arguments.png:
        _draw(report, now, arguments.png)
        if not arguments.csv:
            print(arguments.png)
    if not (arguments.csv or arguments.png):
        print(to_terminal(render_report(report, now, buttons=False), colour=False, width=_WIDTH))
    return 0


def _draw(report: Report, now: float, file: Path) -> None:
    from bot.drawing.stats import draw_stats  # noqa: PLC0415 - others start faster

    try:
        file.write_bytes(draw_stats(report, now))
    except OSError as error:
        raise ConfigError(
            f"{file} cannot be written ({error.strerror}); name another file with --png"
        ) from error


def _days(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or not 0 < int(value[:9]) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of days from 1 to {MOST_DAYS}")
    return int(value)
