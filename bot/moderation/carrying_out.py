"""A change is carried out in an order that survives a kill between any two of its steps.

What is going to happen is written down first; whoever comes next compares that with the file, and
finishes it or drops it.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum, auto
from pathlib import Path

from bot.moderation.git import WorkTree
from bot.moderation.revisions import Change, Git, GitOutcome, Revision, Revisions
from bot.moderation.writing import clear, write_whole

log = logging.getLogger(__name__)


class Step(StrEnum):
    """What has just been done; a test ends the process there."""

    CHECKED = auto()
    BEGUN = auto()
    WRITTEN = auto()
    """Beside the file, under another name."""
    REPLACED = auto()
    COMMITTED = auto()
    FINISHED = auto()


class Steps:
    """Takes them; whoever calls has the knowledge base for itself."""

    def __init__(
        self,
        claims: Path,
        revisions: Revisions,
        tree: WorkTree,
        at: Callable[[Step], None] = lambda _: None,
    ) -> None:
        """Take the folder of the claim files, and who is told of each step."""
        self._claims = claims
        self._revisions = revisions
        self._tree = tree
        self._at = at

    def path(self, claim_id: str) -> Path:
        """Return the file of a claim."""
        return self._claims / f"{claim_id}.yaml"

    def text(self, claim_id: str) -> str | None:
        """Return what it holds, None where it is not there."""
        try:
            return self.path(claim_id).read_bytes().decode("utf-8", "replace")
        except OSError:
            return None

    async def take(self, change: Change) -> Revision:
        """Make *change*, which has been checked; raise OSError where it cannot be written."""
        self._at(Step.CHECKED)
        revision = await self._revisions.begin(change)
        self._at(Step.BEGUN)
        path = self.path(change.claim_id)
        try:
            await asyncio.to_thread(write_whole, path, change.after, lambda: self._at(Step.WRITTEN))
        except OSError:
            await self._revisions.drop(revision.number)
            raise
        self._at(Step.REPLACED)
        return await self._finish(revision)

    async def recover(self) -> None:
        """Finish or drop what was begun by somebody who died."""
        clear(self._claims)
        for revision in await self._revisions.unfinished():
            if self.text(revision.claim_id) == revision.after:
                log.warning("finishing a revision that was cut short")
                await self._finish(revision)
            else:
                log.warning("dropping a revision that was cut short")
                await self._revisions.drop(revision.number)

    async def settle(self) -> list[Revision]:
        """Do what is left to do in git; return the revisions of which it has just failed."""
        failed: list[Revision] = []
        for revision in await self._revisions.owed():
            if revision.git is Git.COMMIT:
                outcome = await self._tree.commit(self.path(revision.claim_id), revision)
                await self._note(revision, outcome, failed)
        committed = [one for one in await self._revisions.owed() if one.git is Git.PUSH]
        if committed:
            note = await self._tree.push()
            left = Git.PUSH if note else Git.NOTHING
            for revision in committed:
                await self._note(revision, GitOutcome(revision.commit, left, note), failed)
        return failed

    async def _finish(self, revision: Revision) -> Revision:
        outcome = await self._tree.commit(self.path(revision.claim_id), revision)
        self._at(Step.COMMITTED)
        finished = await self._revisions.finish(revision, outcome)
        self._at(Step.FINISHED)
        return finished

    async def _note(self, revision: Revision, outcome: GitOutcome, failed: list[Revision]) -> None:
        if (outcome.left, outcome.note) == (revision.git, revision.note):
            return
        await self._revisions.note_git(revision.number, outcome)
        if outcome.note and not revision.note:
            failed.append(replace(revision, git=outcome.left, note=outcome.note))
            log.warning("git left a revision undone: %s", outcome.note)
