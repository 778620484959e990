"""Who gets a digest when: once a day, at their hour, whatever happens in between."""

import asyncio
from pathlib import Path

import pytest

from bot.digests import DAY_S, LATE_S, Digest
from bot.people import PeopleUnavailableError
from bot.pushes import Push, PushKind
from bot.storage.database import Database
from bot.storage.digests import DatabaseDigests
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from tests.storage.conftest import Clock, Connect, connecting

OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
EIGHT = 1_700_035_200.0
"""Of the morning after the clock's evening, in London."""
HOUR_S = 3600.0


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def kept(database: Database, clock: Clock) -> DatabaseDigests:
    return DatabaseDigests(database, NAMES, clock)


@pytest.fixture
def pushes(database: Database, clock: Clock) -> DatabasePushes:
    return DatabasePushes(database, NAMES, clock)


def always(_: float) -> bool:
    return True


async def test_nobody_gets_a_digest_who_did_not_ask_for_it(kept: DatabaseDigests) -> None:
    assert await kept.of(OLA) is None
    assert await kept.make(always, 10) == 0


async def test_a_digest_starts_at_the_next_such_hour_of_the_reader(kept: DatabaseDigests) -> None:
    assert await kept.start(OLA, 0, 8, "en") == Digest(0, 8, EIGHT)
    assert await kept.start(PETRA, 120, 8, "en") == Digest(120, 8, EIGHT - 2 * HOUR_S)
    assert await kept.of(OLA) == Digest(0, 8, EIGHT)


async def test_another_hour_takes_the_place_of_the_first(kept: DatabaseDigests) -> None:
    await kept.start(OLA, 0, 8, "en")
    await kept.start(OLA, 60, 9, "en")

    assert await kept.of(OLA) == Digest(60, 9, EIGHT)


async def test_what_is_stopped_comes_no_more(kept: DatabaseDigests, clock: Clock) -> None:
    await kept.start(OLA, 0, 8, "en")
    assert [await kept.stop(OLA) for _ in range(2)] == [True, False]

    clock.now = EIGHT
    assert (await kept.of(OLA), await kept.make(always, 10)) == (None, 0)


async def test_when_it_is_due_a_push_is_made_once_a_day(
    kept: DatabaseDigests, pushes: DatabasePushes, clock: Clock
) -> None:
    await kept.start(OLA, 0, 8, "uk")
    clock.now = EIGHT + 30
    assert [await kept.make(always, 10) for _ in range(2)] == [1, 0]
    assert await pushes.take(10) == [Push(1, PushKind.DIGEST, OLA, "uk", EIGHT, tries=1)]

    clock.now += DAY_S
    assert await kept.make(always, 10) == 1
    assert [push.made_at for push in await pushes.take(10) if push.tries == 1] == [EIGHT + DAY_S]


async def test_on_a_day_with_nothing_to_say_nothing_is_made(
    kept: DatabaseDigests, pushes: DatabasePushes, clock: Clock
) -> None:
    await kept.start(OLA, 0, 8, "en")
    clock.now = EIGHT
    asked: list[float] = []

    def never(due_at: float) -> bool:
        asked.append(due_at)
        return False

    assert await kept.make(never, 10) == 1
    assert (asked, await pushes.waiting()) == ([EIGHT], 0)
    assert await kept.of(OLA) == Digest(0, 8, EIGHT + DAY_S)


@pytest.mark.parametrize(("late_s", "made"), [(LATE_S - 1, 1), (LATE_S, 0), (5 * DAY_S, 0)])
async def test_a_bot_that_was_away_sends_late_but_not_at_any_hour(
    kept: DatabaseDigests, pushes: DatabasePushes, clock: Clock, late_s: float, made: int
) -> None:
    await kept.start(OLA, 0, 8, "en")
    clock.now = EIGHT + late_s

    assert await kept.make(always, 10) == 1
    assert await pushes.waiting() == made
    digest = await kept.of(OLA)
    assert digest is not None
    assert clock.now < digest.due_at <= clock.now + DAY_S


async def test_who_had_todays_and_moves_it_to_the_evening_gets_the_next_tomorrow(
    kept: DatabaseDigests, pushes: DatabasePushes, clock: Clock
) -> None:
    await kept.start(OLA, 0, 8, "en")
    clock.now = EIGHT
    await kept.make(always, 10)

    assert await kept.start(OLA, 0, 20, "en") == Digest(0, 20, EIGHT + DAY_S + 12 * HOUR_S)


async def test_processes_that_look_at_once_make_each_once(postgresql: str, clock: Clock) -> None:
    async with connecting(postgresql) as connect:
        replicas = [DatabaseDigests(connect(), NAMES, clock) for _ in range(4)]
        for user in range(1, 31):
            await replicas[0].start(user, 0, 8, "en")
        clock.now = EIGHT
        while sum(await asyncio.gather(*(one.make(always, 4) for one in replicas))):
            pass
        taken = await DatabasePushes(connect(), NAMES, clock).take(100)

    assert sorted(push.user_id for push in taken) == list(range(1, 31))


async def test_a_database_that_is_away_is_named(tmp_path: Path, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    kept = DatabaseDigests(gone, NAMES, clock)
    for asked in (kept.of(OLA), kept.start(OLA, 0, 8, "en"), kept.stop(OLA), kept.make(always, 1)):
        with pytest.raises(PeopleUnavailableError):
            await asked
    await gone.close()
