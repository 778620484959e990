"""A file that a moderator sends becomes a draft, or a reason why it does not."""

from bot.claims.edit import values_of
from bot.moderation.changing import Why
from bot.moderation.draft_outcomes import Slip
from bot.moderation.drafts import Draft
from bot.moderation.exchange import come_back, is_older
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
