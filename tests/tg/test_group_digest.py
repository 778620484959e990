"""The weekly digest of a group as it is sent: to its admins alone, until they stop it."""

from collections.abc import Iterator
from typing import Any

import pytest
from telegram import Bot, User
from telegram.error import TelegramError

from bot.answers import LiveAnswering
from bot.group_digesting import GroupDigesting
from bot.group_digests import Checked, Week
from bot.pushes import Push, PushKind
from bot.replies.actions import Action, EndGroupDigest, StopDigest
from bot.replies.keys import Key
from bot.replies.render_group_digest import render_group_digest, render_group_digest_stopped
from bot.replies.render_notices import render_gone
from bot.tg.buttons import Done, Press
from bot.tg.group_digest import GroupDigestPost, GroupDigestStop
from tests.support.bot_api import BadGateway, BotApi
from tests.support.chats import MemoryChats
from tests.support.group_digests import MemoryGroupDigests
from tests.support.group_updates import basic_group, bot_removed
from tests.support.groups import NOW, MemoryGroups
from tests.support.updates import group, user
from tests.tg.answerings import AT_WAR, CATALOG, knowing

SMALL, LARGE = basic_group(title="Kyiv news"), group(title="Kyiv news")
OLA = user()
ONCE = Checked(AT_WAR.id, unasked=1)
DIGEST = render_group_digest(LARGE["id"], "Kyiv news", [(AT_WAR, ONCE)], "uk", CATALOG)


@pytest.fixture
def groups() -> MemoryGroups:
    return MemoryGroups(digests={(LARGE["id"], OLA["id"]): "uk"})


@pytest.fixture
def linked(chats: MemoryChats, groups: MemoryGroups) -> MemoryChats:
    chats.groups = groups
    return chats


@pytest.fixture
def post(groups: MemoryGroups, linked: MemoryChats) -> GroupDigestPost:
    weeks = dict.fromkeys((SMALL["id"], LARGE["id"]), Week((ONCE,)))
    live = LiveAnswering(knowing(AT_WAR))
    return GroupDigestPost(GroupDigesting(live, MemoryGroupDigests(weeks)), groups, linked)


@pytest.fixture
def telegram(api: BotApi) -> Iterator[BotApi]:
    api.add_chat(LARGE)
    api.add_chat(SMALL)
    api.add_member(LARGE["id"], OLA, "administrator")
    yield api
    assert api.violations == []


def push(chat: dict[str, Any] = LARGE) -> Push:
    return Push(1, PushKind.GROUP_DIGEST, OLA["id"], "uk", NOW, 1, group_id=chat["id"])


@pytest.mark.parametrize("status", ["creator", "administrator"])
async def test_an_admin_gets_it_under_the_title_of_today(
    status: str, post: GroupDigestPost, telegram: BotApi, telegram_bot: Bot, groups: MemoryGroups
) -> None:
    telegram.add_member(LARGE["id"], OLA, status)

    assert await post.write(telegram_bot, push()) == DIGEST
    assert groups.digests


@pytest.mark.parametrize("status", ["member", "restricted", "left", "kicked"])
async def test_who_is_no_admin_any_more_gets_no_more_of_them(
    status: str, post: GroupDigestPost, telegram: BotApi, telegram_bot: Bot, groups: MemoryGroups
) -> None:
    telegram.add_member(LARGE["id"], OLA, status)

    assert await post.write(telegram_bot, push()) is None
    assert groups.digests == {}


async def test_a_group_that_we_were_taken_out_of_is_told_of_no_more(
    post: GroupDigestPost,
    telegram: BotApi,
    telegram_bot: Bot,
    groups: MemoryGroups,
    linked: MemoryChats,
) -> None:
    telegram.send(bot_removed(LARGE))
    assert await post.write(telegram_bot, push()) is None

    await linked.closed(LARGE["id"])
    telegram.calls.clear()
    assert await post.write(telegram_bot, push()) is None
    assert telegram.calls == []
    assert groups.digests  # should we return, they have not changed their mind


async def test_a_group_that_moved_is_followed(
    post: GroupDigestPost,
    telegram: BotApi,
    telegram_bot: Bot,
    groups: MemoryGroups,
    linked: MemoryChats,
) -> None:
    groups.digests = {(SMALL["id"], OLA["id"]): "uk"}
    telegram.add_member(SMALL["id"], OLA, "administrator")
    telegram.groups.migrate(SMALL["id"], LARGE)
    await linked.moved(SMALL["id"], LARGE["id"])

    assert groups.digests == {(LARGE["id"], OLA["id"]): "uk"}
    assert await post.write(telegram_bot, push(SMALL)) == DIGEST


async def test_where_telegram_does_not_say_nothing_is_written(
    post: GroupDigestPost, telegram: BotApi, telegram_bot: Bot, groups: MemoryGroups
) -> None:
    telegram.fail_next("getChatMember", BadGateway())
    with pytest.raises(TelegramError):
        await post.write(telegram_bot, push())

    assert groups.digests


# The button.


def pressed(action: Action) -> Press:
    return Press(action, "uk", User(OLA["id"], "Ola", is_bot=False), Bot("123:abc"), None, None)


async def test_a_tap_stops_the_digests_of_that_group(groups: MemoryGroups) -> None:
    groups.digests[LARGE["id"] - 1, OLA["id"]] = "uk"
    stop = GroupDigestStop(knowing(AT_WAR), groups)
    press = pressed(EndGroupDigest(LARGE["id"]))
    do = stop.doers[EndGroupDigest]

    assert await do(press) == Done(beside=render_group_digest_stopped("uk", CATALOG))
    assert groups.digests == {(LARGE["id"] - 1, OLA["id"]): "uk"}
    assert await do(press) == Done(notice=CATALOG.text("uk", Key.GROUP_DIGEST_STOPPED))


async def test_another_action_leads_nowhere(groups: MemoryGroups) -> None:
    stop = GroupDigestStop(knowing(AT_WAR), groups)

    assert await stop.stop(pressed(StopDigest())) == Done(render_gone("uk", CATALOG))


@pytest.mark.parametrize("language", CATALOG.languages)
def test_what_a_second_tap_is_told_fits_a_notice(language: str) -> None:
    assert len(CATALOG.text(language, Key.GROUP_DIGEST_STOPPED)) <= 200
