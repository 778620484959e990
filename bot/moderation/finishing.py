"""Whoever publishes a draft may die over it: what they had done by then is found again."""

from datetime import UTC, datetime

from bot.moderation.changing import published
from bot.moderation.drafts import Draft
from bot.moderation.publishing import Publisher, base_of
from bot.moderation.revisions import Kind, Revision


async def revision_of(draft: Draft, publisher: Publisher) -> Revision | None:
    """Return the revision that a draft has become, None where it has not."""
    for revision in await publisher.history(draft.claim_id, 1):
        if revision.kind is Kind.PUBLISH and base_of(revision.before) == draft.base:
            day = datetime.fromtimestamp(revision.at, UTC).date().isoformat()
            made = published(draft.text, revision.before, draft.reason, day)
            return revision if made == revision.after else None
    return None
