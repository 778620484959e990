"""The one who changes claims: a change is checked, made in steps, and live at once; or refused."""

import asyncio
import hashlib
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from bot.claims.load import load
from bot.claims.model import ID_MAX_LENGTH, ID_PATTERN
from bot.claims.problem import Problem
from bot.moderation.apart import check_apart
from bot.moderation.carrying_out import Step, Steps
from bot.moderation.changing import No, Why, published, restored, undone, withdrawn
from bot.moderation.checking import new_problems
from bot.moderation.diffs import difference
from bot.moderation.git import Commit, WorkTree
from bot.moderation.locking import PATIENCE_S, BusyError, publishing_alone
from bot.moderation.places import placed_in
from bot.moderation.revisions import (
    Change,
    Kind,
    Revision,
    Revisions,
    card_of,
    for_card,
)
from bot.moderation.roles import Moderator

log = logging.getLogger(__name__)

_LOOK_BACK = 50
"""Revisions among which the text that somebody began with is looked for."""


@dataclass(frozen=True, slots=True)
class Published:
    """It is done, and readers are answered with it."""

    revision: Revision

    @property
    def diff(self) -> str:
        """What has changed in the file."""
        name = f"{self.revision.claim_id}.yaml"
        return difference(self.revision.before, self.revision.after, name)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed, and why."""

    why: Why
    problems: tuple[Problem, ...] = ()
    diff: str = ""
    """What others have changed meanwhile."""


class Check(Protocol):
    """Finds the problems of an edit, as bot/moderation/checking.py does."""

    async def __call__(
        self, folder: Path, claim_id: str, text: str, today: date, *, thoroughly: bool
    ) -> tuple[Problem, ...]:
        """Return them, none where it may be published."""
        ...


async def _nobody_answers() -> None:
    """From the command line: the bot, if it runs, watches its files itself."""


def base_of(text: str | None) -> str:
    """Return what stands for the text of a file that somebody begins to edit; empty for no file."""
    return "" if text is None else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


class Publisher:
    """Changes claims; all methods raise PeopleUnavailableError where the store is away."""

    def __init__(
        self,
        folder: Path,
        revisions: Revisions,
        tree: WorkTree,
        *,
        refresh: Callable[[], Awaitable[None]] = _nobody_answers,
        check: Check = check_apart,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        at: Callable[[Step], None] = lambda _: None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """Take the knowledge base, and what makes the bot answer from its files as they are."""
        self._folder = folder
        self._steps = Steps(folder / "claims", revisions, tree, at)
        self._revisions = revisions
        self._tree = tree
        self._refresh = refresh
        self._check = check
        self._now = now
        self._patience_s = patience_s

    @classmethod
    def of(
        cls,
        folder: Path,
        revisions: Revisions,
        *,
        pushes: bool,
        refresh: Callable[[], Awaitable[None]] = _nobody_answers,
    ) -> "Publisher":
        """Return what publishes into *folder*, and pushes that where it is to."""
        return cls(folder, revisions, WorkTree(folder, pushes=pushes), refresh=refresh)

    # Changes.

    async def publish(
        self, claim_id: str, text: str, base: str, by: Moderator, *, reason: str = ""
    ) -> Published | Refused:
        """Let readers be answered with *text*.

        *base* is `base_of` the file that the moderator began with. Where the rating changes,
        readers are told the reason.
        """
        return await self._change(
            claim_id,
            Kind.PUBLISH,
            by,
            reason,
            lambda before: published(text, before, reason, self._today.isoformat()),
            text=text,
            base=base,
        )

    async def examine(
        self, claim_id: str, text: str, base: str, *, reason: str = "", thoroughly: bool = True
    ) -> str | Refused:
        """Return the file that publishing *text* would write, or why it would not; nothing else.

        Where it is not done *thoroughly*, which takes seconds, matching is not asked.
        """
        before = self.text_of(claim_id)
        if base_of(before) != base:
            return Refused(Why.CHANGED, diff=await self._came_between(claim_id, base, before))
        return await self._made(
            claim_id,
            before,
            lambda old: published(text, old, reason, self._today.isoformat()),
            text,
            thoroughly=thoroughly,
        )

    async def withdraw(self, claim_id: str, reason: str, by: Moderator) -> Published | Refused:
        """Answer nobody with a claim any more; readers who come for it are told the reason."""
        reason = " ".join(reason.split())
        return await self._change(
            claim_id,
            Kind.WITHDRAW,
            by,
            reason,
            lambda before: (
                (before and withdrawn(before, reason, self._today.isoformat())) or No(Why.UNKNOWN)
            ),
        )

    async def restore(self, claim_id: str, by: Moderator) -> Published | Refused:
        """Answer with a withdrawn claim again."""
        return await self._change(
            claim_id,
            Kind.RESTORE,
            by,
            "",
            lambda before: (before and restored(before)) or No(Why.UNKNOWN),
        )

    async def undo(self, number: int, by: Moderator, *, reason: str = "") -> Published | Refused:
        """Make a claim what it was before a revision, if nothing was changed since."""
        revision = await self._revisions.get(number)
        if revision is None:
            return Refused(Why.UNKNOWN)
        reason = " ".join(reason.split())
        today = self._today.isoformat()
        card = card_of(revision.reason) if revision.kind is Kind.PUBLISH else None
        return await self._change(
            revision.claim_id,
            Kind.UNDO,
            by,
            "; ".join(filter(None, (reason, for_card(card) if card else ""))),
            lambda before: (before and undone(revision, before, reason, today)) or No(Why.UNKNOWN),
        )

    # What has been.

    def text_of(self, claim_id: str) -> str | None:
        """Return the file of a claim as it is now, None where there is none."""
        return self._steps.text(claim_id) if is_id(claim_id) else None

    async def history(self, claim_id: str, most: int) -> list[Revision]:
        """Return what was done to a claim, newest first."""
        return await self._revisions.of_claim(claim_id, most)

    async def commits(self, claim_id: str, most: int) -> list[Commit]:
        """Return the commits that changed the file of a claim, newest first."""
        return await self._tree.log(self._steps.path(claim_id), most) if is_id(claim_id) else []

    async def revision(self, number: int) -> Revision | None:
        """Return a revision by its number."""
        return await self._revisions.get(number)

    async def last_by(self, by: Moderator) -> Revision | None:
        """Return the last thing that a moderator did."""
        return await self._revisions.last_by(by)

    # What is left to be done.

    async def recover(self) -> None:
        """Finish or drop what was begun by somebody who died; nothing where somebody publishes."""
        try:
            async with publishing_alone(self._folder, 0):
                await self._steps.recover()
        except BusyError:
            return
        except OSError as error:
            log.warning("the knowledge base cannot be opened (%s)", error.strerror)

    async def settle(self) -> list[Revision]:
        """Do what is left to do in git; return the revisions of which it has just failed."""
        return await self._steps.settle()

    # How.

    @property
    def _today(self) -> date:
        return self._now().date()

    async def _change(
        self,
        claim_id: str,
        kind: Kind,
        by: Moderator,
        reason: str,
        make: Callable[[str | None], str | No],
        *,
        text: str | None = None,
        base: str | None = None,
    ) -> Published | Refused:
        if not is_id(claim_id):
            return Refused(Why.UNKNOWN)
        try:
            async with publishing_alone(self._folder, self._patience_s):
                await self._steps.recover()
                before = self.text_of(claim_id)
                if base is not None and base_of(before) != base:
                    between = await self._came_between(claim_id, base, before)
                    return Refused(Why.CHANGED, diff=between)
                # The others undo harm: they are quick, and older problems do not stand in the way.
                thoroughly = kind in {Kind.PUBLISH, Kind.RESTORE}
                made = await self._made(claim_id, before, make, text, thoroughly=thoroughly)
                if isinstance(made, Refused) and made.problems and not thoroughly:
                    made = await self._made_anyway(claim_id, before, make, made.problems)
                if isinstance(made, Refused):
                    return made
                change = Change(claim_id, kind, before, made, by, reason)
                done = Published(await self._steps.take(change))
        except BusyError:
            return Refused(Why.BUSY)
        except OSError as error:
            log.warning("a claim file cannot be written (%s)", error.strerror)
            return Refused(Why.UNWRITABLE)
        await self._refresh()
        return done

    async def _made(
        self,
        claim_id: str,
        before: str | None,
        make: Callable[[str | None], str | No],
        text: str | None = None,
        *,
        thoroughly: bool = True,
    ) -> str | Refused:
        try:
            made = make(before)
        except ValueError as error:  # no YAML; the check says in which line
            found: tuple[Problem, ...] = ()
            if given := text or before:
                found = await self._check(
                    self._folder, claim_id, given, self._today, thoroughly=False
                )
            hint = "put each comment on a line of its own"
            problem = Problem(self._steps.path(claim_id), 1, 1, "KB001", str(error), hint)
            return Refused(Why.PROBLEMS, found or (problem,))
        if isinstance(made, No):
            return Refused(made.why)
        problems = await self._check(
            self._folder, claim_id, made, self._today, thoroughly=thoroughly
        )
        if problems and text is not None:
            problems = placed_in(text, made, problems, self._steps.path(claim_id))
        return Refused(Why.PROBLEMS, problems) if problems else made

    async def _made_anyway(
        self,
        claim_id: str,
        before: str | None,
        make: Callable[[str | None], str | No],
        problems: tuple[Problem, ...],
    ) -> str | Refused:
        """Return the file all the same where it had its problems before, and can be read."""
        try:
            made = make(before)
        except ValueError:
            return Refused(Why.PROBLEMS, problems)
        if before is None or isinstance(made, No):
            return Refused(Why.PROBLEMS, problems)
        known = await self._check(self._folder, claim_id, before, self._today, thoroughly=False)
        new = new_problems(problems, known)
        # With one file that cannot be read, the bot would go on answering as before.
        unread = (await asyncio.to_thread(load, self._folder, {claim_id: made})).problems
        found = tuple(sorted({*new, *unread}))
        return Refused(Why.PROBLEMS, found) if found else made

    async def _came_between(self, claim_id: str, base: str, now: str | None) -> str:
        """Return what has changed since the text that somebody began with, if it is known."""
        for revision in await self._revisions.of_claim(claim_id, _LOOK_BACK):
            for text in (revision.after, revision.before):
                if text is not None and base_of(text) == base:
                    return difference(text, now or "", f"{claim_id}.yaml")
        return ""


def is_id(claim_id: str) -> bool:
    """Tell whether this can be the id of a claim; it becomes the name of a file."""
    return len(claim_id) <= ID_MAX_LENGTH and re.fullmatch(ID_PATTERN, claim_id) is not None
