"""The way of a draft: written, submitted, sent back or approved, and then readers get it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

from bot.claims.edit import values_of
from bot.claims.model import Claim
from bot.moderation.changing import Why
from bot.moderation.draft_outcomes import Live, Slip, Submitted
from bot.moderation.drafts import Draft, Drafts, State, is_by, is_same
from bot.moderation.exchange import come_back
from bot.moderation.finishing import revision_of
from bot.moderation.guiding import Flaw, Step, after_skipping, answer, beginning, clean
from bot.moderation.looking import Look, as_published, look_at
from bot.moderation.publishing import Published, Publisher, Refused, base_of, is_id
from bot.moderation.receiving import draft_of, from_template, read_file
from bot.moderation.roles import Act, Moderator, Role, may

MOST_BYTES = 256_000
"""Of a file that a moderator sends; a claim file has a few thousand."""
MOST_WORDS = 1_000
"""Letters of a comment or a reason."""
ALONE = "by one person: DESK_SECOND_PERSON is 0"
"""What the log says where the team does without a second person."""


class Drafting:
    """Takes drafts on their way; every method raises PeopleUnavailableError, as the store does."""

    def __init__(
        self,
        folder: Path,
        drafts: Drafts,
        publisher: Publisher,
        *,
        second_person: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Take the knowledge base, and whether some changes need a *second_person*."""
        self._folder = folder
        self._drafts = drafts
        self._publisher = publisher
        self._second_person = second_person
        self._now = now

    # Looking.

    async def get(self, number: int) -> Draft | None:
        """Return a draft by its number."""
        return await self._drafts.get(number)

    async def draft_of(self, cluster: int) -> Draft | None:
        """Return the open draft that was begun for a cluster of the queue."""
        return await self._drafts.of_cluster(cluster)

    async def open(self) -> list[Draft]:
        """Return the drafts of which anything can still become, the newest change first."""
        return await self._drafts.open()

    async def look(self, draft: Draft, *, thoroughly: bool = False) -> Look:
        """Return what there is to say of a draft; *thoroughly* takes some seconds."""
        return await look_at(
            draft,
            self._publisher,
            self._today,
            thoroughly=thoroughly,
            wants_second=self._second_person,
        )

    async def seen(self, number: int, revision: int) -> Draft | Slip:
        """Return an open draft, if it is still the one that somebody saw."""
        return await self._current(number, revision)

    def preview(self, draft: Draft) -> Claim | None:
        """Return the claim as readers would be answered with it, None where too much is missing."""
        return as_published(draft, self.text_of(draft.claim_id), self._today())

    def text_of(self, claim_id: str) -> str | None:
        """Return the file of a claim as it is now."""
        return self._publisher.text_of(claim_id)

    # Writing.

    async def guide(
        self,
        by: Moderator,
        phrasings: Mapping[str, Sequence[str]] = MappingProxyType({}),
        *,
        cluster: int = 0,
    ) -> Draft:
        """Begin a new claim, step by step; *phrasings* are known already, by their languages.

        Return what somebody has begun for the same *cluster*, if it is open.
        """
        text = beginning(phrasings, self._today().isoformat())
        new = Draft(0, "", text, "", by, by, step=Step.SENTENCE, cluster=cluster)
        return await self._drafts.begin(new)

    async def answer(self, draft: Draft, words: str, by: Moderator) -> Draft | Flaw | Slip:
        """Put an answer to the step that a draft asks for where it belongs, and go on."""
        answered = answer(draft, words)
        if isinstance(answered, Flaw):
            return answered
        if answered.claim_id != draft.claim_id and self.text_of(answered.claim_id) is not None:
            return Flaw.TAKEN
        return await self.write(
            draft, answered.text, by, claim_id=answered.claim_id, step=answered.step
        )

    async def skip(self, number: int, revision: int, by: Moderator) -> Draft | Slip:
        """Go on without an answer."""
        draft = await self._current(number, revision)
        if isinstance(draft, Slip):
            return draft
        return await self.write(draft, draft.text, by, step=after_skipping(draft.step))

    async def start(self, claim_id: str, by: Moderator) -> Draft | Slip:
        """Begin an edit, or a new claim of the template; or go on with what one has begun."""
        if not is_id(claim_id):
            return Slip.NO_ID
        for draft in await self._drafts.open():
            if draft.claim_id == claim_id and is_same(draft.author, by):
                return draft
        text = self._publisher.text_of(claim_id)
        new = from_template(self._folder, claim_id, self._today()) if text is None else text
        begun = None if new is None else Draft(0, claim_id, new, base_of(text), by, by)
        return await self._drafts.begin(begun) if begun else Slip.NO_TEMPLATE

    async def read(self, text: str, name: str, by: Moderator) -> Draft | Refused | Slip:
        """Return the draft that a file makes, not kept yet; *name* is the file's without .yaml.

        Refused where it is no YAML, with the problems.
        """
        return await read_file(text, name, by, self._publisher)

    async def take(self, text: str, name: str, by: Moderator) -> Draft | Refused | Slip:
        """Keep a file that somebody sends as a draft, in the place of the one that it was."""
        read = await self.read(text, name, by)
        if not isinstance(read, Draft):
            return read
        _, origin = come_back(text)
        now = base_of(self.text_of(read.claim_id))
        there = await draft_of(read, origin, self._drafts, now)
        if isinstance(there, Slip):
            return there
        if there is None:
            return await self._drafts.begin(read)
        base = origin.base if origin else there.base
        basis = there.basis if is_same(there.writer, by) else there.revision
        return await self.write(
            there, read.text, by, claim_id=read.claim_id, base=base, basis=basis
        )

    async def write(
        self,
        draft: Draft,
        text: str,
        by: Moderator,
        *,
        claim_id: str | None = None,
        base: str | None = None,
        step: str = "",
        basis: int = 0,
    ) -> Draft | Slip:
        """Put *text* in the place of what a draft said; whoever changes it is its writer.

        *basis* is that of a file which they sent; no older file holds what they write elsewise.
        """
        if not draft.state.is_open:
            return Slip.ENDED
        if draft.state is State.APPROVED:
            return Slip.PUBLISHING
        same = replace(
            draft,
            claim_id=draft.claim_id if claim_id is None else claim_id,
            text=text,
            base=draft.base if base is None else base,
            step=step,
        )
        if same == draft:
            return draft
        after = replace(same, state=State.WRITING, comment="")
        if _rating(text) != _rating(draft.text):  # readers were told why it is another one
            after = replace(after, reason="")
        if text != draft.text:
            after = replace(after, writer=by, basis=basis or draft.revision + 1)
        return await self._drafts.change(draft, after, by) or Slip.OVERTAKEN

    async def explain(self, number: int, revision: int, reason: str, by: Moderator) -> Draft | Slip:
        """Note why the rating changes, for readers."""
        draft = await self._current(number, revision)
        if isinstance(draft, Slip):
            return draft
        reason = " ".join(clean(reason).split())[:MOST_WORDS]
        if not reason:
            return Slip.NO_REASON
        after = replace(draft, reason=reason)
        return await self._drafts.change(draft, after, by) or Slip.OVERTAKEN

    async def drop(self, number: int, revision: int, by: Moderator, role: Role) -> Draft | Slip:
        """Let nothing become of a draft; only its own people and reviewers may."""
        draft = await self._current(number, revision)
        if isinstance(draft, Slip):
            return draft
        if not is_by(draft, by) and not may(role, Act.REVIEW):
            return Slip.NOT_YOURS
        after = replace(draft, state=State.DROPPED, step="")
        return await self._drafts.change(draft, after, by) or Slip.OVERTAKEN

    # Two pairs of eyes.

    async def submit(
        self, number: int, revision: int, by: Moderator, role: Role
    ) -> Submitted | Live | Refused | Slip:
        """Hand a draft to the reviewers; what needs none of them, and is a reviewer's, is live."""
        draft = await self._current(number, revision)
        if isinstance(draft, Slip):
            return draft
        if draft.state is State.SUBMITTED:
            return Slip.WAITING
        look = await self.look(draft, thoroughly=True)
        if look.refused:
            return look.refused if draft.claim_id else Slip.NO_ID
        if look.needs_reason:
            return Slip.NO_REASON
        if may(role, Act.PUBLISH) and not (look.needs_second and self._second_person):
            return await self._publish(draft, by, ALONE if look.needs_second else "")
        after = replace(draft, state=State.SUBMITTED, step="", comment="")
        submitted = await self._drafts.change(draft, after, by)
        return Submitted(submitted) if submitted else Slip.OVERTAKEN

    async def approve(self, number: int, revision: int, by: Moderator) -> Live | Refused | Slip:
        """Let readers get a draft that somebody submitted."""
        draft = await self._current(number, revision, publishing=True)
        if isinstance(draft, Slip):
            return draft
        if draft.state not in {State.SUBMITTED, State.APPROVED}:
            return Slip.NOT_SUBMITTED
        look = await self.look(draft)
        if look.needs_second and self._second_person and not draft.writer.name:
            return Slip.NOBODYS_WORK
        if look.needs_another_than(by):
            return Slip.OWN_WORK
        alone = look.needs_second and is_by(draft, by)
        return await self._publish(draft, by, ALONE if alone else "")

    async def send_back(
        self, number: int, revision: int, comment: str, by: Moderator
    ) -> Draft | Slip:
        """Say what is to be mended in a draft that somebody submitted."""
        draft = await self._current(number, revision)
        if isinstance(draft, Slip):
            return draft
        if draft.state is not State.SUBMITTED:
            return Slip.NOT_SUBMITTED
        comment = " ".join(clean(comment).split())[:MOST_WORDS]
        if not comment:
            return Slip.NO_COMMENT
        after = replace(draft, state=State.SENT_BACK, comment=comment)
        return await self._drafts.change(draft, after, by) or Slip.OVERTAKEN

    # The steps.

    def _today(self) -> date:
        return self._now().date()

    async def _current(
        self, number: int, revision: int, *, publishing: bool = False
    ) -> Draft | Slip:
        """Return an open draft, if it is still the one that somebody saw."""
        draft = await self._drafts.get(number)
        if draft is None:
            return Slip.UNKNOWN
        if not draft.state.is_open:
            return Slip.ENDED
        if draft.revision != revision:
            return Slip.OVERTAKEN
        if draft.state is State.APPROVED and not publishing:
            return Slip.PUBLISHING
        return draft

    async def _publish(self, draft: Draft, by: Moderator, note: str) -> Live | Refused | Slip:
        approved = replace(draft, state=State.APPROVED, step="", comment="")
        kept = await self._drafts.change(draft, approved, by, note=note)
        if kept is None:
            return Slip.OVERTAKEN
        outcome = await self._publisher.publish(
            draft.claim_id, draft.text, draft.base, by, reason=draft.reason
        )
        if isinstance(outcome, Refused) and outcome.why is Why.CHANGED:
            done = await revision_of(draft, self._publisher)
            outcome = Published(done) if done else outcome
        if isinstance(outcome, Refused):
            was = State.SUBMITTED if draft.state is State.APPROVED else draft.state
            await self._drafts.change(kept, replace(kept, state=was), by, note=outcome.why)
            return outcome
        live = replace(kept, state=State.PUBLISHED)
        note = f"revision {outcome.revision.number}"
        return Live(await self._drafts.change(kept, live, by, note=note) or live, outcome)


def _rating(text: str) -> object:
    try:
        return values_of(text).get("rating")
    except ValueError:
        return None
