"""Who is in a chat: getChatMember, getChatAdministrators, getChat and getMe."""

from typing import Any

import pytest
from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberRestricted

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import CHAT, GROUP, call, incoming, refusal, result
from tests.support.group_updates import (
    another_bot,
    as_anonymous_admin,
    as_channel,
    bot_added,
    bot_demoted,
    bot_promoted,
    bot_removed,
    bot_restricted,
    member_changed,
    member_left,
    members_joined,
)
from tests.support.updates import BOT_ID, channel, chat_member, group, user

OLA = user()
CHANNEL = channel()["id"]


def status_of(api: BotApi, user_id: int, chat_id: int = GROUP) -> str:
    return str(result(api, "getChatMember", chat_id=chat_id, user_id=user_id)["status"])


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        ("creator", {"is_anonymous": True, "custom_title": "Mayor"}),
        ("administrator", {"can_delete_messages": True, "is_anonymous": True}),
        ("member", {}),
        ("restricted", {"can_send_messages": True, "is_member": False}),
        ("left", {}),
        ("kicked", {"until_date": 0}),
    ],
)
async def test_ptb_knows_every_status(api: BotApi, status: str, fields: dict[str, Any]) -> None:
    api.add_chat(group())
    api.add_member(GROUP, OLA, status, **fields)
    async with Bot(api.token, base_url=api.base_url) as bot:
        member = await bot.get_chat_member(GROUP, OLA["id"])
    assert (member.status, dict(member.api_kwargs)) == (status, {})
    assert {name: member.to_dict().get(name, 0) for name in fields} == fields


def test_a_right_that_a_status_has_not_is_the_tests_mistake() -> None:
    with pytest.raises(ValueError, match=r"that is 'member' has no \['can_delete_messages'\]"):
        chat_member("member", can_delete_messages=True)


async def test_the_bot_learns_its_own_standing(api: BotApi) -> None:
    joined, _ = (api.send(update) for update in bot_added(actor=OLA))
    assert joined["my_chat_member"]["from"] == OLA
    assert status_of(api, BOT_ID) == "member"

    async with Bot(api.token, base_url=api.base_url) as bot:
        api.send(bot_promoted(can_delete_messages=True))
        admin = await bot.get_chat_member(GROUP, BOT_ID)
        assert isinstance(admin, ChatMemberAdministrator)
        assert (admin.can_delete_messages, admin.can_manage_topics) == (True, False)

        api.send(bot_demoted())
        assert (await bot.get_chat_member(GROUP, BOT_ID)).status == ChatMember.MEMBER

        api.send(bot_restricted(can_send_photos=True))
        restricted = await bot.get_chat_member(GROUP, BOT_ID)
        assert isinstance(restricted, ChatMemberRestricted)
        assert (restricted.can_send_photos, restricted.can_send_messages) == (True, False)


def test_the_bot_may_be_added_as_an_administrator(api: BotApi) -> None:
    for update in bot_added(can_delete_messages=True):
        api.send(update)
    assert status_of(api, BOT_ID) == "administrator"


def test_who_is_kicked_may_look_at_nothing(api: BotApi) -> None:
    incoming(api, chat=group())
    api.send(bot_removed())
    kicked = (403, "Forbidden: bot was kicked from the supergroup chat")
    for method, parameters in (
        ("getChat", {}),
        ("getChatMember", {"user_id": CHAT}),
        ("getChatAdministrators", {}),
        ("leaveChat", {}),
    ):
        code, answer = call(api, method, chat_id=GROUP, **parameters)
        assert (code, answer["description"]) == kicked
    assert api.violations == []


def test_a_public_group_may_be_looked_at_from_outside(api: BotApi) -> None:
    api.add_chat(group(username="neighbours"), bot_status="left")
    assert result(api, "getChat", chat_id="@Neighbours")["id"] == GROUP
    code, answer = call(api, "sendMessage", chat_id=GROUP, text="x")
    assert (code, answer["description"]) == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )


def test_who_is_restricted_and_outside_is_no_member(api: BotApi) -> None:
    api.send(bot_restricted(is_member=False))
    assert call(api, "sendMessage", chat_id=GROUP, text="x")[0] == 403


