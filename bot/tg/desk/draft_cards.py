"""Drafts as they are shown in Telegram: the card of one, the preview, or why there is nothing."""

from bot.answers import Answers
from bot.moderation.draft_outcomes import Slip
from bot.moderation.drafting import Drafting
from bot.moderation.drafts import Draft
from bot.moderation.roles import Moderator
from bot.replies.desk_actions import Question
from bot.replies.desk_slips import why_slipped
from bot.replies.model import Reply
from bot.replies.render_desk_drafts import (
    render_draft,
    render_no_preview,
    render_preview,
    render_question,
    render_slipped,
)
from bot.tg.buttons import Done

_LARGEST = 2**31
"""Numbers of drafts stay below."""
_MOST_LETTERS = 200
"""Of a notice."""
_SHOW_NOW = frozenset({Slip.OVERTAKEN, Slip.ENDED, Slip.WAITING, Slip.NOT_SUBMITTED})
"""Slips of those who look at something old."""


class DraftCards:
    """Shows drafts as they are at this moment."""

    def __init__(self, drafting: Drafting, answering: Answers) -> None:
        self._drafting = drafting
        self._answering = answering

    async def get(self, number: int) -> Draft | None:
        """Return a draft by its number, whatever number that is."""
        return await self._drafting.get(number) if fits(number) else None

    async def shown(self, number: int, reader: Moderator | None) -> Reply:
        """Return the card of a draft, for its only *reader* where it is one."""
        draft = await self.get(number)
        if draft is None:
            return render_slipped(why_slipped(Slip.UNKNOWN))
        return render_draft(await self._drafting.look(draft), reader=reader)

    async def preview(self, number: int, language: str) -> Reply:
        """Return the card that readers would get of a draft."""
        draft = await self.get(number)
        if draft is None:
            return render_slipped(why_slipped(Slip.UNKNOWN))
        claim = self._drafting.preview(draft)
        if claim is None:
            return render_no_preview(draft)
        catalog, parties = self._answering.catalog, self._answering.knowledge.parties
        return render_preview(draft, claim, catalog.resolve(language), catalog, parties)

    async def slipped(self, slip: Slip, number: int, reader: Moderator | None) -> Done:
        """Say why nothing became of a press, and show the draft if the press was on an old one."""
        notice = why_slipped(slip)
        draft = await self.get(number)
        if slip is Slip.NO_REASON and draft:
            return Done(beside=render_question(draft, Question.REASON))
        instead = await self.shown(number, reader) if slip in _SHOW_NOW and draft else None
        return Done(instead, notice=notice[:_MOST_LETTERS], alert=True)


def fits(number: int) -> bool:
    """Tell whether there can be a draft of that number."""
    return 0 < number < _LARGEST
