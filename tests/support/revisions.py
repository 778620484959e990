"""Revisions of claims, without a database."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.moderation.revisions import Change, Git, GitOutcome, Revision, State
from bot.moderation.roles import Moderator
from bot.people import PeopleUnavailableError

NOW = 1_760_000_000.0
"""2025-10-09, 08:53:20 UTC."""


@dataclass
class MemoryRevisions:
    """Keeps the promises of bot/moderation/revisions.py; has no audit log."""

    rows: dict[int, Revision] = field(default_factory=dict)
    clock: Callable[[], float] = lambda: NOW
    down: bool = False

    async def begin(self, change: Change) -> Revision:
        self._reach()
        number = len(self.rows) + 1
        self.rows[number] = Revision(
            number,
            change.claim_id,
            change.kind,
            State.PUBLISHING,
            change.before,
            change.after,
            str(change.by.user_id),
            change.by.name,
            change.reason,
            self.clock(),
        )
        return self.rows[number]

    async def finish(self, revision: Revision, outcome: GitOutcome) -> Revision:
        await self.note_git(revision.number, outcome)
        self.rows[revision.number] = replace(self.rows[revision.number], state=State.DONE)
        return self.rows[revision.number]

    async def drop(self, number: int) -> None:
        self._reach()
        self.rows[number] = replace(self.rows[number], state=State.DROPPED)

    async def unfinished(self) -> list[Revision]:
        self._reach()
        return [one for one in self.rows.values() if one.state is State.PUBLISHING]

    async def get(self, number: int) -> Revision | None:
        self._reach()
        return next((one for one in self._done() if one.number == number), None)

    async def of_claim(self, claim_id: str, most: int) -> list[Revision]:
        self._reach()
        return [one for one in reversed(self._done()) if one.claim_id == claim_id][:most]

    async def last_by(self, by: Moderator) -> Revision | None:
        self._reach()
        return next((one for one in reversed(self._done()) if one.who == str(by.user_id)), None)

    async def owed(self) -> list[Revision]:
        self._reach()
        return [one for one in self._done() if one.git is not Git.NOTHING]

    async def note_git(self, number: int, outcome: GitOutcome) -> None:
        self._reach()
        self.rows[number] = replace(
            self.rows[number], commit=outcome.commit, git=outcome.left, note=outcome.note
        )

    def _done(self) -> list[Revision]:
        return [one for one in self.rows.values() if one.state is State.DONE]

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
