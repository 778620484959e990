"""The weekly digest of a group goes to those who still are its admins, until they stop it."""

from collections.abc import Mapping

from telegram import Bot, ChatMember
from telegram.error import BadRequest, Forbidden

from bot.answers import Answers
from bot.chats import Chats
from bot.group_digesting import GroupDigesting
from bot.groups import Groups
from bot.pushes import Push
from bot.replies.actions import Action, EndGroupDigest
from bot.replies.keys import Key
from bot.replies.model import Reply
from bot.replies.render_group_digest import render_group_digest_stopped
from bot.replies.render_notices import render_gone
from bot.tg.buttons import Doer, Done, Press

_ADMINS = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})


class GroupDigestPost:
    """Writes digests, as of the moment when they are sent."""

    def __init__(self, digesting: GroupDigesting, groups: Groups, chats: Chats) -> None:
        self._digesting = digesting
        self._groups = groups
        self._chats = chats

    async def write(self, bot: Bot, push: Push) -> Reply | None:
        """Return the digest, None where there is nothing to say or nobody to say it to.

        Who is no admin any more gets no more of them. Raises TelegramError where Telegram does not
        say, PeopleUnavailableError and ChatsUnavailableError.
        """
        group_id = await self._chats.home(push.group_id)
        if group_id is None:  # we were taken out; the wish waits for our return
            return None
        try:
            member = await bot.get_chat_member(group_id, push.user_id)
            if member.status not in _ADMINS:
                await self._groups.want_digest(group_id, push.user_id, push.language, wanted=False)
                return None
            title = (await bot.get_chat(group_id)).title
        except (BadRequest, Forbidden):  # the group is gone, or we are
            return None
        return await self._digesting.digest(
            group_id, push.made_at, title or str(group_id), push.language
        )


class GroupDigestStop:
    """The button under a digest that stops all further ones of the group."""

    def __init__(self, answering: Answers, groups: Groups) -> None:
        self._answering = answering
        self._groups = groups

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here."""
        return {EndGroupDigest: self.stop}

    async def stop(self, press: Press) -> Done:
        """Stop; the digest that the button stands under stays to be read."""
        action, catalog = press.action, self._answering.catalog
        if not isinstance(action, EndGroupDigest):
            return Done(render_gone(press.language, catalog))
        if not await self._groups.wants_digest(action.group_id, press.user.id):  # a double tap
            return Done(notice=catalog.text(press.language, Key.GROUP_DIGEST_STOPPED))
        await self._groups.want_digest(action.group_id, press.user.id, press.language, wanted=False)
        return Done(beside=render_group_digest_stopped(press.language, catalog))
