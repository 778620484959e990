"""What the knowledge base has learnt reaches those who wait for it, each once."""

from collections.abc import Sequence

import pytest

from bot.announcing import Announcer, announcement, standings
from bot.answers import LiveAnswering
from bot.claims.model import Claim, Rating, Status
from bot.people import PeopleUnavailableError
from bot.pushes import WITHDRAWN, Push, PushKind
from bot.questions import Inquiry
from bot.replies.render_pushes import render_answered, render_corrected
from bot.storage.database import Database
from bot.storage.follows import DatabaseFollows
from bot.storage.names import Names
from bot.storage.pushes import DatabasePushes
from bot.storage.questions import DatabaseQuestions
from bot.storage.verdicts import DatabaseVerdicts
from tests.storage.conftest import Clock, Connect
from tests.support.claims import make_base
from tests.tg.answerings import AT_WAR, AT_WAR_EN, ATTACKED, CATALOG, PROMISE, PROMISE_EN, knowing

OLA, PETRA = 987_654_321, 777_666_555
NAMES = Names("123:abc")
ATTACKED_EN = ATTACKED.claim["en"]


def revised(claim: Claim, revision: int = 2, **changes: object) -> Claim:
    return claim.model_copy(update={"revision": revision, **changes})


CORRECTED = revised(AT_WAR, rating=Rating.MISLEADING)
GONE = revised(AT_WAR, status=Status.WITHDRAWN, status_reason="It could not be shown.")


class World:
    """One process, its database, and the readers."""

    def __init__(self, database: Database, clock: Clock, *claims: Claim) -> None:
        self.clock = clock
        self.live = LiveAnswering(knowing(*claims))
        self.questions = DatabaseQuestions(database, NAMES, clock)
        self.follows = DatabaseFollows(database, clock)
        self.pushes = DatabasePushes(database, NAMES, clock)
        self.verdicts = DatabaseVerdicts(database, NAMES, clock)
        self.pauses_s: list[float] = []
        self.announcer = Announcer(
            self.live, self.verdicts, self.questions, self.pushes, self._sleep
        )

    async def _sleep(self, seconds: float) -> None:
        self.pauses_s.append(seconds)

    def learn(self, *claims: Claim) -> None:
        """Answer from *claims* from now on."""
        self.live.replace(knowing(*claims))

    async def ask(self, user: int, text: str, not_claim: str = "") -> int:
        number = await self.questions.ask(
            user, Inquiry(f"key{len(text)}", text, "uk", not_claim=not_claim)
        )
        assert number is not None
        await self.questions.wait(user, number, "uk")
        return number

    async def announced(self) -> list[tuple[PushKind, int, str]]:
        """Announce; return the pushes that this made, and settle them."""
        self.clock.now += 60
        await self.announcer.announce()
        taken = await self.pushes.take(100)
        for push in taken:
            await self.pushes.done(push)
        return [(push.kind, push.user_id, push.claim_id) for push in taken]


@pytest.fixture
def database(connect: Connect) -> Database:
    return connect()


@pytest.fixture
def world(database: Database, clock: Clock) -> World:
    return World(database, clock, AT_WAR)


async def test_the_first_start_says_nothing(world: World) -> None:
    assert await world.announced() == []
    assert await world.verdicts.published(0.0) == []


async def test_who_asked_hears_of_a_claim_that_is_published_once(world: World) -> None:
    await world.ask(OLA, ATTACKED_EN)
    await world.ask(PETRA, "Something else about NATO altogether, and long enough.")
    assert await world.announced() == []

    world.learn(AT_WAR, ATTACKED)
    assert await world.announced() == [(PushKind.ANSWER, OLA, ATTACKED.id)]
    assert await world.announced() == []


async def test_who_asked_hears_of_a_wording_that_was_added_to_a_known_claim(world: World) -> None:
    await world.ask(OLA, "Are we at it already?")
    assert await world.announced() == []

    world.learn(revised(AT_WAR, phrasings={"en": ("Are we at it already?",)}))
    assert await world.announced() == [(PushKind.ANSWER, OLA, AT_WAR.id)]


async def test_who_waits_for_what_was_published_meanwhile_is_told_all_the_same(
    world: World,
) -> None:
    assert await world.announced() == []
    await world.ask(OLA, AT_WAR_EN)

    assert await world.announced() == [(PushKind.ANSWER, OLA, AT_WAR.id)]


async def test_nobody_is_told_the_claim_that_they_called_wrong(world: World) -> None:
    await world.ask(OLA, AT_WAR_EN, not_claim=AT_WAR.id)

    assert await world.announced() == []


async def test_each_question_is_looked_up_once_with_each_matcher(world: World) -> None:
    for user, text in ((OLA, "Where do all the submarines sleep?"), (PETRA, ATTACKED_EN)):
        await world.ask(user, text)
    await world.announced()
    await world.announced()
    assert len(world.pauses_s) == 2

    world.learn(AT_WAR)
    await world.announced()
    assert len(world.pauses_s) == 4


