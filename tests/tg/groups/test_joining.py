"""The bot comes into groups and goes: one greeting ever, a goodbye, and silence elsewhere."""

from typing import Any

import pytest

from bot.groups import GroupSettings, Mode
from bot.people import Block, Kept
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.panel_actions import LeaveGroup
from bot.replies.render_group_joining import (
    render_admins_unknown,
    render_goodbye,
    render_greeting,
    render_only_admins,
)
from bot.replies.render_group_panel import render_left
from bot.tg.callbacks import encode
from tests.support.bot_api import BadGateway
from tests.support.group_updates import (
    as_anonymous_admin,
    basic_group,
    bot_added,
    bot_demoted,
    bot_promoted,
    bot_removed,
    forum,
    in_topic,
    topic_created,
)
from tests.support.stores import MemoryStores
from tests.support.updates import (
    Envelope,
    callback_query,
    channel,
    group,
    my_chat_member,
    private_chat,
    text_message,
    user,
)
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Chat, Meet
from tests.tg.messages import Json
from tests.tg.presses import labels, last, press

HERE = group()
GROUP = HERE["id"]
OLENA = user(90, first_name="Olena", language_code="uk")
BLOCK = Block(2e9, "", told=False)


def left(chat: Chat) -> list[int]:
    return [call.parameters["chat_id"] for call in chat.calls("leaveChat")]


def settle(chat: Chat, place: Json = HERE) -> None:
    chat.api.add_chat(place)
    chat.api.add_member(place["id"], OLENA, "administrator")
    chat.api.add_member(place["id"], user(), "member")


# Coming.


@pytest.mark.parametrize("place", [HERE, basic_group(), forum()], ids=["super", "basic", "forum"])
@pytest.mark.parametrize("rights", [{}, {"can_delete_messages": True}], ids=["member", "admin"])
async def test_a_group_is_greeted_in_the_language_of_who_added_us(
    meet: Meet, catalog: Catalog, place: Json, rights: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*bot_added(place, OLENA, **rights))
    assert chat.said == [to_html(render_greeting(place["id"], "uk", catalog))]
    assert labels(chat.api) == [["Налаштування"]]
    assert chat.api.violations == []


async def test_its_button_opens_the_panel_for_admins_in_its_place(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(*bot_added(HERE, OLENA))
        greeting = last(chat.api)
        await chat.receive(press(chat.api, "Налаштування", user()))
        assert last(chat.api) == greeting
        await chat.receive(press(chat.api, "Налаштування", OLENA))
    assert last(chat.api)["text"].startswith("Мої налаштування в цій групі")
    assert last(chat.api)["message_id"] == greeting["message_id"]
    assert chat.api.violations == []


async def test_after_a_kick_and_a_return_the_settings_are_back_and_nothing_is_said(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*bot_added(HERE, OLENA))
        kept.groups.chosen[GROUP] = chosen = GroupSettings(mode=Mode.OFF)
        await chat.receive(bot_removed(HERE, OLENA))
        await chat.receive(*bot_added(HERE, OLENA))
    assert len(chat.said) == 1
    assert await kept.groups.settings_of(GROUP) == chosen
    assert await kept.chats.home(GROUP) == GROUP


@pytest.mark.parametrize(
    "update",
    [
        my_chat_member("administrator", chat=channel()),
        bot_promoted(HERE, OLENA, can_delete_messages=True),
        bot_demoted(HERE, OLENA),
        bot_removed(HERE, OLENA),
        my_chat_member("member", old_status="kicked", chat=private_chat()),
    ],
    ids=["channel", "promoted", "demoted", "removed", "unblocked"],
)
async def test_nothing_else_that_becomes_of_us_is_worth_a_word(meet: Meet, update: Json) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert (chat.api.calls, chat.api.violations) == ([], [])


@pytest.mark.parametrize("is_told_late", [False, True], ids=["in time", "late"])
async def test_a_group_that_becomes_a_supergroup_is_not_greeted_again(
    meet: Meet, *, is_told_late: bool
) -> None:
    small = basic_group()
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*bot_added(small, OLENA))
        moved = list(chat.api.groups.migrate(small["id"], HERE))
        # Telegram says that we were added to the supergroup, before or after the rest.
        added = chat.api.send(my_chat_member(chat=HERE, actor=OLENA))
        await chat.handle(*([added, *moved] if is_told_late else [*moved, added]))
    assert len(chat.said) == 1
    assert chat.api.violations == []


