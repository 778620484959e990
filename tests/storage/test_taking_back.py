"""A wording was wrong: who was told of its claim hears of that, and waits again."""

import pytest

from bot.announcing import Announcer, announcement
from bot.answers import LiveAnswering
from bot.claims.model import Rating
from bot.moderation.queue import Placing
from bot.moderation.revisions import Change, GitOutcome, Kind, for_card
from bot.moderation.roles import Moderator
from bot.pushes import Push, PushKind
from bot.questions import Inquiry
from bot.replies.render_pushes import render_answer_taken_back
from bot.storage.clusters import DatabaseQueue
from bot.storage.database import Database
from bot.storage.follows import DatabaseFollows
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from bot.storage.questions import DatabaseQuestions
from bot.storage.revisions import DatabaseRevisions
from bot.storage.verdicts import DatabaseVerdicts
from tests.storage.conftest import Clock, Connect
from tests.tg.answerings import AT_WAR, CATALOG, PROMISE, knowing

OLA, PETRA, JAN = 987_654_321, 777_666_555, 555_444_333
NAMES = Names("123:abc")
MO = Moderator(5, "Mo")
CORRECTED = AT_WAR.model_copy(update={"rating": Rating.MISLEADING, "revision": 2})
SOUP = Inquiry("key1", "The soup of NATO is at war", "uk")


class World:
    """Readers who were told that a claim answers what they had asked."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.clock = clock
        self.queue = DatabaseQueue(database, NAMES, clock)
        self.questions = DatabaseQuestions(database, NAMES, clock)
        self.pushes = DatabasePushes(database, NAMES, clock)
        self.follows = DatabaseFollows(database, clock)
        self.revisions = DatabaseRevisions(database, NAMES, clock)
        self.live = LiveAnswering(knowing(AT_WAR))
        verdicts = DatabaseVerdicts(database, NAMES, clock)
        self.announcer = Announcer(self.live, verdicts, self.questions, self.pushes)
        self.numbers: dict[int, int] = {}

    async def ask(self, user_id: int) -> int:
        """Ask, and wait for an answer; return the cluster."""
        number = await self.questions.ask(user_id, SOUP)
        assert number is not None
        self.numbers[user_id] = number
        await self.questions.wait(user_id, number, "uk")
        await self.queue.place_known()
        found = await self.queue.unplaced(1)
        placed = await self.queue.place([Placing(question, -1) for question in found])
        return placed[0] if placed else 0

    async def sent(self, told: str = "") -> list[Push]:
        """Return what is sent now."""
        taken = await self.pushes.take(10)
        for push in taken:
            await self.pushes.done(push, told if push.kind is PushKind.ANSWER else "")
        return taken

    async def take_back(self, cluster: int, kind: Kind = Kind.UNDO) -> None:
        change = Change(AT_WAR.id, kind, "id: x", "id: x", MO, for_card(cluster))
        await self.revisions.finish(await self.revisions.begin(change), GitOutcome())


@pytest.fixture
def world(connect: Connect, clock: Clock) -> World:
    return World(connect(), clock)


async def test_who_was_told_hears_that_it_was_wrong_and_waits_again(world: World) -> None:
    cluster = await world.ask(OLA)
    await world.pushes.answer(world.numbers[OLA], AT_WAR.id)
    await world.sent(told=AT_WAR.rating)
    assert await world.pushes.awaited() == []

    await world.take_back(cluster)
    (push,) = await world.sent()
    assert (push.kind, push.user_id) == (PushKind.TAKEN_BACK, OLA)
    assert announcement(push, world.live.knowledge, CATALOG) == render_answer_taken_back(
        AT_WAR, "uk", CATALOG, asked=SOUP.text
    )
    assert await world.pushes.awaited() == [world.numbers[OLA]]

    await world.take_back(cluster)
    assert await world.sent() == []


async def test_that_claim_is_never_again_the_answer_to_them(world: World) -> None:
    cluster = await world.ask(OLA)
    await world.pushes.answer(world.numbers[OLA], AT_WAR.id)
    await world.sent(told=AT_WAR.rating)
    await world.take_back(cluster)
    (question,) = await world.questions.open_questions(0, 10)
    assert question.misfits == {AT_WAR.id}


async def test_they_hear_nothing_more_of_a_claim_that_was_none_of_theirs(world: World) -> None:
    cluster = await world.ask(OLA)
    await world.announcer.announce()
    await world.pushes.answer(world.numbers[OLA], AT_WAR.id)
    await world.sent(told=AT_WAR.rating)
    await world.follows.follow(JAN, AT_WAR.id, AT_WAR.rating, "uk")
    await world.take_back(cluster)
    await world.sent()

    world.live.replace(knowing(CORRECTED))
    world.clock.now += 60
    await world.announcer.announce()
    assert [push.user_id for push in await world.sent()] == [JAN]


async def test_who_was_told_is_told_when_the_verdict_changes(world: World) -> None:
    await world.ask(OLA)
    await world.announcer.announce()
    await world.pushes.answer(world.numbers[OLA], AT_WAR.id)
    await world.sent(told=AT_WAR.rating)

    world.live.replace(knowing(CORRECTED))
    world.clock.now += 60
    await world.announcer.announce()
    (push,) = await world.sent()
    assert (push.kind, push.user_id) == (PushKind.CORRECTION, OLA)
    assert (push.was, push.now) == (AT_WAR.rating, CORRECTED.rating)


async def test_whose_answer_has_not_gone_out_waits_again_and_hears_nothing(world: World) -> None:
    cluster = await world.ask(OLA)
    await world.pushes.answer(world.numbers[OLA], AT_WAR.id)
    await world.take_back(cluster)
    assert await world.sent() == []
    assert await world.pushes.awaited() == [world.numbers[OLA]]
    await world.pushes.answer(world.numbers[OLA], PROMISE.id)
    assert [push.claim_id for push in await world.sent()] == [PROMISE.id]


async def test_other_cards_and_other_changes_leave_answers_alone(world: World) -> None:
    cluster = await world.ask(OLA)
    await world.pushes.answer(world.numbers[OLA], AT_WAR.id)
    await world.sent(told=AT_WAR.rating)
    await world.take_back(cluster + 1)
    await world.take_back(cluster, Kind.PUBLISH)
    assert await world.sent() == []


async def test_who_was_forgotten_while_it_was_on_its_way_follows_nothing(
    world: World, clock: Clock
) -> None:
    await world.ask(OLA)
    await world.announcer.announce()
    await world.pushes.answer(world.numbers[OLA], AT_WAR.id)
    (push,) = await world.pushes.take(10)
    await world.pushes.done(push)  # /deletemydata
    await world.pushes.done(push, AT_WAR.rating)

    world.live.replace(knowing(CORRECTED))
    clock.now += 60
    await world.announcer.announce()
    assert await world.sent() == []
