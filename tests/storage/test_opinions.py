"""Opinions: the last one counts; and which claims a text is not answered with any more."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.opinions import MISFIT_FOR_ALL, Opinion
from bot.people import PeopleUnavailableError
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.opinions import DatabaseOpinions
from bot.storage.tables import misfits, opinions
from tests.storage.conftest import Clock, Connect

OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
TEXT, OTHER_TEXT = "Ab-_0123", "Cd-_4567"


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def known(database: Database, clock: Clock) -> DatabaseOpinions:
    return DatabaseOpinions(database, NAMES, clock)


async def rows(database: Database, table: Any) -> list[dict[str, Any]]:
    async with database.begin() as connection:
        return [dict(row) for row in (await connection.execute(select(table))).mappings()]


async def wrong(known: DatabaseOpinions, user_id: int, claim_id: str = "moon") -> None:
    await known.rate(user_id, claim_id, TEXT, Opinion.WRONG_CLAIM, "en")


@pytest.mark.parametrize("opinion", Opinion)
async def test_an_opinion_is_kept_once_and_the_last_one_counts(
    known: DatabaseOpinions, database: Database, clock: Clock, opinion: Opinion
) -> None:
    await known.rate(OLA, "moon", TEXT, Opinion.NOT_HELPFUL, "en")
    clock.now += 1
    await known.rate(OLA, "moon", TEXT, opinion, "uk")

    assert await rows(database, opinions) == [
        {
            "claim": "moon",
            "who": NAMES.of(OLA),
            "text_key": TEXT,
            "opinion": opinion.name.lower(),
            "language": "uk",
            "at": clock.now,
        }
    ]


async def test_answers_to_other_texts_have_opinions_of_their_own(
    known: DatabaseOpinions, database: Database
) -> None:
    for text_key in (TEXT, OTHER_TEXT, ""):
        await known.rate(OLA, "moon", text_key, Opinion.HELPFUL, "en")
    assert len(await rows(database, opinions)) == 3


async def test_an_opinion_that_is_taken_back_leaves_nothing(
    known: DatabaseOpinions, database: Database
) -> None:
    for user_id in (OLA, PETRA):
        await wrong(known, user_id)
    await known.take_back(OLA, "moon", TEXT)
    await known.take_back(OLA, "moon", TEXT)

    assert await known.misfits(OLA, TEXT) == frozenset()
    assert await known.misfits(PETRA, TEXT) == {"moon"}
    assert [row["who"] for row in await rows(database, opinions)] == [NAMES.of(PETRA)]


async def test_a_misfit_is_one_for_whoever_said_so_and_for_that_text(
    known: DatabaseOpinions,
) -> None:
    assert await known.misfits(OLA, TEXT) == frozenset()
    await wrong(known, OLA)
    await wrong(known, OLA)

    assert await known.misfits(OLA, TEXT) == {"moon"}
    assert await known.misfits(OLA, OTHER_TEXT) == frozenset()
    assert await known.misfits(PETRA, TEXT) == frozenset()


async def test_what_several_people_say_holds_for_all(known: DatabaseOpinions) -> None:
    for user_id in range(1, MISFIT_FOR_ALL):
        await wrong(known, user_id)
    await wrong(known, 1, "another-claim")
    assert await known.misfits(PETRA, TEXT) == frozenset()

    await wrong(known, OLA)
    assert await known.misfits(PETRA, TEXT) == {"moon"}


@pytest.mark.parametrize("opinion", [one for one in Opinion if one is not Opinion.WRONG_CLAIM])
async def test_whoever_changes_their_mind_takes_a_misfit_back(
    known: DatabaseOpinions, opinion: Opinion
) -> None:
    await wrong(known, OLA)
    await wrong(known, OLA, "another-claim")
    await known.rate(OLA, "moon", TEXT, opinion, "en")
    assert await known.misfits(OLA, TEXT) == {"another-claim"}


async def test_without_a_text_nothing_is_a_misfit(
    known: DatabaseOpinions, database: Database
) -> None:
    await known.rate(OLA, "moon", "", Opinion.WRONG_CLAIM, "en")
    assert await rows(database, misfits) == []
    assert await known.misfits(OLA, "") == frozenset()


async def test_other_processes_and_the_next_start_hear_of_a_misfit(
    connect: Connect, known: DatabaseOpinions, clock: Clock
) -> None:
    running = DatabaseOpinions(connect(), NAMES, clock)
    await running.refresh()
    clock.now += 5
    await wrong(known, OLA)
    assert await running.misfits(OLA, TEXT) == frozenset()
    await running.refresh()
    assert await running.misfits(OLA, TEXT) == {"moon"}

    clock.now += 86_400
    started = DatabaseOpinions(connect(), NAMES, clock)
    await started.refresh()
    assert await started.misfits(OLA, TEXT) == {"moon"}


async def test_clocks_that_differ_by_minutes_hide_no_misfit(connect: Connect, clock: Clock) -> None:
    late = DatabaseOpinions(connect(), NAMES, lambda: clock.now - 240)
    running = DatabaseOpinions(connect(), NAMES, clock)
    await running.refresh()
    await wrong(late, OLA)
    clock.now += 5
    await running.refresh()
    assert await running.misfits(OLA, TEXT) == {"moon"}


async def test_of_most_texts_the_database_is_not_asked(tmp_path: Path, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    known = DatabaseOpinions(gone, NAMES, clock)
    assert await known.misfits(OLA, TEXT) == frozenset()
    for work in (known.rate(OLA, "moon", TEXT, Opinion.HELPFUL, "en"), known.refresh()):
        with pytest.raises(PeopleUnavailableError):
            await work
    await gone.close()
