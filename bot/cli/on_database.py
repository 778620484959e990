"""What commands about people share: the bot's database, and the names in it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from bot.cli import setup
from bot.config import ConfigError, Settings, writable_folder
from bot.people import PeopleUnavailableError

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.names import Names

T = TypeVar("T")


def on_database(work: Callable[["Database", "Names"], Awaitable[T]]) -> T:
    """Return what *work* returns, done on the bot's database; the bot may run meanwhile."""
    settings = setup.settings()
    if settings.telegram_bot_token is None:
        raise ConfigError(
            "TELEGRAM_BOT_TOKEN is not set; set it as for the bot: the codes in the database are "
            "made with it"
        )
    if not settings.database_url:
        writable_folder(settings.data_dir, "DATA_DIR")
    return asyncio.run(_on_database(settings, settings.telegram_bot_token, work))


def shown_time(seconds: float) -> str:
    """Return a time, in seconds since 1970, as people read it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


async def _on_database(
    settings: Settings, token: str, work: Callable[["Database", "Names"], Awaitable[T]]
) -> T:
    # Other commands start faster without the database's libraries.
    from bot.storage.addresses import database_url, shown  # noqa: PLC0415
    from bot.storage.database import Database, DatabaseUnavailableError  # noqa: PLC0415
    from bot.storage.migrate import migrate  # noqa: PLC0415
    from bot.storage.names import Names  # noqa: PLC0415

    database = Database(url := database_url(settings))
    try:
        await migrate(database)
        return await work(database, Names(token))
    except (DatabaseUnavailableError, PeopleUnavailableError) as error:
        raise ConfigError(
            f"the database {shown(url)} is away ({error}); `doctor` tells what to do"
        ) from error
    finally:
        await database.close()
