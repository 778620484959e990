"""Whether to speak in a group when nobody asked: a pure function, each rule one line.

The one complaint that gets such bots thrown out is that they interrupt.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import TypeAlias

from bot.claims.model import Rating
from bot.groups import Form, GroupSettings, Mode, Said
from bot.matching.model import Candidate, Decision, Match

OLDEST_S = 60.0
"""The talk has gone on since; an answer now would only disturb."""
_HOUR_S = 3600.0

WARNING_RATINGS = frozenset(
    {Rating.FALSE, Rating.MISLEADING, Rating.MISSING_CONTEXT, Rating.UNPROVEN, Rating.SATIRE}
)
"""Ratings for which a group is told without having asked."""


class Reason(StrEnum):
    """Why there is silence; the first that applies, in this order."""

    MODE = auto()
    BOT = auto()
    EDIT = auto()
    OLD = auto()
    OPTED_OUT = auto()
    QUIET_HOURS = auto()
    UNSURE = auto()
    DEBUNK = auto()
    DISTANCE = auto()
    LINKS_SOURCE = auto()
    NO_WARNING = auto()
    MUTED = auto()
    COOLDOWN = auto()
    MOST_AN_HOUR = auto()


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a message besides its text."""

    age_s: float
    """Since it was sent; of an album, since its first part."""
    is_forward: bool = False
    """A forward, or a post of the linked channel."""
    by_bot: bool = False
    """Of another bot, or ourselves."""
    is_edit: bool = False
    author_opted_out: bool = False
    links_source: bool = False
    """It leads to one of our sources, or to a known fact-checker."""
    distant: Collection[str] = ()
    """Claims that it speaks of as something that others say."""


@dataclass(frozen=True, slots=True)
class History:
    """What was said in the group, and what its admins do not want to hear of.

    What somebody asked for cools down, too: the group has just read it.
    """

    said: Sequence[Said] = ()
    muted: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Speak:
    """Answer with these claims, best first."""

    answers: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class React:
    """Leave a reaction, without a word."""

    answers: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Do nothing."""

    reason: Reason


Speech: TypeAlias = Speak | React | Quiet


def may_listen(heard: Heard, settings: GroupSettings, now: float) -> Reason | None:
    """Return why not even to look what a message says, None to look.

    *now* is in seconds since 1970. Looking costs more than all of this.
    """
    rules = (
        (Reason.MODE, not _is_wanted(heard, settings.mode)),
        (Reason.BOT, heard.by_bot),
        (Reason.EDIT, heard.is_edit),
        (Reason.OLD, heard.age_s > OLDEST_S),
        (Reason.OPTED_OUT, heard.author_opted_out),
        (Reason.QUIET_HOURS, settings.quiet is not None and settings.quiet.hold(now)),
    )
    return next((reason for reason, applies in rules if applies), None)


def speak_or_not(  # noqa: PLR0911 - a return for each rule
    heard: Heard, decision: Decision, settings: GroupSettings, history: History, now: float
) -> Speech:
    """Return what to do about a message that nobody asked about.

    *decision* is the matcher's by its policy for groups: it is a Match only where it is nearly
    certain. *now* is in seconds since 1970.
    """
    if reason := may_listen(heard, settings, now):
        return Quiet(reason)
    if not isinstance(decision, Match):
        return Quiet(Reason.UNSURE)
    if decision.about:
        return Quiet(Reason.DEBUNK)
    asserted = tuple(one for one in decision.answers if one.claim_id not in heard.distant)
    if not asserted:
        return Quiet(Reason.DISTANCE)
    if heard.links_source:
        return Quiet(Reason.LINKS_SOURCE)
    warned = tuple(one for one in asserted if one.rating in WARNING_RATINGS)
    if not warned:
        return Quiet(Reason.NO_WARNING)
    wanted = tuple(one for one in warned if one.claim_id not in history.muted)
    if not wanted:
        return Quiet(Reason.MUTED)
    cooling = {
        said.claim_id for said in history.said if now - said.at < settings.cooldown_h * _HOUR_S
    }
    news = tuple(one for one in wanted if one.claim_id not in cooling)
    if not news:
        return React(wanted) if settings.form is Form.REACTION else Quiet(Reason.COOLDOWN)
    unasked = (said for said in history.said if not said.asked)
    if sum(now - said.at < _HOUR_S for said in unasked) >= settings.most_an_hour:
        return Quiet(Reason.MOST_AN_HOUR)
    return React(news) if settings.form is Form.REACTION else Speak(news)


def _is_wanted(heard: Heard, mode: Mode) -> bool:
    return mode is Mode.ALL or (mode is Mode.FORWARDS and heard.is_forward)
