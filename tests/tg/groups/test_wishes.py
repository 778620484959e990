"""/dontcheckme and /checkme."""

from typing import Any

import pytest

from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.render_group import render_no_person, render_opted_in, render_opted_out
from tests.support.group_updates import (
    another_bot,
    as_anonymous_admin,
    as_channel,
    forum,
    in_topic,
    topic_created,
)
from tests.support.stores import MemoryStores
from tests.support.updates import MENTION, channel, group, origin_user, text_message, user
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Meet
from tests.tg.groups.test_requests import places

HERE = group()
PETRA = user(77, first_name="Petra", language_code="de")


@pytest.mark.parametrize("where", [{"chat": HERE}, {}], ids=["group", "private chat"])
async def test_somebody_wants_to_be_left_alone_and_then_no_more(
    meet: Meet, kept: MemoryStores, catalog: Catalog, where: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        ask = text_message("/dontcheckme", user=PETRA, **where)
        await chat.receive(ask)
        assert await kept.groups.is_opted_out(PETRA["id"])
        await chat.receive(text_message(f"/checkme{MENTION}", user=PETRA, **where))
        assert not await kept.groups.is_opted_out(PETRA["id"])
    renders = (render_opted_out, render_opted_in)
    assert chat.said == [to_html(render("de", catalog)) for render in renders]
    assert places(chat)[0] == (ask["message"]["message_id"], None)
    assert chat.api.violations == []


@pytest.mark.parametrize(
    "envelope", [as_anonymous_admin(HERE), as_channel(channel(), HERE)], ids=["admin", "channel"]
)
async def test_who_writes_in_the_name_of_a_chat_is_nobody_to_leave_alone(
    meet: Meet, kept: MemoryStores, catalog: Catalog, envelope: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/dontcheckme", **envelope))
    assert chat.said == [to_html(render_no_person("en", catalog))]
    assert kept.groups.out == set()


@pytest.mark.parametrize(
    "envelope",
    [{"user": another_bot()}, {"forward_origin": origin_user()}, {"via_bot": another_bot()}],
    ids=["another bot", "forward", "through another bot"],
)
async def test_nobody_wishes_by_accident(meet: Meet, kept: MemoryStores, envelope: Any) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/dontcheckme", chat=HERE, **envelope))
    assert chat.api.calls == []
    assert kept.groups.out == set()


async def test_the_answer_stays_in_its_topic(meet: Meet) -> None:
    topic = topic_created(forum())
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(topic, text_message("/dontcheckme", **in_topic(topic)))
    assert [thread for _, thread in places(chat)] == [topic["message"]["message_thread_id"]]
    assert chat.api.violations == []
