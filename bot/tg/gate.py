"""The gate: who is blocked is told so once, who sends too much is told when it will do again."""

import logging
from contextlib import suppress

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot import metrics
from bot.answers import Answers
from bot.people import Block, People, PeopleUnavailableError
from bot.replies.render_notices import render_limited
from bot.replies.render_privacy import render_blocked
from bot.tg.languages import Languages
from bot.tg.limits import PAUSE_S, Admission, Limits
from bot.tg.send import Sender

log = logging.getLogger(__name__)

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


class Gate:
    """Decides who is answered at all."""

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        people: People,
        limits: Limits,
        languages: Languages,
        *,
        desk_chat_id: int | None = None,
    ) -> None:
        """Take the chat of the moderators, who press as many buttons as there are cards."""
        self._answering = answering
        self._languages = languages
        self._sender = sender
        self._people = people
        self._limits = limits
        self._desk_chat_id = desk_chat_id
        self._telling: set[int] = set()
        """Users who are being told this moment; pictures of an album come side by side."""

    async def turn_away(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop the update of a blocked person; tell them once, in their private chat.

        A blocked group is left without a word.
        """
        user, chat = update.effective_user, update.effective_chat
        if chat and chat.type in _GROUPS and self._people.block_of(chat.id):
            metrics.LIMITED.labels("block").inc()
            await _leave(context.bot, chat.id)
            raise ApplicationHandlerStop
        block = self._people.block_of(user.id) if user else None
        if user is None or block is None:
            return
        metrics.LIMITED.labels("block").inc()
        if not block.told and _is_private(update) and user.id not in self._telling:
            self._telling.add(user.id)
            try:
                await self._tell(update, context, user.id, block)
            finally:
                self._telling.discard(user.id)
        raise ApplicationHandlerStop

    async def admits(self, update: Update, asked: Message | CallbackQuery) -> bool:
        """Tell whether to answer *asked*, for an album its first message; explain once if not."""
        chat_id, limited = _where(update)
        if chat_id == self._desk_chat_id:
            return True
        admission = self._limits.admit(*limited, _name(update), _sent_at(asked))
        if admission is Admission.EXPLAIN and _is_private(update):
            reply = render_limited(PAUSE_S, self._language(update), self._answering.catalog)
            if isinstance(asked, Message):
                await self._sender.reply(asked, reply)
            else:
                await self._sender.send(asked.get_bot(), chat_id, reply)
        return admission is Admission.ANSWER

    async def _tell(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, user_id: int, block: Block
    ) -> None:
        reply = render_blocked(block, self._language(update), self._answering.catalog)
        try:
            await self._sender.send(context.bot, user_id, reply)
        except TelegramError as error:
            # An error would let the update pass; the next message is another occasion to tell.
            log.info("telling somebody of their block failed: %s", type(error).__name__)
            return
        with suppress(PeopleUnavailableError):  # till the next start we know it all the same
            await self._people.told(user_id, block)

    def _language(self, update: Update) -> str:
        return self._languages.of(update.effective_user)


async def _leave(bot: Bot, chat_id: int) -> None:
    try:
        await bot.leave_chat(chat_id)
    except TelegramError as error:
        # Whatever is written there next is another occasion.
        log.info("leaving a blocked group failed: %s", type(error).__name__)


def _where(update: Update) -> tuple[int, tuple[int | None, int]]:
    """Return the chat of *update*, and whose limits it meets: of a user, and of a chat.

    A group is many people, of whom none should be silenced by the others; how much it gets of
    us is limited elsewhere, and what is too much there waits. Whoever writes in the name of a group
    or a channel has a name that is shared by all who do.
    """
    user, chat = update.effective_user, update.effective_chat
    user_id = user.id if user else None
    chat_id = chat.id if chat else user_id or 0
    if chat is None or chat.type not in _GROUPS:
        return chat_id, (user_id, chat_id)
    name = update.message.sender_chat if update.message else None
    if name or user_id is None:
        return chat_id, (None, name.id if name else chat_id)
    return chat_id, (user_id, user_id)


def _sent_at(asked: Message | CallbackQuery) -> float | None:
    """Return when *asked* was sent, or edited; of a press Telegram does not tell."""
    if isinstance(asked, CallbackQuery):
        return None
    return (asked.edit_date or asked.date).timestamp()


def _name(update: Update) -> str:
    """Return what *update* has in common with those that count as one with it, and come again."""
    album = update.message.media_group_id if update.message else None
    return f"album {album}" if album else f"{update.update_id}"


def _is_private(update: Update) -> bool:
    if update.guest_message:  # of two others, where we may only answer who asked us
        return False
    return update.effective_chat is not None and update.effective_chat.type == ChatType.PRIVATE
