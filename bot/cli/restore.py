"""`restore`: a backup becomes the database, while the bot does not run."""

import argparse
from pathlib import Path

from bot.cli import setup
from bot.cli.backup import database_file
from bot.config import writable_folder


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "restore",
        help="put a backup in the place of the SQLite database, while the bot does not run",
        description="Put a backup in the place of the SQLite database; what was there is kept "
        "beside it. Stop the bot first. Run it as the user that the bot runs as.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` has written")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Replace the database, and say where the old one is."""
    # Other commands start faster without the database's libraries.
    from bot.storage.backup import put_back  # noqa: PLC0415

    database = database_file(setup.settings(), "deploy/postgresql-restore.sh")
    writable_folder(database.parent, "DATA_DIR")
    kept = put_back(arguments.file, database)
    print(f"{database}: restored from {arguments.file}")
    if kept:
        print(f"{kept}: what was there before; remove it when all is well")
    return 0
