"""Drafts: one change after the other, never two at once, and the log of what became of them."""

import asyncio
from dataclasses import replace

import pytest

from bot.moderation.drafts import KEPT_DAYS, Draft, State
from bot.moderation.queue import Placing
from bot.moderation.roles import COMMAND_LINE, Moderator
from bot.questions import Inquiry, Question
from bot.storage.clusters import DatabaseQueue
from bot.storage.drafts import DatabaseDrafts
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from tests.storage.conftest import Clock, Connect

NAMES = Names("secret")
OLA, PETRA = Moderator(987_654_321, "Ola"), Moderator(7, "Petra")
NEW = Draft(0, "moon", "id: moon\n", "", OLA, OLA)


@pytest.fixture
def drafts(connect: Connect, clock: Clock) -> DatabaseDrafts:
    return DatabaseDrafts(connect(), NAMES, clock)


@pytest.fixture
def people(connect: Connect, clock: Clock) -> DatabasePeople:
    return DatabasePeople(connect(), NAMES, clock)


async def test_a_draft_comes_back_as_it_was_kept(drafts: DatabaseDrafts, clock: Clock) -> None:
    whole = replace(NEW, base="ab", step="rating", reason="Why", comment="Mend", writer=PETRA)
    whole = replace(whole, basis=4, cluster=12)

    kept = await drafts.begin(whole)

    assert kept == replace(whole, number=kept.number, changed_at=clock())
    assert await drafts.get(kept.number) == kept
    assert await drafts.get(kept.number + 1) is None


async def test_of_two_who_change_it_at_once_the_second_is_told(drafts: DatabaseDrafts) -> None:
    kept = await drafts.begin(NEW)

    first = await drafts.change(kept, replace(kept, text="id: mine\n", writer=PETRA), PETRA)
    second = await drafts.change(kept, replace(kept, text="id: yours\n"), OLA)

    assert first
    assert (first.text, first.revision, first.writer) == ("id: mine\n", 2, PETRA)
    assert second is None
    assert await drafts.get(kept.number) == first


async def test_what_became_of_it_stands_in_the_log(
    drafts: DatabaseDrafts, people: DatabasePeople
) -> None:
    kept = await drafts.begin(NEW)
    again = await drafts.change(kept, replace(kept, text="id: moon # x\n"), OLA)
    assert again
    await drafts.change(again, replace(again, state=State.SUBMITTED), OLA, note="at last")
    await drafts.change(again, replace(again, state=State.DROPPED), PETRA)

    begun, entry = await people.log()

    assert (begun.subject, begun.before, begun.after) == ("moon", "", "draft 1 writing")
    assert (entry.act, entry.subject, entry.name) == ("draft", "moon", "Ola")
    assert (entry.before, entry.after) == ("draft 1 writing", "draft 1 submitted; at last")


async def test_open_ones_stand_with_the_newest_change_first(
    drafts: DatabaseDrafts, clock: Clock
) -> None:
    first, second, third = [await drafts.begin(NEW) for _ in range(3)]
    clock.now += 1
    changed = await drafts.change(first, replace(first, text="id: sun\n"), COMMAND_LINE)
    await drafts.change(third, replace(third, state=State.DROPPED), OLA)

    assert await drafts.open() == [changed, second]


async def test_of_two_who_begin_one_for_a_cluster_at_once_one_does(
    connect: Connect, clock: Clock, drafts: DatabaseDrafts
) -> None:
    queue = DatabaseQueue(connect(), NAMES, clock)
    question = Question(1, Inquiry("key1", "Is the moon ours?", "en"), frozenset(), 0.0)
    (cluster,) = await queue.place([Placing(question, -1)])
    mine = replace(NEW, cluster=cluster)

    begun = await asyncio.gather(*(drafts.begin(mine) for _ in range(5)))

    assert [one.number for one in begun] == [begun[0].number] * 5
    assert await drafts.of_cluster(cluster) == begun[0]
    await drafts.change(begun[0], replace(begun[0], state=State.DROPPED), OLA)
    assert await drafts.of_cluster(cluster) is None
    assert (await drafts.begin(mine)).number != begun[0].number


async def test_whoever_is_forgotten_has_no_name_in_them(
    drafts: DatabaseDrafts, people: DatabasePeople
) -> None:
    kept = await drafts.begin(replace(NEW, writer=PETRA))

    await people.delete(OLA.user_id or 0, before=0)

    assert await drafts.get(kept.number) == replace(kept, author=Moderator(None, ""))


async def test_those_that_ended_go_after_a_year_and_open_ones_stay(
    drafts: DatabaseDrafts, people: DatabasePeople, clock: Clock
) -> None:
    kept, ended = [await drafts.begin(NEW) for _ in range(2)]
    await drafts.change(ended, replace(ended, state=State.DROPPED), OLA)
    clock.now += (KEPT_DAYS + 1) * 86_400

    await people.purge(30)

    assert await drafts.get(ended.number) is None
    assert await drafts.get(kept.number) == kept
