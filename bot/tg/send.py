"""Replies become messages; what Telegram refuses for a while is tried again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.tg.callbacks import encode
from bot.tg.quotes import quote_parameters
from bot.tg.request import asked_to_wait_s, may_have_arrived

log = logging.getLogger(__name__)

_PAUSES_S = (0.5, 1.0, 2.0, 4.0)
"""Waits before each further try after a broken connection or a server error."""
_LONGEST_WAIT_S = 5.0
"""Telegram asks to wait; beyond this in all, others go first and the answer is sent later."""
_TYPING_S = 1.0
"""An answer does not wait longer for its typing action."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NOT_MODIFIED = "message is not modified"

T = TypeVar("T")


class Sender:
    """Sends replies; *sleep* takes seconds."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def typing(self, bot: Bot, chat_id: int) -> None:
        """Show that we are at work; whether it arrives does not matter."""
        try:
            await bot.send_chat_action(
                chat_id, ChatAction.TYPING, connect_timeout=_TYPING_S, read_timeout=_TYPING_S
            )
        except TelegramError as error:
            log.info("typing action failed: %s", type(error).__name__)

    async def reply(self, message: Message, reply: Reply) -> None:
        """Send *reply* as an answer to *message*, quoting the passage that it answers."""
        quote = quote_parameters(message, reply)
        try:
            await self._send(message, reply, quote)
        except BadRequest:
            if not quote:
                raise
            # The message may have been edited meanwhile; the answer matters more.
            await self._send(message, reply, {})
        except ChatMigrated as error:
            # In the supergroup, messages have other numbers.
            await self.send(message.get_bot(), error.new_chat_id, reply)

    async def show_instead(self, message: Message, reply: Reply) -> None:
        """Put *reply* in the place of our own *message*; its buttons stay for another choice.

        Where the message is gone or can no longer be edited, send *reply* by itself.
        """
        try:
            await self._persist(
                lambda: message.edit_text(
                    to_html(reply),
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=message.reply_markup,
                )
            )
        except ChatMigrated as error:
            await self.send(message.get_bot(), error.new_chat_id, reply)
        except BadRequest as error:
            if _NOT_MODIFIED not in error.message.lower():
                await self.send(message.get_bot(), message.chat_id, reply)

    async def send(self, bot: Bot, chat_id: int, reply: Reply) -> None:
        """Send *reply* to a chat, or what it has become, without answering a message."""
        try:
            await self._persist(
                lambda: bot.send_message(
                    chat_id,
                    to_html(reply),
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=_keyboard(reply),
                )
            )
        except ChatMigrated as error:
            await self.send(bot, error.new_chat_id, reply)

    async def acknowledge(self, bot: Bot, callback_query_id: str) -> None:
        """Stop the button's waiting sign; whether that arrives in time does not matter."""
        try:
            await self._persist(lambda: bot.answer_callback_query(callback_query_id))
        except TelegramError as error:
            log.info("acknowledging a button failed: %s", type(error).__name__)

    async def _send(self, message: Message, reply: Reply, quote: dict[str, Any]) -> None:
        target = ReplyParameters(
            message_id=message.message_id, allow_sending_without_reply=True, **quote
        )
        await self._persist(
            lambda: message.get_bot().send_message(
                message.chat_id,
                to_html(reply),
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_parameters=target,
                reply_markup=_keyboard(reply),
            )
        )

    async def _persist(self, call: Callable[[], Awaitable[T]]) -> T | None:
        """Return what *call* returns, trying again while that can help.

        None where the reader has blocked the bot: there is nobody to tell.
        """
        pauses_s = iter(_PAUSES_S)
        waited_s = 0.0
        unsure = False
        while True:
            try:
                return await call()
            except RetryAfter as error:
                pause_s = asked_to_wait_s(error)
                waited_s += pause_s
                if waited_s > _LONGEST_WAIT_S:
                    raise
                log.info("told to wait %.0f s", pause_s)
            except Forbidden:
                log.info("not allowed to write to this chat")
                return None
            except BadRequest:
                # A NetworkError by inheritance, but the same request would fail for ever.
                raise
            except NetworkError as error:
                next_pause_s = next(pauses_s, None)
                # Two answers are better than none, but five are not.
                if next_pause_s is None or unsure:
                    raise
                unsure = may_have_arrived(error)
                pause_s = next_pause_s
                log.info("sending failed (%s), again in %.1f s", type(error).__name__, pause_s)
            await self._sleep(pause_s)


def _keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    if not reply.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(button.label, url=button.action)
                if isinstance(button.action, str)
                else InlineKeyboardButton(
                    button.label, callback_data=encode(button.action, reply.language)
                )
            ]
            for button in reply.buttons
        ]
    )
