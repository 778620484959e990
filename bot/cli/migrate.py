"""`migrate`: bring the database to the newest tables."""

import argparse
import asyncio

from bot.cli import setup
from bot.config import ConfigError, Settings, writable_folder


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "migrate",
        help="bring the database to the newest tables",
        description="Bring the database of DATABASE_URL, else the file in DATA_DIR, to the newest "
        "tables, and say from which revision to which. Where it is there already, nothing is done. "
        "`run` does the same when it starts.",
    )
    parser.set_defaults(command=command)


def command(_: argparse.Namespace) -> int:
    """Migrate, and say what was done."""
    settings = setup.settings()
    if not settings.database_url:
        writable_folder(settings.data_dir, "DATA_DIR")
    print(asyncio.run(_migrate(settings)))
    return 0


async def _migrate(settings: Settings) -> str:
    # Other commands start faster without the database's libraries.
    from bot.storage.addresses import database_url, shown, sqlite_file  # noqa: PLC0415
    from bot.storage.database import Database, DatabaseUnavailableError  # noqa: PLC0415
    from bot.storage.migrate import migrate, newest  # noqa: PLC0415

    url = database_url(settings)
    file, database = sqlite_file(url), Database(url)
    try:
        before, after = await migrate(database), newest()
    except DatabaseUnavailableError as error:
        remedy = (
            f"stop what else uses it, and see that {file} and its folder can be written and that "
            "the disk is not full"
            if file
            else "start it, or correct DATABASE_URL"
        )
        raise ConfigError(f"the database {shown(url)} is away ({error}); {remedy}") from error
    finally:
        await database.close()
    if before == after:
        return f"{shown(url)}: at revision {after} already"
    return f"{shown(url)}: from {f'revision {before}' if before else 'empty'} to revision {after}"
