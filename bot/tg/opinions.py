"""What readers think of an answer, and which verdicts they follow."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.answering import query_key
from bot.answers import Answers
from bot.follows import Follows
from bot.opinions import Opinion, Opinions
from bot.questions import Questions
from bot.replies.actions import Action, Follow, Rate, TakeBackMisfit, Unfollow
from bot.replies.keys import Key
from bot.replies.model import Button, Reply
from bot.replies.render_flows import (
    follow_button,
    render_asked_again,
    render_misfit,
    render_reasons,
    unfollow_button,
    with_undo,
)
from bot.replies.render_notices import render_gone
from bot.tg.buttons import Doer, Done, Press
from bot.tg.keyboards import with_other, with_reasons, without_reasons
from bot.tg.questions import Read, replied_query


class Feedback:
    """What the thumbs under a card do, and the button that follows its claim."""

    def __init__(
        self,
        answering: Answers,
        opinions: Opinions,
        questions: Questions,
        follows: Follows,
        read: Read,
    ) -> None:
        self._answering = answering
        self._opinions = opinions
        self._questions = questions
        self._follows = follows
        self._read = read

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here."""
        return {
            Rate: self.rate,
            TakeBackMisfit: self.take_back,
            Follow: self.follow,
            Unfollow: self.unfollow,
        }

    async def rate(self, press: Press) -> Done:
        """Note an opinion; ask for a reason where there is something wrong."""
        action = press.action
        if not isinstance(action, Rate) or action.claim_id not in self._answering.knowledge.claims:
            return self._gone(press)
        text_key = action.text_key
        # A card that was chosen from several knows no text; the message that was answered does.
        if not text_key and (query := await replied_query(press, self._read)):
            text_key = query_key(query)
        await self._opinions.rate(
            press.user.id, action.claim_id, text_key, action.opinion, press.language
        )
        match action.opinion:
            case Opinion.NOT_HELPFUL:
                return self._ask_why(press, replace(action, text_key=text_key))
            case Opinion.WRONG_CLAIM if text_key:
                sorry = await self._apologize(press, replace(action, text_key=text_key))
                undo = with_undo(sorry, action.claim_id, text_key, self._answering.catalog)
                return Done(undo)
            case Opinion.HELPFUL:
                return self._thank(press, Key.THANKS)
            case _:
                return self._thank(press, Key.THANKS_REASON)

    async def take_back(self, press: Press) -> Done:
        """Let a claim fit a text again, and show the answer that it was."""
        action, language = press.action, press.language
        if not isinstance(action, TakeBackMisfit):
            return self._gone(press)
        await self._opinions.take_back(press.user.id, action.claim_id, action.text_key)
        card = self._answering.library.show(action.claim_id, language, action.text_key)
        return Done(card, notice=self._text(press, Key.MISFIT_UNDONE))

    async def follow(self, press: Press) -> Done:
        """Note who wants to be told of another verdict."""
        claim_id = press.action.claim_id if isinstance(press.action, Follow) else ""
        language, catalog = press.language, self._answering.catalog
        claim = self._answering.knowledge.published.get(claim_id)
        if claim is None:
            return Done(self._answering.library.gone(claim_id, language))
        await self._follows.follow(press.user.id, claim_id, claim.rating, language)
        stop = unfollow_button(claim_id, language, catalog)
        return self._changed(press, stop, Key.FOLLOWING)

    async def unfollow(self, press: Press) -> Done:
        """Take that back."""
        claim_id = press.action.claim_id if isinstance(press.action, Unfollow) else ""
        await self._follows.unfollow(press.user.id, claim_id)
        again = follow_button(claim_id, press.language, self._answering.catalog)
        return self._changed(press, again, Key.NOT_FOLLOWING)

    def _ask_why(self, press: Press, action: Rate) -> Done:
        reasons = render_reasons(
            action.claim_id,
            action.text_key,
            press.language,
            self._answering.catalog,
            answers_text=bool(action.text_key),
        )
        if press.message is None or press.message.reply_markup is None:
            return Done(beside=reasons)
        keyboard = with_reasons(press.message.reply_markup, reasons)
        return Done(keyboard=keyboard, notice=self._text(press, Key.WHAT_IS_WRONG))

    async def _apologize(self, press: Press, action: Rate) -> Reply:
        """Return what to say instead of an answer that was about something else."""
        user_id, language = press.user.id, press.language
        query = await replied_query(press, self._read)
        if query:
            misfits = await self._opinions.misfits(user_id, action.text_key)
            return await asyncio.to_thread(
                self._answering.apologize, query, action.claim_id, language, misfits
            )
        # Of an answer that came late, moderators have the text.
        number = await self._questions.reopen(user_id, action.text_key, action.claim_id)
        if number is None:
            return render_misfit(action.claim_id, (), None, language, self._answering.catalog)
        return render_asked_again(number, language, self._answering.catalog)

    def _thank(self, press: Press, key: Key) -> Done:
        before = press.message.reply_markup if press.message else None
        return Done(keyboard=before and without_reasons(before), notice=self._text(press, key))

    def _changed(self, press: Press, button: Button, key: Key) -> Done:
        """Let *button* take the place of the one that was pressed."""
        before = press.message.reply_markup if press.message else None
        keyboard = before and with_other(before, press.action, button, press.language)
        return Done(keyboard=keyboard, notice=self._text(press, key))

    def _text(self, press: Press, key: Key) -> str:
        return self._answering.catalog.text(press.language, key)

    def _gone(self, press: Press) -> Done:
        return Done(render_gone(press.language, self._answering.catalog))
