"""What becomes of a cluster: a wording of a claim, a draft, or nothing."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.claims.edit import values_of
from bot.claims.load import load
from bot.claims.problem import Problem
from bot.moderation.changing import Why
from bot.moderation.decisions import Added, Decisions, Missed, Prospect, Wording
from bot.moderation.drafting import Drafting
from bot.moderation.drafts import Draft
from bot.moderation.foreseeing import foresee, foresee_apart
from bot.moderation.publishing import Published, Publisher, Refused
from bot.moderation.queue import DAY_S, State
from bot.moderation.roles import Role
from tests.moderation.claims import ID, OLA, PETRA, file_of, make_folder, make_publisher
from tests.support.clusters import MemoryQueue, make_cluster
from tests.support.drafts import MemoryDrafts
from tests.support.revisions import MemoryRevisions
from tests.support.senders import MemorySenders
from tests.tg.conftest import Clock

SAMPLE = "Did NATO promise in 1990 to stay where it was?"


async def all_of_the_same(
    folder: Path, claim_id: str, text: str, asked: Sequence[str]
) -> tuple[bool, ...]:
    return tuple(one == SAMPLE for one in asked)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "knowledge")


@pytest.fixture
def queue() -> MemoryQueue:
    queue = MemoryQueue()
    queue.add(make_cluster(1, sample=SAMPLE))
    return queue


@pytest.fixture
def publisher(folder: Path, clock: Clock) -> Publisher:
    return make_publisher(folder, MemoryRevisions(clock=clock))


@pytest.fixture
def decisions(folder: Path, queue: MemoryQueue, publisher: Publisher, clock: Clock) -> Decisions:
    return make_decisions(folder, queue, publisher, clock)


def make_decisions(
    folder: Path, queue: MemoryQueue, publisher: Publisher, clock: Clock, **options: Any
) -> Decisions:
    return Decisions(
        folder,
        queue,
        publisher,
        options.pop("drafting", None) or Drafting(folder, MemoryDrafts(), publisher),
        options.pop("knowledge", None) or (lambda: load(folder).knowledge),
        clock=clock,
        **{"foresee": all_of_the_same, "senders": MemorySenders(), **options},
    )


async def add(decisions: Decisions) -> Added:
    prospect = await decisions.consider(1, ID)
    assert isinstance(prospect, Prospect)
    added = await decisions.add(1, ID, OLA, mark=prospect.wording.mark)
    assert isinstance(added, Added)
    return added


async def test_before_a_wording_is_added_it_is_told_what_else_it_would_answer(
    decisions: Decisions, queue: MemoryQueue, folder: Path
) -> None:
    before = file_of(folder)
    queue.add(make_cluster(2, sample=SAMPLE), make_cluster(3))

    prospect = await decisions.consider(1, ID)

    wording = Wording(1, ID, "en", SAMPLE)
    assert prospect == Prospect(wording, None, own=1, tried=1, others=(queue.known[2],))
    assert file_of(folder) == before


async def test_what_a_wording_would_break_stands_in_its_way(
    folder: Path, queue: MemoryQueue, clock: Clock
) -> None:
    stolen = Problem(Path(f"{ID}.yaml"), 1, 1, "KB403", "it also finds another", "narrow it")

    async def finds_one(*_: object, **__: object) -> tuple[Problem, ...]:
        return (stolen,)

    publisher = make_publisher(folder, check=finds_one)
    decisions = make_decisions(folder, queue, publisher, clock)

    prospect = await decisions.consider(1, ID)

    assert isinstance(prospect, Prospect)
    refused = Refused(Why.PROBLEMS, (stolen,))
    assert prospect.refused
    assert (prospect.refused.why, prospect.refused.problems[0].code) == (refused.why, "KB403")
    added = await decisions.add(1, ID, OLA, mark=prospect.wording.mark)
    assert isinstance(added, Refused)
    assert SAMPLE not in file_of(folder)


async def test_a_wording_is_added_and_nothing_else_changes_for_readers(
    decisions: Decisions, folder: Path
) -> None:
    before = values_of(file_of(folder))

    added = await add(decisions)

    after = values_of(file_of(folder))
    phrasings: Any = after.pop("phrasings")
    del before["phrasings"]
    assert phrasings["en"][-1] == SAMPLE
    assert after == before
    revision = added.published.revision
    assert (revision.name, revision.reason) == (OLA.name, "card № 1 in the queue")


async def test_a_wording_is_taken_back_for_a_day(
    decisions: Decisions, folder: Path, clock: Clock
) -> None:
    before = file_of(folder)
    number = (await add(decisions)).published.revision.number
    clock.now += DAY_S

    assert isinstance(await decisions.take_back(number, PETRA), Published)
    assert file_of(folder) == before
    assert await decisions.take_back(number, PETRA) == Refused(Why.OVERTAKEN)


async def test_after_a_day_it_stays(decisions: Decisions, folder: Path, clock: Clock) -> None:
    number = (await add(decisions)).published.revision.number
    clock.now += DAY_S + 1

    assert await decisions.take_back(number, PETRA) is Missed.TOO_LATE
    assert SAMPLE in file_of(folder)


async def test_other_changes_than_wordings_are_the_reviewers_to_undo(
    decisions: Decisions, publisher: Publisher
) -> None:
    withdrawn = await publisher.withdraw(ID, "Our source was wrong.", OLA)

    assert isinstance(withdrawn, Published)
    assert await decisions.take_back(1, PETRA) is Missed.NOT_A_WORDING
    assert await decisions.take_back(99, PETRA) is Missed.NOT_A_WORDING


async def test_a_wording_that_nobody_has_looked_at_is_not_added(
    decisions: Decisions, queue: MemoryQueue, folder: Path
) -> None:
    prospect = await decisions.consider(1, ID)
    assert isinstance(prospect, Prospect)
    queue.add(make_cluster(1, sample="NATO is on the moon."))

    outcome = await decisions.add(1, ID, OLA, mark=prospect.wording.mark)

    assert outcome is Missed.CHANGED
    assert "moon" not in file_of(folder)


@pytest.mark.parametrize(
    ("sample", "missed"),
    [
        ("Write to me at jonas@example.org about NATO", Missed.PRIVATE),
        ("NATO " * 200, Missed.LONG),
    ],
)
async def test_what_cannot_be_public_needs_a_wording_of_a_moderator(
    *, decisions: Decisions, queue: MemoryQueue, folder: Path, sample: str, missed: Missed
) -> None:
    queue.add(make_cluster(1, sample=sample))

    assert await decisions.consider(1, ID) is missed
    own = "  Did NATO promise\n to stay away? "
    assert isinstance(await decisions.add(1, ID, OLA, words=own), Added)
    assert "Did NATO promise to stay away?" in file_of(folder)


@pytest.mark.parametrize(
    ("cluster", "missed"),
    [
        (make_cluster(7), Missed.GONE),
        (make_cluster(1, last_at=0.0, count=0), Missed.GONE),
        (make_cluster(1, count=0), Missed.DECIDED),
        (make_cluster(1, state=State.SPAM), Missed.DECIDED),
    ],
)
async def test_what_is_closed_is_not_decided_again(
    decisions: Decisions, queue: MemoryQueue, cluster: Any, missed: Missed
) -> None:
    queue.known = {cluster.number: cluster}

    outcomes = [
        await decisions.consider(1, ID),
        await decisions.add(1, ID, OLA, words="NATO"),
        await decisions.begin(1, OLA),
        await decisions.close(1, State.SPAM, OLA),
    ]

    assert outcomes == [missed] * 4
    assert queue.decided_by == {}


async def test_a_claim_that_readers_do_not_get_takes_no_wording(
    decisions: Decisions, publisher: Publisher
) -> None:
    await publisher.withdraw(ID, "Our source was wrong.", OLA)

    assert await decisions.consider(1, ID) is Missed.NO_CLAIM
    assert await decisions.consider(1, "no-such-claim") is Missed.NO_CLAIM


async def test_a_wording_does_not_bring_back_what_was_withdrawn_a_moment_ago(
    folder: Path, queue: MemoryQueue, publisher: Publisher, clock: Clock
) -> None:
    read_before = load(folder).knowledge
    decisions = make_decisions(folder, queue, publisher, clock, knowledge=lambda: read_before)
    await publisher.withdraw(ID, "Our source was wrong.", OLA)

    assert await decisions.consider(1, ID) is Missed.NO_CLAIM
    assert await decisions.add(1, ID, OLA, words="NATO promised") is Missed.NO_CLAIM
    assert "status: withdrawn" in file_of(folder)


async def test_a_new_claim_begins_with_what_people_sent(decisions: Decisions) -> None:
    draft = await decisions.begin(1, OLA)

    assert isinstance(draft, Draft)
    assert values_of(draft.text)["phrasings"] == {"en": [SAMPLE]}


async def test_who_begins_a_claim_a_second_time_gets_the_draft_that_there_is(
    decisions: Decisions,
) -> None:
    assert await decisions.draft_of(1) is None
    first = await decisions.begin(1, OLA)

    assert isinstance(first, Draft)
    assert await decisions.begin(1, OLA) == first
    assert await decisions.begin(1, PETRA) == first
    assert await decisions.draft_of(1) == first


async def test_what_was_thrown_away_is_begun_anew(
    folder: Path, queue: MemoryQueue, publisher: Publisher, clock: Clock
) -> None:
    drafting = Drafting(folder, MemoryDrafts(), publisher)
    decisions = make_decisions(folder, queue, publisher, clock, drafting=drafting)
    queue.add(make_cluster(2))
    first, other = await decisions.begin(1, OLA), await decisions.begin(2, OLA)
    assert isinstance(first, Draft)
    assert isinstance(other, Draft)
    await drafting.drop(first.number, first.revision, OLA, Role.EDITOR)

    second = await decisions.begin(1, PETRA)

    assert isinstance(second, Draft)
    assert (second.author, second.cluster) == (PETRA, 1)
    assert len({first.number, second.number, other.number}) == 3


async def test_a_new_claim_does_not_begin_with_a_private_person(
    decisions: Decisions, queue: MemoryQueue
) -> None:
    queue.add(make_cluster(1, sample="Call +370 612 34567 about NATO"))

    draft = await decisions.begin(1, OLA)

    assert isinstance(draft, Draft)
    assert "phrasings" not in values_of(draft.text)


@pytest.mark.parametrize("state", [State.OUT_OF_SCOPE, State.SPAM])
async def test_what_is_set_aside_is_opened_again_for_a_day(
    decisions: Decisions, queue: MemoryQueue, clock: Clock, state: State
) -> None:
    closed = await decisions.close(1, state, OLA)
    assert closed == make_cluster(1, sample=SAMPLE)
    assert (queue.known[1].state, queue.decided_by) == (state, {1: OLA})
    at = int(clock.now)

    clock.now = at + DAY_S + 1
    assert await decisions.reopen(1, at, PETRA) is Missed.TOO_LATE
    assert queue.known[1].state is state

    clock.now = at + DAY_S
    assert await decisions.reopen(1, at, PETRA) == queue.known[1]
    assert (queue.known[1].state, queue.decided_by) == (State.OPEN, {1: PETRA})
    assert await decisions.reopen(1, at, PETRA) is Missed.NOT_DECIDED
    assert await decisions.reopen(9, at, PETRA) is Missed.GONE


async def test_senders_of_spam_are_blocked_until_it_is_taken_back(
    folder: Path, queue: MemoryQueue, publisher: Publisher, clock: Clock
) -> None:
    senders, at = MemorySenders(), int(clock.now)
    decisions = make_decisions(folder, queue, publisher, clock, senders=senders)
    assert await decisions.block(1, at, OLA) is Missed.NOT_DECIDED
    assert await decisions.block(9, at, OLA) is Missed.GONE
    await decisions.close(1, State.SPAM, OLA)

    assert await decisions.block(1, at, OLA) == 3
    assert senders.blocked == {1: at}
    assert await decisions.block(1, at - 2 * 86_400, OLA) is Missed.TOO_LATE

    await decisions.reopen(1, at, OLA)
    assert senders.blocked == {}


async def test_a_wording_in_the_file_answers_that_text_and_no_other(folder: Path) -> None:
    text = file_of(folder)
    known = next(iter(load(folder).knowledge.claims.values())).claim["en"]
    asked = [known, "The weather is fine in Vilnius today."]

    assert foresee(folder, ID, text, asked) == (True, False)
    assert await foresee_apart(folder, ID, text, asked) == (True, False)


async def test_without_another_process_it_is_done_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(asyncio, "create_subprocess_exec", fails)

    assert await foresee_apart(folder, ID, file_of(folder), ["Tea is warm."]) == (False,)
