"""What a reply says of the pictures that came with a message: read, or why not."""

from bot.matching.model import Decision, NoMatch, PartKind, Query, Silence
from bot.reading.model import Unreadable
from bot.replies.catalog import Catalog
from bot.replies.model import Reply
from bot.replies.render_reading import note_read, note_unread, render_unread

_SAYS_NOTHING = frozenset({Silence.EMPTY, Silence.TOO_SHORT})


def with_pictures(
    reply: Reply, query: Query, decision: Decision, unread: Unreadable | None, catalog: Catalog
) -> Reply:
    """Return *reply* to *query* with what there is to say of its pictures, or that alone.

    *unread* is why nothing of them stands in *query*. That most pictures hold no text is no news to
    somebody who wrote beside it what matters.
    """
    is_read = any(part.kind is PartKind.PICTURE for part in query.parts)
    if not is_read and unread is None:
        return reply
    has_failed = unread not in {None, Unreadable.NO_TEXT}
    if isinstance(decision, NoMatch) and (
        decision.reason in _SAYS_NOTHING
        or not query.parts
        or (has_failed and decision.reason is Silence.SMALL_TALK)
    ):
        return render_unread(unread or Unreadable.NO_TEXT, reply.language, catalog)
    if is_read:
        return note_read(reply, catalog)
    return note_unread(reply, unread, catalog) if unread and has_failed else reply