async def test_what_is_learnt_in_the_middle_of_looking_up_begins_anew(world: World) -> None:
    for user, text in ((OLA, "Where do all the submarines sleep?"), (PETRA, ATTACKED_EN)):
        await world.ask(user, text)

    async def learns(seconds: float) -> None:
        world.pauses_s.append(seconds)
        world.learn(AT_WAR, ATTACKED)

    announcer = Announcer(world.live, world.verdicts, world.questions, world.pushes, learns)
    await announcer.announce()
    assert len(world.pauses_s) == 1
    assert await world.announced() == [(PushKind.ANSWER, PETRA, ATTACKED.id)]


@pytest.mark.parametrize("now", [CORRECTED, GONE], ids=["corrected", "withdrawn"])
async def test_followers_hear_of_a_change_once(world: World, now: Claim) -> None:
    await world.follows.follow(OLA, AT_WAR.id, AT_WAR.rating, "uk")
    assert await world.announced() == []

    world.learn(now)
    assert await world.announced() == [(PushKind.CORRECTION, OLA, AT_WAR.id)]
    assert await world.announced() == []


async def test_who_followed_an_old_verdict_elsewhere_hears_of_it_within_a_minute(
    world: World,
) -> None:
    world.learn(CORRECTED)
    assert await world.announced() == []
    await world.follows.follow(OLA, AT_WAR.id, AT_WAR.rating, "uk")

    told = [one for _ in range(12) for one in await world.announced()]
    assert told == [(PushKind.CORRECTION, OLA, AT_WAR.id)]


async def test_a_claim_whose_file_is_missing_for_a_moment_is_not_withdrawn(world: World) -> None:
    await world.follows.follow(OLA, AT_WAR.id, AT_WAR.rating, "uk")
    await world.announced()
    for claims in ((PROMISE,), (AT_WAR, PROMISE)):
        world.learn(*claims)
        assert await world.announced() == []


async def test_what_a_crash_left_undone_the_next_start_does(
    world: World, database: Database, clock: Clock
) -> None:
    await world.announced()
    await world.follows.follow(OLA, AT_WAR.id, AT_WAR.rating, "uk")
    await world.ask(PETRA, PROMISE_EN)
    await world.verdicts.take_in(standings(make_base(CORRECTED, PROMISE)))
    # And then the power went off.

    after = World(database, clock, CORRECTED, PROMISE)
    assert sorted(await after.announced()) == [
        (PushKind.ANSWER, PETRA, PROMISE.id),
        (PushKind.CORRECTION, OLA, AT_WAR.id),
    ]


async def test_a_store_that_is_away_leaves_everything_for_later(world: World) -> None:
    class Away(DatabaseVerdicts):
        async def correct(self, most: int) -> int:
            raise PeopleUnavailableError("away")

    await world.announced()
    await world.follows.follow(OLA, AT_WAR.id, AT_WAR.rating, "uk")
    away = Away(world.verdicts._database, NAMES, world.clock)
    announcer = Announcer(world.live, away, world.questions, world.pushes, world._sleep)
    world.learn(CORRECTED)
    with pytest.raises(PeopleUnavailableError):
        await announcer.announce()

    assert await world.announced() == [(PushKind.CORRECTION, OLA, AT_WAR.id)]


# What is said.


def push(kind: PushKind = PushKind.CORRECTION, was: str = "", now: str = "") -> Push:
    return Push(1, kind, OLA, "uk", 0.0, 1, AT_WAR.id, "Ab-_0123", was, now)


def test_an_answer_is_the_card_of_today() -> None:
    said = announcement(push(PushKind.ANSWER), make_base(CORRECTED), CATALOG)
    assert said == render_answered(CORRECTED, "Ab-_0123", "uk", CATALOG)


@pytest.mark.parametrize(
    ("claim", "was", "now", "known"),
    [
        (CORRECTED, "false", "misleading", Rating.FALSE),
        (GONE, "false", WITHDRAWN, Rating.FALSE),
        (AT_WAR, WITHDRAWN, "false", None),
    ],
)
def test_a_correction_says_what_was_and_what_is(
    claim: Claim, was: str, now: str, known: Rating | None
) -> None:
    said = announcement(push(was=was, now=now), make_base(claim), CATALOG)
    assert said == render_corrected(claim, known, "uk", CATALOG)


@pytest.mark.parametrize(
    ("told", "claims"),
    [
        (push(PushKind.ANSWER), [PROMISE]),
        (push(PushKind.ANSWER), [GONE]),
        (push(was="false", now="misleading"), [AT_WAR]),
        (push(was="false", now="misleading"), [GONE]),
        (push(was="false", now=WITHDRAWN), [AT_WAR]),
        (push(was="false", now="misleading"), [PROMISE]),
    ],
)
def test_who_knows_an_older_base_than_a_push_says_nothing(
    told: Push, claims: Sequence[Claim]
) -> None:
    assert announcement(told, make_base(*claims), CATALOG) is None
