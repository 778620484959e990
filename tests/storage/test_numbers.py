"""Numbers of each day add up, whoever counts; beside them what waits, and what people think."""

import pytest

from bot.moderation.numbers import COUNTED_DAYS, Backlog, Judged
from bot.opinions import Opinion
from bot.people import PeopleUnavailableError
from bot.questions import Inquiry
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.numbers import DatabaseNumbers
from bot.storage.opinions import DatabaseOpinions
from bot.storage.pushes import DatabasePushes
from bot.storage.questions import DatabaseQuestions
from bot.tally import DAY_S, Counted, Kind
from tests.storage.conftest import Clock, Connect

OLA, PETRA, JAN = 987_654_321, 777_666_555, 555_444_333
NAMES = Names("123:abc")
MOON, SUN = Counted(19_700, Kind.CLAIM, "moon"), Counted(19_701, Kind.CLAIM, "sun")


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def numbers(database: Database, clock: Clock) -> DatabaseNumbers:
    return DatabaseNumbers(database, clock)


async def test_what_two_processes_count_adds_up(numbers: DatabaseNumbers, connect: Connect) -> None:
    await numbers.add({MOON: 2, SUN: 1})
    await DatabaseNumbers(connect()).add({MOON: 3})
    await numbers.add({})
    assert await numbers.read(19_700, 19_701) == {MOON: 5, SUN: 1}
    assert await numbers.read(19_701, 19_999) == {SUN: 1}


async def test_more_numbers_than_fit_into_a_statement(numbers: DatabaseNumbers) -> None:
    many = {Counted(19_700, Kind.CLAIM, f"claim-{number}"): number + 1 for number in range(1_001)}
    await numbers.add(many)
    assert await numbers.read(19_700, 19_700) == many


async def test_of_each_person_the_last_opinion_on_a_claim_counts(
    numbers: DatabaseNumbers, database: Database, clock: Clock
) -> None:
    opinions = DatabaseOpinions(database, NAMES, clock)
    await opinions.rate(JAN, "moon", "", Opinion.UNCLEAR, "en")
    clock.now += 100
    since = clock.now
    await opinions.rate(OLA, "moon", "text-1", Opinion.NOT_HELPFUL, "en")
    await opinions.rate(PETRA, "moon", "text-1", Opinion.HELPFUL, "en")
    clock.now += 1
    await opinions.rate(OLA, "moon", "text-2", Opinion.OUTDATED, "uk")
    await opinions.rate(OLA, "sun", "text-3", Opinion.HELPFUL, "uk")
    assert await numbers.judged(since) == [
        Judged("moon", {Opinion.OUTDATED: 1, Opinion.HELPFUL: 1}),
        Judged("sun", {Opinion.HELPFUL: 1}),
    ]


async def test_what_waits_is_counted_and_answers_by_how_long_they_took(
    numbers: DatabaseNumbers, database: Database, clock: Clock
) -> None:
    questions, pushes = (
        DatabaseQuestions(database, NAMES, clock),
        DatabasePushes(database, NAMES, clock),
    )
    assert await numbers.backlog() == Backlog(0, 0, None)
    begun = clock.now
    asked = [await questions.ask(one, Inquiry("key", "Is it so?", "uk")) for one in (OLA, PETRA)]
    assert await numbers.backlog() == Backlog(2, 1, begun)

    clock.now += 3 * DAY_S - 1
    await pushes.answer(asked[0] or 0, "moon")
    await pushes.answer(asked[0] or 0, "moon")  # told again, counted once
    clock.now += 7 * DAY_S
    await pushes.answer(asked[1] or 0, "moon")

    day = int(begun // DAY_S)
    assert sorted((one.key, n) for one, n in (await numbers.read(day, day + 11)).items()) == [
        ("72", 1),
        ("longer", 1),
    ]
    assert (await numbers.backlog()).people == 0


async def test_something_is_said_once_in_a_while_by_one_of_many(
    numbers: DatabaseNumbers, connect: Connect, clock: Clock
) -> None:
    other, next_week = DatabaseNumbers(connect(), clock), clock.now + 7 * DAY_S
    assert not await numbers.take_turn("week", next_week, at_once=False)
    clock.now = next_week
    assert await numbers.take_turn("week", clock.now + 7 * DAY_S, at_once=False)
    assert not await other.take_turn("week", clock.now + 7 * DAY_S, at_once=False)

    assert await other.take_turn("quality:moon", clock.now + 7 * DAY_S, at_once=True)
    assert not await numbers.take_turn("quality:moon", clock.now + 7 * DAY_S, at_once=True)
    await other.give_turn_back("quality:moon", clock.now + 60)
    clock.now += 60
    assert await numbers.take_turn("quality:moon", clock.now + 7 * DAY_S, at_once=True)


async def test_old_numbers_are_dropped(numbers: DatabaseNumbers, clock: Clock) -> None:
    day = int(clock.now // DAY_S)
    old, kept = Counted(day - COUNTED_DAYS - 1, Kind.CLAIM, "moon"), Counted(day, Kind.CLAIM, "sun")
    await numbers.add({old: 1, kept: 1})
    assert await numbers.sweep() == 1
    assert await numbers.read(0, day) == {kept: 1}


async def test_a_database_that_is_away_says_so(connect: Connect) -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(PeopleUnavailableError):
        await DatabaseNumbers(database).backlog()
    await database.close()
