"""No verdict: moderators may see a message, and its reader hears of an answer, if they agree."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from telegram import Message

from bot.answering import query_key
from bot.answers import Answers
from bot.matching.model import Query
from bot.opinions import Opinions
from bot.questions import Inquiry, Questions
from bot.replies.actions import (
    Action,
    DoNotTellMe,
    NoneOfThese,
    SendToModerators,
    ShowCard,
    TellMe,
)
from bot.replies.keys import Key
from bot.replies.render import render_none_of_these
from bot.replies.render_flows import (
    render_enough_questions,
    render_not_waiting,
    render_sent,
    render_unseen,
    render_waiting,
)
from bot.replies.render_notices import render_gone
from bot.tg.buttons import Doer, Done, Press

Read: TypeAlias = Callable[[Message], Awaitable[Query]]
"""Returns what a message says; it has no parts where nobody can tell."""


class AskModerators:
    """What the buttons under a reply without a verdict do.

    The text is taken from the message that ours replies to. It stands on no button, so that nothing
    of it is kept before its reader agrees.
    """

    def __init__(
        self,
        answering: Answers,
        questions: Questions,
        opinions: Opinions,
        kept_days: int,
        read: Read,
    ) -> None:
        self._answering = answering
        self._questions = questions
        self._opinions = opinions
        self._kept_days = kept_days
        self._read = read

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here."""
        return {
            NoneOfThese: self.none_of_these,
            SendToModerators: self.send,
            TellMe: self.tell_me,
            DoNotTellMe: self.do_not_tell_me,
        }

    async def none_of_these(self, press: Press) -> Done:
        """Offer the moderators."""
        catalog = self._answering.catalog
        return Done(render_none_of_these(press.language, catalog, self._kept_days))

    async def send(self, press: Press) -> Done:
        """Keep the message for the moderators; an answer that there is by now comes first."""
        not_claim = press.action.not_claim if isinstance(press.action, SendToModerators) else ""
        language, catalog = press.language, self._answering.catalog
        query = await replied_query(press, self._read)
        if query is None:
            return Done(render_unseen(language, catalog))
        text_key = query_key(query)
        misfits = await self._opinions.misfits(press.user.id, text_key)
        before = await asyncio.to_thread(
            self._answering.look_again, query, language, misfits | {not_claim}
        )
        if before:
            return Done(before)
        origin = query.origins[0] if query.origins else ""
        inquiry = Inquiry(text_key, query.text, language, origin, not_claim)
        number = await self._questions.ask(press.user.id, inquiry)
        if number is None:  # the button stays for tomorrow
            return Done(beside=render_enough_questions(language, catalog))
        return Done(render_sent(number, language, catalog))

    async def tell_me(self, press: Press) -> Done:
        """Note who wants to be told, and where there is an answer already, give it."""
        if not isinstance(press.action, TellMe):
            return self._gone(press)
        number, language = press.action.question, press.language
        standing = await self._questions.wait(press.user.id, number, language)
        if standing is None:  # too old by now, or forged
            return self._gone(press)
        if standing.claim_id is not None:
            return Done(self._answering.act(ShowCard(standing.claim_id), language))
        return Done(render_waiting(number, self._kept_days, language, self._answering.catalog))

    async def do_not_tell_me(self, press: Press) -> Done:
        """Take that back."""
        if not isinstance(press.action, DoNotTellMe):
            return self._gone(press)
        number, language, catalog = press.action.question, press.language, self._answering.catalog
        standing = await self._questions.stop_waiting(press.user.id, number)
        if standing is None:
            return Done(notice=catalog.text(language, Key.NOT_WAITING))
        return Done(render_not_waiting(number, language, catalog))

    def _gone(self, press: Press) -> Done:
        return Done(render_gone(press.language, self._answering.catalog))


async def replied_query(press: Press, read: Read) -> Query | None:
    """Return what the message says that ours replies to, None where nobody can tell any more."""
    replied = press.message.reply_to_message if press.message else None
    query = await read(replied) if replied else None
    return query if query and query.parts else None
