"""`backup`: a copy of the SQLite database, while the bot runs."""

import argparse
from pathlib import Path

from bot.cli import setup
from bot.config import ConfigError, Settings


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "backup",
        help="copy the SQLite database to a file, while the bot runs",
        description="Copy the SQLite database to a new file that only you may read. The bot may "
        "run meanwhile. PostgreSQL has pg_dump for it; docs/deploying.md shows how.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Write the copy, and say how large it is."""
    # Other commands start faster without the database's libraries.
    from bot.storage.backup import back_up  # noqa: PLC0415

    back_up(database_file(setup.settings(), "deploy/postgresql-backup.sh"), arguments.file)
    print(f"{arguments.file}: {arguments.file.stat().st_size} bytes")
    return 0


def database_file(settings: Settings, instead: str) -> Path:
    """Return the file of the database; raise ConfigError, naming *instead*, for PostgreSQL."""
    from bot.storage.addresses import database_url, sqlite_file  # noqa: PLC0415

    file = sqlite_file(database_url(settings))
    if file is None:
        raise ConfigError(f"the database is PostgreSQL; use {instead} (docs/deploying.md)")
    return file
