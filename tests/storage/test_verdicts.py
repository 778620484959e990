"""The verdicts that readers were told of, and who has to hear that they have changed."""

import asyncio
from pathlib import Path

import pytest

from bot.people import PeopleUnavailableError
from bot.pushes import WITHDRAWN
from bot.storage.database import Database
from bot.storage.follows import DatabaseFollows
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from bot.storage.verdicts import DatabaseVerdicts
from bot.verdicts import Publication, Standing
from tests.storage.conftest import Clock, Connect, connecting

OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
AT_WAR = Standing("nato-at-war", "false", is_published=True, revision=1)
CORRECTED = Standing("nato-at-war", "misleading", is_published=True, revision=2)
WITHDRAWN_NOW = Standing("nato-at-war", "misleading", is_published=False, revision=3)
DRAFT = Standing("nato-attacked", "false", is_published=False, revision=1)
PUBLISHED = Standing("nato-attacked", "false", is_published=True, revision=1)
A_WHILE_S = 60.0


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def known(database: Database, clock: Clock) -> DatabaseVerdicts:
    return DatabaseVerdicts(database, NAMES, clock)


@pytest.fixture
def pushes(database: Database, clock: Clock) -> DatabasePushes:
    return DatabasePushes(database, NAMES, clock)


@pytest.fixture
async def follows(database: Database, clock: Clock) -> DatabaseFollows:
    """Followers; Ola has followed for a while."""
    kept = DatabaseFollows(database, clock)
    await kept.follow(OLA, AT_WAR.claim_id, AT_WAR.rating, "uk")
    clock.now += A_WHILE_S
    return kept


async def sent(pushes: DatabasePushes) -> list[tuple[int, str, str]]:
    """Return to whom corrections go that wait, what they know, and what it has become."""
    return [(push.user_id, push.was, push.now) for push in await pushes.take(100)]


# What is news.


async def test_what_is_there_at_the_first_start_is_no_news(
    known: DatabaseVerdicts, clock: Clock
) -> None:
    assert await known.take_in([AT_WAR, DRAFT]) == []
    assert await known.published(0.0) == []


async def test_a_new_claim_a_published_draft_and_a_changed_rating_are_news(
    known: DatabaseVerdicts, clock: Clock
) -> None:
    await known.take_in([DRAFT])
    clock.now += 1
    assert await known.take_in([AT_WAR, DRAFT]) == ["nato-at-war"]
    clock.now += 1
    assert await known.take_in([CORRECTED, PUBLISHED]) == ["nato-at-war", "nato-attacked"]

    published = [
        Publication("nato-attacked", clock.now),
        Publication("nato-at-war", clock.now - 1),
    ]
    assert await known.published(clock.now - 2) == published
    assert await known.published(clock.now - 1) == published[:1]


async def test_the_same_again_is_no_news(known: DatabaseVerdicts, clock: Clock) -> None:
    await known.take_in([DRAFT])
    await known.take_in([AT_WAR])
    clock.now += 1

    assert await known.take_in([AT_WAR, DRAFT]) == []


async def test_what_was_withdrawn_is_not_published_until_it_is_again(
    known: DatabaseVerdicts, clock: Clock
) -> None:
    await known.take_in([DRAFT])
    await known.take_in([CORRECTED])
    await known.take_in([WITHDRAWN_NOW])
    assert await known.published(0.0) == []

    clock.now += 1
    again = Standing("nato-at-war", "false", is_published=True, revision=4)
    await known.take_in([again])
    assert await known.published(0.0) == [Publication("nato-at-war", clock.now)]


async def test_a_process_with_an_older_knowledge_base_turns_nothing_back(
    known: DatabaseVerdicts, pushes: DatabasePushes, follows: DatabaseFollows
) -> None:
    await known.take_in([AT_WAR])
    await known.take_in([CORRECTED])

    assert await known.take_in([AT_WAR]) == []
    assert await known.correct(10) == 1
    assert await sent(pushes) == [(OLA, "false", "misleading")]


async def test_thousands_of_claims_are_taken_in(known: DatabaseVerdicts) -> None:
    many = [
        Standing(f"claim-{number:05}", "false", is_published=True, revision=1)
        for number in range(2_500)
    ]
    await known.take_in(many[:1])

    assert len(await known.take_in(many)) == 2_499


# Who has to hear of it.


async def test_who_knows_another_verdict_is_told_once(
    known: DatabaseVerdicts, pushes: DatabasePushes, follows: DatabaseFollows
) -> None:
    await known.take_in([AT_WAR])
    assert await known.correct(10) == 0

    await known.take_in([CORRECTED])
    assert [await known.correct(10) for _ in range(2)] == [1, 0]
    assert await sent(pushes) == [(OLA, "false", "misleading")]


