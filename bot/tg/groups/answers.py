"""The buttons under an answer in a group: thumbs for all, the gear for its admins.

The message is everybody's: a thumb changes nothing on it, and opens no talk.
"""

from collections.abc import Mapping

from telegram import InlineKeyboardMarkup, Message

from bot.answers import Answers
from bot.opinions import Opinion
from bot.replies.actions import Action, Rate
from bot.replies.group_actions import AdminMenu, DeleteAnswer, MuteClaim, UnmuteClaim
from bot.replies.keys import Key
from bot.replies.render_group import render_admin_menu
from bot.tg.buttons import Doer, Done, Press
from bot.tg.groups.rights import is_admin
from bot.tg.groups.told import actions_on, rows_under
from bot.tg.groups.voice import Voice
from bot.tg.keyboards import to_keyboard
from bot.tg.languages import Languages
from bot.tg.stores import Stores

_MENU = (DeleteAnswer, MuteClaim, UnmuteClaim)
_THUMBS = frozenset({Opinion.HELPFUL, Opinion.NOT_HELPFUL})


class GroupAnswers:
    """What presses under an answer lead to; Telegram is asked each time who is an admin."""

    def __init__(
        self, answering: Answers, voice: Voice, languages: Languages, stores: Stores
    ) -> None:
        self._answering = answering
        self._voice = voice
        self._languages = languages
        self._groups = stores.groups
        self._opinions = stores.opinions

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses in a group lead to here."""
        return {
            Rate: self.rate,
            AdminMenu: self.menu,
            DeleteAnswer: self.delete,
            MuteClaim: self.mute,
            UnmuteClaim: self.unmute,
        }

    async def rate(self, press: Press) -> Done:
        """Note an opinion, and thank whoever has it."""
        action = press.action
        if (
            not isinstance(action, Rate)
            or action.opinion not in _THUMBS
            or action.claim_id not in self._answering.knowledge.claims
        ):
            return Done()
        await self._opinions.rate(
            press.user.id, action.claim_id, action.text_key, action.opinion, press.language
        )
        return Done(notice=self._text(press, Key.THANKS))

    async def menu(self, press: Press) -> Done:
        """Unfold what admins may do, or fold it."""
        if refused := await self._refused(press):
            return refused
        message, action = press.message, press.action
        if message is None or not isinstance(action, AdminMenu):
            return Done()
        if _unfolded(message) == action.claim_id:
            return Done(keyboard=_with_menu(message))
        muted = action.claim_id in await self._groups.muted(message.chat_id)
        return Done(keyboard=self._with_menu_of(message, action.claim_id, press, muted=muted))

    async def delete(self, press: Press) -> Done:
        """Delete the answer."""
        if refused := await self._refused(press):
            return refused
        message = press.message
        if message is None or not await self._voice.delete(message):
            return Done(notice=self._text(press, Key.GROUP_DELETE_YOURSELF), alert=True)
        if message.reply_to_message:
            await self._groups.take_back(message.chat_id, message.reply_to_message.message_id)
        return Done(notice=self._text(press, Key.GROUP_DELETED))

    async def mute(self, press: Press) -> Done:
        """Speak of a claim no more unasked; the button that takes that back comes in its place."""
        if refused := await self._refused(press):
            return refused
        message, action = press.message, press.action
        if message is None or not isinstance(action, MuteClaim):
            return Done()
        await self._groups.mute(message.chat_id, action.claim_id, by=press.user.id)
        keyboard = self._with_menu_of(message, action.claim_id, press, muted=True)
        return Done(keyboard=keyboard, notice=self._text(press, Key.GROUP_MUTED), alert=True)

    async def unmute(self, press: Press) -> Done:
        """Take that back."""
        if refused := await self._refused(press):
            return refused
        message, action = press.message, press.action
        if message is None or not isinstance(action, UnmuteClaim):
            return Done()
        await self._groups.unmute(message.chat_id, action.claim_id, by=press.user.id)
        keyboard = self._with_menu_of(message, action.claim_id, press, muted=False)
        return Done(keyboard=keyboard, notice=self._text(press, Key.GROUP_UNMUTED))

    async def _refused(self, press: Press) -> Done | None:
        """Return what to say to who is no admin, or where nobody knows; None to an admin."""
        answer = await is_admin(press.bot, press.chat_id or 0, press.user.id)
        if answer:
            return None
        key = Key.GROUP_ADMINS_UNKNOWN if answer is None else Key.GROUP_ADMINS_ONLY
        return Done(notice=self._text(press, key), alert=True)

    def _with_menu_of(
        self, message: Message, claim_id: str, press: Press, *, muted: bool
    ) -> InlineKeyboardMarkup:
        menu = render_admin_menu(claim_id, press.language, self._answering.catalog, muted=muted)
        return _with_menu(message, to_keyboard(menu))

    def _text(self, press: Press, key: Key) -> str:
        """Return a notice, which nobody else sees, in the language of who pressed."""
        language = self._languages.known(press.user) or press.language
        return self._answering.catalog.text(language, key)


def _with_menu(message: Message, menu: InlineKeyboardMarkup | None = None) -> InlineKeyboardMarkup:
    """Return the keyboard of *message* with *menu* below it, in the place of another menu."""
    rows = [
        row
        for row in rows_under(message)
        if not any(isinstance(one, _MENU) for one in actions_on([row]))
    ]
    return InlineKeyboardMarkup([*rows, *(menu.inline_keyboard if menu else ())])


def _unfolded(message: Message) -> str | None:
    """Return the claim whose menu is unfolded."""
    buttons = actions_on(rows_under(message))
    menu = (one for one in buttons if isinstance(one, MuteClaim | UnmuteClaim))
    return next((one.claim_id for one in menu), None)