async def test_where_we_may_not_speak_we_come_in_silence(
    meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        chat.api.groups.permit(GROUP, can_send_messages=False)
        await chat.receive(*bot_added(HERE, OLENA))
    assert chat.said == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert chat.api.violations == []


# Going.


@pytest.mark.parametrize(
    ("envelope", "language"),
    [({"chat": HERE, "user": OLENA}, "uk"), (as_anonymous_admin(HERE), "en")],
    ids=["admin", "anonymous admin"],
)
async def test_an_admin_sends_us_away(
    meet: Meet, kept: MemoryStores, catalog: Catalog, envelope: Any, language: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/leave", **envelope))
    assert chat.said == [to_html(render_goodbye(language, catalog))]
    assert left(chat) == [GROUP]
    assert await kept.chats.home(GROUP) is None
    assert chat.api.violations == []


async def test_others_are_told_politely_that_they_may_not(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/leave", chat=HERE))
        chat.api.fail_next("getChatMember", BadGateway())
        await chat.receive(text_message("/leave", chat=HERE, user=OLENA))
    assert chat.said == [
        to_html(render_only_admins("en", catalog)),
        to_html(render_admins_unknown("uk", catalog)),
    ]
    assert left(chat) == []


async def test_the_goodbye_stands_in_the_topic_and_the_language_of_the_group(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    town = forum()
    topic = topic_created(town)
    kept.groups.chosen[town["id"]] = GroupSettings(language="pl")
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat, town)
        by_admin: Envelope = {**in_topic(topic), "user": OLENA}
        await chat.receive(topic, text_message("/leave", **by_admin))
    assert chat.said == [to_html(render_goodbye("pl", catalog))]
    (sent,) = chat.api.sent(town["id"])
    assert sent["message_thread_id"] == topic["message"]["message_thread_id"]


async def test_a_button_of_the_panel_sends_us_away_after_a_question(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/settings", chat=HERE, user=OLENA))
        await chat.receive(press(chat.api, "Попрощатися з ботом", OLENA))
        assert left(chat) == []
        await chat.receive(press(chat.api, "Так, вийти", OLENA))
    assert chat.said[-1] == to_html(render_goodbye("uk", catalog))
    assert left(chat) == [GROUP]
    assert chat.api.violations == []


async def test_from_the_private_chat_the_group_still_gets_its_goodbye(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    kept.groups.chosen[GROUP] = GroupSettings(language="pl")
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        await chat.receive(text_message("/groups", user=OLENA))
        data = encode(LeaveGroup(GROUP), "uk")
        await chat.receive(callback_query(data, last(chat.api), presser=OLENA))
    assert chat.said[1:] == [
        to_html(render_goodbye("pl", catalog)),
        to_html(render_left("uk", catalog)),
    ]
    assert left(chat) == [GROUP]
    assert chat.api.violations == []


async def test_where_leaving_fails_nothing_breaks(
    meet: Meet, kept: MemoryStores, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        chat.api.fail_next("leaveChat", BadGateway(), times=9)
        await chat.receive(text_message("/leave", chat=HERE, user=OLENA))
    assert await kept.chats.home(GROUP) == GROUP
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


# Blocked groups.


async def test_a_blocked_group_is_left_before_a_word_is_said(
    meet: Meet, kept: MemoryStores
) -> None:
    kept.people.kept[GROUP] = Kept(block=BLOCK)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*bot_added(HERE, OLENA)[:1])
    assert (chat.said, left(chat)) == ([], [GROUP])
    assert kept.groups.greeted == set()


async def test_a_group_that_is_blocked_later_is_left_at_its_next_word(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        settle(chat)
        kept.people.kept[GROUP] = Kept(block=BLOCK)
        await chat.receive(text_message(f"/check {AT_WAR_EN}", chat=HERE))
    assert (chat.said, left(chat)) == ([], [GROUP])
    assert chat.api.violations == []


async def test_its_people_are_still_answered_in_private(meet: Meet, kept: MemoryStores) -> None:
    kept.people.kept[GROUP] = Kept(block=BLOCK)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
    assert len(chat.said) == 1
