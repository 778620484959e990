"""How many people asked about a claim: counted once a day, shown to nobody by name."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.people import PeopleUnavailableError
from bot.popularity import Asked
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.popularity import DatabasePopularity
from bot.storage.tables import asked
from tests.storage.conftest import Clock, Connect

NAMES = Names("123:secret")
OLA = 987_654_321
DAY_S = 86_400.0
MINUTE_S = 60.0
A_WEEK = (7, 2, 10)


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def popularity(database: Database, clock: Clock) -> DatabasePopularity:
    return DatabasePopularity(database, NAMES, clock)


async def rows(database: Database) -> list[tuple[Any, ...]]:
    async with database.begin() as connection:
        return [tuple(row) for row in await connection.execute(select(asked))]


async def ask(popularity: DatabasePopularity, claim_id: str, people: Iterable[int]) -> None:
    for user_id in people:
        await popularity.note(user_id, [claim_id])


async def test_what_is_kept_is_a_day_a_claim_and_a_code(
    popularity: DatabasePopularity, database: Database, clock: Clock
) -> None:
    await popularity.note(OLA, ["moon"])
    assert await rows(database) == [(int(clock.now // DAY_S), "moon", NAMES.of(OLA))]


async def test_asking_again_on_the_same_day_changes_nothing(
    popularity: DatabasePopularity, database: Database
) -> None:
    await popularity.note(OLA, ["moon", "moon"])
    await popularity.note(OLA, ("moon", "sea"))
    assert [claim for _, claim, _ in sorted(await rows(database))] == ["moon", "sea"]


async def test_an_answer_without_claims_is_not_noted(
    popularity: DatabasePopularity, database: Database
) -> None:
    await popularity.note(OLA, ())
    assert await rows(database) == []


async def test_the_claims_of_most_people_come_first(popularity: DatabasePopularity) -> None:
    await ask(popularity, "sea", range(3))
    await ask(popularity, "moon", range(3))
    await ask(popularity, "sky", range(4))
    assert await popularity.most_asked(*A_WEEK) == (
        Asked("sky", 4),
        Asked("moon", 3),
        Asked("sea", 3),
    )
    assert await popularity.most_asked(7, 2, 1) == (Asked("sky", 4),)


async def test_a_claim_that_too_few_asked_about_is_not_told(
    popularity: DatabasePopularity,
) -> None:
    await ask(popularity, "moon", range(4))
    assert await popularity.most_asked(7, 5, 10) == ()


async def test_who_asks_every_day_is_one_person(
    popularity: DatabasePopularity, clock: Clock
) -> None:
    for _ in range(6):
        await ask(popularity, "moon", [OLA])
        clock.now += DAY_S
    await ask(popularity, "moon", [OLA + 1])
    assert await popularity.most_asked(*A_WEEK) == (Asked("moon", 2),)


async def test_the_days_end_with_today(popularity: DatabasePopularity, clock: Clock) -> None:
    await ask(popularity, "moon", range(2))
    clock.now += 6 * DAY_S
    assert await popularity.most_asked(*A_WEEK) == (Asked("moon", 2),)
    clock.now += DAY_S
    assert await popularity.most_asked(*A_WEEK) == ()


async def test_it_is_counted_once_a_minute(popularity: DatabasePopularity, clock: Clock) -> None:
    await ask(popularity, "moon", range(2))
    before = await popularity.most_asked(*A_WEEK)
    await ask(popularity, "moon", [OLA])
    clock.now += MINUTE_S - 1
    assert await popularity.most_asked(*A_WEEK) == before
    clock.now += 1
    assert await popularity.most_asked(*A_WEEK) == (Asked("moon", 3),)


async def test_a_clock_that_is_set_back_keeps_nothing_for_long(
    popularity: DatabasePopularity, clock: Clock
) -> None:
    await ask(popularity, "moon", range(2))
    await popularity.most_asked(*A_WEEK)
    await ask(popularity, "moon", [OLA])
    clock.now -= MINUTE_S
    assert await popularity.most_asked(*A_WEEK) == (Asked("moon", 3),)


async def test_another_process_counts_the_same(
    connect: Connect, popularity: DatabasePopularity, clock: Clock
) -> None:
    await ask(popularity, "moon", range(2))
    other = DatabasePopularity(connect(), NAMES, clock)
    assert await other.most_asked(*A_WEEK) == (Asked("moon", 2),)


async def test_a_database_that_is_away_is_named_so(tmp_path: Path, clock: Clock) -> None:
    away = Database(f"sqlite:///{tmp_path / 'no-such-folder' / 'bot.sqlite3'}")
    popularity = DatabasePopularity(away, NAMES, clock)
    with pytest.raises(PeopleUnavailableError):
        await popularity.note(OLA, ["moon"])
    with pytest.raises(PeopleUnavailableError):
        await popularity.most_asked(*A_WEEK)
    await away.close()
