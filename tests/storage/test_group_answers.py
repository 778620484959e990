"""What was said in groups, on both databases."""

import asyncio

import pytest

from bot.groups import Said
from bot.storage.groups import DatabaseGroups
from bot.storage.names import Names
from tests.storage.conftest import Clock, Connect

CHAT, OTHER = -1_001_000_000_001, -1_001_000_000_002
NAMES = Names("123:abc")


@pytest.fixture
def groups(connect: Connect, clock: Clock) -> DatabaseGroups:
    return DatabaseGroups(connect(), NAMES, clock)


async def test_a_message_is_answered_once_unasked(groups: DatabaseGroups) -> None:
    assert await groups.say(CHAT, 7, ["moon"], asked=False)
    assert not await groups.say(CHAT, 7, ["moon"], asked=False)
    assert not await groups.say(CHAT, 7, ["war"], asked=False)
    assert await groups.say(CHAT, 8, ["moon"], asked=False)
    assert await groups.say(OTHER, 7, ["moon"], asked=False)


async def test_of_processes_that_answer_at_once_one_does(
    groups: DatabaseGroups, connect: Connect, clock: Clock
) -> None:
    elsewhere = DatabaseGroups(connect(), NAMES, clock)
    said = await asyncio.gather(
        *(one.say(CHAT, 7, ["moon", "war"], asked=False) for one in (groups, elsewhere) * 2)
    )

    assert sorted(said) == [False, False, False, True]
    assert len(await groups.said(CHAT, 0)) == 2


async def test_who_asks_about_what_was_answered_unasked_is_answered_too(
    groups: DatabaseGroups, clock: Clock
) -> None:
    await groups.say(CHAT, 7, ["moon"], asked=False)
    clock.now += 5

    assert await groups.say(CHAT, 7, ["moon"], asked=True)
    assert not await groups.say(CHAT, 7, ["moon"], asked=True)
    assert await groups.said(CHAT, 0) == [
        Said("moon", clock.now - 5),
        Said("moon", clock.now, asked=True),
    ]


async def test_what_was_said_is_told_from_a_time_on_the_oldest_first(
    groups: DatabaseGroups, clock: Clock
) -> None:
    begin = clock.now
    await groups.say(CHAT, 9, ["moon", "war"], asked=False)
    clock.now += 100
    await groups.say(CHAT, 8, ["expel"], asked=True)
    await groups.say(OTHER, 8, ["expel"], asked=True)

    late = Said("expel", begin + 100, asked=True)
    assert await groups.said(CHAT, begin) == [Said("moon", begin), Said("war", begin), late]
    assert await groups.said(CHAT, begin + 1) == [late]
    assert await groups.said(CHAT, begin + 101) == []


async def test_a_request_to_which_there_is_no_claim_leaves_nothing(groups: DatabaseGroups) -> None:
    assert await groups.say(CHAT, 7, [], asked=True)
    assert await groups.say(CHAT, 7, [], asked=True)
    assert await groups.said(CHAT, 0) == []


async def test_the_claims_of_a_message_are_known_for_a_tap(groups: DatabaseGroups) -> None:
    await groups.say(CHAT, 7, ["moon", "war"], asked=False)
    await groups.say(CHAT, 7, ["expel", "war"], asked=True)

    assert await groups.answered_with(CHAT, 7) == ("moon", "war", "expel")
    assert await groups.answered_with(CHAT, 8) == ()
    assert await groups.answered_with(OTHER, 7) == ()


async def test_an_answer_that_was_taken_back_still_cools_down(groups: DatabaseGroups) -> None:
    await groups.say(CHAT, 7, ["moon"], asked=False)
    await groups.take_back(CHAT, 7)

    assert [said.claim_id for said in await groups.said(CHAT, 0)] == ["moon"]
