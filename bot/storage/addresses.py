"""DATABASE_URL, as people and their hosters write it, becomes an address that SQLAlchemy reads."""

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.config import ConfigError, Settings

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
_REMEDY = (
    "DATABASE_URL is no address of a database that the bot speaks; set it to "
    "sqlite:///path/to/file or postgresql://user:password@host:5432/name"
)
_OPTIONS = ("host", "port", "prepared_statement_cache_size", "ssl")
"""Of PostgreSQL: a socket's folder, encryption, and 0 statements to keep behind PgBouncer."""

_LARGEST_PORT = 65_535


def database_url(settings: Settings) -> str:
    """Return the address of the database: the one that is set, else of a file in DATA_DIR."""
    if settings.database_url:
        return read_url(settings.database_url)
    return _write(URL.create("sqlite+aiosqlite", database=str(settings.data_dir / "bot.sqlite3")))


def read_url(url: str) -> str:
    """Return *url* with the driver that we use; raise ConfigError for what we do not speak."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise ConfigError(_REMEDY) from None
    driver = _DRIVERS.get(parsed.drivername.partition("+")[0])
    if driver is None or (parsed.port or 0) > _LARGEST_PORT:
        raise ConfigError(_REMEDY)
    if driver.startswith("sqlite"):
        if parsed.database in {None, "", ":memory:"}:
            raise ConfigError(f"{_REMEDY}; what is in memory would be lost at the next start")
        return _write(parsed.set(drivername=driver))
    # libpq's name for it, which most hosters put into the address.
    query = {"ssl" if name == "sslmode" else name: value for name, value in parsed.query.items()}
    for name in query:
        if name not in _OPTIONS:
            raise ConfigError(
                f"DATABASE_URL has the option {name}, which the bot does not know; leave it out "
                f"(there are {', '.join(_OPTIONS)} and sslmode)"
            )
    return _write(parsed.set(drivername=driver, query=query))


def shown(url: str) -> str:
    """Return *url* without its password, as people wrote it."""
    parsed = make_url(url)
    return parsed.set(drivername=parsed.get_backend_name()).render_as_string(hide_password=True)


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database, None for another one."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database) if is_file and parsed.database else None


def _write(url: URL) -> str:
    return url.render_as_string(hide_password=False)
