"""The guided way to a new claim: one question after the other, in Telegram."""

from bot.answers import Answers
from bot.moderation.draft_outcomes import Slip
from bot.moderation.drafting import Drafting
from bot.moderation.drafts import Draft, is_same
from bot.moderation.guiding import Flaw, Step, proposed_publishers
from bot.moderation.roles import Moderator
from bot.replies.desk_actions import AskStep, ChooseOption, SkipStep
from bot.replies.desk_slips import why_slipped
from bot.replies.model import Reply
from bot.replies.render_desk_drafts import render_begun_before, render_draft, render_slipped
from bot.replies.render_desk_steps import options_of, render_step
from bot.tg.buttons import Done, Press
from bot.tg.desk.rights import Standing

_LARGEST = 2**31
_READY = (
    "That was the last question. Readers get claims in twelve languages: take the file for what "
    "is missing. Submit names it, and takes the claim when nothing is."
)


class Guide:
    """Asks, and puts answers where they belong."""

    def __init__(self, drafting: Drafting, answering: Answers) -> None:
        self._drafting = drafting
        self._answering = answering

    def step(self, draft: Draft, flaw: Flaw | None = None) -> Reply:
        """Return the question that a draft asks next."""
        topics = self._answering.knowledge.topics
        return render_step(draft, publishers=self._publishers(draft), topics=topics, flaw=flaw)

    async def begun_before(self, draft: Draft, standing: Standing) -> Reply:
        """Return what to say to whoever wants to begin a draft that there is."""
        look = await self._drafting.look(draft)
        by_reader = is_same(draft.author, standing.moderator)
        return render_begun_before(look, by_reader=by_reader, reader=standing.reader)

    async def answer(self, number: int, revision: int, words: str, by: Moderator) -> Reply:
        """Take an answer, and return the next question, or how the draft stands at the end."""
        draft = await self._seen(number, revision)
        if isinstance(draft, Slip):
            return render_slipped(why_slipped(draft), number)
        return await self._answered(draft, words, by)

    async def ask(self, press: Press, _: Standing) -> Done:
        """Ask what is asked for at this point."""
        if not isinstance(press.action, AskStep):
            return Done()
        draft = await self._seen(press.action.draft, press.action.revision)
        if isinstance(draft, Slip):
            return _slipped(draft)
        return Done(beside=await self._next(draft))

    async def choose(self, press: Press, standing: Standing) -> Done:
        """Take one of the answers that were offered."""
        if not isinstance(press.action, ChooseOption):
            return Done()
        draft = await self._seen(press.action.draft, press.action.revision)
        if isinstance(draft, Slip):
            return _slipped(draft)
        offered = options_of(draft, self._publishers(draft), self._answering.knowledge.topics)
        if not 0 <= press.action.option < len(offered):
            return Done(await self._next(draft))
        words = offered[press.action.option]
        return Done(await self._answered(draft, words, standing.moderator))

    async def skip(self, press: Press, standing: Standing) -> Done:
        """Go on without an answer."""
        if not isinstance(press.action, SkipStep) or not 0 < press.action.draft < _LARGEST:
            return Done()
        draft = await self._drafting.skip(
            press.action.draft, press.action.revision, standing.moderator
        )
        return _slipped(draft) if isinstance(draft, Slip) else Done(await self._next(draft))

    async def _answered(self, draft: Draft, words: str, by: Moderator) -> Reply:
        outcome = await self._drafting.answer(draft, words, by)
        if isinstance(outcome, Slip):
            return render_slipped(why_slipped(outcome), draft.number)
        if isinstance(outcome, Flaw):
            if draft.step in set(Step):
                return self.step(draft, outcome)
            return await self._next(draft)
        return await self._next(outcome)

    async def _next(self, draft: Draft) -> Reply:
        if draft.step in set(Step):
            return self.step(draft)
        return render_draft(await self._drafting.look(draft), news=_READY)

    async def _seen(self, number: int, revision: int) -> Draft | Slip:
        if not 0 < number < _LARGEST:
            return Slip.UNKNOWN
        return await self._drafting.seen(number, revision)

    def _publishers(self, draft: Draft) -> tuple[str, ...]:
        if draft.step != Step.PUBLISHER:
            return ()
        return proposed_publishers(draft, self._answering.knowledge.claims.values())


def _slipped(slip: Slip) -> Done:
    return Done(notice=why_slipped(slip)[:200], alert=True)
