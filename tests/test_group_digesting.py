"""What stands in the weekly digest of a group, and when there is none."""

import pytest

from bot.group_digesting import GroupDigesting
from bot.group_digests import Checked, Week
from bot.replies.render_group_digest import render_group_digest
from tests.support.group_digests import MemoryGroupDigests
from tests.tg.answerings import AT_WAR, CATALOG, PROMISE, WITHDRAWN, knowing

CHAT, MONDAY = -1_001_000_000_001, 1_700_470_800.0


@pytest.fixture
def digests() -> MemoryGroupDigests:
    return MemoryGroupDigests()


@pytest.fixture
def digesting(digests: MemoryGroupDigests) -> GroupDigesting:
    return GroupDigesting(knowing(AT_WAR, PROMISE, WITHDRAWN), digests)


async def test_it_tells_what_was_checked_in_that_group(
    digesting: GroupDigesting, digests: MemoryGroupDigests
) -> None:
    often, once = Checked(PROMISE.id, 2, 1), Checked(AT_WAR.id, unasked=1)
    digests.weeks[CHAT] = Week((often, once), taken_back=1)

    said = await digesting.digest(CHAT, MONDAY, "Kyiv", "uk")
    told = [(PROMISE, often), (AT_WAR, once)]
    assert said == render_group_digest(CHAT, "Kyiv", told, "uk", CATALOG, taken_back=1)
    assert await digesting.digest(CHAT - 1, MONDAY, "Kyiv", "uk") is None


async def test_claims_that_are_published_no_more_are_left_out(
    digesting: GroupDigesting, digests: MemoryGroupDigests
) -> None:
    gone = (Checked(WITHDRAWN.id, 3), Checked("never-heard-of", 1))
    digests.weeks[CHAT] = Week((*gone, Checked(AT_WAR.id, 1)))
    said = await digesting.digest(CHAT, MONDAY, "Kyiv", "en")
    assert said is not None
    assert said.claims == (AT_WAR.id,)

    digests.weeks[CHAT] = Week(gone)
    assert await digesting.digest(CHAT, MONDAY, "Kyiv", "en") is None


async def test_all_that_is_due_is_made(
    digesting: GroupDigesting, digests: MemoryGroupDigests
) -> None:
    digests.due = 1_001
    await digesting.make()

    assert digests.due == 0
