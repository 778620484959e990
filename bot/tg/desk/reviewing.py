"""Two pairs of eyes, in Telegram: drafts are submitted, approved, sent back or dropped."""

import logging

from telegram import Bot, Message
from telegram.error import TelegramError

from bot.moderation.draft_outcomes import Live, Slip, Submitted
from bot.moderation.drafting import Drafting
from bot.moderation.drafts import Draft, is_by
from bot.moderation.publishing import Refused
from bot.moderation.roles import Act, Member, Moderator, Staff, may
from bot.replies.desk_actions import (
    ApproveDraft,
    AskReason,
    AskWhatToMend,
    DropDraft,
    LeaveQuestion,
    Question,
    SubmitDraft,
)
from bot.replies.desk_refusals import why_not
from bot.replies.desk_slips import why_own_work, why_slipped
from bot.replies.model import Reply
from bot.replies.render_desk_drafts import (
    render_approved,
    render_draft,
    render_question,
    render_sent_back,
    render_slipped,
)
from bot.replies.render_desk_history import render_done, render_refused
from bot.replies.render_desk_staff import render_not_allowed
from bot.tg.buttons import Done, Press
from bot.tg.desk.documents import QuestionReplies, question_of
from bot.tg.desk.draft_cards import DraftCards, fits
from bot.tg.desk.drafts import thread_of
from bot.tg.desk.guide import Guide
from bot.tg.desk.part import Part
from bot.tg.desk.rights import Standing
from bot.tg.send import Sender

log = logging.getLogger(__name__)