async def test_a_withdrawal_is_told_and_so_is_its_end(
    known: DatabaseVerdicts, pushes: DatabasePushes, follows: DatabaseFollows, clock: Clock
) -> None:
    await known.take_in([AT_WAR])
    await known.take_in([WITHDRAWN_NOW])
    await known.correct(10)
    assert await sent(pushes) == [(OLA, "false", WITHDRAWN)]

    clock.now += A_WHILE_S
    await known.take_in([Standing("nato-at-war", "false", is_published=True, revision=4)])
    await known.correct(10)
    assert await sent(pushes) == [(OLA, WITHDRAWN, "false")]


async def test_two_changes_before_the_first_is_sent_make_one_correction(
    known: DatabaseVerdicts, pushes: DatabasePushes, follows: DatabaseFollows
) -> None:
    await known.take_in([AT_WAR])
    for standing in (CORRECTED, Standing("nato-at-war", "true", is_published=True, revision=3)):
        await known.take_in([standing])
        await known.correct(10)

    assert await sent(pushes) == [(OLA, "false", "true")]


async def test_a_change_that_is_taken_back_before_it_is_told_is_never_told(
    known: DatabaseVerdicts, pushes: DatabasePushes, follows: DatabaseFollows
) -> None:
    await known.take_in([AT_WAR])
    for standing in (CORRECTED, Standing("nato-at-war", "false", is_published=True, revision=3)):
        await known.take_in([standing])
        await known.correct(10)

    assert await sent(pushes) == []


async def test_a_correction_on_its_way_is_followed_by_the_next(
    known: DatabaseVerdicts, pushes: DatabasePushes, follows: DatabaseFollows, clock: Clock
) -> None:
    await known.take_in([AT_WAR])
    await known.take_in([CORRECTED])
    await known.correct(10)
    (on_its_way,) = await pushes.take(10)
    clock.now += 2
    await known.take_in([Standing("nato-at-war", "true", is_published=True, revision=3)])
    await known.correct(10)
    await pushes.done(on_its_way)

    assert await sent(pushes) == [(OLA, "misleading", "true")]


async def test_who_has_just_read_a_newer_verdict_elsewhere_is_not_told_the_older(
    known: DatabaseVerdicts, pushes: DatabasePushes, follows: DatabaseFollows, clock: Clock
) -> None:
    await known.take_in([AT_WAR])
    await follows.follow(PETRA, "nato-at-war", "misleading", "en")
    assert await known.correct(10) == 0

    await known.take_in([CORRECTED])
    clock.now += A_WHILE_S
    await known.correct(10)
    assert await sent(pushes) == [(OLA, "false", "misleading")]


async def test_many_followers_are_told_page_by_page(
    known: DatabaseVerdicts, pushes: DatabasePushes, follows: DatabaseFollows, clock: Clock
) -> None:
    await known.take_in([AT_WAR])
    for user in range(1, 25):
        await follows.follow(user, "nato-at-war", "false", "en")
    clock.now += A_WHILE_S
    await known.take_in([CORRECTED])

    assert [await known.correct(10) for _ in range(4)] == [10, 10, 5, 0]
    assert [user for user, _, _ in await sent(pushes)] == [*range(1, 25), OLA]


async def test_processes_that_look_at_once_tell_everybody_once(
    postgresql: str, clock: Clock
) -> None:
    async with connecting(postgresql) as connect:
        replicas = [DatabaseVerdicts(connect(), NAMES, clock) for _ in range(4)]
        pushes = DatabasePushes(connect(), NAMES, clock)
        follows = DatabaseFollows(connect(), clock)
        await replicas[0].take_in([AT_WAR])
        for user in range(1, 41):
            await follows.follow(user, "nato-at-war", "false", "en")
        clock.now += A_WHILE_S
        changed = await asyncio.gather(*(one.take_in([CORRECTED]) for one in replicas))
        while sum(await asyncio.gather(*(one.correct(7) for one in replicas))):
            pass

        assert sorted(changed) == [[], [], [], ["nato-at-war"]]
        assert sorted(user for user, _, _ in await sent(pushes)) == list(range(1, 41))


async def test_a_database_that_is_away_is_named(tmp_path: Path, clock: Clock) -> None:
    gone = Database(f"sqlite:///{tmp_path}/gone/bot.sqlite3")
    known = DatabaseVerdicts(gone, NAMES, clock)
    for asked in (known.take_in([AT_WAR]), known.correct(1), known.published(0.0)):
        with pytest.raises(PeopleUnavailableError):
            await asked
    await gone.close()