def test_people_come_and_go(api: BotApi) -> None:
    pia = user(8, first_name="Pia")
    api.add_chat(group())
    assert (
        refusal(api, "getChatMember", chat_id=GROUP, user_id=8) == "Bad Request: member not found"
    )
    incoming(api, user=pia)
    assert status_of(api, 8) == "left"
    api.send(members_joined(group(), pia))
    assert status_of(api, 8) == "member"
    api.send(member_changed(group(), pia, "administrator"))
    assert status_of(api, 8) == "administrator"
    api.send(member_left(group(), pia))
    assert status_of(api, 8) == "left"


@pytest.mark.parametrize("envelope", [as_anonymous_admin(group()), as_channel(channel(), group())])
def test_who_writes_as_a_chat_makes_no_member(api: BotApi, envelope: Any) -> None:
    stand_in = incoming(api, **envelope)["from"]
    assert status_of(api, stand_in["id"]) == "left"


def test_administrators_are_listed_but_for_other_bots(api: BotApi) -> None:
    api.add_chat(group(), bot_status="administrator")
    for person, status in (
        (OLA, "creator"),
        (user(7), "administrator"),
        (user(8), "member"),
        (another_bot(), "administrator"),
    ):
        api.add_member(GROUP, person, status)
    listed = result(api, "getChatAdministrators", chat_id=GROUP)
    assert [one["user"]["id"] for one in listed] == [BOT_ID, OLA["id"], 7]
    listed = result(api, "getChatAdministrators", chat_id=GROUP, return_bots=True)
    assert [one["user"]["id"] for one in listed] == [BOT_ID, OLA["id"], 7, another_bot()["id"]]
    actual = refusal(api, "getChatAdministrators", chat_id=CHAT)
    assert actual == "Bad Request: there are no administrators in the private chat"


def test_a_channel_shows_its_members_to_administrators(api: BotApi) -> None:
    api.add_chat(channel())
    api.add_member(CHANNEL, OLA, "creator")
    actual = refusal(api, "getChatMember", chat_id=CHANNEL, user_id=OLA["id"])
    assert actual == "Bad Request: member list is inaccessible"
    api.groups.set_bot(CHANNEL, "administrator")
    assert status_of(api, OLA["id"], CHANNEL) == "creator"
    assert api.violations == []


def test_a_group_may_hide_its_members(api: BotApi) -> None:
    incoming(api, chat=group())
    api.groups.describe(GROUP, has_hidden_members=True)
    actual = refusal(api, "getChatMember", chat_id=GROUP, user_id=OLA["id"])
    assert actual == "Bad Request: CHAT_ADMIN_REQUIRED"
    assert status_of(api, BOT_ID) == "member"
    assert api.violations == []


async def test_a_chat_tells_what_it_is(api: BotApi) -> None:
    api.add_chat(group(is_forum=True))
    api.groups.link(channel(), group(is_forum=True))
    api.groups.permit(GROUP, can_send_photos=False)
    api.groups.describe(GROUP, available_reactions=[{"type": "emoji", "emoji": "👍"}])
    async with Bot(api.token, base_url=api.base_url) as bot:
        chat = await bot.get_chat(GROUP)
    assert (chat.linked_chat_id, chat.is_forum) == (CHANNEL, True)
    assert chat.permissions is not None
    assert (chat.permissions.can_send_messages, chat.permissions.can_send_photos) == (True, False)
    assert chat.available_reactions is not None
    assert [one.to_dict() for one in chat.available_reactions] == [{"type": "emoji", "emoji": "👍"}]
    # The channel itself stays closed to a bot that is not in it.
    assert call(api, "getChat", chat_id=CHANNEL)[0] == 403


def test_the_wrong_names_are_the_tests_mistake(api: BotApi) -> None:
    api.add_chat(group())
    with pytest.raises(ValueError, match=r"ChatPermissions has no \['can_dance'\]"):
        api.groups.permit(GROUP, can_dance=True)
    with pytest.raises(ValueError, match="the fake knows no chat -9"):
        api.groups.set_bot(-9, "member")
    with pytest.raises(ValueError, match="is no forum"):
        api.groups.close_topic(GROUP)


def test_get_me_tells_of_the_privacy_mode(api: BotApi) -> None:
    assert result(api, "getMe")["can_read_all_group_messages"] is False
    api.groups.set_privacy(on=False)
    assert result(api, "getMe")["can_read_all_group_messages"] is True