class ReviewDesk:
    """Takes drafts from those who write to those who review, and back."""

    def __init__(
        self,
        drafting: Drafting,
        cards: DraftCards,
        guide: Guide,
        sender: Sender,
        staff: Staff,
        *,
        desk_chat_id: int | None,
    ) -> None:
        self._drafting = drafting
        self._cards = cards
        self._guide = guide
        self._sender = sender
        self._staff = staff
        self._desk_chat_id = desk_chat_id

    @property
    def part(self) -> Part:
        """What of the desk is done here."""
        return Part(
            messages=((QuestionReplies(), Act.DRAFT, self.answer_question),),
            doers={
                SubmitDraft: (Act.DRAFT, self.submit),
                ApproveDraft: (Act.REVIEW, self.approve),
                AskWhatToMend: (Act.REVIEW, self.ask),
                AskReason: (Act.DRAFT, self.ask),
                DropDraft: (Act.DRAFT, self.drop),
            },
        )

    async def answer_question(self, message: Message, standing: Standing) -> Reply | None:
        """Do what a reply to one of our questions says."""
        asked = question_of(message)
        if asked is None:
            return None
        words, by, bot = message.text or "", standing.moderator, message.get_bot()
        if asked.question is Question.STEP:
            return await self._guide.answer(asked.draft, asked.revision, words, by)
        if asked.question is Question.REASON:
            return await self._explained(asked, words, standing)
        if not may(standing.role, Act.REVIEW):
            return render_not_allowed(Act.REVIEW)
        return await self._sent_back(asked, words, standing, bot)

    async def submit(self, press: Press, standing: Standing) -> Done:
        """Hand a draft to the reviewers."""
        if not isinstance(press.action, SubmitDraft) or not fits(press.action.draft):
            return Done()
        await self._work(press)
        outcome = await self._drafting.submit(
            press.action.draft, press.action.revision, standing.moderator, standing.role
        )
        if isinstance(outcome, Submitted):
            draft = outcome.draft
            look = await self._drafting.look(draft)
            if self._desk_chat_id not in {None, press.chat_id}:
                told = render_draft(look, news=f"{standing.moderator.name} asks for a review.")
                await self._tell(press.bot, self._desk_chat_id, told)
            news = "Submitted. A reviewer has to look at it."
            return Done(render_draft(look, news=news, reader=standing.reader))
        return await self._outcome(press, outcome, press.action.draft, standing)

    async def approve(self, press: Press, standing: Standing) -> Done:
        """Let readers get a draft."""
        if not isinstance(press.action, ApproveDraft) or not fits(press.action.draft):
            return Done()
        await self._work(press)
        outcome = await self._drafting.approve(
            press.action.draft, press.action.revision, standing.moderator
        )
        return await self._outcome(press, outcome, press.action.draft, standing)

    async def ask(self, press: Press, standing: Standing) -> Done:
        """Ask what is to be mended, or why the rating changes."""
        if not isinstance(press.action, AskWhatToMend | AskReason):
            return Done()
        if not fits(press.action.draft):
            return Done()
        comment = isinstance(press.action, AskWhatToMend)
        draft = await self._drafting.seen(press.action.draft, press.action.revision)
        if isinstance(draft, Slip):
            return await self._cards.slipped(draft, press.action.draft, standing.reader)
        question = Question.COMMENT if comment else Question.REASON
        return Done(beside=render_question(draft, question))

    async def drop(self, press: Press, standing: Standing) -> Done:
        """Let nothing become of a draft."""
        if not isinstance(press.action, DropDraft) or not fits(press.action.draft):
            return Done()
        dropped = await self._drafting.drop(
            press.action.draft, press.action.revision, standing.moderator, standing.role
        )
        if isinstance(dropped, Slip):
            return await self._cards.slipped(dropped, press.action.draft, standing.reader)
        return Done(render_draft(await self._drafting.look(dropped)))

    # How.

    async def _sent_back(
        self, asked: LeaveQuestion, words: str, standing: Standing, bot: Bot
    ) -> Reply:
        by = standing.moderator
        back = await self._drafting.send_back(asked.draft, asked.revision, words, by)
        if isinstance(back, Slip):
            return render_slipped(why_slipped(back), asked.draft)
        await self._tell_writers(bot, back, by.user_id, render_sent_back(back, by.name))
        look = await self._drafting.look(back)
        return render_draft(look, news="Sent back.", reader=standing.reader)

    async def _explained(self, asked: LeaveQuestion, words: str, standing: Standing) -> Reply:
        told = await self._drafting.explain(asked.draft, asked.revision, words, standing.moderator)
        if isinstance(told, Slip):
            return render_slipped(why_slipped(told), asked.draft)
        look = await self._drafting.look(told)
        return render_draft(look, news="I have the reason.", reader=standing.reader)

    async def _outcome(
        self, press: Press, outcome: Live | Refused | Slip, number: int, standing: Standing
    ) -> Done:
        if outcome is Slip.OWN_WORK and (draft := await self._cards.get(number)):
            return Done(notice=why_own_work(await self._others(draft)), alert=True)
        if isinstance(outcome, Slip):
            return await self._cards.slipped(outcome, number, standing.reader)
        if isinstance(outcome, Refused):
            if outcome.problems or outcome.diff:
                return Done(beside=render_refused(outcome))
            return Done(notice=why_not(outcome), alert=True)
        by, live = standing.moderator, outcome.draft
        await self._tell_writers(press.bot, live, by.user_id, render_approved(live, by.name))
        return Done(render_done(outcome.published))

    async def _others(self, draft: Draft) -> list[Member]:
        """Return who can approve a draft that needs a second person."""
        return [
            one
            for one in await self._staff.members()
            if may(one.role, Act.REVIEW) and not is_by(draft, Moderator(one.user_id, one.name))
        ]

    async def _work(self, press: Press) -> None:
        """Show that it takes some seconds: everything is asked of matching."""
        if press.chat_id is not None:
            await self._sender.typing(press.bot, press.chat_id, thread_of(press))

    async def _tell_writers(self, bot: Bot, draft: Draft, by: int | None, reply: Reply) -> None:
        """Tell who began a draft, and who wrote it as it is now, but for who did it."""
        for user_id in dict.fromkeys((draft.author.user_id, draft.writer.user_id)):
            if user_id is not None and user_id != by:
                await self._tell(bot, user_id, reply)

    async def _tell(self, bot: Bot, chat_id: int | None, reply: Reply) -> None:
        if chat_id is None:
            return
        try:
            await self._sender.send(bot, chat_id, reply)
        except TelegramError as error:
            log.info("telling somebody of a draft failed: %s", type(error).__name__)
