"""Publishing: checked before it is written, written in one step, committed, live; or refused."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.claims.edit import edited, merged, with_phrasing
from bot.claims.problem import Problem
from bot.moderation.apart import check_apart
from bot.moderation.changing import Why
from bot.moderation.locking import publishing_alone
from bot.moderation.publishing import Published, Publisher, Refused, base_of
from bot.moderation.revisions import Git, Kind, State
from bot.people import PeopleUnavailableError
from tests.claims.folders import SOUND, other_claim
from tests.moderation.claims import (
    ID,
    NOON,
    OLA,
    PETRA,
    file_of,
    git,
    make_folder,
    make_publisher,
    make_repository,
)
from tests.support.revisions import MemoryRevisions

MORE = with_phrasing(SOUND, "en", "Are there NATO biscuits?")
OTHER = with_phrasing(SOUND, "en", "Who eats the biscuits of NATO?")
BASE = base_of(SOUND)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "knowledge")


@pytest.fixture
def revisions() -> MemoryRevisions:
    return MemoryRevisions()


@pytest.fixture
def publisher(folder: Path, revisions: MemoryRevisions) -> Publisher:
    return make_publisher(folder, revisions)


def done(outcome: Published | Refused) -> Published:
    assert isinstance(outcome, Published), outcome
    return outcome


async def test_a_published_text_is_the_file_and_a_revision(
    folder: Path, publisher: Publisher, revisions: MemoryRevisions
) -> None:
    published = done(await publisher.publish(ID, MORE, BASE, OLA))

    assert file_of(folder) == MORE
    (revision,) = revisions.rows.values()
    assert published.revision == revision
    assert (revision.state, revision.kind, revision.before, revision.after, revision.name) == (
        State.DONE,
        Kind.PUBLISH,
        SOUND,
        MORE,
        "Ola Nowak",
    )
    assert [one for one in published.diff.splitlines() if one[0] in "+-"][2:] == [
        "+    - Are there NATO biscuits?"
    ]
    assert sorted(one.name for one in (folder / "claims").iterdir()) == [f"{ID}.yaml"]


async def test_readers_are_answered_with_it_at_once(folder: Path) -> None:
    seen: list[str] = []

    async def refresh() -> None:
        seen.append(file_of(folder))

    await make_publisher(folder, refresh=refresh).publish(ID, MORE, BASE, OLA)
    assert seen == [MORE]


async def test_a_new_claim_gets_a_file(folder: Path, publisher: Publisher) -> None:
    text = other_claim("moon")
    await publisher.publish("moon", text, base_of(None), OLA)

    laid_out = merged(text, None)
    assert publisher.text_of("moon") == edited(laid_out, {"reviewed": NOON.date().isoformat()})


async def test_two_moderators_never_overwrite_each_other(
    folder: Path, publisher: Publisher
) -> None:
    outcomes = await asyncio.gather(
        publisher.publish(ID, MORE, BASE, OLA), publisher.publish(ID, OTHER, BASE, PETRA)
    )

    (refused,) = [one for one in outcomes if isinstance(one, Refused)]
    (published,) = [one for one in outcomes if isinstance(one, Published)]
    assert refused.why is Why.CHANGED
    assert refused.diff == published.diff
    assert file_of(folder) == published.revision.after


async def test_what_has_a_problem_is_not_written(folder: Path, revisions: MemoryRevisions) -> None:
    problem = Problem(folder, 1, 1, "KB503", "markup", "take it away")

    async def finds_one(
        folder: Path, claim_id: str, text: str, today: dt.date, *, thoroughly: bool
    ) -> tuple[Problem, ...]:
        assert (claim_id, text, today, thoroughly) == (ID, MORE, NOON.date(), True)
        return (problem,)

    outcome = await make_publisher(folder, revisions, check=finds_one).publish(ID, MORE, BASE, OLA)

    assert outcome == Refused(Why.PROBLEMS, (problem,))
    assert (file_of(folder), revisions.rows) == (SOUND, {})


async def test_no_yaml_is_refused_with_the_place(folder: Path, publisher: Publisher) -> None:
    outcome = await publisher.publish(ID, "id: [", BASE, OLA)

    assert isinstance(outcome, Refused)
    assert [one.code for one in outcome.problems] == ["KB001"]
    assert file_of(folder) == SOUND


@pytest.mark.parametrize("claim_id", ["../example-claim", "", "a" * 49, "Example", "a/b"])
async def test_an_id_that_is_none_reaches_no_file(publisher: Publisher, claim_id: str) -> None:
    assert await publisher.publish(claim_id, MORE, "", OLA) == Refused(Why.UNKNOWN)
    assert publisher.text_of(claim_id) is None


async def test_withdrawn_restored_undone(folder: Path, publisher: Publisher) -> None:
    withdrawn = done(await publisher.withdraw(ID, "It was\n wrong.", OLA)).revision
    assert "status_reason: It was wrong.\n" in file_of(folder)

    restored = done(await publisher.restore(ID, PETRA)).revision
    assert file_of(folder) == edited(SOUND, {"revision": "3"})

    assert await publisher.undo(withdrawn.number, OLA) == Refused(Why.OVERTAKEN)
    await publisher.undo(restored.number, OLA)
    assert "status: withdrawn\n" in file_of(folder)
    assert [one.kind for one in await publisher.history(ID, 9)] == ["undo", "restore", "withdraw"]


async def test_a_claim_with_an_older_problem_can_still_be_withdrawn(
    folder: Path, revisions: MemoryRevisions
) -> None:
    late = Problem(folder / "claims" / f"{ID}.yaml", 9, 1, "KB306", "a date", "mend it")

    async def finds_the_same(
        folder: Path, claim_id: str, text: str, today: dt.date, *, thoroughly: bool
    ) -> tuple[Problem, ...]:
        return (late,)

    publisher = make_publisher(folder, revisions, check=finds_the_same)
    assert await publisher.publish(ID, MORE, BASE, OLA) == Refused(Why.PROBLEMS, (late,))
    done(await publisher.withdraw(ID, "It was wrong.", OLA))
    assert "status: withdrawn\n" in file_of(folder)


async def test_nothing_is_withdrawn_where_another_file_cannot_be_read(folder: Path) -> None:
    (folder / "claims" / "moon.yaml").write_text("id: [", "utf-8")
    publisher = make_publisher(folder, check=check_apart)

    outcome = await publisher.withdraw(ID, "It was wrong.", OLA)

    assert isinstance(outcome, Refused)
    assert [(one.path.stem, one.code) for one in outcome.problems] == [("moon", "KB001")]
    assert file_of(folder) == SOUND


async def test_what_is_not_there_is_unknown(publisher: Publisher) -> None:
    assert await publisher.withdraw("moon", "It was wrong.", OLA) == Refused(Why.UNKNOWN)
    assert await publisher.restore("moon", OLA) == Refused(Why.UNKNOWN)
    assert await publisher.undo(7, OLA) == Refused(Why.UNKNOWN)


async def test_looking_changes_nothing(folder: Path, publisher: Publisher) -> None:
    assert await publisher.examine(ID, MORE, BASE) == MORE
    assert await publisher.examine(ID, MORE, "other") == Refused(Why.CHANGED)
    assert file_of(folder) == SOUND


async def test_a_folder_that_cannot_be_written_is_said(
    folder: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch, revisions: MemoryRevisions
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert await publisher.publish(ID, MORE, BASE, OLA) == Refused(Why.UNWRITABLE)
    assert file_of(folder) == SOUND
    assert [one.state for one in revisions.rows.values()] == [State.DROPPED]
    assert sorted(one.name for one in (folder / "claims").iterdir()) == [f"{ID}.yaml"]


async def test_without_a_store_nothing_is_written(
    folder: Path, publisher: Publisher, revisions: MemoryRevisions
) -> None:
    revisions.down = True
    with pytest.raises(PeopleUnavailableError):
        await publisher.publish(ID, MORE, BASE, OLA)
    assert file_of(folder) == SOUND


async def test_who_publishes_elsewhere_is_waited_for_and_not_for_ever(
    folder: Path, revisions: MemoryRevisions
) -> None:
    publisher = make_publisher(folder, revisions, patience_s=0.2)
    async with publishing_alone(folder):
        assert await publisher.publish(ID, MORE, BASE, OLA) == Refused(Why.BUSY)
        await publisher.recover()
    done(await publisher.publish(ID, MORE, BASE, OLA))


async def test_a_commit_bears_the_moderators_name_and_holds_nothing_else(
    folder: Path, publisher: Publisher
) -> None:
    (folder / "notes.txt").write_text("mine", "utf-8")
    make_repository(folder)
    (folder / "notes.txt").write_text("not yet", "utf-8")
    git(folder, "add", ".")
    publisher = make_publisher(folder)

    revision = done(await publisher.publish(ID, MORE, BASE, OLA, reason="More words.")).revision

    shown = git(folder, "log", "-1", "--format=%H %an <%ae> %s%n%b", "--name-only")
    assert shown.split("\n", 1) == [
        f"{revision.commit} Ola Nowak <ola-nowak@moderators.invalid> knowledge: publish {ID}",
        f"More words.\n\n\nclaims/{ID}.yaml\n",
    ]
    assert git(folder, "status", "--porcelain") == "M  notes.txt\n"
    assert [one.author for one in await publisher.commits(ID, 9)] == ["Ola Nowak", "Tester"]


async def test_a_new_file_is_committed_too(folder: Path) -> None:
    make_repository(folder)
    await make_publisher(folder).publish("moon", other_claim("moon"), "", OLA)
    assert git(folder, "status", "--porcelain") == ""


async def test_what_git_refuses_is_published_and_done_later(folder: Path) -> None:
    make_repository(folder)
    lock = folder / ".git" / "index.lock"
    lock.touch()
    publisher = make_publisher(folder)

    revision = done(await publisher.publish(ID, MORE, BASE, OLA)).revision
    assert (revision.git, file_of(folder)) == (Git.COMMIT, MORE)
    assert "index.lock" in revision.note

    lock.unlink()
    assert await publisher.settle() == []
    (later,) = await publisher.history(ID, 9)
    assert (later.git, later.note) == (Git.NOTHING, "")
    assert later.commit == git(folder, "rev-parse", "HEAD").strip()


async def test_a_push_that_fails_is_said_once_and_tried_again(tmp_path: Path, folder: Path) -> None:
    make_repository(folder)
    there = tmp_path / "there.git"
    git(folder, "remote", "add", "origin", str(there))
    git(folder, "config", "push.autoSetupRemote", "true")
    publisher = make_publisher(folder, pushes=True)
    revision = done(await publisher.publish(ID, MORE, BASE, OLA)).revision
    assert revision.git is Git.PUSH

    assert [one.number for one in await publisher.settle()] == [revision.number]
    assert await publisher.settle() == []

    git(folder, "init", "--quiet", "--bare", str(there))
    assert await publisher.settle() == []
    (later,) = await publisher.history(ID, 9)
    assert (later.git, later.note) == (Git.NOTHING, "")
    assert git(there, "rev-parse", "main").strip() == revision.commit
