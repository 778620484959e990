"""Telegram's names of pictures: each bot has its own, and none is worth waiting for."""

from pathlib import Path

import pytest
from sqlalchemy import String

from bot.drawing.card import picture_key
from bot.storage.database import Database
from bot.storage.files import DatabaseFiles
from bot.storage.tables import files
from tests.replies.builders import make_claim
from tests.storage.conftest import Clock, Connect
from tests.tg.answerings import CATALOG

LONGEST_BOT_ID = str(2**63)


@pytest.fixture
def known(connect: Connect, clock: Clock) -> DatabaseFiles:
    return DatabaseFiles(connect(), "123", clock)


async def test_a_picture_is_known_by_its_last_name(known: DatabaseFiles) -> None:
    assert await known.find("moon") is None
    await known.remember("moon", "photo-1")
    await known.remember("sea", "photo-2")
    await known.remember("moon", "photo-3")
    assert await known.find("moon") == "photo-3"
    assert await known.find("sea") == "photo-2"


async def test_a_name_that_is_forgotten_is_gone(known: DatabaseFiles) -> None:
    await known.remember("moon", "photo-1")
    await known.forget("moon")
    await known.forget("moon")
    assert await known.find("moon") is None


async def test_another_process_knows_it_and_another_bot_does_not(
    connect: Connect, known: DatabaseFiles, clock: Clock
) -> None:
    await known.remember("moon", "photo-1")
    assert await DatabaseFiles(connect(), "123", clock).find("moon") == "photo-1"
    assert await DatabaseFiles(connect(), "124", clock).find("moon") is None


def test_the_key_of_a_picture_fits_with_the_longest_id_of_a_bot() -> None:
    key = picture_key(make_claim(), "en", CATALOG, bot_name="a_bot", link="https://t.me/a_bot")
    assert isinstance(files.c.key.type, String)
    assert len(f"{LONGEST_BOT_ID}:{key}") <= (files.c.key.type.length or 0)


async def test_a_database_that_is_away_knows_nothing(tmp_path: Path, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    known = DatabaseFiles(gone, "123", clock)
    await known.remember("moon", "photo-1")
    await known.forget("moon")
    assert await known.find("moon") is None
    await gone.close()
