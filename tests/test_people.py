"""The running bot and the people it knows: blocks are heard of, data shown, deleted, purged."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot import service
from bot.config import Settings
from bot.people import Kept, Thing
from bot.replies.dates import render_date
from bot.replies.keys import Key
from bot.storage import database as storage
from bot.storage.addresses import database_url
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.tables import metadata
from tests.storage.conftest import postgresql
from tests.support.bot_api import BotApi
from tests.support.updates import user
from tests.test_service import _environment, answered, api, ask, comes_to, locked, online, polls
from tests.tg.answerings import CATALOG

__all__ = ["_environment", "api", "polls", "postgresql"]

OLA, PETRA = 987_654_321, 777_666_555
DAY_S = 86_400.0


@pytest.fixture(params=["sqlite", "postgresql"])
def chosen(request: pytest.FixtureRequest, polls: Settings) -> Settings:
    if request.param == "sqlite":
        return polls
    return replace(polls, database_url=request.getfixturevalue("postgresql"))


@pytest.fixture(autouse=True)
def _patient_bot(_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot and us wait for each other's locks as long as two processes would.

    We look into its database all the time; what it could not write for that would never come.
    """
    monkeypatch.setattr(storage, "_BUSY_S", 5.0)


def patient(chosen: Settings) -> Database:
    """Return the database for us, who wait for a lock of the bot as long as another process would.

    Where a test does not say otherwise, the bot itself waits for 50 ms.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "_BUSY_S", 5.0)
        return Database(database_url(chosen))


@asynccontextmanager
async def connected(chosen: Settings) -> AsyncIterator[Database]:
    database = patient(chosen)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def opened(chosen: Settings, shift_s: float = 0.0) -> AsyncIterator[DatabasePeople]:
    """Open the database as another process would whose clock goes wrong by *shift_s*."""
    token = chosen.telegram_bot_token
    assert token
    async with connected(chosen) as database:
        await migrate(database)
        yield DatabasePeople(database, Names(token), lambda: time.time() + shift_s)


async def everything(chosen: Settings) -> str:
    found: list[Any] = []
    async with connected(chosen) as database, database.begin() as connection:
        for table in metadata.sorted_tables:
            rows = await connection.execute(select(table))
            found += [dict(row) for row in rows.mappings()]
    return json.dumps(found)


async def test_a_block_is_heard_of_while_the_bot_runs_and_so_is_its_end(
    api: BotApi, polls: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_HEAR_S", 0.2)

    async def last_said() -> str:
        ask(api, "/start", user=user(OLA))
        await asyncio.to_thread(api.wait_for_confirmation)
        text: str = api.sent(OLA)[-1]["text"] if api.sent(OLA) else ""
        return text.partition("\n")[0]

    async with online(polls), opened(polls) as people:
        hello = "Hello. I check claims about NATO."
        await comes_to(last_said, hello)
        block = await people.block(OLA, 7, "Insults.")
        until = render_date(block.last_day.isoformat(), "en", CATALOG)
        refusal = CATALOG.text("en", Key.BLOCKED, date=until)
        await comes_to(last_said, refusal)
        await comes_to(people.blocks, [(people.name(OLA), replace(block, told=True))])
        await people.unblock(people.name(OLA))
        await comes_to(last_said, hello)
    said = [message["text"].partition("\n")[0] for message in api.sent(OLA)]
    assert said.count(refusal) == 1
    assert api.violations == []


async def test_a_block_holds_from_the_first_message_after_a_start(
    api: BotApi, polls: Settings
) -> None:
    async with opened(polls) as people:
        await people.block(OLA, 7, "")
    ask(api, user=user(OLA))
    number = ask(api, user=user(PETRA))
    async with online(polls):
        assert await answered_one(api, number)
    (said,) = api.sent(OLA)
    assert said["text"].startswith("I won’t answer you until")


async def answered_one(api: BotApi, number: int) -> bool:
    def is_it(call: Any) -> bool:
        replied = call.parameters.get("reply_parameters", {}).get("message_id")
        return bool(call.status == 200 and replied == number)

    await asyncio.to_thread(api.wait_for, is_it, 1)
    await asyncio.to_thread(api.wait_for_poll)
    return True


async def test_what_is_kept_is_shown_and_deleted_and_nothing_is_left(
    api: BotApi, chosen: Settings
) -> None:
    ola = user(OLA, first_name="Wilhelmina")
    async with online(chosen), opened(chosen) as people:
        ask(api, user=ola)
        await answered(api)
        noted = Kept(datetime.now(UTC).date(), things={Thing.ASKED: 1})
        await comes_to(lambda: people.show(OLA), noted)
        ask(api, "/mydata", user=ola)
        ask(api, "/deletemydata", user=ola)
        ask(api, "/mydata", user=ola)
        await answered(api, 4)
        await comes_to(lambda: left(chosen), [])
    shown, deleted, after = (message["text"] for message in api.sent(OLA)[1:])
    assert "The day of your last message: " in shown
    assert deleted.startswith("Deleted\n• The day of your last message: ")
    assert "Nothing that leads to you is left." in deleted
    assert after.startswith("I keep nothing about you.")
    assert api.violations == []


async def left(chosen: Settings) -> list[str]:
    """Return what still tells of Ola."""
    assert chosen.telegram_bot_token
    rows = await everything(chosen)
    async with opened(chosen) as people:
        name = people.name(OLA)
    return [one for one in (str(OLA), name, "Wilhelmina") if one in rows]


async def test_what_is_older_than_the_retention_goes_by_itself(
    api: BotApi, chosen: Settings
) -> None:
    chosen = replace(chosen, retention_days=3)
    async with opened(chosen, -4 * DAY_S) as people:
        await people.seen(OLA)
        await people.block(OLA, 1, "")
    async with opened(chosen, -1 * DAY_S) as people:
        await people.seen(PETRA)
        await people.block(PETRA, 30, "")
    async with online(chosen), opened(chosen) as people:
        await comes_to(lambda: people.show(OLA), Kept())
        assert [entry.subject for entry in await people.log()] == [people.name(PETRA)]
        kept = await people.show(PETRA)
    assert kept.seen_on is not None
    assert kept.block is not None


async def test_a_database_that_goes_away_and_comes_back_leaves_the_loops_at_work(
    api: BotApi, polls: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_BUSY_S", 0.05)
    monkeypatch.setattr(service, "_HEAR_S", 0.1)
    monkeypatch.setattr(service, "_SWEEP_S", 0.01)
    async with online(polls) as running:
        await asyncio.to_thread(api.wait_for_poll)
        async with locked(polls.data_dir):
            number = ask(api)
            # Longer than anybody waits for a lock here.
            assert await asyncio.wait([running], timeout=0.3) == (set(), {running})
        assert await answered(api) == [number]
        async with opened(polls, -90 * DAY_S) as people:
            await people.seen(PETRA)
        async with opened(polls) as people:
            await comes_to(lambda: people.show(PETRA), Kept())
