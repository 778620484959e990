"""Pushes go out once each, slowly, and whatever Telegram or the store do meanwhile."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import pytest
from telegram import Bot
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

from bot import metrics
from bot.answers import LiveAnswering
from bot.claims.model import Rating
from bot.digesting import Digesting
from bot.digests import LATE_S
from bot.group_digesting import GroupDigesting
from bot.group_digests import LATE_S as WEEKLY_LATE_S
from bot.group_digests import Checked, Week
from bot.pushes import LEASE_S, Push, PushKind
from bot.replies.render_group_digest import render_group_digest
from bot.replies.render_pushes import render_answered, render_corrected, render_digest
from bot.tg.group_digest import GroupDigestPost
from bot.tg.pushes import MOST_A_SECOND, Courier
from bot.tg.send import Sender
from bot.verdicts import Publication
from tests.support.bot_api import (
    BadGateway,
    BotApi,
    Call,
    Slow,
    TooManyRequests,
)
from tests.support.chats import MemoryChats
from tests.support.digests import MemoryDigests
from tests.support.group_digests import MemoryGroupDigests
from tests.support.groups import MemoryGroups
from tests.support.popularity import MemoryPopularity
from tests.support.pushes import MemoryPushes
from tests.support.updates import group, private_chat, user
from tests.support.verdicts import MemoryVerdicts
from tests.tg.answerings import AT_WAR, CATALOG, PROMISE, knowing
from tests.tg.conftest import html

NOW = 1_760_000_000.0
CORRECTED = AT_WAR.model_copy(update={"rating": Rating.MISLEADING})
ANSWER = html(render_answered(CORRECTED, "Ab-_0123", "uk", CATALOG))
CORRECTION = html(render_corrected(CORRECTED, Rating.FALSE, "uk", CATALOG))
CHAT = user()["id"]
GROUP = group(title="Kyiv news")
ONCE = Checked(AT_WAR.id, unasked=1)
WEEKLY = html(render_group_digest(GROUP["id"], "Kyiv news", [(CORRECTED, ONCE)], "uk", CATALOG))


@dataclass
class Clock:
    """Moves when somebody sleeps."""

    now: float = NOW
    slept_s: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class World:
    """A courier, what it carries, and where."""

    api: BotApi
    clock: Clock
    pushes: MemoryPushes
    chats: MemoryChats
    live: LiveAnswering
    verdicts: MemoryVerdicts
    courier: Courier

    @property
    def said(self) -> list[str]:
        return [call.parameters["text"] for call in self.calls()]

    def calls(self) -> list[Call]:
        return [
            call for call in self.api.calls if call.method == "sendMessage" and call.status == 200
        ]


@pytest.fixture
def clock() -> Clock:
    return Clock()


Make: TypeAlias = Callable[[Bot], World]


@pytest.fixture
def make(api: BotApi, chats: MemoryChats, clock: Clock) -> Make:
    """Return what makes a courier that sends through a given connection."""

    def made(bot: Bot) -> World:
        live = LiveAnswering(knowing(CORRECTED, PROMISE))
        pushes, verdicts = MemoryPushes(clock), MemoryVerdicts()
        digesting = Digesting(live, MemoryDigests(), verdicts, MemoryPopularity(), clock)
        weekly = GroupDigesting(live, MemoryGroupDigests({GROUP["id"]: Week((ONCE,))}))
        courier = Courier(
            bot,
            Sender(chats, clock.sleep),
            live,
            pushes,
            digesting,
            group_digests=GroupDigestPost(weekly, MemoryGroups(), chats),
            sleep=clock.sleep,
            clock=clock,
        )
        return World(api, clock, pushes, chats, live, verdicts, courier)

    return made


@pytest.fixture
def world(api: BotApi, telegram_bot: Bot, make: Make) -> Iterator[World]:
    yield make(telegram_bot)
    assert api.violations == []


def answer(number: int = 1, user_id: int = CHAT) -> Push:
    return Push(number, PushKind.ANSWER, user_id, "uk", NOW, 0, AT_WAR.id, "Ab-_0123")


def correction(number: int = 1, user_id: int = CHAT) -> Push:
    return Push(
        number, PushKind.CORRECTION, user_id, "uk", NOW, 0, AT_WAR.id, was="false", now="misleading"
    )


def digest(number: int = 1) -> Push:
    return Push(number, PushKind.DIGEST, CHAT, "uk", NOW, 0)


def weekly(number: int = 1) -> Push:
    return Push(number, PushKind.GROUP_DIGEST, CHAT, "uk", NOW, 0, group_id=GROUP["id"])


def counted(kind: PushKind) -> Callable[[str], float]:
    """Return what tells how many came to an outcome since now."""

    def value(outcome: str) -> float:
        labels = {"kind": kind, "outcome": outcome}
        return metrics.registry.get_sample_value("bot_pushes_total", labels) or 0.0

    before = {
        outcome: value(outcome)
        for outcome in ("sent", "closed", "refused", "failed", "too-old", "empty")
    }
    return lambda outcome: value(outcome) - before[outcome]


# What goes out.


@pytest.mark.parametrize(
    ("push", "told"), [(answer(), {CHAT: CORRECTED.rating}), (correction(), {})]
)
async def test_of_an_answer_that_went_out_it_is_noted_what_its_reader_was_told(
    push: Push, told: dict[int, str], world: World
) -> None:
    world.pushes.add(push)
    await world.courier.send_what_is_due()
    assert world.pushes.told == told


async def test_who_blocked_us_follows_nothing(world: World) -> None:
    world.api.block(CHAT)
    world.pushes.add(answer(1))
    await world.courier.send_what_is_due()
    assert ([push.number for _, push in world.pushes.settled], world.pushes.told) == ([1], {})


async def test_each_push_is_sent_once_in_its_language(world: World) -> None:
    sent = counted(PushKind.CORRECTION)
    world.verdicts.told = [Publication(PROMISE.id, NOW - 60)]
    world.pushes.add(answer(1), correction(2), digest(3))
    for _ in range(2):
        await world.courier.send_what_is_due()

    assert world.said == [
        *ANSWER,
        *CORRECTION,
        *html(render_digest([PROMISE], [], "uk", CATALOG)),
    ]
    assert ([push.number for _, push in world.pushes.settled], sent("sent")) == ([1, 2, 3], 1.0)


async def test_each_correction_and_each_digest_has_a_button_that_stops_it(world: World) -> None:
    world.verdicts.told = [Publication(PROMISE.id, NOW - 60)]
    world.pushes.add(correction(1), digest(2))
    await world.courier.send_what_is_due()

    last = [call.parameters["reply_markup"]["inline_keyboard"][-1] for call in world.calls()]
    assert [row[0]["callback_data"] for row in last] == ["g:uk:nato-at-war", "E:uk"]


async def test_a_digest_that_has_nothing_to_say_any_more_is_dropped(world: World) -> None:
    outcomes = counted(PushKind.DIGEST)
    world.pushes.add(digest())
    await world.courier.send_what_is_due()

    assert (world.said, outcomes("empty"), world.pushes.due) == ([], 1.0, {})


async def test_what_another_process_has_learnt_first_waits_until_we_know_it_too(
    world: World,
) -> None:
    world.live.replace(knowing(AT_WAR))
    world.pushes.add(correction())
    await world.courier.send_what_is_due()
    assert world.said == []

    world.live.replace(knowing(CORRECTED))
    world.clock.now += 10
    await world.courier.send_what_is_due()
    assert world.said == CORRECTION


# Slowly.


async def test_a_thousand_followers_are_told_no_faster_than_answers_allow(world: World) -> None:
    people = range(1, 1_001)
    for person in people:
        world.api.add_chat(private_chat(user(person)))
    world.pushes.add(*(correction(person, person) for person in people))
    await world.courier.send_what_is_due()

    assert [call.parameters["chat_id"] for call in world.calls()] == list(people)
    times = [at for at, _ in world.pushes.settled]
    fastest = min(
        later - earlier for earlier, later in zip(times, times[MOST_A_SECOND:], strict=False)
    )
    assert fastest == pytest.approx(1.0, abs=1e-3)


async def test_telegram_is_left_alone_for_as_long_as_it_asks(world: World) -> None:
    world.pushes.add(*(correction(number) for number in range(1, 13)))
    world.api.fail_next("sendMessage", TooManyRequests(30))
    await world.courier.send_what_is_due()

    assert [push.number for _, push in world.pushes.settled] == list(range(1, 13))
    assert min(at for at, _ in world.pushes.settled) >= NOW + 30


# What goes wrong.


async def test_who_has_blocked_us_is_written_to_no_more(world: World) -> None:
    outcomes = counted(PushKind.ANSWER)
    await world.chats.closed(CHAT)
    world.pushes.add(answer())
    await world.courier.send_what_is_due()

    assert (world.said, outcomes("closed"), world.pushes.due) == ([], 1.0, {})


async def test_what_fails_is_tried_again_with_growing_pauses(world: World) -> None:
    world.api.fail_next("sendMessage", BadGateway(), times=15)
    world.pushes.add(answer())
    for pause_s in (10, 60, 300):
        await world.courier.send_what_is_due()
        (not_before, _) = world.pushes.due[1]
        assert not_before - world.clock.now == pytest.approx(pause_s, abs=0.2)
        world.clock.now = not_before
    await world.courier.send_what_is_due()

    assert world.said == ANSWER


@pytest.mark.parametrize(
    ("push", "after_s"), [(answer(), 2 * 86_400.0), (digest(), LATE_S)], ids=["answer", "digest"]
)
async def test_what_could_not_be_sent_for_too_long_is_dropped(
    world: World, push: Push, after_s: float
) -> None:
    outcomes = counted(push.kind)
    world.verdicts.told = [Publication(PROMISE.id, NOW - 60)]
    world.api.fail_next("sendMessage", BadGateway(), times=5)
    world.pushes.add(push)
    world.clock.now += after_s
    await world.courier.send_what_is_due()

    assert (outcomes("too-old"), world.pushes.due) == (1.0, {})


async def test_what_may_have_arrived_twice_is_not_sent_a_third_time(
    api: BotApi, clock: Clock, make: Make
) -> None:
    # Telegram took it, and only the receipt is slow.
    async with Bot(api.token, api.base_url, request=HTTPXRequest(read_timeout=0.05)) as impatient:
        world = make(impatient)
        api.fail_next("sendMessage", Slow(60), times=3)
        world.pushes.add(answer())
        await world.courier.send_what_is_due()

    assert (len(api.sent()), world.pushes.due) == (2, {})


async def test_what_telegram_never_takes_is_tried_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = counted(PushKind.ANSWER)
    world.pushes.add(answer(1, user_id=404))
    await world.courier.send_what_is_due()

    assert (outcomes("refused"), world.pushes.due) == (1.0, {})
    assert world.api.violations == ["sendMessage: Bad Request: chat not found"]
    world.api.violations.clear()


async def test_a_mistake_of_ours_stops_nothing_but_its_push(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = counted(PushKind.CORRECTION)
    world.pushes.add(replace(correction(1), was="no such rating"), correction(2))
    await world.courier.send_what_is_due()

    assert (world.said, outcomes("failed")) == (CORRECTION, 1.0)
    (line,) = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert line.startswith("sending a push failed: ValueError at ")


async def test_a_token_that_is_revoked_ends_the_courier(world: World) -> None:
    world.api.token = "123:another"
    world.pushes.add(answer())
    with pytest.raises(InvalidToken):
        await world.courier.run()


async def test_a_store_that_is_away_when_it_should_note_hears_of_it_later(world: World) -> None:
    world.pushes.add(answer(1), answer(2))
    taken = world.pushes.take

    async def take(most: int) -> list[Push]:
        found = await taken(most)
        world.pushes.down = 3
        return found

    world.pushes.take = take  # type: ignore[method-assign]
    await world.courier.send_what_is_due()

    assert world.said == ANSWER * 2
    assert len(world.pushes.settled) == 2


async def test_while_nobody_knows_whether_a_chat_is_closed_nothing_is_sent(world: World) -> None:
    world.chats.down = True
    world.pushes.add(answer(1), answer(2))
    await world.courier.send_what_is_due()
    assert (world.said, len(world.pushes.due)) == ([], 2)

    world.chats.down = False
    world.clock.now += LEASE_S
    await world.courier.send_what_is_due()
    assert len(world.said) == 2


# The end.


async def test_what_is_begun_is_finished_and_the_rest_is_given_back(world: World) -> None:
    world.pushes.add(*(answer(number) for number in range(1, 4)))
    running = asyncio.create_task(world.courier.run())
    await asyncio.to_thread(world.api.wait_for, "sendMessage")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await world.courier.finish()

    sent = len(world.said)
    assert [push.number for _, push in world.pushes.settled] == list(range(1, sent + 1))
    assert all(not_before <= world.clock.now for not_before, _ in world.pushes.due.values())
    await world.courier.send_what_is_due()
    assert len(world.said) == 3


# The weekly digest of a group: Telegram is asked before it is written.


async def test_an_admin_gets_the_week_of_the_group_in_private(world: World) -> None:
    world.api.add_chat(GROUP)
    world.api.add_member(GROUP["id"], user(), "administrator")
    world.pushes.add(weekly())
    for _ in range(2):
        await world.courier.send_what_is_due()

    assert (world.said, world.calls()[0].parameters["chat_id"]) == (WEEKLY, CHAT)


async def test_somebody_else_gets_none(world: World) -> None:
    became = counted(PushKind.GROUP_DIGEST)
    world.api.add_chat(GROUP)
    world.api.add_member(GROUP["id"], user(), "member")
    world.pushes.add(weekly())
    await world.courier.send_what_is_due()

    assert (world.said, world.pushes.due, became("empty")) == ([], {}, 1.0)


async def test_where_telegram_does_not_say_who_is_an_admin_it_is_asked_again(
    world: World,
) -> None:
    world.api.add_chat(GROUP)
    world.api.add_member(GROUP["id"], user(), "administrator")
    world.api.fail_next("getChatMember", BadGateway())
    world.pushes.add(weekly())
    await world.courier.send_what_is_due()
    assert (world.said, world.pushes.settled) == ([], [])

    world.clock.now += 15
    await world.courier.send_what_is_due()
    assert world.said == WEEKLY


async def test_where_telegram_wants_a_pause_before_it_says_it_gets_one(world: World) -> None:
    world.api.add_chat(GROUP)
    world.api.add_member(GROUP["id"], user(), "administrator")
    world.api.fail_next("getChatMember", TooManyRequests(7))
    world.pushes.add(weekly())
    await world.courier.send_what_is_due()

    assert (world.said, world.clock.slept_s[0]) == (WEEKLY, 7.0)


async def test_a_weekly_digest_is_given_up_after_a_day(world: World) -> None:
    became = counted(PushKind.GROUP_DIGEST)
    world.api.add_chat(GROUP)
    world.pushes.add(weekly())
    world.clock.now += WEEKLY_LATE_S - 5
    world.api.fail_next("getChatMember", BadGateway())
    await world.courier.send_what_is_due()

    assert (world.pushes.due, became("too-old")) == ({}, 1.0)
