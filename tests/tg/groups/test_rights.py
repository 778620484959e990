"""Who is an admin, and what we get to read: as Telegram says, and never a yes by mistake."""

import pytest
from telegram import Bot

from bot.tg.groups.rights import is_admin, is_admins_message, may_read
from tests.support.bot_api import BadGateway, BotApi, TooManyRequests
from tests.support.group_updates import as_anonymous_admin, as_channel, automatic_forward
from tests.support.updates import channel, group, text_message, user
from tests.tg.messages import Json, received

HERE = group()
CHAT_ID = HERE["id"]
OLA = user()
NEWS = channel()


@pytest.fixture(autouse=True)
def _here(api: BotApi) -> None:
    api.add_chat(HERE)
    api.groups.link(NEWS, HERE)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("creator", True),
        ("administrator", True),
        ("member", False),
        ("restricted", False),
        ("left", False),
        ("kicked", False),
    ],
)
async def test_owners_and_administrators_are_admins(
    telegram_bot: Bot, api: BotApi, status: str, *, expected: bool
) -> None:
    api.add_member(CHAT_ID, OLA, status)
    assert await is_admin(telegram_bot, CHAT_ID, OLA["id"]) is expected


async def test_admins_who_hide_their_name_are_admins(telegram_bot: Bot, api: BotApi) -> None:
    api.add_member(CHAT_ID, OLA, "administrator", is_anonymous=True)
    assert await is_admin(telegram_bot, CHAT_ID, OLA["id"]) is True


async def test_whoever_telegram_has_never_seen_is_none(telegram_bot: Bot, api: BotApi) -> None:
    assert await is_admin(telegram_bot, CHAT_ID, 4_711) is False


async def test_it_is_asked_anew_each_time(telegram_bot: Bot, api: BotApi) -> None:
    api.add_member(CHAT_ID, OLA, "administrator")
    assert await is_admin(telegram_bot, CHAT_ID, OLA["id"]) is True
    api.add_member(CHAT_ID, OLA, "member")
    assert await is_admin(telegram_bot, CHAT_ID, OLA["id"]) is False


async def test_a_group_that_hides_its_members_shows_its_admins(
    telegram_bot: Bot, api: BotApi
) -> None:
    api.groups.describe(CHAT_ID, has_hidden_members=True)
    api.add_member(CHAT_ID, OLA, "administrator")
    api.add_member(CHAT_ID, user(77), "member")
    asked = [await is_admin(telegram_bot, CHAT_ID, one) for one in (OLA["id"], 77)]
    assert asked == [True, False]


@pytest.mark.parametrize("fault", [BadGateway(), TooManyRequests(30)])
async def test_where_telegram_does_not_say_nobody_knows(
    telegram_bot: Bot, api: BotApi, fault: BadGateway | TooManyRequests
) -> None:
    api.add_member(CHAT_ID, OLA, "creator")
    api.fail_next("getChatMember", fault)
    assert await is_admin(telegram_bot, CHAT_ID, OLA["id"]) is None


async def test_where_we_are_not_any_more_nobody_knows(telegram_bot: Bot, api: BotApi) -> None:
    api.add_member(CHAT_ID, OLA, "creator")
    api.block(CHAT_ID)
    assert await is_admin(telegram_bot, CHAT_ID, OLA["id"]) is None
    assert await may_read(telegram_bot, CHAT_ID) is None


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (text_message("/leave", chat=HERE, user=OLA), True),
        (text_message("/leave", chat=HERE, user=user(77)), False),
        (text_message("/leave", **as_anonymous_admin(HERE)), True),
        (text_message("/leave", **as_channel(NEWS, HERE)), True),
        (text_message("/leave", **as_channel(channel(-1_008, title="My own"), HERE)), False),
        (text_message("/leave", **automatic_forward(HERE, NEWS)), True),
        (text_message("/leave", **as_anonymous_admin(group(-1_009)) | {"chat": HERE}), False),
    ],
    ids=["admin", "member", "anonymous", "linked", "a person's channel", "post", "another group"],
)
async def test_an_admin_may_write_in_the_name_of_the_group_or_of_its_channel(
    telegram_bot: Bot, api: BotApi, update: Json, *, expected: bool
) -> None:
    api.add_member(CHAT_ID, OLA, "administrator")
    api.add_member(CHAT_ID, user(77), "member")
    assert await is_admins_message(received(update, telegram_bot)) is expected


async def test_of_a_channel_nobody_knows_where_telegram_does_not_say(
    telegram_bot: Bot, api: BotApi
) -> None:
    api.fail_next("getChat", BadGateway())
    message = received(text_message("/leave", **as_channel(NEWS, HERE)), telegram_bot)
    assert await is_admins_message(message) is None


async def test_the_names_that_stand_in_for_others_are_no_admins(telegram_bot: Bot) -> None:
    update = text_message("/leave", **as_anonymous_admin(HERE))
    del update["message"]["sender_chat"]
    assert await is_admins_message(received(update, telegram_bot)) is False


@pytest.mark.parametrize(
    ("status", "privacy", "expected"),
    [
        ("member", True, False),
        ("administrator", True, True),
        ("member", False, True),
        ("administrator", False, True),
    ],
)
async def test_every_message_is_shown_to_admins_and_without_privacy_mode(
    telegram_bot: Bot, api: BotApi, status: str, *, privacy: bool, expected: bool
) -> None:
    api.groups.set_privacy(on=privacy)
    api.groups.set_bot(CHAT_ID, status)
    assert await may_read(telegram_bot, CHAT_ID) is expected
    assert api.violations == []


@pytest.mark.parametrize(
    ("status", "failing", "expected"),
    [
        ("member", "getMe", None),
        ("administrator", "getMe", True),
        ("member", "getChatMember", None),
    ],
)
async def test_what_we_are_shown_is_unknown_where_telegram_does_not_say(
    telegram_bot: Bot, api: BotApi, status: str, failing: str, *, expected: bool | None
) -> None:
    api.groups.set_bot(CHAT_ID, status)
    api.fail_next(failing, BadGateway())
    assert await may_read(telegram_bot, CHAT_ID) is expected
