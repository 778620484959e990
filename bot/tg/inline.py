"""Inline mode: claims to choose from while somebody types our name and some words, in any chat."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    Message,
    Update,
)
from telegram.ext import ContextTypes

from bot import metrics
from bot.answers import Answers
from bot.claims.model import Claim
from bot.people import PeopleUnavailableError
from bot.popularity import LEAST_PEOPLE, MOST_TRENDING, TRENDING_DAYS
from bot.replies.keys import Key
from bot.replies.links import CLAIM, linked_claim, private_chat
from bot.replies.render_inline import render_offer
from bot.tg.articles import to_article
from bot.tg.gate import Gate
from bot.tg.languages import Languages
from bot.tg.limits import Admission, Limits
from bot.tg.send import Sender
from bot.tg.stores import Stores

BURST = 60
PER_MINUTE = 180.0
"""Clients ask again as somebody types, three times a second at most; messages are rarer."""
PAGE_LENGTH = 10
"""More than a phone shows at once. Telegram takes fifty, but each carries the whole message that it
becomes, and is sent again with each letter."""
LEAST_LETTERS = 3
"""Fewer find nothing yet: meanwhile there is what those see who have typed none."""
START = "inline"
"""What /start is told by the button above an empty list."""
_TRENDING_S = 0.3
"""Results do not wait longer for what others asked about."""
_SHORT_CACHE_S = 60
"""What others ask about is counted anew each minute, and what is not found may be published."""
_LONG_CACHE_S = 300
"""What words find changes with the knowledge base alone: a verdict that was corrected can be posted
as it was for five minutes more, no longer."""
_BLOCKED = "blocked"
_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class _Found:
    """Claims to choose from, how long Telegram may show them again, and what they are."""

    claims: Sequence[Claim]
    cache_s: int
    kind: str


class Inline:
    """Handlers of inline queries and of results that were chosen."""

    def __init__(
        self,
        answering: Answers,
        sender: Sender,
        gate: Gate,
        stores: Stores,
        languages: Languages,
        *,
        limits: Limits | None = None,
    ) -> None:
        self._answering = answering
        self._sender = sender
        self._gate = gate
        self._people = stores.people
        self._popularity = stores.popularity
        self._languages = languages
        self._limits = limits or Limits(burst=BURST, per_minute=PER_MINUTE)
        self._articles: OrderedDict[tuple[str, str], tuple[Claim, InlineQueryResultArticle]] = (
            OrderedDict()
        )
        """Claims as they were rendered last, by id and language: each letter asks for them."""

    async def asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an inline query, or a further page of it.

        Who is blocked finds nothing, who asks too often hears nothing: there is no room to explain.
        """
        query = update.inline_query
        if query is None:
            return
        user_id = query.from_user.id
        if self._people.block_of(user_id):
            await self._show(context.bot, query, _Found((), _SHORT_CACHE_S, _BLOCKED))
        elif self._limits.admit(user_id, user_id, update.update_id) is not Admission.ANSWER:
            metrics.INLINE.labels("limited").inc()
        else:
            await self._show(context.bot, query, await self._find(query.query.strip()))

    async def chosen(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Count the claim that somebody posted as one that they asked about."""
        chosen = update.chosen_inline_result
        if chosen is None or chosen.result_id not in self._answering.knowledge.published:
            return
        await self._popularity.note(chosen.from_user.id, [chosen.result_id])
        self._answering.tally.posted(chosen.result_id)
        metrics.CHOSEN.inc()

    async def returned(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Open the whole card where a short one, posted through us, comes back to us.

        Read as somebody's message it would be checked, and met with doubt.
        """
        message = update.message
        claim_id = _linked_claim(message) if message else None
        if message and claim_id and await self._gate.admits(update, message):
            language = self._languages.of(message.from_user)
            await self._sender.reply(message, self._answering.library.open(claim_id, language))

    async def _find(self, words: str) -> _Found:
        if words.startswith(CLAIM):
            claim = self._answering.knowledge.published.get(words.removeprefix(CLAIM))
            return _Found([claim] if claim else [], _LONG_CACHE_S, "shared")
        if sum(map(str.isalnum, words)) < LEAST_LETTERS:
            return _Found(await self._trending(), _SHORT_CACHE_S, "trending")
        claims = self._answering.find(words)
        return _Found(claims, _LONG_CACHE_S if claims else _SHORT_CACHE_S, "words")

    async def _trending(self) -> list[Claim]:
        """Return what many people ask about these days, then what was reviewed last."""
        published = self._answering.knowledge.published
        trending: Sequence[str] = ()
        with suppress(PeopleUnavailableError, TimeoutError):
            async with asyncio.timeout(_TRENDING_S):
                asked = await self._popularity.most_asked(
                    TRENDING_DAYS, LEAST_PEOPLE, MOST_TRENDING
                )
                trending = [one.claim_id for one in asked]
        newest = sorted(published, key=lambda claim_id: published[claim_id].reviewed, reverse=True)
        ids = dict.fromkeys((*trending, *newest))
        return [published[claim_id] for claim_id in ids if claim_id in published]

    async def _show(self, bot: Bot, query: InlineQuery, found: _Found) -> None:
        with metrics.STATION_S.labels("inline").time():
            begin = int(query.offset) if query.offset.isdecimal() else 0
            end = begin + PAGE_LENGTH
            language = self._languages.known(query.from_user) or self._answering.language_of(
                query.query, None
            )
            home = private_chat(bot.username)
            articles = [self._article(claim, language, home) for claim in found.claims[begin:end]]
        nothing = InlineQueryResultsButton(
            self._answering.catalog.text(language, Key.INLINE_NOTHING), start_parameter=START
        )
        is_told = not found.claims and found.kind != _BLOCKED
        metrics.INLINE.labels("nothing" if is_told else found.kind).inc()
        await self._sender.while_open(
            lambda: bot.answer_inline_query(
                query.id,
                articles,
                cache_time=found.cache_s,
                is_personal=True,  # the next one may read another language
                next_offset=str(end) if found.claims[end:] else "",
                button=nothing if is_told else None,
            )
        )

    def _article(self, claim: Claim, language: str, home: str) -> InlineQueryResultArticle:
        known, article = self._articles.get((claim.id, language), (None, None))
        # A knowledge base that was read anew has other claims, though they may be equal.
        if article is None or known is not claim:
            catalog, parties = self._answering.catalog, self._answering.knowledge.parties
            offer = render_offer(claim, language, catalog, home, parties)
            article = to_article(offer.claim_id, offer.verdict, offer.card, offer.claim)
            self._articles[claim.id, language] = claim, article
        self._articles.move_to_end((claim.id, language))
        if len(self._articles) > _REMEMBERED:
            self._articles.popitem(last=False)
        return article


def _linked_claim(message: Message) -> str | None:
    """Return the claim that the button under a posted card opens."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    parameters = ((button.url or "").partition("?start=")[2] for row in rows for button in row)
    return next((found for one in parameters if (found := linked_claim([one]))), None)
