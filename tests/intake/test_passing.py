"""What is of use for a moment alone: the newest of each person, a few people at once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot import metrics
from bot.intake.dispatcher import LaterError
from bot.intake.passing import USEFUL_S, Passing, is_passing
from tests.intake.conftest import Handler


def query(number: int, sender: int = 1) -> dict[str, Any]:
    return {"update_id": number, "inline_query": {"from": {"id": sender}}}


def numbers(handler: Handler) -> list[int]:
    """Return the numbers of the updates that were begun."""
    return [int(body.partition('"update_id": ')[2].partition(",")[0]) for body in handler.begun]


def passed(outcome: str) -> float:
    return float(metrics.PASSED.labels(outcome)._value.get())


@pytest.fixture
async def passing(handler: Handler) -> AsyncIterator[Passing]:
    """At work for two people at once; nothing may be left behind."""
    loop = asyncio.get_running_loop()
    one = Passing(handler.handle, lambda error: type(error).__name__, at_once=2, clock=loop.time)
    running = asyncio.create_task(one.run())
    yield one
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert asyncio.all_tasks() == {asyncio.current_task()}, "a task was left behind"


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (query(1), True),
        ({"update_id": 1, "message": {}}, False),
        ({"update_id": 1, "chosen_inline_result": {}}, False),
    ],
)
def test_inline_queries_pass(update: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    assert is_passing(update) is expected


async def test_an_update_is_handled_at_once(passing: Passing, handler: Handler) -> None:
    passing.take(query(1))
    await asyncio.sleep(0.1)
    assert (numbers(handler), len(handler.ended)) == ([1], 1)


async def test_only_the_newest_of_a_person_waits_for_the_one_before(
    passing: Passing, handler: Handler
) -> None:
    async def take_a_second(_: str) -> None:
        await asyncio.sleep(1)

    handler.does = take_a_second
    before = passed("overtaken")
    for number in (1, 2, 3, 4):
        passing.take(query(number))
        await asyncio.sleep(0.1)
    passing.take(query(5, sender=2))
    await asyncio.sleep(3)
    assert numbers(handler) == [1, 5, 4]
    assert passed("overtaken") == before + 2


async def test_so_many_people_are_answered_at_once_the_rest_in_turn(
    passing: Passing, handler: Handler
) -> None:
    async def take_a_second(_: str) -> None:
        await asyncio.sleep(1)

    handler.does = take_a_second
    for number in (1, 2, 3):
        passing.take(query(number, sender=number))
    await asyncio.sleep(0.5)
    assert numbers(handler) == [1, 2]
    await asyncio.sleep(1)
    assert numbers(handler) == [1, 2, 3]


async def test_what_takes_too_long_is_let_go(passing: Passing, handler: Handler) -> None:
    async def hang(_: str) -> None:
        await asyncio.sleep(60)

    handler.does = hang
    before = passed("late")
    for number in (1, 2, 3):
        passing.take(query(number, sender=number))
    await asyncio.sleep(USEFUL_S + 0.5)
    assert passed("late") == before + 3  # the third had waited for as long
    handler.does = None
    passing.take(query(4))
    await asyncio.sleep(0.1)
    assert numbers(handler)[-1] == 4


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (LaterError(3.0), []),
        (ValueError("secret"), ["handling an update failed: ValueError"]),
    ],
)
async def test_what_goes_wrong_is_not_tried_again(
    passing: Passing,
    handler: Handler,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    said: list[str],
) -> None:
    async def fail(_: str) -> None:
        raise error

    caplog.set_level(logging.WARNING)
    handler.does = fail
    passing.take(query(1))
    await asyncio.sleep(60)
    assert (len(handler.begun), caplog.messages) == (1, said)


async def test_what_nobody_can_answer_in_time_makes_way(handler: Handler) -> None:
    passing = Passing(handler.handle, repr)
    before = passed("overtaken")
    for number in range(1_002):
        passing.take(query(number, sender=number + 1))
    assert passed("overtaken") == before + 2


async def test_what_is_begun_ends_with_it(handler: Handler) -> None:
    async def hang(_: str) -> None:
        await asyncio.sleep(60)

    handler.does = hang
    passing = Passing(handler.handle, repr)
    running = asyncio.create_task(passing.run())
    passing.take(query(1))
    await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert (len(handler.begun), handler.ended) == (1, [])
