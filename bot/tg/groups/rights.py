"""Who may tell us what to do in a group, and what we get to read there: Telegram is asked.

Each question is asked anew: whoever was an admin an hour ago may be none now. Where Telegram does
not answer, nobody knows, which is None; whoever takes that for a no is right.
"""

from telegram import Bot, ChatMember, Message
from telegram.constants import ChatID
from telegram.error import BadRequest

from bot.tg.groups.asking import asked

_ADMINS = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})


async def is_admin(bot: Bot, chat_id: int, user_id: int) -> bool | None:
    """Tell whether a user is an admin of a group, those that hide their name included."""

    async def ask() -> bool:
        try:
            return (await bot.get_chat_member(chat_id, user_id)).status in _ADMINS
        except BadRequest:
            # Where the group hides its members, Telegram tells of single ones to admins alone, and
            # we need not be one; who the admins are it tells everybody.
            admins = await bot.get_chat_administrators(chat_id)
            return any(admin.user.id == user_id for admin in admins)

    return await asked("admin", ask)


async def is_admins_message(message: Message) -> bool | None:
    """Tell whether an admin wrote *message*, be it in the name of the group or of its channel.

    Telegram lets nobody but admins write in the name of either.
    """
    if sender := message.sender_chat:
        return sender.id == message.chat_id or await _is_linked(message, sender.id)
    user = message.from_user
    if user is None or user.id in {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL}:
        return False
    return await is_admin(message.get_bot(), message.chat_id, user.id)


async def may_read(bot: Bot, chat_id: int) -> bool | None:
    """Tell whether Telegram shows us every message of a group, and not only what is for us.

    It does where privacy mode is off, and where we are an admin.
    """

    async def ask() -> bool:
        # Asked anew, because the operator may change it while we run.
        return bool((await bot.get_me()).can_read_all_group_messages)

    sees_all = await asked("privacy mode", ask)
    if sees_all:
        return True
    is_ours = await is_admin(bot, chat_id, bot.id)
    return is_ours or (None if sees_all is None else is_ours)


async def _is_linked(message: Message, channel_id: int) -> bool | None:
    async def ask() -> bool:
        return (await message.get_bot().get_chat(message.chat_id)).linked_chat_id == channel_id

    return await asked("linked channel", ask)
