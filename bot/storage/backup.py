"""A SQLite database is copied while the bot works, and put back while it does not."""

import contextlib
import itertools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.config import ConfigError

_PATIENCE_S = 10.0


def back_up(database: Path, target: Path) -> None:
    """Copy *database* to *target*, a new file that only its owner may read.

    SQLite's own online backup: one moment of the database, whatever is written meanwhile; a plain
    copy of the file would lack what still stands in its -wal. Raise ConfigError where it cannot.
    """
    if target.exists():
        raise ConfigError(f"{target} exists already; name a file that does not")
    with (
        _named(database, "cannot be backed up"),
        _open(database) as source,
        _copied(source, target) as copy,
    ):
        copy.rename(target)


def put_back(backup: Path, database: Path) -> Path | None:
    """Replace *database* by *backup*; return where the old one lies now, None where none was.

    Raise ConfigError, and change nothing, where *backup* is none or the bot still runs.
    """
    with _named(backup, "is no sound backup of the bot"), _open(backup) as source:
        _check(source)
        with _named(database, "cannot be replaced"), _copied(source, database) as copy:
            kept = _set_aside(database)
            copy.rename(database)
    return kept


def _set_aside(database: Path) -> Path | None:
    """Move what is at *database* to another name, if nobody has it open."""
    if not database.exists():
        return None
    try:
        with _open(database) as old:
            # Leaves one file alone, and fails where another process has it open.
            old.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        pass  # damaged: that is why somebody restores
    kept = next(name for name in _names_beside(database) if not name.exists())
    # Beside another database, the old one's -wal would be taken for that one's.
    for suffix in ("", "-wal", "-shm"):
        part = database.with_name(database.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept


def _names_beside(database: Path) -> Iterator[Path]:
    for number in itertools.count(1):
        yield database.with_name(f"{database.name}.before-restore-{number}")


@contextlib.contextmanager
def _copied(source: sqlite3.Connection, target: Path) -> Iterator[Path]:
    """Give a sound, complete copy in the folder of *target*, to be renamed within the block."""
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    # Before SQLite opens it: what people wrote is for the owner alone, from the first byte on.
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with _open(partial) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a -wal beside it
            _check(copy)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        yield partial
    finally:
        partial.unlink(missing_ok=True)


def _check(database: sqlite3.Connection) -> None:
    (said,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise sqlite3.DatabaseError(said)
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if not {"alembic_version", "updates"} <= tables:
        raise sqlite3.DatabaseError("the bot's tables are not in it")


@contextlib.contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    """Open an existing file; sqlite3 alone would make a missing one, and leave it open."""
    address = f"{file.resolve().as_uri()}?mode=rw"
    with contextlib.closing(
        sqlite3.connect(address, uri=True, timeout=_PATIENCE_S, isolation_level=None)
    ) as connection:
        yield connection


@contextlib.contextmanager
def _named(file: Path, what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        hint = "; stop the bot first" if "locked" in str(error) else ""
        raise ConfigError(f"{file} {what} ({error}){hint}") from error
    except (sqlite3.Error, OSError) as error:
        raise ConfigError(f"{file} {what} ({error})") from error
