"""What is said in a group when nobody asked; when that is, bot/speaking.py and its tests tell."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.groups import Form, GroupSettings, Mode, QuietHours, Said
from bot.matching.live import LiveMatcher
from bot.matching.model import Audience, Decision, Query
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.render_group import render_group_answer
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.send import Sender
from tests.support.bot_api import BadGateway, TooManyRequests
from tests.support.group_updates import (
    album,
    another_bot,
    as_anonymous_admin,
    as_channel,
    automatic_forward,
    forum,
    in_topic,
    topic_created,
    under,
)
from tests.support.stores import MemoryStores
from tests.support.updates import (
    BOT,
    DATE,
    channel,
    edited,
    group,
    origin_channel,
    origin_user,
    photo_message,
    poll_message,
    service_message,
    text_message,
    user,
)
from tests.tg.answerings import AT_WAR, AT_WAR_EN, PROMISE, PROMISE_EN, failing, knowing
from tests.tg.conftest import Chat, Clock, Meet
from tests.tg.groups.test_requests import places
from tests.tg.messages import Json

HERE = group()
HOME = "https://t.me/nato_myths_bot"
PETRA = user(77, first_name="Petra")
ALL = GroupSettings(Mode.ALL)
REACTING = GroupSettings(Mode.ALL, form=Form.REACTION)


def say(text: str, **envelope: Any) -> Json:
    return text_message(text, **{"chat": HERE} | envelope)


def number(update: Json) -> int:
    message_id: int = update["message"]["message_id"]
    return message_id


@pytest.fixture
def verdict(catalog: Catalog) -> str:
    return to_html(render_group_answer([AT_WAR], "en", catalog, HOME))


@pytest.fixture(autouse=True)
def _listening(kept: MemoryStores) -> None:
    kept.groups.chosen[HERE["id"]] = ALL


@pytest.mark.parametrize(
    "update",
    [
        say(AT_WAR_EN),
        say(AT_WAR_EN, reply_to=say("Good morning")),
        photo_message(AT_WAR_EN, chat=HERE),
        poll_message(AT_WAR_EN, ["Yes", "No"], chat=HERE),
        say(AT_WAR_EN, forward_origin=origin_user()),
        text_message(AT_WAR_EN, **as_anonymous_admin(HERE)),
        text_message(AT_WAR_EN, **as_channel(channel(), HERE)),
        text_message(AT_WAR_EN, **automatic_forward(HERE)),
        text_message(AT_WAR_EN, **under(say("A post", message_id=5))),
    ],
    ids=[
        *("text", "reply", "caption", "poll", "forward", "anonymous admin", "channel"),
        *("post of the linked channel", "comment"),
    ],
)
async def test_a_claim_is_answered_below_its_message(
    meet: Meet, verdict: str, update: Json
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert chat.said == [verdict]
    assert places(chat) == [(number(update), None)]
    assert chat.api.violations == []


@pytest.mark.parametrize(
    "update",
    [
        say("Good morning, neighbours!"),
        say(f"/quote {AT_WAR_EN}"),
        say(AT_WAR_EN, user=another_bot()),
        say(AT_WAR_EN, user=BOT),
        say(AT_WAR_EN, via_bot=BOT),
        say(AT_WAR_EN, forward_origin=origin_user(BOT)),
        say(AT_WAR_EN, date=DATE - 90),
        edited(say(AT_WAR_EN)),
        say("So true!", reply_to=say(AT_WAR_EN)),
        service_message(chat=HERE, new_chat_title=AT_WAR_EN),
        photo_message(chat=HERE),
    ],
    ids=[
        *("chatter", "command", "bot", "ourselves", "our card", "our words forwarded", "old"),
        *("edit", "reply to a claim", "service message", "picture without words"),
    ],
)
async def test_all_else_is_met_with_silence(meet: Meet, update: Json) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert chat.api.calls == []


@pytest.mark.parametrize(
    "settings",
    [
        GroupSettings(),
        GroupSettings(Mode.OFF),
        GroupSettings(Mode.FORWARDS),
        GroupSettings(Mode.ALL, quiet=QuietHours(0, 23)),
        GroupSettings(Mode.ALL, most_an_hour=0),
    ],
)
async def test_nothing_is_said_where_the_admins_do_not_want_it(
    meet: Meet, kept: MemoryStores, settings: GroupSettings
) -> None:
    kept.groups.chosen[HERE["id"]] = settings
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(AT_WAR_EN))
    assert chat.api.calls == []


@pytest.mark.parametrize(
    "update",
    [
        say(AT_WAR_EN, forward_origin=origin_channel()),
        text_message(AT_WAR_EN, **automatic_forward(HERE)),
    ],
)
async def test_forwards_are_listened_to_where_only_they_are(
    meet: Meet, kept: MemoryStores, verdict: str, update: Json
) -> None:
    kept.groups.chosen[HERE["id"]] = GroupSettings(Mode.FORWARDS)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert chat.said == [verdict]


async def test_a_claim_is_spoken_of_once_until_it_has_cooled_down(
    meet: Meet, kept: MemoryStores, verdict: str, clock: Clock
) -> None:
    kept.groups.clock = clock
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(say(AT_WAR_EN))
        await chat.receive(say(AT_WAR_EN))
        clock.now += 3600 * 24
        await chat.receive(say(AT_WAR_EN, date=int(clock.now)))
    assert chat.said == [verdict, verdict]


async def test_what_was_asked_for_cools_down_too(
    meet: Meet, kept: MemoryStores, verdict: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"/check {AT_WAR_EN}"))
        await chat.receive(say(AT_WAR_EN, user=PETRA))
    assert chat.said == [verdict]
    assert [said.asked for said in await kept.groups.said(HERE["id"], 0)] == [True]


async def test_a_message_is_answered_once_however_often_it_comes(
    meet: Meet, kept: MemoryStores, verdict: str
) -> None:
    kept.groups.chosen[HERE["id"]] = GroupSettings(Mode.ALL, cooldown_h=0)
    update = say(AT_WAR_EN)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
        await chat.receive(update)
    assert chat.said == [verdict]


async def test_what_an_admin_does_not_want_to_hear_of_is_not_spoken_of(
    meet: Meet, kept: MemoryStores
) -> None:
    await kept.groups.mute(HERE["id"], "nato-at-war")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(AT_WAR_EN))
    assert chat.api.calls == []


async def test_who_wants_to_be_left_alone_is(meet: Meet, kept: MemoryStores, verdict: str) -> None:
    await kept.groups.opt_out(PETRA["id"], out=True)
    post = say(AT_WAR_EN, user=PETRA)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post)
        assert chat.api.calls == []
        await chat.receive(say("/check", reply_to=post))
    assert chat.said == [verdict]


async def test_an_album_is_answered_once_below_its_words(meet: Meet, verdict: str) -> None:
    first, second, third = album([None, AT_WAR_EN, None], chat=HERE)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(first, second, third)
    assert chat.said == [verdict]
    assert places(chat) == [(number(second), None)]


async def test_an_answer_stays_in_its_topic(meet: Meet, kept: MemoryStores, verdict: str) -> None:
    hall = forum()
    kept.groups.chosen[hall["id"]] = ALL
    topic = topic_created(hall)
    post = text_message(AT_WAR_EN, **in_topic(topic))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(topic)
        await chat.receive(post)
    assert chat.said == [verdict]
    thread_id = topic["message"]["message_thread_id"]
    assert places(chat) == [(number(post), thread_id)]
    assert chat.api.sent()[-1]["message_thread_id"] == thread_id
    assert chat.api.violations == []


async def test_nothing_is_read_into_what_a_message_replies_to(meet: Meet, verdict: str) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(say(AT_WAR_EN, reply_to=say(PROMISE_EN)))
    assert chat.said == [verdict]


# The quiet form.


def reactions(chat: Chat) -> list[tuple[int, list[Json]]]:
    return [
        (call.parameters["message_id"], call.parameters["reaction"])
        for call in chat.calls("setMessageReaction")
    ]


async def test_in_the_quiet_form_there_is_but_a_reaction(meet: Meet, kept: MemoryStores) -> None:
    kept.groups.chosen[HERE["id"]] = REACTING
    post = say(AT_WAR_EN)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post)
    assert [call.method for call in chat.api.calls] == ["setMessageReaction"]
    assert reactions(chat) == [(number(post), [{"type": "emoji", "emoji": "🤔"}])]
    said = await kept.groups.said(HERE["id"], 0)
    assert said == [Said("nato-at-war", said[0].at, asked=False)]
    assert chat.api.violations == []


async def test_where_the_group_does_not_allow_the_reaction_there_is_silence(
    meet: Meet, kept: MemoryStores
) -> None:
    kept.groups.chosen[HERE["id"]] = REACTING
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.add_chat(HERE)
        chat.api.groups.describe(HERE["id"], available_reactions=[])
        await chat.receive(say(AT_WAR_EN))
    assert [(call.method, call.status) for call in chat.api.calls] == [("setMessageReaction", 400)]


# What goes wrong is no matter: nobody waits for it.


async def test_when_the_store_is_away_there_is_silence(meet: Meet, kept: MemoryStores) -> None:
    kept.groups.down = True
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(AT_WAR_EN))
    assert chat.api.calls == []


async def test_an_answer_that_would_come_late_does_not_come(meet: Meet, verdict: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next("sendMessage", TooManyRequests(30))
        await chat.receive(say(AT_WAR_EN))
        await chat.receive(say(AT_WAR_EN, user=PETRA))
    assert chat.said == []
    assert chat.api.violations == []


async def test_in_a_group_that_had_its_share_there_is_silence(
    meet: Meet, verdict: str, kept: MemoryStores
) -> None:
    kept.groups.chosen[HERE["id"]] = GroupSettings(Mode.ALL, cooldown_h=0, most_an_hour=100)
    async with meet(knowing(AT_WAR)) as chat:
        for _ in range(25):
            await chat.receive(say(AT_WAR_EN))
    assert chat.said == [verdict] * 19
    assert chat.api.violations == []


async def test_where_the_message_is_gone_meanwhile_there_is_silence(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = chat.api.send(say(AT_WAR_EN))
        chat.api.delete(HERE["id"], number(update))
        await chat.handle(update)
    assert chat.said == []
    assert [call.status for call in chat.api.calls] == [400]


async def test_an_error_is_written_down_without_the_message_which_nobody_keeps(
    meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(failing()) as chat:
        update = chat.api.send(say(AT_WAR_EN))
        await Handling(chat.application, Errors(failing(), Sender(chat.chats))).handle(
            json.dumps(update)
        )
    assert chat.api.calls == []
    (error,) = (one for one in caplog.records if one.levelname == "ERROR")
    assert error.getMessage().startswith("listening in a group failed: RuntimeError at ")
    assert AT_WAR_EN not in caplog.text


async def test_when_telegram_is_away_nobody_waits_for_it(
    meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next("sendMessage", BadGateway(), times=9)
        await chat.receive(say(AT_WAR_EN))
    assert chat.said == []
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []


async def test_an_answer_that_took_a_minute_to_find_is_kept_to_ourselves(
    meet: Meet, clock: Clock
) -> None:
    class SlowMatcher(LiveMatcher):
        def match(self, query: Query, audience: Audience = Audience.PRIVATE) -> Decision:
            clock.now += 61.0
            return super().match(query, audience)

    answering = knowing(AT_WAR)
    slow = replace(answering, matcher=SlowMatcher(answering.matcher.current))
    async with meet(slow) as chat:
        await chat.receive(say(AT_WAR_EN))
    assert chat.api.calls == []
