"""Readers look around: topics, search, what many ask about, any claim; and their language."""

from collections.abc import Mapping
from random import Random

from telegram import Update
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.popularity import LEAST_PEOPLE, MOST_TRENDING, TRENDING_DAYS, Popularity
from bot.replies.actions import (
    Action,
    ChooseLanguage,
    ListTopics,
    ListTrending,
    ShowExample,
    ShowRandom,
)
from bot.replies.model import Reply
from bot.replies.render_about import Imprint, render_about
from bot.replies.render_browse import Popular, render_random, render_trending
from bot.replies.render_language import render_language_chosen, render_languages
from bot.replies.render_notices import render_gone
from bot.tg.buttons import Doer, Done, Press
from bot.tg.languages import Languages
from bot.tg.send import Sender


class Browse:
    """Handlers of the commands that show what there is, and doers of their buttons.

    Cards that are opened from here are not counted as asked about: else what many are shown would
    stay what many asked for.
    """

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        popularity: Popularity,
        languages: Languages,
        *,
        imprint: Imprint,
        random: Random,
    ) -> None:
        self._answering = answering
        self._sender = sender
        self._popularity = popularity
        self._languages = languages
        self._imprint = imprint
        self._random = random

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What the buttons do that need more than the knowledge base."""
        return {
            ListTrending: self.list_trending,
            ShowRandom: self.draw_another,
            ShowExample: self.show_example,
            ChooseLanguage: self.choose_language,
        }

    async def topics(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the topics."""
        await self._answer(update, self._answering.act(ListTopics(), self._language(update)))

    async def search(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """List the claims that speak of the words behind the command."""
        words = " ".join(context.args or ())
        await self._answer(update, self._answering.library.search(words, self._language(update)))

    async def trending(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List what most people asked about."""
        await self._answer(update, await self._trending(self._language(update)))

    async def random(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show any claim."""
        await self._answer(update, self._drawn(self._language(update)))

    async def about(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say who answers here, and how."""
        knowledge, catalog = self._answering.knowledge, self._answering.catalog
        reply = render_about(knowledge, self._imprint, self._language(update), catalog)
        await self._answer(update, reply)

    async def language(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the languages."""
        reply = render_languages(self._language(update), self._answering.catalog)
        await self._answer(update, reply)

    async def list_trending(self, press: Press) -> Done:
        """List what most people asked about, instead of what stood there."""
        return Done(await self._trending(press.language))

    async def draw_another(self, press: Press) -> Done:
        """Show any claim, instead of the one before."""
        return Done(self._drawn(press.language))

    async def show_example(self, press: Press) -> Done:
        """Show a card below what stands there."""
        return Done(beside=self._answering.act(press.action, press.language))

    async def choose_language(self, press: Press) -> Done:
        """Speak the chosen language from now on, the answer included."""
        catalog = self._answering.catalog
        chosen = press.action.language if isinstance(press.action, ChooseLanguage) else ""
        if chosen not in catalog.languages:
            return Done(render_gone(press.language, catalog))
        await self._languages.choose(press.user, chosen)
        return Done(render_language_chosen(chosen, catalog))

    async def _trending(self, language: str) -> Reply:
        asked = await self._popularity.most_asked(TRENDING_DAYS, LEAST_PEOPLE, MOST_TRENDING)
        published = self._answering.knowledge.published
        # What was withdrawn meanwhile has no verdict to show.
        ranked = [
            Popular(published[one.claim_id], one.people)
            for one in asked
            if one.claim_id in published
        ]
        return render_trending(ranked, language, self._answering.catalog)

    def _drawn(self, language: str) -> Reply:
        published = list(self._answering.knowledge.published.values())
        if not published:
            return self._answering.act(ListTopics(), language)
        drawn, parties = self._random.choice(published), self._answering.knowledge.parties
        return render_random(drawn, language, self._answering.catalog, parties)

    async def _answer(self, update: Update, reply: Reply) -> None:
        if message := update.effective_message:
            await self._sender.reply(message, reply)

    def _language(self, update: Update) -> str:
        return self._languages.of(update.effective_user)
