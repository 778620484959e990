"""Where the bot may write changes: blocked or not, in a group or out of it, a group that moved."""

import logging
from collections.abc import Awaitable, Callable

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.chats import Chats

log = logging.getLogger(__name__)

_GONE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
_THERE = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER})


class Membership:
    """Notes what Telegram tells of the bot's own place in a chat.

    Whoever blocks the bot has not written to it: no other handler gets to see these updates.
    """

    def __init__(
        self,
        chats: Chats,
        joined: Callable[[ChatMemberUpdated], Awaitable[None]],
        *,
        desk_chat_id: int | None = None,
    ) -> None:
        """Take what to do where a chat has *joined* the ones that we are in; the desk is none."""
        self._chats = chats
        self._joined = joined
        self._desk_chat_id = desk_chat_id

    async def changed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Note that the bot was blocked, unblocked, taken into a group, or out of it."""
        if change := update.my_chat_member:
            is_there = _is_there(change.new_chat_member)
            if is_there is not None:
                note = self._chats.opened if is_there else self._chats.closed
                await note(change.chat.id)
            is_new = is_there and _is_there(change.old_chat_member) is False
            if is_new and change.chat.id != self._desk_chat_id:
                await self._joined(change)
        raise ApplicationHandlerStop

    async def moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Note that a group has become a supergroup; both chats say so, each from its side."""
        if message := update.effective_message:
            if message.migrate_to_chat_id is not None:
                if message.chat_id == self._desk_chat_id:
                    log.error(
                        "the group of the desk has become a supergroup: set MODERATION_CHAT_ID to "
                        "%d and start the bot again",
                        message.migrate_to_chat_id,
                    )
                await self._chats.moved(message.chat_id, message.migrate_to_chat_id)
            elif message.migrate_from_chat_id is not None:
                await self._chats.moved(message.migrate_from_chat_id, message.chat_id)
        raise ApplicationHandlerStop


def _is_there(member: ChatMember) -> bool | None:
    """Tell whether the bot is in the chat, None for a status that nobody has heard of."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    if member.status in _GONE:
        return False
    return True if member.status in _THERE else None
