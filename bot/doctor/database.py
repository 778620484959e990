"""The database: reachable, of our age, writable, what time it has, and what lies in it."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.config import ConfigError, Settings
from bot.doctor.finding import Finding, ok, problem, warning
from bot.storage.addresses import database_url, shown, sqlite_file
from bot.storage.clock import SERVER_TIME
from bot.storage.database import Database, DatabaseUnavailableError
from bot.storage.failures import reason
from bot.storage.inbox import SET_ASIDE, WAITING
from bot.storage.migrate import configuration, newest, revision
from bot.storage.tables import updates

_SUBJECT = "database"
_CLOCK = "database clock"
_PATIENCE_S = 15.0
_MANY = 1000
_MOST_OFF_S = 30.0
_REMEDY = "check that it runs, that DATABASE_URL is right, and what its user may do"
_REMEDY_FOR_A_FILE = (
    "check that DATABASE_URL names a file, and that the bot's user may write to it and its folder"
)


async def examine_database(
    settings: Settings, clock: Callable[[], float] = time.time
) -> AsyncIterator[Finding]:
    """Yield findings on the database; nothing is changed, and none is made."""
    try:
        database = Database(database_url(settings))
    except ConfigError as error:
        yield problem(_SUBJECT, str(error))
        return
    name, file = shown(database.url), sqlite_file(database.url)
    if file is not None and not file.exists():
        yield _on_missing(name, file, settings.data_dir)
        return
    remedy = _REMEDY_FOR_A_FILE if file else _REMEDY
    try:
        async with asyncio.timeout(_PATIENCE_S):
            findings = [finding async for finding in _look(database, name, clock)]
    except TimeoutError:
        yield problem(_SUBJECT, f"{name} does not answer within {_PATIENCE_S:.0f} s; {remedy}")
    except DatabaseUnavailableError as error:
        yield problem(_SUBJECT, f"{name} cannot be used ({error}); {remedy}")
    except ConfigError as error:
        yield problem(_SUBJECT, str(error))
    except SQLAlchemyError as error:
        yield problem(_SUBJECT, f"{name} refuses what the bot needs ({reason(error)}); {remedy}")
    else:
        for finding in findings:
            yield finding
    finally:
        await database.close()


def _on_missing(name: str, file: Path, data_dir: Path) -> Finding:
    """Return whether the file can be made; of DATA_DIR, the bot makes the folder, too."""
    folder = file.parent
    if folder == data_dir and not folder.exists():
        return ok(_SUBJECT, f"{name} is made at the first start")
    if not folder.is_dir():
        return problem(
            _SUBJECT,
            f"{name} cannot be made: there is no folder {folder}; make it, or correct DATABASE_URL",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        return problem(_SUBJECT, f"{name} cannot be made; {_REMEDY_FOR_A_FILE}")
    return ok(_SUBJECT, f"{name} is made at the first start")


async def _look(
    database: Database, name: str, clock: Callable[[], float]
) -> AsyncIterator[Finding]:
    if database.is_sqlite and (damage := await _damage(database)):
        yield problem(
            _SUBJECT, f"{name} is damaged ({damage}); stop the bot and `restore` a backup"
        )
        return
    at, wanted = await revision(database), newest()
    known = ScriptDirectory.from_config(configuration()).walk_revisions()
    if at is not None and at not in {script.revision for script in known}:
        yield problem(
            _SUBJECT,
            f"{name} is at revision {at}, which a newer bot has made; run that one, or restore "
            "the backup from before the upgrade",
        )
        return
    await _try_to_write(database)
    if at == wanted:
        yield ok(_SUBJECT, f"{name} can be written, and is at the newest revision, {at}")
    else:
        yield warning(
            _SUBJECT,
            f"{name} is {'empty' if at is None else f'at revision {at}'}, the newest is {wanted}; "
            "`run` brings it there by itself, and so does `python -m bot migrate`",
        )
    if not database.is_sqlite:
        yield await _on_clock(database, clock)
    if at is not None:
        yield await _on_inbox(database)


async def _damage(database: Database) -> str | None:
    async with database.begin() as connection:
        said = str((await connection.execute(text("PRAGMA quick_check(1)"))).scalar_one())
    return None if said == "ok" else said


async def _try_to_write(database: Database) -> None:
    """Do what migrations and updates need, and take it back."""
    with contextlib.suppress(_TakenBackError):
        async with database.begin() as connection:
            await connection.execute(text("CREATE TABLE doctor_probe (number INTEGER)"))
            await connection.execute(text("INSERT INTO doctor_probe VALUES (1)"))
            raise _TakenBackError


class _TakenBackError(Exception):
    """Ends a transaction that must change nothing."""


async def _on_clock(database: Database, clock: Callable[[], float]) -> Finding:
    """Compare the server's clock, by which replicas share the work, with ours: that of the rest."""
    asked = clock()
    async with database.begin() as connection:
        theirs = float((await connection.execute(SERVER_TIME)).scalar_one())
    off_s = theirs - (asked + clock()) / 2
    if abs(off_s) <= _MOST_OFF_S:
        return ok(_CLOCK, "as ours")
    way = "ahead of" if off_s > 0 else "behind"
    return warning(
        _CLOCK,
        f"{abs(off_s):.0f} s {way} ours, and the bot goes by both; set by NTP whichever is wrong: "
        "this machine's where `clock` says so, else that of the database's server",
    )


async def _on_inbox(database: Database) -> Finding:
    counted = select(updates.c.state, func.count()).group_by(updates.c.state)
    why = (
        select(updates.c.why, number := func.count())
        .where(updates.c.state == SET_ASIDE)
        .group_by(updates.c.why)
        .order_by(number.desc(), updates.c.why)
        .limit(1)
    )
    async with database.begin() as connection:
        counts = {state: int(count) for state, count in (await connection.execute(counted)).all()}
        likeliest = (await connection.execute(why)).one_or_none()
    waiting, set_aside = counts.get(WAITING, 0), counts.get(SET_ASIDE, 0)
    if likeliest:
        place, times = likeliest
        return warning(
            "inbox",
            f"{waiting} updates waiting, and {set_aside} set aside because handling failed, "
            f"{times} of them with {place}; report that, it holds no text; the "
            "column `why` of the table `updates` has all",
        )
    if waiting > _MANY:
        return warning("inbox", f"{waiting} updates waiting; look whether the bot runs")
    return ok("inbox", f"{waiting} updates waiting")
