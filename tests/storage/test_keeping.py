"""What is kept, for how long, and that it comes out as it went in."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.intake.inbox import Received
from bot.storage.database import Database
from bot.storage.inbox import (
    LATEST_S,
    LEASE_S,
    REMEMBERED_S,
    TOO_OLD_S,
    DatabaseInbox,
)
from bot.storage.tables import leases, updates
from tests.storage.conftest import Clock, Connect
from tests.support.inbox import ids, received

LOWEST, HIGHEST = -(2**63), 2**63 - 1


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


async def rows(database: Database) -> list[dict[str, Any]]:
    async with database.begin() as connection:
        found = await connection.execute(select(updates).order_by(updates.c.update_id))
        return [dict(row) for row in found.mappings()]


async def test_of_a_handled_update_only_its_number_stays(
    inbox: DatabaseInbox, database: Database, clock: Clock
) -> None:
    await inbox.put([received(7, chat=123, album="a", body='{"text": "secret"}')])
    (first,) = await inbox.claim(9, besides=())
    await inbox.done(first, last=True)

    assert await rows(database) == [
        {
            "update_id": 7,
            "chat": 0,
            "album": None,
            "body": None,
            "state": "handled",
            "running": 0,
            "tries": 1,
            "received_at": clock.now,
            "not_before": clock.now,
            "why": None,
        }
    ]


@pytest.mark.parametrize(("retention_days", "kept_days"), [(3650, 7), (7, 7), (2, 2)])
async def test_what_is_set_aside_stays_with_its_reason_until_people_had_time_to_look(
    inbox: DatabaseInbox, database: Database, clock: Clock, retention_days: int, kept_days: int
) -> None:
    await inbox.put([received(7, body="{}")])
    (first,) = await inbox.claim(9, besides=())
    await inbox.set_aside(first, "ValueError at app.py:1", last=True)

    clock.now += kept_days * 86_400
    assert await inbox.sweep(retention_days) == 0
    (row,) = await rows(database)
    assert (row["state"], row["body"], row["why"]) == ("set-aside", "{}", "ValueError at app.py:1")
    clock.now += 1
    assert await inbox.sweep(retention_days) == 0
    assert await rows(database) == []


async def test_what_waited_for_too_long_is_dropped_counted_and_still_known(
    inbox: DatabaseInbox, clock: Clock
) -> None:
    await inbox.put([received(1), received(2, chat=2)])
    clock.now += TOO_OLD_S
    await inbox.put([received(3, chat=3)])
    assert await inbox.sweep() == 0

    clock.now += 1
    assert ids(await inbox.claim(9, besides=())) == [3]
    assert await inbox.sweep() == 2
    assert await inbox.sweep() == 0
    assert await inbox.put([received(1)]) == 0
    assert await inbox.waiting() == 1


async def test_what_is_being_handled_is_not_dropped(inbox: DatabaseInbox, clock: Clock) -> None:
    await inbox.put([received(1)])
    await inbox.claim(9, besides=())
    clock.now += TOO_OLD_S + 1
    await inbox.renew([1])
    assert await inbox.sweep() == 0

    clock.now += LEASE_S
    assert await inbox.sweep() == 1


async def test_numbers_are_forgotten_when_they_cannot_come_again(
    inbox: DatabaseInbox, database: Database, clock: Clock
) -> None:
    await inbox.put([received(1), received(2, chat=2)])
    (first,) = await inbox.claim(1, besides=())
    await inbox.done(first, last=True)
    clock.now += REMEMBERED_S
    assert await inbox.sweep() == 1
    assert [row["state"] for row in await rows(database)] == ["handled", "too-old"]

    clock.now += 1
    await inbox.sweep()
    assert await rows(database) == []


async def test_leases_of_the_dead_do_not_pile_up(
    inbox: DatabaseInbox, database: Database, clock: Clock
) -> None:
    await inbox.put([received(1)])
    await inbox.claim(9, besides=())
    clock.now += REMEMBERED_S + LEASE_S + 1
    await inbox.sweep()

    async with database.begin() as connection:
        assert (await connection.execute(select(leases))).all() == []


async def test_the_only_process_takes_over_what_it_left_behind_when_it_was_killed(
    connect: Connect, clock: Clock
) -> None:
    killed, next_one = (DatabaseInbox(connect(), name, clock) for name in ("killed", "next"))
    await killed.put([received(1)])
    await killed.claim(9, besides=())

    await next_one.take_over()

    assert ids(await next_one.claim(9, besides=())) == [1]


async def test_a_clock_that_was_set_back_keeps_nobody_waiting(
    inbox: DatabaseInbox, clock: Clock
) -> None:
    await inbox.put([received(1)])
    clock.now -= 86_400

    assert ids(await inbox.claim(9, besides=())) == [1]


async def test_nothing_waits_for_a_day_because_telegram_says_so(
    inbox: DatabaseInbox, clock: Clock
) -> None:
    await inbox.put([received(1)])
    (first,) = await inbox.claim(9, besides=())
    await inbox.later(first, 86_400, counted=False, last=True)
    clock.now += LATEST_S - 1
    assert await inbox.claim(9, besides=()) == []

    clock.now += 1
    assert ids(await inbox.claim(9, besides=())) == [1]


@pytest.mark.parametrize("number", [LOWEST, -1, 0, HIGHEST])
async def test_every_number_of_64_bits_is_kept(inbox: DatabaseInbox, number: int) -> None:
    await inbox.put([received(number, chat=number), received(5, chat=5)])

    handed = {one.update_id: one for one in await inbox.claim(9, besides=())}

    assert handed[number].chat == number
    assert await inbox.claim(9, besides=[number, 5]) == []
    assert await inbox.done(handed[number], last=True) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
# Half of a pair, which Telegram never sends and a forger may.
half_pairs = st.characters(min_codepoint=0xD800, max_codepoint=0xDBFF)
anything = json_values | st.lists(st.text(half_pairs | st.just("\0"), max_size=5))


@given(anything, st.text(st.characters() | half_pairs | st.just("\0"), min_size=1))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_json_means_the_same_when_it_comes_out(
    inbox: DatabaseInbox, value: Any, album: str
) -> None:
    body = json.dumps(value, ensure_ascii=False)
    number = await inbox.waiting() + 1
    await inbox.put([Received(number, number, album, body)])

    handed = await inbox.claim(1, besides=range(1, number))

    assert [json.loads(one.body) for one in handed] == [value]
    await inbox.put([Received(-number, number, album, body)])
    assert ids(await inbox.more(number, album)) == [-number]


async def test_a_whole_poll_of_large_updates_is_kept(inbox: DatabaseInbox) -> None:
    body = json.dumps({"text": "я" * 4096})
    some = [received(number, chat=number, body=body) for number in range(100)]

    assert await inbox.put(some) == 100
    assert len(await inbox.claim(64, besides=())) == 64
