"""Machines that do not agree on the time share the work all the same."""

import time

import pytest

from bot.storage.clock import SharedClock
from bot.storage.inbox import DatabaseInbox
from tests.storage.conftest import Clock, connecting
from tests.support.inbox import received


def test_the_servers_time_is_carried_on() -> None:
    ticks = Clock(100.0)
    clock = SharedClock(ticks)
    assert clock.is_due
    clock.set(1_700_000_000.0)
    ticks.now += 30

    assert clock() == 1_700_000_030.0
    assert not clock.is_due


def test_the_server_is_asked_again_after_a_while() -> None:
    ticks = Clock(100.0)
    clock = SharedClock(ticks)
    clock.set(1_700_000_000.0)
    ticks.now += 61

    assert clock.is_due


@pytest.mark.parametrize("ahead_s", [7200.0, -7200.0])
async def test_a_machine_whose_clock_is_wrong_takes_nothing_from_others(
    postgresql: str, monkeypatch: pytest.MonkeyPatch, ahead_s: float
) -> None:
    real = time.time
    async with connecting(postgresql) as connect:
        right, wrong = DatabaseInbox(connect(), "right"), DatabaseInbox(connect(), "wrong")
        await right.put([received(1, chat=1), received(2, chat=2)])
        (begun,) = await right.claim(1, besides=())
        monkeypatch.setattr(time, "time", lambda: real() + ahead_s)

        assert await wrong.sweep() == 0
        assert [one.chat for one in await wrong.claim(9, besides=())] == [3 - begun.chat]
