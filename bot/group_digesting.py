"""The use case: which weekly digests of groups are due, and what stands in one."""

from bot.answers import Answers
from bot.group_digests import GroupDigests
from bot.replies.model import Reply
from bot.replies.render_group_digest import render_group_digest

LOOK_S = 60.0
"""How often to look for digests that are due."""
_PAGE = 200


class GroupDigesting:
    """Makes weekly digests when they are due."""

    def __init__(self, answering: Answers, digests: GroupDigests) -> None:
        self._answering = answering
        self._digests = digests

    async def make(self) -> None:
        """Make a push for everybody whose digest is due and has something to say.

        Raises PeopleUnavailableError; what was not done then is done the next time.
        """
        while await self._digests.make(_PAGE) == _PAGE:
            pass

    async def digest(self, group_id: int, due_at: float, title: str, language: str) -> Reply | None:
        """Return what was checked in the week before *due_at*, None where that was nothing.

        *title* is the group's. Claims that are published no more are left out.
        """
        week = await self._digests.week(group_id, due_at)
        published = self._answering.knowledge.published
        checked = [
            (published[one.claim_id], one) for one in week.checked if one.claim_id in published
        ]
        if not checked:
            return None
        return render_group_digest(
            group_id,
            title,
            checked,
            language,
            self._answering.catalog,
            taken_back=week.taken_back,
        )
