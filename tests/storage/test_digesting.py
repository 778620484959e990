"""What stands in a digest, and when there is none."""

import pytest

from bot.answers import LiveAnswering
from bot.claims.model import Claim
from bot.digesting import Digesting
from bot.digests import DAY_S
from bot.replies.render_pushes import render_digest
from bot.storage.database import Database
from bot.storage.digests import DatabaseDigests
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from bot.storage.verdicts import DatabaseVerdicts
from bot.verdicts import Standing
from tests.storage.conftest import Clock, Connect
from tests.support.popularity import MemoryPopularity
from tests.tg.answerings import AT_WAR, ATTACKED, CATALOG, PROMISE, WITHDRAWN, knowing

OLA = 987_654_321
NAMES = Names("123:abc")
EIGHT = 1_700_035_200.0


class World:
    """A bot that knows four claims, one of them withdrawn."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.clock = clock
        self.digests = DatabaseDigests(database, NAMES, clock)
        self.verdicts = DatabaseVerdicts(database, NAMES, clock)
        self.pushes = DatabasePushes(database, NAMES, clock)
        self.popularity = MemoryPopularity()
        live = LiveAnswering(knowing(AT_WAR, ATTACKED, PROMISE, WITHDRAWN))
        self.digesting = Digesting(live, self.digests, self.verdicts, self.popularity, clock)

    async def publish(self, claim: Claim, at: float) -> None:
        await self.verdicts.take_in([Standing("the-first", "false", True, 1)])
        self.clock.now = at
        await self.verdicts.take_in([Standing(claim.id, claim.rating, True, 1)])

    async def ask(self, claim: Claim, people: int) -> None:
        for user in range(people):
            await self.popularity.note(user, [claim.id])


@pytest.fixture
def world(connect: Connect, clock: Clock) -> World:
    return World(connect(), clock)


async def test_it_holds_what_is_new_and_what_many_ask_about(world: World) -> None:
    await world.publish(PROMISE, EIGHT - DAY_S + 1)
    await world.publish(ATTACKED, EIGHT)
    await world.ask(AT_WAR, 5)
    await world.ask(ATTACKED, 9)

    said = await world.digesting.digest(EIGHT, "uk")
    assert said == render_digest([ATTACKED, PROMISE], [AT_WAR], "uk", CATALOG)


async def test_what_few_ask_about_is_not_told(world: World) -> None:
    await world.ask(AT_WAR, 4)
    assert await world.digesting.digest(EIGHT, "en") is None


async def test_each_claim_is_new_on_one_day_alone(world: World) -> None:
    await world.publish(PROMISE, EIGHT)
    new = render_digest([PROMISE], [], "en", CATALOG)
    found = [await world.digesting.digest(EIGHT + days * DAY_S, "en") for days in (-1, 0, 1)]
    assert found == [None, new, None]


async def test_what_was_withdrawn_since_is_left_out(world: World) -> None:
    await world.publish(WITHDRAWN, EIGHT - 60)
    assert await world.digesting.digest(EIGHT, "en") is None


async def test_a_push_is_made_where_there_is_something_to_say(world: World) -> None:
    await world.digests.start(OLA, 0, 8, "uk")
    world.clock.now = EIGHT
    await world.digesting.make()
    assert await world.pushes.waiting() == 0

    await world.publish(PROMISE, EIGHT + DAY_S - 60)
    world.clock.now = EIGHT + DAY_S
    await world.digesting.make()
    assert [push.made_at for push in await world.pushes.take(10)] == [EIGHT + DAY_S]
