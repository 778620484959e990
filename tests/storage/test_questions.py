"""Questions to the moderators, who waits for an answer, and what an answer changes."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.opinions import Opinion
from bot.people import PeopleUnavailableError
from bot.questions import QUESTIONS_A_DAY, Inquiry, Question, Standing
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.opinions import DatabaseOpinions
from bot.storage.people import DatabasePeople
from bot.storage.questions import DatabaseQuestions, Waiting, answered
from bot.storage.tables import waiting
from tests.storage.conftest import Clock, Connect

OLA, PETRA, VERA = 987_654_321, 777_666_555, 42
DAY_S = 86_400.0
NAMES = Names("123:abc")
INQUIRY = Inquiry("Ab-_0123", "NATO has bought the moon.", "en", "daily_news")
OTHER = Inquiry("Cd-_4567", "NATO has sold it again.", "uk")


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def known(database: Database, clock: Clock) -> DatabaseQuestions:
    return DatabaseQuestions(database, NAMES, clock)


async def rows(database: Database, table: Any) -> list[dict[str, Any]]:
    async with database.begin() as connection:
        return [dict(row) for row in (await connection.execute(select(table))).mappings()]


async def asked(known: DatabaseQuestions, user_id: int, inquiry: Inquiry) -> int:
    number = await known.ask(user_id, inquiry)
    assert number is not None
    return number


async def answer(database: Database, number: int, claim_id: str) -> list[Waiting]:
    async with database.begin() as connection:
        return await answered(connection, number, claim_id, now=1_700_000_000.0)


# Asking.


async def test_a_question_is_kept_without_telling_whose_it_is(
    known: DatabaseQuestions, clock: Clock
) -> None:
    number = await asked(known, OLA, INQUIRY)

    assert await known.open_questions(0, 10) == [Question(number, INQUIRY, frozenset(), clock.now)]


async def test_pressed_twice_it_is_one_question(
    known: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    first = await asked(known, OLA, INQUIRY)
    clock.now += 1
    again = replace(INQUIRY, language="de")
    assert await known.ask(OLA, again) == first
    assert await known.open_questions(0, 10) == [Question(first, again, frozenset(), clock.now)]


async def test_pressed_on_two_devices_at_once_it_is_one_question(
    connect: Connect, clock: Clock
) -> None:
    two = [DatabaseQuestions(connect(), NAMES, clock) for _ in range(2)]
    numbers = await asyncio.gather(*(one.ask(OLA, INQUIRY) for one in two))

    assert len(set(numbers)) == 1
    assert len(await two[0].open_questions(0, 10)) == 1


async def test_the_same_text_of_another_person_is_a_question_of_its_own(
    known: DatabaseQuestions,
) -> None:
    assert await known.ask(OLA, INQUIRY) != await known.ask(PETRA, INQUIRY)


async def test_one_person_asks_so_much_a_day_and_others_do_not_suffer(
    known: DatabaseQuestions, clock: Clock
) -> None:
    many = [replace(INQUIRY, text_key=f"key-{number:04}") for number in range(QUESTIONS_A_DAY)]
    numbers = [await asked(known, OLA, one) for one in many]

    assert await known.ask(OLA, INQUIRY) is None
    assert await known.ask(OLA, many[0]) == numbers[0]
    assert await known.ask(PETRA, INQUIRY) is not None
    clock.now += DAY_S
    assert await known.ask(OLA, INQUIRY) is not None


async def test_a_number_is_never_given_again(known: DatabaseQuestions, database: Database) -> None:
    first = await asked(known, OLA, INQUIRY)
    await DatabasePeople(database, NAMES).delete(OLA, 1)
    assert await asked(known, PETRA, OTHER) > first


async def test_a_text_may_hold_anything(known: DatabaseQuestions) -> None:
    await known.ask(OLA, replace(INQUIRY, text="a\0b \ud800 '; DROP TABLE questions"))
    (question,) = await known.open_questions(0, 10)
    assert question.inquiry.text == "a\\u0000b \\ud800 '; DROP TABLE questions"


# Pages.


async def test_questions_come_in_pages(known: DatabaseQuestions) -> None:
    numbers = [
        await asked(known, OLA, replace(INQUIRY, text_key=f"key-{number:04}"))
        for number in range(5)
    ]
    first = await known.open_questions(0, 3)
    second = await known.open_questions(first[-1].number, 3)

    assert [one.number for one in (*first, *second)] == numbers
    assert await known.open_questions(numbers[-1], 3) == []


async def test_a_question_knows_what_it_must_not_be_answered_with(
    known: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    opinions = DatabaseOpinions(database, NAMES, clock)
    key = INQUIRY.text_key
    await opinions.rate(OLA, "hers", key, Opinion.WRONG_CLAIM, "en")
    await opinions.rate(PETRA, "of-another", key, Opinion.WRONG_CLAIM, "en")
    await opinions.rate(OLA, "of-another-text", OTHER.text_key, Opinion.WRONG_CLAIM, "en")
    for user_id in (1, 2, 3):
        await opinions.rate(user_id, "of-everybody", key, Opinion.WRONG_CLAIM, "en")
    await known.ask(OLA, replace(INQUIRY, not_claim="stated"))

    (question,) = await known.open_questions(0, 10)
    assert question.misfits == {"hers", "of-everybody", "stated"}


# Answers, and those who wait.


async def test_an_answer_closes_a_question_and_names_who_waits_each_time(
    known: DatabaseQuestions, database: Database
) -> None:
    number = await asked(known, OLA, INQUIRY)
    await asked(known, PETRA, OTHER)
    assert await known.wait(OLA, number, "uk") == Standing()

    assert await answer(database, number, "moon-bought") == [Waiting(OLA, "uk")]
    assert await answer(database, number, "moon-bought") == [Waiting(OLA, "uk")]
    assert await answer(database, number, "another") == []
    assert [one.inquiry for one in await known.open_questions(0, 10)] == [OTHER]


async def test_who_asks_twice_to_be_told_is_told_once_in_the_newer_language(
    known: DatabaseQuestions, database: Database
) -> None:
    number = await asked(known, OLA, INQUIRY)
    await known.wait(OLA, number, "uk")
    await known.wait(OLA, number, "de")
    assert await answer(database, number, "moon-bought") == [Waiting(OLA, "de")]


async def test_who_takes_it_back_is_not_told(known: DatabaseQuestions, database: Database) -> None:
    number = await asked(known, OLA, INQUIRY)
    await known.wait(OLA, number, "uk")
    assert await known.stop_waiting(OLA, number) == Standing()
    assert await known.stop_waiting(OLA, number) == Standing()
    assert await answer(database, number, "moon-bought") == []


async def test_whoever_wants_to_be_told_too_late_hears_of_the_answer(
    known: DatabaseQuestions, database: Database
) -> None:
    number = await asked(known, OLA, INQUIRY)
    await answer(database, number, "moon-bought")

    assert await known.wait(OLA, number, "en") == Standing("moon-bought")
    assert await rows(database, waiting) == []


async def test_nobody_waits_for_a_question_of_somebody_else(
    known: DatabaseQuestions, database: Database
) -> None:
    number = await asked(known, OLA, INQUIRY)
    await known.wait(OLA, number, "en")

    assert await known.wait(PETRA, number, "en") is None
    assert await known.stop_waiting(PETRA, number) is None
    assert await known.wait(OLA, number + 1, "en") is None
    assert [row["user_id"] for row in await rows(database, waiting)] == [OLA]


async def test_who_asks_again_after_an_answer_was_not_helped(
    known: DatabaseQuestions, database: Database
) -> None:
    number = await asked(known, OLA, INQUIRY)
    await answer(database, number, "moon-bought")
    assert await known.ask(OLA, replace(INQUIRY, not_claim="moon-bought")) == number

    (question,) = await known.open_questions(0, 10)
    assert question.misfits == {"moon-bought"}
    assert await known.wait(OLA, number, "en") == Standing()


async def test_what_did_not_fit_is_not_forgotten_by_asking_again(known: DatabaseQuestions) -> None:
    await known.ask(OLA, replace(INQUIRY, not_claim="moon-bought"))
    await known.ask(OLA, INQUIRY)
    (question,) = await known.open_questions(0, 10)
    assert question.inquiry.not_claim == "moon-bought"


async def test_an_answer_that_was_wrong_opens_a_question_of_ones_own_again(
    known: DatabaseQuestions, database: Database
) -> None:
    number = await asked(known, OLA, INQUIRY)
    await known.wait(OLA, number, "en")
    await answer(database, number, "moon-bought")

    assert await known.reopen(PETRA, INQUIRY.text_key, "moon-bought") is None
    assert await known.reopen(OLA, OTHER.text_key, "moon-bought") is None
    assert await known.open_questions(0, 10) == []
    assert await known.reopen(OLA, INQUIRY.text_key, "moon-bought") == number
    (question,) = await known.open_questions(0, 10)
    assert question.misfits == {"moon-bought"}


async def test_a_database_that_is_away_is_named(tmp_path: Path, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    known = DatabaseQuestions(gone, NAMES, clock)
    for work in (
        known.ask(OLA, INQUIRY),
        known.wait(OLA, 1, "en"),
        known.stop_waiting(OLA, 1),
        known.open_questions(0, 1),
        known.reopen(OLA, INQUIRY.text_key, "moon-bought"),
    ):
        with pytest.raises(PeopleUnavailableError):
            await work
    await gone.close()
