"""What is to be sent: made once, taken by one process at a time, and forgotten when it is out."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from bot.people import PeopleUnavailableError
from bot.pushes import LEASE_S, Push, PushKind
from bot.questions import Inquiry
from bot.storage.database import Database
from bot.storage.digests import DatabaseDigests
from bot.storage.follows import DatabaseFollows
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from bot.storage.questions import DatabaseQuestions
from bot.storage.tables import pushes, waiting
from bot.storage.tables import questions as questions_table
from bot.storage.verdicts import DatabaseVerdicts
from bot.verdicts import Standing
from tests.storage.conftest import Clock, Connect, connecting

OLA, PETRA, JAN = 987_654_321, 777_666_555, 555_444_333
NAMES = Names("123:abc")


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def kept(database: Database, clock: Clock) -> DatabasePushes:
    return DatabasePushes(database, NAMES, clock)


@pytest.fixture
def questions(database: Database, clock: Clock) -> DatabaseQuestions:
    return DatabaseQuestions(database, NAMES, clock)


async def rows(database: Database) -> list[dict[str, Any]]:
    async with database.begin() as connection:
        found = await connection.execute(select(pushes).order_by(pushes.c.number))
        return [dict(row) for row in found.mappings()]


async def asked(questions: DatabaseQuestions, *users: int, text: str = "Is it so?") -> list[int]:
    """Let users ask and wait; return the numbers of their questions."""
    numbers = []
    for user in users:
        number = await questions.ask(user, Inquiry(f"key-{text}", text, "uk"))
        assert number is not None
        await questions.wait(user, number, "uk")
        numbers.append(number)
    return numbers


# Answers.


async def test_only_what_somebody_waits_for_is_awaited(
    kept: DatabasePushes, questions: DatabaseQuestions
) -> None:
    await questions.ask(PETRA, Inquiry("key-0", "Nobody waits.", "en"))
    first, second = await asked(questions, OLA, JAN)
    assert await kept.awaited() == [first, second]

    await kept.answer(first, "nato-at-war")
    assert await kept.awaited() == [second]


async def test_who_waits_is_told_once_and_forgotten_as_waiting(
    kept: DatabasePushes, questions: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    (number,) = await asked(questions, OLA)
    assert [await kept.answer(number, "nato-at-war") for _ in range(2)] == [1, 0]

    assert await kept.take(10) == [
        Push(
            number=1,
            kind=PushKind.ANSWER,
            user_id=OLA,
            language="uk",
            made_at=clock.now,
            tries=1,
            claim_id="nato-at-war",
            text_key="key-Is it so?",
            text="Is it so?",
        )
    ]
    async with database.begin() as connection:
        assert (await connection.execute(select(waiting))).all() == []


async def test_who_asks_again_is_told_of_another_answer(
    kept: DatabasePushes, questions: DatabaseQuestions
) -> None:
    (number,) = await asked(questions, OLA)
    await kept.answer(number, "nato-at-war")
    assert await asked(questions, OLA) == [number]

    assert await kept.answer(number, "nato-attacked") == 1


async def test_a_question_that_is_gone_tells_nobody(kept: DatabasePushes) -> None:
    assert await kept.answer(7, "nato-at-war") == 0


async def test_of_a_question_that_was_deleted_the_answer_knows_no_text(
    kept: DatabasePushes, questions: DatabaseQuestions, database: Database
) -> None:
    (first, second) = await asked(questions, OLA, PETRA)
    for number in (first, second):
        await kept.answer(number, "nato-at-war")
    async with database.begin() as connection:
        await connection.execute(delete(questions_table).where(questions_table.c.number == first))

    texts = {push.user_id: push.text for push in await kept.take(10)}
    assert texts == {OLA: "", PETRA: "Is it so?"}


# Taking, settling.


async def several(kept: DatabasePushes, questions: DatabaseQuestions, count: int = 3) -> None:
    for user in range(1, count + 1):
        (number,) = await asked(questions, user)
        await kept.answer(number, "nato-at-war")


async def test_what_one_has_taken_no_other_gets_until_its_lease_ends(
    connect: Connect, kept: DatabasePushes, questions: DatabaseQuestions, clock: Clock
) -> None:
    other = DatabasePushes(connect(), NAMES, clock)
    await several(kept, questions)
    assert [push.user_id for push in await kept.take(2)] == [1, 2]
    clock.now += 1
    assert [push.user_id for push in await other.take(2)] == [3]

    clock.now += LEASE_S - 2
    assert await other.take(10) == []
    clock.now += 2
    assert [(push.user_id, push.tries) for push in await other.take(10)] == [(1, 2), (2, 2), (3, 2)]


async def test_all_together_take_no_more_than_so_many_a_second(
    connect: Connect, kept: DatabasePushes, questions: DatabaseQuestions, clock: Clock
) -> None:
    other = DatabasePushes(connect(), NAMES, clock)
    await several(kept, questions, 5)
    (first, *_) = await kept.take(2)
    await kept.done(first)

    assert await other.take(2) == []
    clock.now += 1
    assert [push.user_id for push in await other.take(2)] == [3, 4]


async def test_of_what_was_sent_no_id_is_kept(
    kept: DatabasePushes, questions: DatabaseQuestions, database: Database, clock: Clock
) -> None:
    await several(kept, questions, 1)
    (push,) = await kept.take(10)
    await kept.done(push)
    await kept.done(push)

    (row,) = await rows(database)
    assert (row["state"], row["user_id"], row["who"]) == ("done", None, NAMES.of(1))
    clock.now += LEASE_S
    assert (await kept.take(10), await kept.waiting()) == ([], 0)


async def test_what_is_given_back_comes_again_later(
    kept: DatabasePushes, questions: DatabaseQuestions, clock: Clock
) -> None:
    await several(kept, questions, 2)
    taken = await kept.take(10)
    await kept.later(taken, 60.0)
    assert await kept.waiting() == 2

    clock.now += 59
    assert await kept.take(10) == []
    clock.now += 1
    assert [push.tries for push in await kept.take(10)] == [2, 2]


async def test_who_lost_a_push_to_another_cannot_give_it_back(
    kept: DatabasePushes, questions: DatabaseQuestions, clock: Clock
) -> None:
    await several(kept, questions, 1)
    late = await kept.take(10)
    clock.now += LEASE_S
    await kept.take(10)
    await kept.later(late, 0.0)
    clock.now += 2

    assert await kept.take(10) == []


async def test_after_a_crash_a_process_alone_need_not_wait_for_its_own_leases(
    kept: DatabasePushes, questions: DatabaseQuestions, clock: Clock
) -> None:
    await several(kept, questions, 1)
    await kept.take(10)
    clock.now += 2
    await kept.take_over()

    assert [push.tries for push in await kept.take(10)] == [2]


async def test_a_correction_or_a_digest_that_was_stopped_meanwhile_is_not_sent(
    kept: DatabasePushes, database: Database, clock: Clock
) -> None:
    follows = DatabaseFollows(database, clock)
    verdicts = DatabaseVerdicts(database, NAMES, clock)
    digests = DatabaseDigests(database, NAMES, clock)
    await verdicts.take_in([Standing("nato-at-war", "false", True, 1)])
    for user in (OLA, PETRA):
        await follows.follow(user, "nato-at-war", "false", "en")
        await digests.start(user, 0, 22, "en")
    clock.now += 86_400
    await verdicts.take_in([Standing("nato-at-war", "misleading", True, 2)])
    await verdicts.correct(10)
    await digests.make(lambda _: True, 10)
    await follows.unfollow(OLA, "nato-at-war")
    await digests.stop(OLA)

    taken = await kept.take(10)
    assert sorted((push.kind, push.user_id) for push in taken) == [
        (PushKind.CORRECTION, PETRA),
        (PushKind.DIGEST, PETRA),
    ]
    assert await kept.waiting() == 2


async def test_several_processes_share_the_work_and_lose_nothing(
    postgresql: str, clock: Clock
) -> None:
    async with connecting(postgresql) as connect:
        questions = DatabaseQuestions(connect(), NAMES, clock)
        workers = [DatabasePushes(connect(), NAMES, clock) for _ in range(4)]
        await several(workers[0], questions, 40)
        sent: list[int] = []

        async def work(worker: DatabasePushes) -> None:
            while await worker.waiting():
                clock.now += 1
                for push in await worker.take(5):
                    sent.append(push.user_id)
                    await worker.done(push)

        await asyncio.gather(*map(work, workers))

    assert sorted(sent) == list(range(1, 41))


async def test_a_push_that_was_deleted_with_its_reader_hurts_nobody(
    kept: DatabasePushes, questions: DatabaseQuestions, database: Database
) -> None:
    await several(kept, questions, 1)
    (push,) = await kept.take(10)
    async with database.begin() as connection:
        await connection.execute(update(pushes).values(user_id=PETRA))
    await kept.done(push)

    assert await kept.waiting() == 1


async def test_a_database_that_is_away_is_named(tmp_path: Path, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    kept = DatabasePushes(gone, NAMES, clock)
    for asked in (kept.awaited(), kept.answer(1, "a"), kept.take(1), kept.waiting()):
        with pytest.raises(PeopleUnavailableError):
            await asked
    await gone.close()
