"""What groups refuse us, at the wire: muted, thrown out, closed, gone, moved. It ends quietly."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot.groups import Form, GroupSettings, Mode
from bot.intake.dispatcher import LaterError
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.render_group import render_group_answer
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.send import Sender
from tests.support.bot_api import BotApi, TooManyRequests
from tests.support.group_updates import basic_group, forum, in_topic, topic_created
from tests.support.stores import MemoryStores
from tests.support.updates import group, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Chat, Clock, Meet
from tests.tg.groups.test_requests import places
from tests.tg.messages import Json

HERE, SMALL, LARGE, HALL = group(), basic_group(), group(-1_001_000_000_777), forum()
HOME = "https://t.me/nato_myths_bot"
PETRA = user(77, first_name="Petra")
ALL = GroupSettings(Mode.ALL, cooldown_h=0)
REACTING = GroupSettings(Mode.ALL, form=Form.REACTION)
CHATS = {"here": HERE, "small": SMALL, "hall": HALL}


@pytest.fixture(autouse=True)
def _listening(kept: MemoryStores) -> None:
    for chat in (HERE, SMALL, HALL):
        kept.groups.chosen[chat["id"]] = ALL


@pytest.fixture
def verdict(catalog: Catalog) -> str:
    return to_html(render_group_answer([AT_WAR], "en", catalog, HOME))


def handler(chat: Chat) -> Handling:
    """Return what handles updates as the running bot does, where errors end."""
    return Handling(chat.application, Errors(knowing(AT_WAR), Sender(chat.chats)))


def muted(api: BotApi) -> Json:
    api.add_chat(HERE)
    api.groups.permit(HERE["id"], can_send_messages=False)
    return HERE


def restricted(api: BotApi) -> Json:
    api.add_chat(HERE)
    api.groups.set_bot(HERE["id"], "restricted")
    return HERE


def kicked(api: BotApi) -> Json:
    api.add_chat(HERE, bot_status="kicked")
    return HERE


def left(api: BotApi) -> Json:
    api.add_chat(HERE, bot_status="left")
    return HERE


def deleted(api: BotApi) -> Json:
    api.add_chat(HERE)
    api.groups.delete(HERE["id"])
    return HERE


def small_deleted(api: BotApi) -> Json:
    api.add_chat(SMALL)
    api.groups.delete(SMALL["id"])
    return SMALL


REFUSING = [muted, restricted, kicked, left, deleted, small_deleted]


@pytest.mark.parametrize("refuse", REFUSING)
@pytest.mark.parametrize("settings", [ALL, REACTING])
@pytest.mark.parametrize("words", ["", "/check ", "/dontcheckme "])
async def test_a_refusal_is_no_error_and_nothing_is_tried_again(
    *,
    meet: Meet,
    kept: MemoryStores,
    caplog: pytest.LogCaptureFixture,
    refuse: Callable[[BotApi], Json],
    settings: GroupSettings,
    words: str,
) -> None:
    caplog.set_level(logging.INFO)
    async with meet(knowing(AT_WAR)) as chat:
        here = refuse(chat.api)
        kept.groups.chosen[here["id"]] = settings
        update = chat.api.send(text_message(words + AT_WAR_EN, chat=here))
        await handler(chat).handle(json.dumps(update))
    tries = [one for one in chat.api.calls if one.method in {"sendMessage", "setMessageReaction"}]
    assert len(tries) == 1
    assert tries[0].status in {200, 400, 403}
    assert not [one for one in caplog.records if one.levelno > logging.INFO]
    assert chat.sleeps.seconds == []


@pytest.mark.parametrize("refuse", [kicked, left, deleted, small_deleted])
async def test_a_group_that_threw_us_out_is_noted_as_closed(
    meet: Meet, refuse: Callable[[BotApi], Json]
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        here = refuse(chat.api)
        await chat.receive(text_message(f"/check {AT_WAR_EN}", chat=here))
    assert chat.chats.noted == [(here["id"], "closed")]


@pytest.mark.parametrize("refuse", [muted, restricted])
async def test_a_group_in_which_we_are_muted_is_not_closed(
    meet: Meet, refuse: Callable[[BotApi], Json]
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/check {AT_WAR_EN}", chat=refuse(chat.api)))
    assert [note for _, note in chat.chats.noted] == []


@pytest.mark.parametrize("change", ["close_topic", "delete_topic"])
@pytest.mark.parametrize("words", ["", "/check "])
async def test_nothing_is_said_in_a_topic_that_is_closed_or_gone(
    meet: Meet, change: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    topic = topic_created(HALL)
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.send(topic)
        update = chat.api.send(text_message(words + AT_WAR_EN, **in_topic(topic)))
        getattr(chat.api.groups, change)(HALL["id"], topic["message"]["message_id"])
        await handler(chat).handle(json.dumps(update))
    assert chat.said == []
    assert caplog.records == []


async def test_a_message_that_remembers_a_topic_of_a_group_without_topics_is_answered(
    meet: Meet, verdict: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = chat.api.send(text_message(f"/check {AT_WAR_EN}", chat=HERE))
        update["message"] |= {"message_thread_id": 4_000, "is_topic_message": True}
        await chat.handle(update)
    assert chat.said == [verdict]
    assert places(chat) == [(update["message"]["message_id"], None)]


async def test_where_the_checked_message_is_gone_the_answer_stands_by_itself(
    meet: Meet, verdict: str
) -> None:
    post = text_message(AT_WAR_EN, chat=HERE, user=PETRA)
    async with meet(knowing(AT_WAR)) as chat:
        ask = chat.api.send(text_message("/check", chat=HERE, reply_to=chat.api.send(post)))
        chat.api.delete(HERE["id"], post["message"]["message_id"])
        await chat.handle(ask)
    assert chat.said == [verdict]
    assert "reply_to_message" not in chat.api.sent()[-1]
    assert chat.api.violations == []


async def test_an_answer_follows_a_group_that_becomes_a_supergroup_meanwhile(
    meet: Meet, kept: MemoryStores, verdict: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        ask = chat.api.send(text_message(f"/check {AT_WAR_EN}", chat=SMALL))
        chat.api.migrate(SMALL["id"], LARGE)
        await chat.handle(ask)
    assert chat.said == [verdict]
    assert [one["chat"]["id"] for one in chat.api.sent()] == [LARGE["id"]]
    assert chat.chats.homes == {SMALL["id"]: LARGE["id"]}
    assert kept.groups.chosen[LARGE["id"]] == ALL


@pytest.mark.parametrize("settings", [ALL, REACTING])
async def test_what_nobody_asked_for_does_not_follow(
    meet: Meet, kept: MemoryStores, settings: Any
) -> None:
    kept.groups.chosen[SMALL["id"]] = settings
    async with meet(knowing(AT_WAR)) as chat:
        post = chat.api.send(text_message(AT_WAR_EN, chat=SMALL))
        chat.api.migrate(SMALL["id"], LARGE)
        await handler(chat).handle(json.dumps(post))
    assert chat.said == []
    assert chat.chats.homes == {SMALL["id"]: LARGE["id"]}


# A group that had its share of messages, and requests that wait for the next.


async def test_a_request_for_which_there_is_no_room_comes_again_later(
    meet: Meet, verdict: str, clock: Clock
) -> None:
    asks = [text_message(f"/check {AT_WAR_EN}", chat=HERE, user=user(600 + n)) for n in range(25)]
    async with meet(knowing(AT_WAR)) as chat:
        handling, late = handler(chat), []
        for update in map(chat.api.send, asks):
            try:
                await handling.handle(json.dumps(update))
            except LaterError as error:
                late.append((update, error.after_s))
        assert len(chat.said) == 19
        assert len(chat.calls("sendChatAction")) == 19  # the rest was not even looked at
        assert [after_s for _, after_s in late] == [62] * 6
        clock.now += 62
        for update, _ in late:
            await handling.handle(json.dumps(update))
    assert chat.said == [verdict] * 25
    assert chat.api.violations == []


async def test_a_request_that_telegram_has_no_room_for_comes_again_later(
    meet: Meet, verdict: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next("sendMessage", TooManyRequests(40))
        update = json.dumps(chat.api.send(text_message(f"/check {AT_WAR_EN}", chat=HERE)))
        with pytest.raises(LaterError) as later:
            await handler(chat).handle(update)
        assert later.value.after_s == 40
        await handler(chat).handle(update)
    assert chat.said == [verdict]


async def test_a_request_waits_for_a_store_that_is_away(
    meet: Meet, kept: MemoryStores, verdict: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = json.dumps(chat.api.send(text_message(f"/check {AT_WAR_EN}", chat=HERE)))
        kept.groups.down = True
        with pytest.raises(LaterError):
            await handler(chat).handle(update)
        kept.groups.down = False
        await handler(chat).handle(update)
    assert chat.said == [verdict]
