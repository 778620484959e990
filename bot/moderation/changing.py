"""Pure: what the file of a claim becomes when it is published, withdrawn, restored or undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from bot.claims.document import Plain
from bot.claims.edit import edited, merged, values_of
from bot.claims.model import Status
from bot.moderation.revisions import Revision

_UNSEEN = frozenset(
    {"phrasings", "near_misses", "images", "reviewed", "revision", "status_reason", "status_date"}
)
"""Keys that readers cannot see: matching goes by them, or we ourselves do."""
UNDONE = "The change was a mistake and was taken back."
"""What readers are told of a verdict that was undone, where nobody gave another reason."""


class Why(StrEnum):
    """Why nothing was published."""

    PROBLEMS = auto()
    """Of the file, or that it would make in others."""
    CHANGED = auto()
    """Somebody else has changed it meanwhile."""
    NOTHING = auto()
    """It says all that already."""
    NO_REASON = auto()
    """The rating changes, and readers are to be told why."""
    UNKNOWN = auto()
    """There is no such claim, or no such revision."""
    WITHDRAWN = auto()
    """The file says that it is, of a claim that is not: that takes a reason for readers."""
    NOT_WITHDRAWN = auto()
    NOT_PUBLISHED = auto()
    OVERTAKEN = auto()
    """A later revision stands on the one that is to be undone."""
    BUSY = auto()
    UNWRITABLE = auto()


@dataclass(frozen=True, slots=True)
class No:
    """A change that cannot be made."""

    why: Why


def published(text: str, before: str | None, reason: str, today: str) -> str | No:
    """Return the file of a claim that is published as *text*; raise ValueError for no YAML.

    One that was withdrawn comes back. Its number, its date of review and its former ratings are
    ours to write.
    """
    new, old = values_of(text), _old(before)
    comes_back = _status(old) == Status.WITHDRAWN
    if _status(new) == Status.WITHDRAWN and not comes_back:
        return No(Why.WITHDRAWN)
    changes: dict[str, Plain | None] = {}
    if _status(new) == Status.DRAFT or comes_back:
        changes |= {"status": Status.PUBLISHED.value, "status_reason": None, "status_date": None}
    was_answered = _status(old) == Status.PUBLISHED
    if (was_answered or comes_back) and new.get("rating") != old.get("rating"):
        history = new.get("history", [])
        if isinstance(history, list):
            if not _tells(history, old):
                if not reason:
                    return No(Why.NO_REASON)
                history = [*history, _former(old, reason, today)]
            changes["history"] = history
    changed = {key: value for key, value in {**new, **changes}.items() if value is not None}
    number = _number(old)
    if not (was_answered or comes_back):
        changes |= {"revision": str(max(number, 1)), "reviewed": today}
    elif comes_back or _visible(changed) != _visible(old):
        changes |= {"revision": str(number + 1), "reviewed": today}
    else:
        changes |= {key: old[key] for key in ("revision", "reviewed") if key in old}
    after = edited(merged(text, before), changes)
    return No(Why.NOTHING) if after == before else after


def withdrawn(before: str, reason: str, today: str) -> str | No:
    """Return the file of a claim that readers are not answered with any more."""
    old = values_of(before)
    if _status(old) != Status.PUBLISHED:
        return No(Why.NOT_PUBLISHED)
    if not reason:
        return No(Why.NO_REASON)
    return edited(
        before,
        {
            "status": Status.WITHDRAWN.value,
            "status_reason": reason,
            "status_date": today,
            "revision": str(_number(old) + 1),
        },
    )


def restored(before: str) -> str | No:
    """Return the file of a withdrawn claim that readers are answered with again."""
    old = values_of(before)
    if _status(old) != Status.WITHDRAWN:
        return No(Why.NOT_WITHDRAWN)
    return edited(
        before,
        {
            "status": Status.PUBLISHED.value,
            "status_reason": None,
            "status_date": None,
            "revision": str(_number(old) + 1),
        },
    )


def undone(revision: Revision, before: str, reason: str, today: str) -> str | No:
    """Return the file as it was before *revision*; but a number never comes again.

    A rating that readers have seen stays in the history. A claim that is taken back altogether
    becomes a draft: nobody is answered with it, and nothing is lost.
    """
    if before != revision.after:
        return No(Why.OVERTAKEN)
    now = values_of(before)
    number = str(_number(now) + 1)
    if revision.before is None:
        return edited(
            before,
            {"status": Status.DRAFT.value, "status_reason": reason or UNDONE, "revision": number},
        )
    then = values_of(revision.before)
    if _visible(then) == _visible(now) and _status(then) == _status(now):
        return revision.before
    changes: dict[str, Plain | None] = {"revision": number}
    was_seen = _status(then) in {Status.PUBLISHED, Status.WITHDRAWN}
    if then.get("rating") != now.get("rating") and was_seen:
        history = now.get("history", [])
        listed = history if isinstance(history, list) else []
        changes["history"] = [*listed, _former(now, reason or UNDONE, today)]
        # No review is older than the ratings before it (KB123).
        changes["reviewed"] = today
    return edited(revision.before, changes)


def _old(before: str | None) -> dict[str, Plain]:
    """Return what the file said, nothing where it could not be read: then anything is better."""
    if before is None:
        return {}
    try:
        return values_of(before)
    except ValueError:
        return {}


def _status(values: Mapping[str, Plain]) -> Plain | None:
    return values.get("status")


def _visible(values: Mapping[str, Plain]) -> dict[str, Plain]:
    return {key: value for key, value in values.items() if key not in _UNSEEN}


def _number(values: Mapping[str, Plain]) -> int:
    number = values.get("revision", "0")
    return int(number) if isinstance(number, str) and number.isdecimal() else 0


def _former(values: Mapping[str, Plain], reason: str, today: str) -> Plain:
    return {"rating": values.get("rating", ""), "until": today, "reason": reason}


def _tells(history: list[Plain], old: Mapping[str, Plain]) -> bool:
    """Tell whether the moderator has written the former rating down."""
    before = old.get("history", [])
    if len(history) <= (len(before) if isinstance(before, list) else 0):
        return False
    last = history[-1]
    return isinstance(last, dict) and last.get("rating") == old.get("rating")
