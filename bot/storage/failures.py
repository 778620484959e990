"""Why the database failed: it is away for a while, it is the wrong one, or a statement is wrong."""

import sqlite3
from enum import Enum
from socket import gaierror

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class Failure(Enum):
    """What to do about an error."""

    AWAY = "wait and try again"
    REFUSED = "correct DATABASE_URL, or the rights of its user"
    MISSING = "make the database"
    DAMAGED = "restore a backup"
    BUG = "mend the bot"


# https://www.postgresql.org/docs/current/errcodes-appendix.html
_AWAY_CLASSES = ("08", "40", "53", "57", "58")
"""Connections, deadlocks and the like, resources, an operator's doing, the system around it."""
_AWAY_STATES = ("25006", "55000", "55P03")
"""A standby that only reads, a database closed for maintenance, a lock that could not be had."""

_SQLITE = {
    sqlite3.SQLITE_BUSY: Failure.AWAY,
    sqlite3.SQLITE_LOCKED: Failure.AWAY,
    sqlite3.SQLITE_READONLY: Failure.AWAY,
    sqlite3.SQLITE_IOERR: Failure.AWAY,
    sqlite3.SQLITE_FULL: Failure.AWAY,
    sqlite3.SQLITE_CANTOPEN: Failure.AWAY,
    sqlite3.SQLITE_PROTOCOL: Failure.AWAY,
    sqlite3.SQLITE_PERM: Failure.AWAY,
    sqlite3.SQLITE_CORRUPT: Failure.DAMAGED,
    sqlite3.SQLITE_NOTADB: Failure.DAMAGED,
}


def failure(error: BaseException) -> Failure:
    """Tell what *error* is, which a transaction ended in."""
    # OSError: nobody listens, or the answer took longer than we wait (TimeoutError).
    if isinstance(error, (OSError, PoolTimeoutError)):
        return Failure.AWAY
    if not isinstance(error, DBAPIError):
        return Failure.BUG
    if isinstance(error.orig, sqlite3.Error):
        # The lower byte; the rest says more of the same.
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return _SQLITE.get(code, Failure.BUG)
    return _of_postgresql(error)


def reason(error: BaseException) -> str:
    """Return a word for the log: never the error's text, which may hold a password."""
    if isinstance(error, gaierror):
        return "its host is not known"
    original = error.orig if isinstance(error, DBAPIError) else None
    detail = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)
    return detail or type(original or error).__name__


def _of_postgresql(error: DBAPIError) -> Failure:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state.startswith("28"):
        return Failure.REFUSED
    if state == "3D000":
        return Failure.MISSING
    # A replica that was updated has changed the tables; the next try sees them.
    changed = type(error.orig).__name__ == "InvalidCachedStatementError"
    if error.connection_invalidated or changed:
        return Failure.AWAY
    away = state.startswith(_AWAY_CLASSES) or state in _AWAY_STATES
    return Failure.AWAY if away else Failure.BUG
