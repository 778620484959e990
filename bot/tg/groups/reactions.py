"""Where the answer is but a reaction, whoever taps it gets the words; Telegram tells admins alone.

Telegram does not say in which topic a message stands: a reply to it lands there.
"""

from collections.abc import Sequence

from telegram import MessageReactionUpdated, ReactionType, ReactionTypeEmoji, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.group_answering import GroupAnswering
from bot.groups import Form, Mode
from bot.replies.links import private_chat
from bot.tg.groups.voice import DOUBT, Place, Voice
from bot.tg.languages import Languages
from bot.tg.stores import Stores

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


class Reactions:
    """The handler of reactions to messages."""

    def __init__(
        self, answering: GroupAnswering, voice: Voice, languages: Languages, stores: Stores
    ) -> None:
        self._answering = answering
        self._voice = voice
        self._languages = languages
        self._groups = stores.groups

    async def changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say once what our reaction to a message is about, when somebody adds the same one."""
        tapped = update.message_reaction
        if tapped is None or tapped.chat.type not in _GROUPS or not _adds_doubt(tapped):
            return
        chat_id, number = tapped.chat.id, tapped.message_id
        settings = await self._groups.settings_of(chat_id)
        if settings.mode is Mode.OFF or settings.form is not Form.REACTION:
            return
        claims = await self._groups.answered_with(chat_id, number)
        language = settings.language or self._languages.of(tapped.user)
        reply = self._answering.whole(claims, private_chat(context.bot.username), language)
        if reply and await self._groups.say(chat_id, number, reply.claims, asked=True):
            await self._voice.interject(Place(context.bot, chat_id, number), reply)


def _adds_doubt(tapped: MessageReactionUpdated) -> bool:
    return _doubts(tapped.new_reaction) and not _doubts(tapped.old_reaction)


def _doubts(reactions: Sequence[ReactionType]) -> bool:
    return any(isinstance(one, ReactionTypeEmoji) and one.emoji == DOUBT for one in reactions)
