"""Whether updates can be stored is known to whoever asks."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.intake.inbox import InboxUnavailableError, Received
from bot.intake.keeper import Keeper
from tests.storage.conftest import Clock


class FullDisk:
    """An inbox that cannot be written to while it *is_full*."""

    def __init__(self) -> None:
        self.is_full = True
        self.kept: list[int] = []

    async def put(self, updates: Sequence[Received]) -> int:
        if self.is_full:
            raise InboxUnavailableError("SQLITE_FULL")
        self.kept += [one.update_id for one in updates]
        return len(updates)


def keeper(inbox: Any, clock: Clock, passed: list[Any] | None = None) -> Keeper:
    passed = [] if passed is None else passed
    return Keeper(inbox, lambda: None, ["message"], passed.append, clock=clock)


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_a_full_disk_is_told_until_it_can_be_written_to(clock: Clock) -> None:
    disk = FullDisk()
    keeping = keeper(disk, clock)
    seen = [keeping.is_failing]
    with pytest.raises(InboxUnavailableError):
        await keeping.keep([{"update_id": 1}])
    seen.append(keeping.is_failing)
    disk.is_full = False
    await keeping.keep([{"update_id": 1}])
    seen.append(keeping.is_failing)

    assert seen == [False, True, False]


async def test_a_failure_is_forgotten_so_that_a_balancer_tries_us_again(clock: Clock) -> None:
    keeping = keeper(FullDisk(), clock)
    with pytest.raises(InboxUnavailableError):
        await keeping.keep([{"update_id": 1}])
    clock.now += 15

    assert not keeping.is_failing


async def test_a_number_that_no_database_holds_stops_nobody(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = FullDisk()
    inbox.is_full = False
    await keeper(inbox, clock).keep([{"update_id": 2**63}, {"update_id": 7}])
    assert inbox.kept == [7]
    assert caplog.messages == ["1 updates have numbers of more than 64 bits"]


async def test_what_passes_is_handed_on_and_not_kept(clock: Clock) -> None:
    disk, passed = FullDisk(), list[Any]()
    keeping = keeper(disk, clock, passed)
    query = {"update_id": 2, "inline_query": {}}
    await keeping.keep([query])
    assert (passed, keeping.is_failing) == ([query], False)

    with pytest.raises(InboxUnavailableError):
        await keeping.keep([{"update_id": 1}, query])
    disk.is_full = False
    await keeping.keep([{"update_id": 1}, query])
    assert (passed, disk.kept) == ([query, query], [1])
