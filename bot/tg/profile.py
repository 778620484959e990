"""The bot's profile: menu of commands and descriptions, in every language of the interface."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import RetryAfter, TelegramError

from bot.replies.catalog import Catalog
from bot.replies.commands import (
    Command,
    admin_commands,
    describe_bot,
    describe_bot_briefly,
    group_commands,
    private_commands,
)
from bot.replies.desk_commands import DESK_COMMANDS
from bot.tg.request import asked_to_wait_s

log = logging.getLogger(__name__)

_LATER_S = 600.0
"""After an error; where Telegram asks to wait, as long as it asks."""
_MENUS = (
    ("private chats", BotCommandScopeAllPrivateChats(), private_commands),
    ("groups", BotCommandScopeAllGroupChats(), group_commands),
    ("admins", BotCommandScopeAllChatAdministrators(), admin_commands),
)
"""Telegram shows the last of these that fits, and none besides."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the profile; *publish* sets it where it differs, and tells whether it did."""

    name: str
    publish: Callable[[], Awaitable[bool]]


async def publish_profile(
    bot: Bot,
    catalog: Catalog,
    default_language: str,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    *,
    desk_chat_id: int | None = None,
) -> None:
    """Make commands and descriptions those of *catalog*, *default_language* for all others.

    The desk has a menu of its own.

    What is right already is left alone: Telegram lets these be set now and then only, and we may be
    restarted often. What fails is tried again later, as long as that gets anywhere; the bot answers
    without it.
    """
    parts = tuple(_parts(bot, catalog, default_language, desk_chat_id))
    left, pause_s = await _publish(parts)
    while left:
        await sleep(pause_s)
        before = left
        left, pause_s = await _publish(before)
        if len(left) == len(before):
            names = ", ".join(part.name for part in left)
            log.warning("the bot's profile stays as it is until the next start: %s", names)
            return


def _parts(
    bot: Bot, catalog: Catalog, default_language: str, desk_chat_id: int | None
) -> Iterator[_Part]:
    for code in (None, *catalog.languages):
        language = code or default_language
        name = code or "all other languages"
        for where, scope, commands in _MENUS:
            yield _Part(
                f"commands in {where} for {name}",
                partial(_set_commands, bot, scope, code, commands(language, catalog)),
            )
        yield _Part(
            f"description for {name}",
            partial(_set_description, bot, code, describe_bot(language, catalog)),
        )
        yield _Part(
            f"short description for {name}",
            partial(_set_short_description, bot, code, describe_bot_briefly(language, catalog)),
        )
    yield _Part("commands everywhere else", partial(_remove_other_commands, bot))
    if desk_chat_id is not None:
        at_desk = BotCommandScopeChat(desk_chat_id)
        set_menu = partial(_set_commands, bot, at_desk, None, DESK_COMMANDS)
        yield _Part("commands at the desk", set_menu)


async def _publish(parts: Sequence[_Part]) -> tuple[tuple[_Part, ...], float]:
    """Return which of *parts* could not be published, and when to try again, in seconds."""
    failed: list[_Part] = []
    changed = 0
    pause_s = _LATER_S
    for place, part in enumerate(parts):
        try:
            changed += await part.publish()
        except RetryAfter as error:
            # It would refuse the others, too.
            failed += parts[place:]
            pause_s = asked_to_wait_s(error)
            log.info("the bot's profile: told to wait %.0f s", pause_s)
            break
        except TelegramError as error:
            failed.append(part)
            log.info("the bot's profile: %s failed (%s)", part.name, type(error).__name__)
    if changed:
        log.info("the bot's profile: %d of %d parts changed", changed, len(parts))
    return tuple(failed), pause_s


async def _set_commands(
    bot: Bot, scope: BotCommandScope, code: str | None, commands: Sequence[Command]
) -> bool:
    wanted = tuple(BotCommand(command.name, command.description) for command in commands)
    if await bot.get_my_commands(scope, code) == wanted:
        return False
    return await bot.set_my_commands(wanted, scope, code)


async def _remove_other_commands(bot: Bot) -> bool:
    """Remove what @BotFather was told by hand: it would stand in channels."""
    return bool(await bot.get_my_commands()) and await bot.delete_my_commands()


async def _set_description(bot: Bot, code: str | None, text: str) -> bool:
    if (await bot.get_my_description(code)).description == text:
        return False
    return await bot.set_my_description(text, code)


async def _set_short_description(bot: Bot, code: str | None, text: str) -> bool:
    if (await bot.get_my_short_description(code)).short_description == text:
        return False
    return await bot.set_my_short_description(text, code)
