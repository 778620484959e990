"""/stats, the week in numbers and claims in trouble, as the desk sees them."""

from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot

from bot.moderation.numbers import Judged
from bot.opinions import Opinion
from bot.replies.html import to_html
from bot.replies.render_desk_numbers import render_complaints, render_stats_usage
from bot.tally import DAY_S, Outcome, Place, Tally
from bot.tg.desk.numbers_duty import LOOK_S, NumbersDuty
from bot.tg.send import Sender
from tests.support.bot_api import BotApi, ServerError
from tests.support.bot_api_request import Upload
from tests.support.stores import MemoryStores
from tests.support.updates import text_message
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Chat, Clock, Meet, Sleeps
from tests.tg.desk.conftest import DESK, EDITOR
from tests.tg.presses import labels, press

MONDAY = 4 * DAY_S + 2_900 * 7 * DAY_S
"""A Monday, 0:00 UTC."""


async def count(kept: MemoryStores, clock: Callable[[], float]) -> None:
    """Let somebody have asked something."""
    tally = Tally(clock)
    tally.asked(Place.PRIVATE, Outcome.MATCH, "uk", ["moon"])
    await kept.numbers.add(tally.take())


def captions(chat: Chat) -> list[str]:
    return [call.parameters["caption"] for call in chat.calls("sendPhoto")]


@pytest.mark.parametrize("where", [{"chat": DESK}, {}], ids=["at the desk", "in private"])
async def test_numbers_come_as_a_picture_with_words(
    meet: Meet, kept: MemoryStores, clock: Clock, where: Any
) -> None:
    await count(kept, clock)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/stats", user=EDITOR, **where))
        (picture,) = captions(chat)
        assert picture.startswith("<b>1 message, ")
        assert labels(chat.api) == [["7 days", "90 days"], ["Table (CSV)"]]

        await chat.receive(press(chat.api, "7 days", EDITOR))
        assert len(captions(chat)) == 2
        assert labels(chat.api) == [["30 days", "90 days"], ["Table (CSV)"]]
    assert chat.api.violations == []


async def test_the_table_comes_as_a_file(meet: Meet, kept: MemoryStores, clock: Clock) -> None:
    await count(kept, clock)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/stats 3", user=EDITOR, chat=DESK))
        await chat.receive(press(chat.api, "Table (CSV)", EDITOR))
        (call,) = chat.calls("sendDocument")
        (file,) = (one for one in call.parameters.values() if isinstance(one, Upload))
    assert file.filename.startswith("stats-")
    assert file.filename.endswith("-3-days.csv")
    table = file.content.decode("utf-8-sig").splitlines()
    assert table[0] == "date,kind,key,number"
    assert table[1].endswith(",asked,private:match,1")
    assert chat.api.violations == []


@pytest.mark.parametrize("words", ["0", "366", "week", "7 8", "-1", "²"])
async def test_how_it_goes_is_said_to_whoever_asks_for_something_else(
    meet: Meet, words: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/stats {words}", user=EDITOR, chat=DESK))
    assert chat.said == [to_html(render_stats_usage())]
    assert captions(chat) == []


@pytest.fixture
def tally() -> Tally:
    return Tally(lambda: MONDAY)


@pytest.fixture
def duty(
    kept: MemoryStores, telegram_bot: Bot, sleeps: Sleeps, tally: Tally, now: Clock
) -> NumbersDuty:
    kept.numbers.clock = now
    return NumbersDuty(
        tally,
        kept.numbers,
        kept.chats,
        Sender(kept.chats, sleeps),
        telegram_bot,
        published=lambda: {"moon", "sun"},
        desk_chat_id=DESK["id"],
        retention_days=30,
        clock=now,
    )


@pytest.fixture
def now() -> Clock:
    return Clock(MONDAY + 3_600)


def said(api: BotApi, method: str) -> list[str]:
    field = "caption" if method == "sendPhoto" else "text"
    calls = [one for one in api.calls if one.method == method and one.status == 200]
    return [one.parameters[field] for one in calls]


async def test_what_was_counted_is_kept_and_kept_later_where_the_store_is_away(
    duty: NumbersDuty, tally: Tally, kept: MemoryStores
) -> None:
    tally.posted("moon")
    kept.numbers.down = True
    await duty.keep()
    assert not kept.numbers.kept
    kept.numbers.down = False
    await duty.keep()
    await duty.keep()
    assert sorted(kept.numbers.kept.values()) == [1, 1]


async def test_the_desk_hears_of_the_week_on_mondays_and_once(
    duty: NumbersDuty, api: BotApi, now: Clock
) -> None:
    await duty.look()
    assert said(api, "sendPhoto") == []
    now.now = MONDAY + 8 * 3_600
    for _ in range(3):
        await duty.look()
        now.now += LOOK_S
    (week,) = said(api, "sendPhoto")
    assert week.startswith("<b>The week in numbers</b>")
    now.now = MONDAY + 7 * DAY_S + 8 * 3_600
    await duty.look()
    assert len(said(api, "sendPhoto")) == 2
    assert api.violations == []


async def test_a_claim_in_trouble_comes_up_once_a_week(
    duty: NumbersDuty, api: BotApi, kept: MemoryStores, now: Clock
) -> None:
    bad, withdrawn = (Judged(one, {Opinion.WRONG_CLAIM: 4}) for one in ("moon", "withdrawn"))
    kept.numbers.opinions = [
        bad,
        withdrawn,
        Judged("sun", {Opinion.HELPFUL: 9, Opinion.UNCLEAR: 1}),
    ]
    for _ in range(3):
        await duty.look()
        now.now += DAY_S / 24
    name = (await duty._bot.get_me()).username
    shown = to_html(render_complaints(bad, f"https://t.me/{name}"))
    assert said(api, "sendMessage") == [shown]
    now.now += 7 * DAY_S
    await duty.look()
    assert said(api, "sendMessage") == [shown] * 2


async def test_where_the_desk_cannot_be_reached_it_is_tried_again_quietly(
    duty: NumbersDuty, api: BotApi, kept: MemoryStores, now: Clock
) -> None:
    kept.numbers.opinions = [Judged("moon", {Opinion.WRONG_CLAIM: 4})]
    api.fail_next("sendMessage", ServerError(), times=5)  # and then it is given up
    await duty.look()
    assert said(api, "sendMessage") == []
    now.now += 3_600
    await duty.look()
    assert len(said(api, "sendMessage")) == 1


async def test_without_a_desk_or_a_store_there_is_nothing_to_say(
    duty: NumbersDuty, api: BotApi, kept: MemoryStores
) -> None:
    kept.numbers.opinions = [Judged("moon", {Opinion.WRONG_CLAIM: 4})]
    kept.numbers.down = True
    await duty.look()
    kept.numbers.down = False
    duty._desk_chat_id = None
    await duty.look()
    assert said(api, "sendMessage") == []
