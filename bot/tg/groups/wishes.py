"""/dontcheckme and /checkme: whether what somebody writes in groups is listened to."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.groups import Groups
from bot.replies.render_group import render_no_person, render_opted_in, render_opted_out
from bot.tg.gate import Gate
from bot.tg.groups.heard import is_by_bot, person_of
from bot.tg.groups.voice import Place, Voice
from bot.tg.languages import Languages


class Wishes:
    """Handlers of both commands; they count in all groups, and may be sent from anywhere."""

    def __init__(
        self, answering: Answers, voice: Voice, gate: Gate, languages: Languages, groups: Groups
    ) -> None:
        self._answering = answering
        self._voice = voice
        self._gate = gate
        self._languages = languages
        self._groups = groups

    async def leave_alone(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Look no more at what somebody writes, unless somebody asks."""
        await self._wish(update, out=True)

    async def listen(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take that back."""
        await self._wish(update, out=False)

    async def _wish(self, update: Update, *, out: bool) -> None:
        message = update.message
        if message is None or is_by_bot(message):
            return
        if not await self._gate.admits(update, message):
            return
        language, catalog = self._languages.of(message.from_user), self._answering.catalog
        person = person_of(message)
        if person is None:
            reply = render_no_person(language, catalog)
        else:
            await self._groups.opt_out(person.id, out=out)
            render = render_opted_out if out else render_opted_in
            reply = render(language, catalog)
        await self._voice.answer(Place.below(message), reply)
