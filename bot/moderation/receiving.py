"""A file becomes a draft, or a reason why not: one that a moderator sends, or the template."""

from datetime import date
from pathlib import Path

from bot.claims.edit import values_of
from bot.claims.template import TEMPLATE_FILE, begin
from bot.moderation.changing import Why
from bot.moderation.draft_outcomes import Slip
from bot.moderation.drafts import Draft, Drafts, is_same
from bot.moderation.exchange import Origin, come_back, is_older
from bot.moderation.publishing import Publisher, Refused, base_of, is_id
from bot.moderation.roles import Moderator

_NAMELESS = "claim"


async def read_file(
    text: str, name: str, by: Moderator, publisher: Publisher
) -> Draft | Refused | Slip:
    """Return the draft that a file makes, not kept yet; *name* is the file's without .yaml.

    Refused where it is no YAML, with the problems.
    """
    text, origin = come_back(text)
    try:
        values = values_of(text)
    except ValueError:
        id_ = name if is_id(name) else _NAMELESS
        base = base_of(publisher.text_of(id_))
        outcome = await publisher.examine(id_, text, base, thoroughly=False)
        return outcome if isinstance(outcome, Refused) else Refused(Why.PROBLEMS)
    claim_id = values.get("id", name)
    if not isinstance(claim_id, str) or not is_id(claim_id):
        return Slip.NO_ID
    now = publisher.text_of(claim_id)
    if origin and origin.base and now is None:
        return Slip.RENAMED
    if origin is None and now is not None and is_older(text, now):
        return Slip.OLDER
    base = origin.base if origin else base_of(now)
    return Draft(0, claim_id, text, base, by, by)


def from_template(folder: Path, claim_id: str, today: date) -> str | None:
    """Return the file of a new claim, None where the knowledge base has no template."""
    try:
        template = (folder / TEMPLATE_FILE).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return begin(template, claim_id, today.isoformat())


async def draft_of(
    read: Draft, origin: Origin | None, drafts: Drafts, now: str
) -> Draft | Slip | None:
    """Return the draft in whose place a file belongs, None where it is a new one.

    *now* is `base_of` the claim's file. Who wrote a draft may mend the same file and send it again;
    OVERTAKEN is a file that lacks what somebody else has written since.
    """
    if origin and origin.number:
        draft = await drafts.get(origin.number)
        if draft and draft.state.is_open:
            holds_all = draft.revision == origin.revision or (
                is_same(draft.writer, read.writer)
                and draft.basis <= origin.revision < draft.revision
            )
            return draft if holds_all else Slip.OVERTAKEN
    for draft in await drafts.open():
        if draft.claim_id != read.claim_id or not is_same(draft.author, read.author):
            continue
        # A file that was exported anew takes the place of what was made from an older one.
        is_anew = origin is not None and origin.base == now != draft.base
        if origin is None or is_anew or origin.base == draft.base:
            is_theirs = is_same(draft.writer, read.writer) and (is_anew or draft.basis == 1)
            return draft if is_theirs else Slip.OVERTAKEN
    return None
