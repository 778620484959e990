"""Revisions: begun before a file is written, done together with the audit log."""

import pytest

from bot.moderation.revisions import Change, Git, GitOutcome, Kind, State
from bot.moderation.roles import COMMAND_LINE, Moderator
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.revisions import DatabaseRevisions
from tests.storage.conftest import Clock, Connect

OLA = Moderator(987_654_321, "Ola")
BEFORE = "status: published\nrating: false\nrevision: 3\n"
AFTER = "status: published\nrating: true\nrevision: 4\n"
CHANGE = Change("moon", Kind.PUBLISH, BEFORE, AFTER, OLA, "They landed.")
NAMES = Names("secret")


@pytest.fixture
def revisions(connect: Connect, clock: Clock) -> DatabaseRevisions:
    return DatabaseRevisions(connect(), NAMES, clock)


async def test_what_is_begun_is_unfinished_until_it_is_done(revisions: DatabaseRevisions) -> None:
    begun = await revisions.begin(CHANGE)

    assert (begun.state, begun.before, begun.after) == (State.PUBLISHING, BEFORE, AFTER)
    assert await revisions.unfinished() == [begun]
    assert (await revisions.of_claim("moon", 9), await revisions.get(begun.number)) == ([], None)

    done = await revisions.finish(begun, GitOutcome("abc"))
    assert await revisions.unfinished() == []
    assert await revisions.of_claim("moon", 9) == [done]
    assert await revisions.get(begun.number) == done
    assert (done.state, done.commit, done.name, done.reason) == (
        State.DONE,
        "abc",
        "Ola",
        "They landed.",
    )


async def test_who_did_it_stands_in_the_audit_log_once(
    revisions: DatabaseRevisions, connect: Connect, clock: Clock
) -> None:
    begun = await revisions.begin(CHANGE)
    await revisions.finish(begun, GitOutcome())
    await revisions.finish(begun, GitOutcome())

    (entry,) = await DatabasePeople(connect(), NAMES, clock).log()
    assert (entry.who, entry.act, entry.subject, entry.name, entry.before, entry.after) == (
        NAMES.of(OLA.user_id or 0),
        "publish",
        "moon",
        "Ola",
        "published false revision 3",
        "published true revision 4; They landed.",
    )


async def test_what_was_dropped_never_happened(
    revisions: DatabaseRevisions, connect: Connect, clock: Clock
) -> None:
    begun = await revisions.begin(CHANGE)
    await revisions.drop(begun.number)

    assert (await revisions.unfinished(), await revisions.of_claim("moon", 9)) == ([], [])
    assert await DatabasePeople(connect(), NAMES, clock).log() == []


async def test_a_number_is_never_given_twice(revisions: DatabaseRevisions) -> None:
    first, second = await revisions.begin(CHANGE), await revisions.begin(CHANGE)

    assert first.number < second.number


async def test_the_last_thing_that_somebody_did(revisions: DatabaseRevisions) -> None:
    first = await revisions.finish(await revisions.begin(CHANGE), GitOutcome())
    by_machine = Change("sun", Kind.WITHDRAW, BEFORE, AFTER, COMMAND_LINE)
    second = await revisions.finish(await revisions.begin(by_machine), GitOutcome())

    assert await revisions.last_by(OLA) == first
    assert await revisions.last_by(COMMAND_LINE) == second
    assert await revisions.last_by(Moderator(5, "Petra")) is None


async def test_what_git_owes_is_remembered_until_it_is_paid(revisions: DatabaseRevisions) -> None:
    left = GitOutcome("", Git.COMMIT, "locked")
    done = await revisions.finish(await revisions.begin(CHANGE), left)
    assert await revisions.owed() == [done]

    await revisions.note_git(done.number, GitOutcome("abc"))
    assert await revisions.owed() == []
    found = await revisions.get(done.number)
    assert found
    assert (found.commit, found.note) == ("abc", "")


async def test_who_did_it_is_forgotten_after_a_year_and_what_it_was_is_not(
    revisions: DatabaseRevisions, connect: Connect, clock: Clock
) -> None:
    done = await revisions.finish(await revisions.begin(CHANGE), GitOutcome())
    people = DatabasePeople(connect(), NAMES, clock)

    for days, name in ((364, "Ola"), (2, "")):
        clock.now += days * 86_400
        await people.purge(30)
        found = await revisions.get(done.number)
        assert found
        assert (found.name, found.after) == (name, AFTER)


async def test_who_wishes_to_be_forgotten_is_named_no_more(
    revisions: DatabaseRevisions, connect: Connect, clock: Clock
) -> None:
    done = await revisions.finish(await revisions.begin(CHANGE), GitOutcome())

    await DatabasePeople(connect(), NAMES, clock).delete(OLA.user_id or 0, 0)

    found = await revisions.get(done.number)
    assert found
    assert (found.who, found.name, found.after) == ("", "", AFTER)
