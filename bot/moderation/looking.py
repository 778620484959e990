"""A draft is looked at: what readers would get, what is wrong with it, and what it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from bot.claims.edit import values_of
from bot.claims.model import Claim, Status
from bot.claims.problem import Problem
from bot.moderation.changing import No, Why, published
from bot.moderation.diffs import difference
from bot.moderation.drafts import Draft, is_by
from bot.moderation.publishing import Publisher, Refused
from bot.moderation.roles import Moderator

_SOME_REASON = "The reason is still to be written."
"""Stands where a moderator has yet to say why a rating changes, while we look for other faults."""


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to say of a draft at this moment."""

    draft: Draft
    before: str | None
    """The claim's file as it is now."""
    after: str | None
    """What publishing would make of it, None where that cannot be told."""
    claim: Claim | None
    """The same as readers would be answered with it, None where too much of it is missing."""
    refused: Refused | None
    """Why it would not be published, None where nothing stands in the way."""
    is_first: bool
    """Readers never got this claim."""
    changes_rating: bool
    """Of what readers have seen."""
    needs_reason: bool
    """The rating changes, and nobody has said why."""
    wants_second: bool = True
    """The team wants a second person for what needs one."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file."""
        return self.refused.problems if self.refused else ()

    @property
    def diff(self) -> str:
        """What it changes of the claim's file."""
        after = self.draft.text if self.after is None else self.after
        return difference(self.before, after, f"{self.draft.claim_id or 'claim'}.yaml")

    @property
    def needs_second(self) -> bool:
        """Whether somebody else than its writer has to approve it, where the team wants that."""
        return self.is_first or self.comes_back or self.changes_rating

    @property
    def comes_back(self) -> bool:
        """Whether it is withdrawn, so that publishing it answers readers with it again."""
        return _values(self.before).get("status") == Status.WITHDRAWN

    def needs_another_than(self, somebody: Moderator) -> bool:
        """Tell whether it takes a second person, and this one is the first."""
        return self.needs_second and self.wants_second and is_by(self.draft, somebody)


async def look_at(
    draft: Draft,
    publisher: Publisher,
    today: Callable[[], date],
    *,
    thoroughly: bool,
    wants_second: bool,
) -> Look:
    """Return what there is to say of *draft*; where *thoroughly*, matching is asked, too."""
    before = publisher.text_of(draft.claim_id)
    outcome: str | Refused = Refused(Why.UNKNOWN)
    if draft.claim_id:
        outcome = await publisher.examine(
            draft.claim_id,
            draft.text,
            draft.base,
            reason=draft.reason or _SOME_REASON,
            thoroughly=thoroughly,
        )
    day = today().isoformat()
    after = outcome if isinstance(outcome, str) else _made(draft.text, before, draft.reason, day)
    old = _values(before)
    was_seen = old.get("status") in {Status.PUBLISHED, Status.WITHDRAWN}
    rating = _values(draft.text).get("rating")
    return Look(
        draft,
        before,
        after,
        claim_of(after),
        outcome if isinstance(outcome, Refused) else None,
        is_first=not was_seen,
        changes_rating=was_seen and rating != old.get("rating"),
        needs_reason=_publish(draft.text, before, draft.reason, day) == No(Why.NO_REASON),
        wants_second=wants_second,
    )


def as_published(draft: Draft, before: str | None, today: date) -> Claim | None:
    """Return the claim as readers would be answered with it, without a look at its faults."""
    return claim_of(_made(draft.text, before, draft.reason, today.isoformat()))


def claim_of(text: str | None) -> Claim | None:
    """Return the claim that a file holds, None where it is no whole one."""
    if text is None:
        return None
    try:
        return Claim.model_validate(values_of(text))
    except (ValueError, ValidationError):
        return None


def _made(text: str, before: str | None, reason: str, day: str) -> str | None:
    made = _publish(text, before, reason or _SOME_REASON, day)
    return made if isinstance(made, str) else None


def _publish(text: str, before: str | None, reason: str, day: str) -> str | No | None:
    try:
        return published(text, before, reason, day)
    except ValueError:
        return None


def _values(text: str | None) -> dict[str, object]:
    try:
        return dict(values_of(text)) if text is not None else {}
    except ValueError:
        return {}
