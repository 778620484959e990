"""/whoami, /grant and /revoke: who works at the desk."""

import logging
from dataclasses import replace

from telegram import Bot, Message, MessageOriginHiddenUser, MessageOriginUser, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.moderation.appointing import Slip, Wish, read_wish
from bot.moderation.roles import Act, Member, Role, Staff
from bot.replies.desk_actions import RevokeRole
from bot.replies.model import Reply
from bot.replies.render_desk_staff import (
    render_appointed,
    render_dismissed,
    render_granted,
    render_owner_stays,
    render_revoked,
    render_slip,
    render_staff,
    render_whoami,
)
from bot.tg.buttons import Done, Press
from bot.tg.desk.part import Part
from bot.tg.desk.rights import Standing
from bot.tg.groups.heard import is_by_bot, person_of
from bot.tg.send import Sender

log = logging.getLogger(__name__)

_GRANT, _REVOKE = "grant", "revoke"


class StaffDesk:
    """Gives roles and takes them."""

    def __init__(self, staff: Staff, sender: Sender) -> None:
        self._staff = staff
        self._sender = sender

    @property
    def part(self) -> Part:
        """What of the desk is done here."""
        return Part(
            commands={
                "whoami": (Act.LOOK, self.whoami),
                _GRANT: (Act.APPOINT, self.grant),
                _REVOKE: (Act.APPOINT, self.revoke),
            },
            doers={RevokeRole: (Act.APPOINT, self.take_back)},
        )

    async def whoami(self, message: Message, standing: Standing) -> Reply:
        """Say what role somebody has."""
        user = message.from_user
        return render_whoami(Member(user.id if user else 0, "", standing.role))

    async def grant(self, message: Message, standing: Standing) -> Reply:
        """Give a role to whom the message names."""
        wish = _wish(message)
        if wish == Wish():
            return render_staff(await self._staff.members(), _GRANT)
        if isinstance(wish, Wish) and wish.user_id and not wish.role:
            wish = Slip.NO_ROLE
        if isinstance(wish, Slip):
            return render_slip(wish, _GRANT)
        if wish.user_id is None:
            return render_slip(Slip.NO_PERSON, _GRANT)
        bot, role = message.get_bot(), wish.role or Role.NOBODY
        known = await _name_of(bot, wish.user_id)
        member = Member(wish.user_id, wish.name or known or "", role)
        before = await self._staff.grant(member.user_id, role, member.name, standing.moderator)
        if before is Role.OWNER:
            return render_owner_stays(member)
        is_told = before is not role and await self._tell(bot, member, render_appointed(role))
        is_known = is_told or known is not None or _is_replied(message, member.user_id)
        return render_granted(member, before, is_told=is_told, is_known=is_known)

    async def revoke(self, message: Message, standing: Standing) -> Reply:
        """Take the role of whom the message names."""
        wish = _wish(message)
        if wish == Wish():
            return render_staff(await self._staff.members(), _REVOKE)
        if isinstance(wish, Slip):
            return render_slip(wish, _REVOKE)
        if wish.user_id is None:
            return render_slip(Slip.NO_PERSON, _REVOKE)
        return await self._take(message.get_bot(), wish.user_id, wish.name, standing)

    async def take_back(self, press: Press, standing: Standing) -> Done:
        """Take a role at the press of a button."""
        if not isinstance(press.action, RevokeRole) or press.action.user_id <= 0:
            return Done()
        return Done(await self._take(press.bot, press.action.user_id, "", standing))

    async def _take(self, bot: Bot, user_id: int, name: str, standing: Standing) -> Reply:
        kept = {one.user_id: one for one in await self._staff.members()}.get(user_id)
        member = kept or Member(user_id, name, Role.NOBODY)
        before = await self._staff.revoke(user_id, standing.moderator)
        if before is Role.OWNER:
            return render_owner_stays(member)
        if before is not Role.NOBODY:
            await self._tell(bot, member, render_dismissed(before))
        return render_revoked(member, before)

    async def _tell(self, bot: Bot, member: Member, reply: Reply) -> bool:
        """Tell somebody what became of their role; return whether that arrived."""
        try:
            return await self._sender.send(bot, member.user_id, reply)
        except TelegramError as error:
            # As a rule they never opened a chat with us.
            log.info("telling somebody of their role failed: %s", type(error).__name__)
            return False


def _wish(message: Message) -> Wish | Slip:
    """Return what a message asks for, in its words and by what it replies to."""
    wish = read_wish((message.text or "").split()[1:])
    if isinstance(wish, Slip) or wish.user_id:
        return wish
    replied = message.reply_to_message
    if replied is None or _is_topic(replied, message):
        return wish
    person = _person_behind(replied)
    if isinstance(person, Slip):
        return person
    return replace(wish, user_id=person.id, name=person.full_name)


def _person_behind(replied: Message) -> User | Slip:
    if replied.forward_origin and replied.chat.type != ChatType.PRIVATE:
        return Slip.FORWARDED
    match replied.forward_origin:
        case MessageOriginUser(sender_user=user):
            return Slip.NOT_A_PERSON if user.is_bot else user
        case MessageOriginHiddenUser():
            return Slip.HIDDEN
        case None:
            person = None if is_by_bot(replied) else person_of(replied)
            return person or Slip.NOT_A_PERSON
        case _:
            return Slip.NOT_A_PERSON


def _is_topic(replied: Message, message: Message) -> bool:
    """Tell whether *message* replies to nothing but the beginning of its topic."""
    return bool(message.is_topic_message) and replied.message_id == message.message_thread_id


def _is_replied(message: Message, user_id: int) -> bool:
    """Tell whether *message* replies to what that person wrote."""
    person = _person_behind(message.reply_to_message) if message.reply_to_message else None
    return isinstance(person, User) and person.id == user_id


async def _name_of(bot: Bot, user_id: int) -> str | None:
    """Return the name of somebody, None where Telegram does not let us see them."""
    try:
        return (await bot.get_chat(user_id)).full_name or ""
    except TelegramError:
        return None
