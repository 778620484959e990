"""What becomes of a cluster: it is a claim that there is, or a new one, or nothing that we check.

Each of it can be taken back for a day; the log keeps both.
"""

import hashlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path

from bot.claims.edit import values_of, with_phrasing
from bot.claims.model import KnowledgeBase, Status
from bot.moderation.drafting import Drafting
from bot.moderation.drafts import Draft
from bot.moderation.foreseeing import foresee_apart
from bot.moderation.masking import Masker
from bot.moderation.publishing import Published, Publisher, Refused, base_of
from bot.moderation.queue import DAY_S, Cluster, Queue, State
from bot.moderation.revisions import for_card
from bot.moderation.roles import Moderator
from bot.moderation.senders import Senders
from bot.moderation.wordings import in_one_line, language_of, only_adds_wordings

MOST_WORDING = 500
"""Letters of a wording that is added as it was sent; longer ones say more than one thing."""
_FORESEEN = 200
"""Clusters that a wording is tried on, the most demanded ones."""
_OF_ITS_OWN = 50
"""Texts of the cluster itself that it is tried on."""
_LATE_S = 60.0
"""Clocks of two machines differ by less."""


class Missed(StrEnum):
    """Why nothing was decided."""

    GONE = auto()
    """Nothing is left of the cluster."""
    DECIDED = auto()
    """Somebody else was quicker, or it is answered by now."""
    CHANGED = auto()
    """Most people send another wording than the one that was looked at."""
    UNREADABLE = auto()
    """The message with the words of a moderator is not to be read any more."""
    NO_CLAIM = auto()
    """Readers are not answered with such a claim."""
    PRIVATE = auto()
    """The text names, or points to, a private person."""
    LONG = auto()
    TOO_LATE = auto()
    """A day has passed."""
    NOT_A_WORDING = auto()
    """The change that is to be taken back is another one than a new wording."""
    NOT_DECIDED = auto()
    """It is open again already."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that a claim would get."""

    cluster: int
    claim_id: str
    language: str
    text: str

    @property
    def mark(self) -> str:
        """Two letters that tell the text from another one, for a button."""
        return hashlib.sha256(self.text.encode("utf-8", "replace")).hexdigest()[:2]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a wording would do."""

    wording: Wording
    refused: Refused | None
    """Why it cannot be added: what would break, or whose messages it would steal."""
    own: int = 0
    """Of the texts of its cluster that were tried, those that would have an answer."""
    tried: int = 0
    others: tuple[Cluster, ...] = ()
    """Other clusters that would have an answer as well."""


@dataclass(frozen=True, slots=True)
class Added:
    """Readers are answered with a claim for one more wording."""

    wording: Wording
    published: Published


class Decisions:
    """Decides; every method raises PeopleUnavailableError where the store is away."""

    def __init__(
        self,
        folder: Path,
        queue: Queue,
        publisher: Publisher,
        drafting: Drafting,
        knowledge: Callable[[], KnowledgeBase],
        *,
        senders: Senders,
        foresee: Callable[
            [Path, str, str, Sequence[str]], Awaitable[tuple[bool, ...]]
        ] = foresee_apart,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the folder of the *knowledge* base, and what returns it as it is at this moment."""
        self._folder = folder
        self._queue = queue
        self._publisher = publisher
        self._drafting = drafting
        self._knowledge = knowledge
        self._senders = senders
        self._foresee = foresee
        self._clock = clock

    async def cluster(self, number: int) -> Cluster | None:
        """Return a cluster by its number, whatever became of it."""
        found = await self._queue.get([number])
        return found[0] if found else None

    # It is a claim that there is.

    async def consider(self, number: int, claim_id: str, words: str = "") -> Prospect | Missed:
        """Return what adding a wording to a claim would do: *words*, or what most people sent."""
        wording = await self._wording(number, claim_id, words)
        if isinstance(wording, Missed):
            return wording
        before = self._publisher.text_of(claim_id)
        edit = self._edit(wording, before)
        if before is None or isinstance(edit, Missed):
            return Missed.NO_CLAIM
        made = await self._publisher.examine(claim_id, edit, base_of(before))
        if isinstance(made, Refused):
            return Prospect(wording, made)
        questions = await self._queue.questions(number, _OF_ITS_OWN)
        own = [one.inquiry.text for one in questions] or [wording.text]
        shelf = await self._queue.shelf(0, _FORESEEN)
        others = [one for one in shelf.clusters if one.number != number and one.sample]
        found = await self._foresee(
            self._folder, claim_id, made, [*own, *(one.sample for one in others)]
        )
        return Prospect(
            wording,
            None,
            own=sum(found[: len(own)]),
            tried=len(own),
            others=tuple(
                one for one, is_found in zip(others, found[len(own) :], strict=True) if is_found
            ),
        )

    async def add(
        self, number: int, claim_id: str, by: Moderator, *, mark: str = "", words: str = ""
    ) -> Added | Refused | Missed:
        """Add a wording to a claim, and let readers be answered with it.

        *mark* is that of the wording which a moderator has looked at; *words* of their own can do
        without. It is checked again: others change claims meanwhile.
        """
        wording = await self._wording(number, claim_id, words)
        if isinstance(wording, Missed):
            return wording
        if (mark or not words) and wording.mark != mark:
            return Missed.CHANGED
        before = self._publisher.text_of(claim_id)
        edit = self._edit(wording, before)
        if isinstance(edit, Missed):
            return edit
        outcome = await self._publisher.publish(
            claim_id, edit, base_of(before), by, reason=for_card(number)
        )
        return Added(wording, outcome) if isinstance(outcome, Published) else outcome

    async def take_back(self, revision: int, by: Moderator) -> Published | Refused | Missed:
        """Take a wording out of a claim again; other changes are the reviewers' to undo."""
        found = await self._publisher.revision(revision)
        if found is None or not only_adds_wordings(found):
            return Missed.NOT_A_WORDING
        if self._is_late(found.at):
            return Missed.TOO_LATE
        return await self._publisher.undo(revision, by)

    # It is a new one.

    async def begin(self, number: int, by: Moderator) -> Draft | Missed:
        """Begin the draft of a claim, with what most people sent as its first wording.

        Where somebody has begun one, and nothing has become of it yet, return that.
        """
        cluster = await self._open(number)
        if isinstance(cluster, Missed):
            return cluster
        text = in_one_line(cluster.sample)
        if self._is_private(text) or not 0 < len(text) <= MOST_WORDING:
            return await self._drafting.guide(by, cluster=number)
        return await self._drafting.guide(by, {language_of(text, cluster): [text]}, cluster=number)

    async def draft_of(self, number: int) -> Draft | None:
        """Return the draft that somebody writes of a cluster, None where nobody does."""
        return await self._drafting.draft_of(number)

    # It is nothing that we check.

    async def close(self, number: int, state: State, by: Moderator) -> Cluster | Missed:
        """Note that a cluster is out of scope, or spam: it does not come back as it is."""
        cluster = await self._open(number)
        if isinstance(cluster, Missed):
            return cluster
        await self._queue.decide(number, state, by)
        return cluster

    async def block(self, number: int, at: int, by: Moderator) -> int | Missed:
        """Block those who sent what was found to be spam *at* some time; return how many."""
        if self._is_late(at):
            return Missed.TOO_LATE
        cluster = await self.cluster(number)
        if cluster is None:
            return Missed.GONE
        if cluster.state is not State.SPAM:
            return Missed.NOT_DECIDED
        return await self._senders.block(number, at, by)

    async def reopen(self, number: int, at: int, by: Moderator) -> Cluster | Missed:
        """Take back what was decided *at* some time, in seconds since 1970, blocks with it."""
        if self._is_late(at):
            return Missed.TOO_LATE
        cluster = await self.cluster(number)
        if cluster is None:
            return Missed.GONE
        if cluster.state is State.OPEN:
            return Missed.NOT_DECIDED
        await self._senders.unblock(number, at, by)
        await self._queue.decide(number, State.OPEN, by)
        return await self.cluster(number) or Missed.GONE

    # How.

    async def _wording(self, number: int, claim_id: str, words: str) -> Wording | Missed:
        cluster = await self._open(number)
        if isinstance(cluster, Missed):
            return cluster
        if claim_id not in self._knowledge().published:
            return Missed.NO_CLAIM
        text = in_one_line(words or cluster.sample)
        if not 0 < len(text) <= MOST_WORDING:
            return Missed.LONG
        # What a moderator has written themselves, they mean to publish.
        if not words and self._is_private(text):
            return Missed.PRIVATE
        return Wording(number, claim_id, language_of(text, cluster), text)

    def _edit(self, wording: Wording, before: str | None) -> str | Missed:
        if before is None:
            return Missed.NO_CLAIM
        try:
            # What we are answered with may be older than the file: somebody has just withdrawn it.
            if values_of(before).get("status") != Status.PUBLISHED:
                return Missed.NO_CLAIM
            return with_phrasing(before, wording.language, wording.text)
        except ValueError:  # the file on the disk is broken; `check` says how
            return Missed.NO_CLAIM

    async def _open(self, number: int) -> Cluster | Missed:
        cluster = await self.cluster(number)
        if cluster is None or not cluster.last_at:
            return Missed.GONE
        return cluster if cluster.is_open else Missed.DECIDED

    def _is_private(self, text: str) -> bool:
        return Masker.of(self._knowledge()).mask(text) != text

    def _is_late(self, at: float) -> bool:
        """Tell whether something was longer ago than a day, or never."""
        return not -_LATE_S <= self._clock() - at <= DAY_S
