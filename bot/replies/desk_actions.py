"""What a button of the desk asks for, beside what it may ask for anywhere (actions.py).

Their codes in bot/tg/callbacks.py have two letters and begin with a d.
"""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TypeAlias

from bot.moderation.queue import Snooze


@dataclass(frozen=True, slots=True)
class RevokeRole:
    """Take the role of somebody."""

    user_id: int


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """List what was done to a claim."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class ShowRevision:
    """Show one change of a claim."""

    number: int


@dataclass(frozen=True, slots=True)
class UndoRevision:
    """Make a claim what it was before a change."""

    number: int


@dataclass(frozen=True, slots=True)
class ShowStats:
    """Draw the numbers of the last days."""

    days: int


@dataclass(frozen=True, slots=True)
class SendStatsTable:
    """Send them as a table, to be opened elsewhere."""

    days: int


@dataclass(frozen=True, slots=True)
class ListQueue:
    """List what waits in the queue, a page of it."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowCluster:
    """Show the card of a cluster."""

    cluster: int


@dataclass(frozen=True, slots=True)
class AssignToMe:
    """Look after a cluster."""

    cluster: int


@dataclass(frozen=True, slots=True)
class Unassign:
    """Let others look after it."""

    cluster: int


@dataclass(frozen=True, slots=True)
class SnoozeCluster:
    """Put a cluster out of the way for a while."""

    cluster: int
    how: Snooze


@dataclass(frozen=True, slots=True)
class WakeCluster:
    """Take that back."""

    cluster: int


@dataclass(frozen=True, slots=True)
class ItIsClaim:
    """Say that a cluster asserts a claim that there is."""

    cluster: int
    claim_id: str


@dataclass(frozen=True, slots=True)
class SearchForCluster:
    """Look for the claim that a cluster asserts."""

    cluster: int


@dataclass(frozen=True, slots=True)
class NewClaimFor:
    """Begin the draft of a claim that a cluster asserts."""

    cluster: int


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Say that a cluster is nothing that we check."""

    cluster: int


@dataclass(frozen=True, slots=True)
class MarkSpam:
    """Say that a cluster is spam."""

    cluster: int


@dataclass(frozen=True, slots=True)
class AddWording:
    """Add what most people of a cluster sent to a claim, as one more wording of it."""

    cluster: int
    mark: str
    """Of the wording that was looked at."""
    claim_id: str


@dataclass(frozen=True, slots=True)
class AddOwnWording:
    """Add the words of a moderator, which stand in the message with the button, to a claim."""

    cluster: int
    mark: str
    """Of those words."""
    claim_id: str


@dataclass(frozen=True, slots=True)
class UndoWording:
    """Take a wording out of a claim again."""

    revision: int


@dataclass(frozen=True, slots=True)
class ReopenCluster:
    """Take back what was decided about a cluster."""

    cluster: int
    at: int
    """When that was, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class BlockSenders:
    """Answer those who sent spam no more for a while."""

    cluster: int
    at: int
    """When it was found to be spam, in seconds since 1970."""


QueueAction: TypeAlias = (
    ListQueue
    | ShowCluster
    | AssignToMe
    | Unassign
    | SnoozeCluster
    | WakeCluster
    | ItIsClaim
    | SearchForCluster
    | NewClaimFor
    | OutOfScope
    | MarkSpam
    | AddWording
    | AddOwnWording
    | UndoWording
    | ReopenCluster
    | BlockSenders
)


@dataclass(frozen=True, slots=True)
class ListDrafts:
    """List the drafts that are open."""


@dataclass(frozen=True, slots=True)
class ShowDraft:
    """Show how a draft stands."""

    draft: int


@dataclass(frozen=True, slots=True)
class PreviewDraft:
    """Show the card that readers would get of a draft."""

    draft: int


@dataclass(frozen=True, slots=True)
class TurnPreview:
    """Show that card in another language."""

    draft: int
    language: str


@dataclass(frozen=True, slots=True)
class SendDraftFile:
    """Send the file of a draft."""

    draft: int


@dataclass(frozen=True, slots=True)
class SubmitDraft:
    """Hand a draft to the reviewers."""

    draft: int
    revision: int


@dataclass(frozen=True, slots=True)
class ApproveDraft:
    """Let readers get a draft."""

    draft: int
    revision: int


@dataclass(frozen=True, slots=True)
class AskWhatToMend:
    """Ask a reviewer what is to be mended in a draft."""

    draft: int
    revision: int


@dataclass(frozen=True, slots=True)
class AskReason:
    """Ask why the rating changes."""

    draft: int
    revision: int


@dataclass(frozen=True, slots=True)
class DropDraft:
    """Let nothing become of a draft."""

    draft: int
    revision: int


class Question(StrEnum):
    """What we ask for, to be answered by a reply to the message that asks it."""

    COMMENT = auto()
    REASON = auto()
    STEP = auto()
    """What the guided way asks for at this point."""


@dataclass(frozen=True, slots=True)
class LeaveQuestion:
    """Answer a question later; the button also says what a reply to its message answers."""

    draft: int
    revision: int
    question: Question


@dataclass(frozen=True, slots=True)
class AskStep:
    """Ask what the guided way asks for at this point."""

    draft: int
    revision: int


@dataclass(frozen=True, slots=True)
class ChooseOption:
    """Answer a step of the guided way with one of what it offers, counted from 0."""

    draft: int
    revision: int
    option: int


@dataclass(frozen=True, slots=True)
class SkipStep:
    """Go on with the guided way without an answer."""

    draft: int
    revision: int


DraftAction: TypeAlias = (
    ListDrafts
    | ShowDraft
    | PreviewDraft
    | TurnPreview
    | SendDraftFile
    | SubmitDraft
    | ApproveDraft
    | AskWhatToMend
    | AskReason
    | DropDraft
    | LeaveQuestion
    | AskStep
    | ChooseOption
    | SkipStep
)
DeskAction: TypeAlias = (
    RevokeRole
    | ShowStats
    | SendStatsTable
    | ShowHistory
    | ShowRevision
    | UndoRevision
    | DraftAction
    | QueueAction
)
