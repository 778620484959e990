import logging
from collections import Counter
from dataclasses import replace

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.ext import CommandHandler

from bot.replies.catalog import Catalog
from bot.replies.commands import (
    admin_commands,
    describe_bot,
    describe_bot_briefly,
    group_commands,
    private_commands,
)
from bot.replies.desk_commands import DESK_COMMANDS
from bot.replies.keys import Key
from bot.tg.groups.heard import CHECK
from bot.tg.profile import publish_profile
from tests.support.bot_api import BotApi, ServerError, TooManyRequests
from tests.support.updates import group
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Meet, Sleeps

PRIVATE = BotCommandScopeAllPrivateChats()
MENUS = (
    (PRIVATE, private_commands),
    (BotCommandScopeAllGroupChats(), group_commands),
    (BotCommandScopeAllChatAdministrators(), admin_commands),
)


def taken(api: BotApi) -> Counter[str]:
    """Return how often Telegram took each method."""
    return Counter(call.method for call in api.calls if call.status == 200)


def in_other_words(catalog: Catalog, language: str, **texts: str) -> Catalog:
    own = {**catalog.texts[language], **{Key(key): text for key, text in texts.items()}}
    return replace(catalog, texts={**catalog.texts, language: own})


@pytest.fixture
def two(catalog: Catalog) -> Catalog:
    """A catalog of two languages, so that a test can count."""
    only = replace(catalog, texts={language: catalog.texts[language] for language in ("en", "uk")})
    return in_other_words(only, "uk", profile_description="Перевіряю.", profile_short="Бот.")


async def test_each_language_gets_commands_and_descriptions_and_all_others_the_default_ones(
    telegram_bot: Bot, api: BotApi, catalog: Catalog, sleeps: Sleeps
) -> None:
    await publish_profile(telegram_bot, catalog, "uk", sleeps)

    for code in (None, *catalog.languages):
        language = code or "uk"
        for scope, commands in MENUS:
            shown = await telegram_bot.get_my_commands(scope, code)
            assert [(one.command, one.description) for one in shown] == [
                (one.name, one.description) for one in commands(language, catalog)
            ]
        description = await telegram_bot.get_my_description(code)
        assert description.description == describe_bot(language, catalog)
        short = await telegram_bot.get_my_short_description(code)
        assert short.short_description == describe_bot_briefly(language, catalog)
    assert sleeps.seconds == []
    assert api.violations == []


async def test_another_start_changes_nothing(
    telegram_bot: Bot, api: BotApi, two: Catalog, sleeps: Sleeps
) -> None:
    await publish_profile(telegram_bot, two, "en", sleeps)
    # What English readers see is what all others see, so that it is set once.
    assert taken(api) == {
        "getMyCommands": 10,
        "getMyDescription": 3,
        "getMyShortDescription": 3,
        "setMyCommands": 9,
        "setMyDescription": 2,
        "setMyShortDescription": 2,
    }
    api.calls.clear()

    await publish_profile(telegram_bot, two, "en", sleeps)

    assert taken(api) == {"getMyCommands": 10, "getMyDescription": 3, "getMyShortDescription": 3}


async def test_the_desk_has_a_menu_of_its_own(
    telegram_bot: Bot, api: BotApi, two: Catalog, sleeps: Sleeps
) -> None:
    desk = group(title="Desk")
    api.add_chat(desk)

    await publish_profile(telegram_bot, two, "en", sleeps, desk_chat_id=desk["id"])

    shown = await telegram_bot.get_my_commands(BotCommandScopeChat(desk["id"]))
    assert [(one.command, one.description) for one in shown] == [
        (one.name, one.description) for one in DESK_COMMANDS
    ]
    assert api.violations == []


async def test_a_text_that_changed_is_the_only_one_that_is_set(
    telegram_bot: Bot, api: BotApi, two: Catalog, sleeps: Sleeps
) -> None:
    await publish_profile(telegram_bot, two, "en", sleeps)
    api.calls.clear()

    newer = in_other_words(two, "uk", profile_short="Я перевіряю.")
    await publish_profile(telegram_bot, newer, "en", sleeps)

    assert [call.parameters for call in api.calls if call.method.startswith("set")] == [
        {"short_description": "Я перевіряю.", "language_code": "uk"}
    ]


async def test_commands_that_were_set_by_hand_leave_the_groups(
    telegram_bot: Bot, two: Catalog, sleeps: Sleeps
) -> None:
    await telegram_bot.set_my_commands([("start", "By hand")])

    await publish_profile(telegram_bot, two, "en", sleeps)

    assert await telegram_bot.get_my_commands() == ()


async def test_told_to_wait_it_waits_and_goes_on(
    telegram_bot: Bot, api: BotApi, two: Catalog, sleeps: Sleeps, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    api.fail_next("setMyDescription", TooManyRequests(3600))

    await publish_profile(telegram_bot, two, "en", sleeps)

    assert sleeps.seconds == [3600]
    assert (await telegram_bot.get_my_description("uk")).description == "Перевіряю."
    assert [line for line in caplog.messages if "profile" in line] == [
        "the bot's profile: told to wait 3600 s",
        "the bot's profile: 3 of 16 parts changed",
        "the bot's profile: 10 of 13 parts changed",
    ]


async def test_what_fails_keeps_the_others_from_nothing_and_is_tried_again_later(
    telegram_bot: Bot, api: BotApi, two: Catalog, sleeps: Sleeps
) -> None:
    api.fail_next("setMyCommands", ServerError())

    await publish_profile(telegram_bot, two, "en", sleeps)

    assert sleeps.seconds == [600]
    assert taken(api)["setMyCommands"] == 9
    assert len(await telegram_bot.get_my_commands(PRIVATE)) == len(private_commands("en", two))


async def test_what_fails_again_waits_for_the_next_start(
    telegram_bot: Bot, api: BotApi, two: Catalog, sleeps: Sleeps, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail_next("getMyShortDescription", ServerError(), times=100)

    await publish_profile(telegram_bot, two, "en", sleeps)

    assert sleeps.seconds == [600]
    (line,) = (line for line in caplog.messages if "profile" in line)
    assert line == (
        "the bot's profile stays as it is until the next start: short description for all other "
        "languages, short description for en, short description for uk"
    )


async def test_every_command_of_the_menu_does_something(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        handled = {
            command
            for handlers in chat.application.handlers.values()
            for handler in handlers
            if isinstance(handler, CommandHandler)
            for command in handler.commands
        }

    in_words = {CHECK}  # which stands among the words of a request, see tests/tg/groups
    menus = [one.name for _, commands in MENUS for one in commands("en", catalog)]
    assert [name for name in menus if name not in handled | in_words] == []
