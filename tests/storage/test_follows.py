"""Followers: once each, with what they know, until they stop."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.people import PeopleUnavailableError
from bot.storage.database import Database
from bot.storage.follows import DatabaseFollows
from bot.storage.tables import followers
from tests.storage.conftest import Clock, Connect

OLA, PETRA = 987_654_321, 777_666_555


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def known(database: Database, clock: Clock) -> DatabaseFollows:
    return DatabaseFollows(database, clock)


async def rows(database: Database) -> list[tuple[Any, ...]]:
    columns = (followers.c.claim, followers.c.user_id, followers.c.rating, followers.c.language)
    async with database.begin() as connection:
        return [tuple(row) for row in await connection.execute(select(*columns).order_by(*columns))]


async def test_who_follows_twice_is_one_follower_who_knows_the_newer_rating(
    known: DatabaseFollows, database: Database
) -> None:
    await known.follow(OLA, "moon", "unproven", "en")
    await known.follow(OLA, "moon", "false", "uk")
    assert await rows(database) == [("moon", OLA, "false", "uk")]


async def test_who_stops_is_no_follower_of_that_claim_any_more(
    known: DatabaseFollows, database: Database
) -> None:
    for claim_id in ("moon", "mars"):
        for user_id in (OLA, PETRA):
            await known.follow(user_id, claim_id, "false", "en")
    await known.unfollow(OLA, "moon")
    await known.unfollow(OLA, "moon")

    assert await rows(database) == [
        ("mars", PETRA, "false", "en"),
        ("mars", OLA, "false", "en"),
        ("moon", PETRA, "false", "en"),
    ]


async def test_a_database_that_is_away_is_named(tmp_path: Path, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    known = DatabaseFollows(gone, clock)
    for work in (
        known.follow(OLA, "moon", "false", "en"),
        known.unfollow(OLA, "moon"),
    ):
        with pytest.raises(PeopleUnavailableError):
            await work
    await gone.close()
