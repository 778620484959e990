"""The database: reachable, of our age, writable, and what lies in it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.config import ConfigError
from bot.doctor.finding import Finding, ok, problem, warning
from bot.storage.addresses import shown, sqlite_file
from bot.storage.database import Database, DatabaseUnavailableError
from bot.storage.failures import reason
from bot.storage.inbox import SET_ASIDE, WAITING
from bot.storage.migrate import configuration, newest, revision
from bot.storage.tables import updates

_SUBJECT = "database"
_PATIENCE_S = 15.0
_MANY = 1000
_REMEDY = "check that it runs, that DATABASE_URL is right, and what its user may do"


async def examine_database(url: str) -> AsyncIterator[Finding]:
    """Yield findings on the database at *url*; nothing is changed, and none is made."""
    try:
        database = Database(url)
    except ConfigError as error:
        yield problem(_SUBJECT, str(error))
        return
    name, file = shown(database.url), sqlite_file(database.url)
    if file is not None and not file.exists():
        yield ok(_SUBJECT, f"{name} is made at the first start")
        return
    try:
        async with asyncio.timeout(_PATIENCE_S):
            findings = [finding async for finding in _look(database, name)]
    except TimeoutError:
        yield problem(_SUBJECT, f"{name} does not answer within {_PATIENCE_S:.0f} s; {_REMEDY}")
    except DatabaseUnavailableError as error:
        yield problem(_SUBJECT, f"{name} cannot be used ({error}); {_REMEDY}")
    except ConfigError as error:
        yield problem(_SUBJECT, str(error))
    except SQLAlchemyError as error:
        yield problem(_SUBJECT, f"{name} refuses what the bot needs ({reason(error)}); {_REMEDY}")
    else:
        for finding in findings:
            yield finding
    finally:
        await database.close()


async def _look(database: Database, name: str) -> AsyncIterator[Finding]:
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


async def _on_inbox(database: Database) -> Finding:
    counted = select(updates.c.state, func.count()).group_by(updates.c.state)
    async with database.begin() as connection:
        counts = {state: int(count) for state, count in (await connection.execute(counted)).all()}
    waiting, set_aside = counts.get(WAITING, 0), counts.get(SET_ASIDE, 0)
    if set_aside:
        return warning(
            "inbox",
            f"{waiting} updates waiting, and {set_aside} set aside because handling failed; "
            "the column `why` of the table `updates` says where: report it",
        )
    if waiting > _MANY:
        return warning("inbox", f"{waiting} updates waiting; look whether the bot runs")
    return ok("inbox", f"{waiting} updates waiting")
