"""Who waits for what is nothing for us is told so, once, and not at once."""

import pytest

from bot.announcing import TURN_AWAY_S, Announcer, announcement
from bot.answers import LiveAnswering
from bot.claims.model import LANGUAGES
from bot.moderation.queue import Placing, State
from bot.moderation.roles import Moderator
from bot.pushes import Push, PushKind
from bot.questions import Inquiry
from bot.replies.html import to_html
from bot.replies.render_pushes import render_out_of_scope
from bot.storage.clusters import DatabaseQueue
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from bot.storage.questions import DatabaseQuestions
from bot.storage.verdicts import DatabaseVerdicts
from tests.storage.conftest import Clock, Connect
from tests.support.claims import make_base
from tests.tg.answerings import AT_WAR, CATALOG, knowing

OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
MO = Moderator(5, "Mo")
SOUP = Inquiry("key1", "Which soup is the best?", "uk")


class World:
    """The queue, the readers who wait, and whoever tells them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.clock = clock
        self.queue = DatabaseQueue(database, NAMES, clock)
        self.questions = DatabaseQuestions(database, NAMES, clock)
        self.pushes = DatabasePushes(database, NAMES, clock)
        verdicts = DatabaseVerdicts(database, NAMES, clock)
        answering = LiveAnswering(knowing(AT_WAR))
        self.announcer = Announcer(answering, verdicts, self.questions, self.pushes)

    async def ask(self, user_id: int) -> int:
        """Ask, and wait for an answer; return the cluster."""
        number = await self.questions.ask(user_id, SOUP)
        assert number is not None
        await self.questions.wait(user_id, number, "uk")
        await self.queue.place_known()
        found = await self.queue.unplaced(1)
        placed = await self.queue.place([Placing(question, -1) for question in found])
        return placed[0] if placed else 0

    async def told(self) -> list[tuple[PushKind, int, str]]:
        await self.announcer.announce()
        taken = await self.pushes.take(10)
        for push in taken:
            await self.pushes.done(push)
        return [(push.kind, push.user_id, push.text) for push in taken]


@pytest.fixture
def world(connect: Connect, clock: Clock) -> World:
    return World(connect(), clock)


async def test_who_waits_is_told_once_and_not_at_once(world: World) -> None:
    cluster = await world.ask(OLA)
    await world.queue.decide(cluster, State.OUT_OF_SCOPE, MO)
    world.clock.now += TURN_AWAY_S - 1
    assert await world.told() == []

    world.clock.now += 1
    assert await world.told() == [(PushKind.OUT_OF_SCOPE, OLA, SOUP.text)]
    assert await world.told() == []
    assert await world.pushes.awaited() == []


async def test_who_asks_later_is_told_as_well(world: World) -> None:
    cluster = await world.ask(OLA)
    await world.queue.decide(cluster, State.OUT_OF_SCOPE, MO)
    world.clock.now += TURN_AWAY_S
    await world.told()

    await world.ask(PETRA)

    assert await world.told() == [(PushKind.OUT_OF_SCOPE, PETRA, SOUP.text)]


@pytest.mark.parametrize("state", [State.OPEN, State.SPAM])
async def test_nobody_is_told_of_what_was_taken_back_or_is_spam(world: World, state: State) -> None:
    cluster = await world.ask(OLA)
    await world.queue.decide(cluster, State.OUT_OF_SCOPE, MO)
    await world.queue.decide(cluster, state, MO)
    world.clock.now += TURN_AWAY_S

    assert await world.told() == []
    assert len(await world.pushes.awaited()) == (state is State.OPEN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_the_readers_language_and_names_what_they_sent(language: str) -> None:
    push = Push(1, PushKind.OUT_OF_SCOPE, OLA, language, 0.0, 1, text_key="key1", text=SOUP.text)

    said = announcement(push, make_base(AT_WAR), CATALOG)

    assert said == render_out_of_scope(language, CATALOG, asked=SOUP.text)
    assert said.language == language
    assert SOUP.text in to_html(said)


async def test_who_sent_spam_is_told_nothing_even_where_a_claim_answers_it(world: World) -> None:
    cluster = await world.ask(OLA)
    assert len(await world.pushes.awaited()) == 1
    await world.queue.decide(cluster, State.SPAM, MO)
    assert await world.pushes.awaited() == []
    await world.queue.decide(cluster, State.OPEN, MO)
    assert len(await world.pushes.awaited()) == 1
