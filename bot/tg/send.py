"""Replies become messages; what Telegram refuses for a while is tried again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from telegram import (
    Bot,
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
    TelegramError,
)

from bot.chats import Chats
from bot.replies.html import CAPTION_LIMIT, to_html
from bot.replies.model import Reply
from bot.tg.keyboards import to_keyboard
from bot.tg.quotes import quote_parameters
from bot.tg.refusals import is_refusal
from bot.tg.retrying import retry

log = logging.getLogger(__name__)

_TYPING_S = 1.0
"""An answer does not wait longer for its typing action."""
_NOTE_S = 2.0
"""What comes after an answer does not wait longer for what is noted of its chat."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""Nothing is previewed, on purpose: pages of fact-checkers have the claim itself for a title ("NATO
planned to turn Crimea into its military base"), and it would stand there larger than our verdict,
with a picture that nobody of us has seen. Where a claim was seen is linked, not advertised.
"""
_NOT_MODIFIED = "message is not modified"
_TOO_OLD = "query is too old"

T = TypeVar("T")


class Sender:
    """Sends replies; *sleep* takes seconds.

    What a chat turns out to be - open, closed to us, moved - is noted in *chats*. An answer goes
    out whatever is noted there, and whatever goes wrong with it.
    """

    def __init__(
        self, chats: Chats, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._chats = chats
        self._sleep = sleep

    async def typing(self, bot: Bot, chat_id: int, thread_id: int | None = None) -> None:
        """Show that we are at work; whether it arrives does not matter."""
        await self._act(bot, chat_id, ChatAction.TYPING, thread_id)

    async def uploading(self, bot: Bot, chat_id: int) -> None:
        """Show that a picture is on its way; whether it arrives does not matter."""
        await self._act(bot, chat_id, ChatAction.UPLOAD_PHOTO)

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
            await self._follow(message.get_bot(), message.chat_id, error, reply)

    async def show_instead(self, message: Message, reply: Reply) -> None:
        """Put *reply* in the place of our own *message*; what else it offers stays to choose from.

        Where the message is gone or can no longer be edited, send *reply* by itself.
        """
        try:
            await self._persist(
                message.chat_id,
                lambda: message.edit_text(
                    to_html(reply),
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=to_keyboard(reply, message.reply_markup),
                ),
            )
        except ChatMigrated as error:
            await self._follow(message.get_bot(), message.chat_id, error, reply)
        except BadRequest as error:
            if _NOT_MODIFIED not in error.message.lower():
                thread_id = topic_of(message)
                await self.send(message.get_bot(), message.chat_id, reply, thread_id=thread_id)

    async def show_keyboard(self, message: Message, keyboard: InlineKeyboardMarkup) -> None:
        """Put *keyboard* under our own *message*, whose text stays; in vain where it is gone."""
        markup = keyboard if keyboard.inline_keyboard else None
        try:
            await self._persist(message.chat_id, lambda: message.edit_reply_markup(markup))
        except (BadRequest, ChatMigrated) as error:
            if _NOT_MODIFIED not in error.message.lower():
                log.info("changing a keyboard failed: %s", type(error).__name__)

    async def send(
        self, bot: Bot, chat_id: int, reply: Reply, *, thread_id: int | None = None
    ) -> bool:
        """Send *reply* to a chat, or what it has become, without answering a message.

        *thread_id* is the forum topic. Return whether it arrived: not where the chat is closed to
        us.
        """
        try:
            sent = await self._persist(
                chat_id,
                lambda: bot.send_message(
                    chat_id,
                    to_html(reply),
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=to_keyboard(reply),
                    message_thread_id=thread_id,
                ),
            )
        except ChatMigrated as error:
            return await self._follow(bot, chat_id, error, reply)
        return sent is not None

    async def send_picture(
        self,
        bot: Bot,
        chat_id: int,
        picture: bytes | str,
        caption: Reply,
        *,
        answered: int | None = None,
        thread_id: int | None = None,
    ) -> str | None:
        """Send a picture, or what Telegram has under a file_id, below the message *answered*.

        *thread_id* is the forum topic. Return its file_id, None where the chat is closed to us.
        """
        target = _target(answered) if answered else None
        try:
            sent = await self._persist(
                chat_id,
                lambda: bot.send_photo(
                    chat_id,
                    picture,
                    to_html(caption, CAPTION_LIMIT),
                    parse_mode=ParseMode.HTML,
                    reply_parameters=target,
                    reply_markup=to_keyboard(caption),
                    message_thread_id=thread_id,
                ),
            )
        except ChatMigrated as error:
            await _note(self._chats.moved(chat_id, error.new_chat_id))
            return await self.send_picture(bot, error.new_chat_id, picture, caption)
        return max(sent.photo, key=lambda size: size.width).file_id if sent else None

    async def send_file(
        self, bot: Bot, chat_id: int, file: bytes, name: str, *, thread_id: int | None = None
    ) -> bool:
        """Send a file of that name; return whether it arrived."""
        sent = await self.attempt(
            chat_id,
            lambda: bot.send_document(
                chat_id,
                file,
                filename=name,
                disable_content_type_detection=True,
                message_thread_id=thread_id,
            ),
        )
        return sent is not None

    async def push(self, bot: Bot, chat_id: int, reply: Reply) -> bool:
        """Send what nobody asked for just now, and nothing where the chat is closed to us.

        Return whether it arrived; raise ChatsUnavailableError where nobody knows the chat's state.
        """
        home = await self._chats.home(chat_id)
        return home is not None and await self.send(bot, home, reply)

    async def acknowledge(
        self, bot: Bot, callback_query_id: str, notice: str = "", *, alert: bool = False
    ) -> None:
        """Stop the button's waiting sign; whether that arrives in time does not matter.

        An *alert* stays until the reader closes it; another notice is gone in a moment.
        """
        try:
            await retry(
                lambda: bot.answer_callback_query(
                    callback_query_id, notice or None, show_alert=alert or None
                ),
                self._sleep,
            )
        except TelegramError as error:
            log.info("acknowledging a button failed: %s", type(error).__name__)

    async def while_open(self, call: Callable[[], Awaitable[object]]) -> bool:
        """Make *call*, which answers an inline or guest query; return whether it was in time."""
        try:
            await retry(call, self._sleep)
        except BadRequest as error:
            if _TOO_OLD not in error.message.lower():
                raise
            log.info("a query was too old to be answered")
            return False
        return True

    async def _act(
        self, bot: Bot, chat_id: int, action: ChatAction, thread_id: int | None = None
    ) -> None:
        try:
            await bot.send_chat_action(
                chat_id,
                action,
                message_thread_id=thread_id,
                connect_timeout=_TYPING_S,
                read_timeout=_TYPING_S,
            )
        except TelegramError as error:
            log.info("%s action failed: %s", action.value, type(error).__name__)

    async def _send(self, message: Message, reply: Reply, quote: dict[str, Any]) -> None:
        target = _target(message.message_id, **quote)
        await self._persist(
            message.chat_id,
            lambda: message.get_bot().send_message(
                message.chat_id,
                to_html(reply),
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_parameters=target,
                reply_markup=to_keyboard(reply),
                message_thread_id=topic_of(message),
            ),
        )

    async def attempt(self, chat_id: int, call: Callable[[], Awaitable[T]]) -> T | None:
        """Return what *call* returns, which does something in a group; None where that is refused.

        What the group has become is noted; messages have other numbers there.
        """
        try:
            return await self._persist(chat_id, call)
        except ChatMigrated as error:
            await _note(self._chats.moved(chat_id, error.new_chat_id))
            return None

    async def _follow(self, bot: Bot, chat_id: int, error: ChatMigrated, reply: Reply) -> bool:
        """Send *reply* to the supergroup that a group has become."""
        await _note(self._chats.moved(chat_id, error.new_chat_id))
        return await self.send(bot, error.new_chat_id, reply)

    async def _persist(self, chat_id: int, call: Callable[[], Awaitable[T]]) -> T | None:
        """Return what *call* returns, which writes to a chat; None where we may not write there."""
        try:
            answer = await retry(call, self._sleep)
        except Forbidden:
            log.info("not allowed to write to this chat")
            await _note(self._chats.closed(chat_id))
            return None
        except BadRequest as error:
            if chat_id > 0 or not is_refusal(error):
                raise
            log.info("refused in a group")
            return None
        await _note(self._chats.reached(chat_id))
        return answer


def topic_of(message: Message) -> int | None:
    """Return the forum topic of *message*; comments below a post have a thread that is none."""
    return message.message_thread_id if message.is_topic_message else None


def _target(message_id: int, **quote: Any) -> ReplyParameters:
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True, **quote)


async def _note(noting: Coroutine[Any, Any, None]) -> None:
    """Wait for *noting*, though not for long; whether it comes to anything does not matter.

    Whatever it raises, the answer is out: raised here, it would go out again.
    """
    task = asyncio.create_task(noting)
    try:
        done, _ = await asyncio.wait({task}, timeout=_NOTE_S)
    finally:
        task.cancel()
    error = task.exception() if done and not task.cancelled() else None
    if error:
        log.warning("the state of a chat cannot be noted (%s)", type(error).__name__)
