"""What a button asks for, as values; bot/tg/callbacks.py writes them into callback data.

Each holds all that it takes to do it: a button works a year later and after a restart.
"""

from dataclasses import dataclass
from typing import TypeAlias

from bot.opinions import Opinion
from bot.replies.desk_actions import DeskAction
from bot.replies.group_actions import GroupAction
from bot.replies.panel_actions import PanelAction


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show the card of one claim."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class ShowExample:
    """Show the card of one claim below the greeting, which stays."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class ShowDetails:
    """Show the facts, appearances, related claims and the history of one claim."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Say that none of the claims offered is meant."""


@dataclass(frozen=True, slots=True)
class SendPicture:
    """Send the picture of one claim, to share."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class Share:
    """Let the reader choose a chat and put the card of one claim there."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Say what one thinks of the answer with a claim to a text.

    `text_key` names the text, see bot/matching/keys.py; empty where the card was not an answer to
    one.
    """

    opinion: Opinion
    claim_id: str
    text_key: str = ""


@dataclass(frozen=True, slots=True)
class TakeBackMisfit:
    """Say that a claim fits a text after all; both as in Rate."""

    claim_id: str
    text_key: str


@dataclass(frozen=True, slots=True)
class SendToModerators:
    """Agree that the message that was replied to is kept for the moderators.

    `not_claim` is the claim that it was wrongly answered with, empty where it was not answered.
    """

    not_claim: str = ""


@dataclass(frozen=True, slots=True)
class TellMe:
    """Ask to be told when there is an answer to a question, by its number."""

    question: int


@dataclass(frozen=True, slots=True)
class DoNotTellMe:
    """Take that back."""

    question: int


@dataclass(frozen=True, slots=True)
class Follow:
    """Ask to be told when the verdict on a claim changes."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class Unfollow:
    """Take that back."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class ListTopics:
    """Show a page of the topics, the first being 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ListTopic:
    """Show a page of the claims of one topic."""

    topic_id: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class ListFound:
    """Show a page of the claims found by words."""

    page: int
    words: str


@dataclass(frozen=True, slots=True)
class ListTrending:
    """Show the claims most asked about."""


@dataclass(frozen=True, slots=True)
class ShowRandom:
    """Show the card of any claim."""


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Remember the language that the reader wants."""

    language: str


@dataclass(frozen=True, slots=True)
class ShowPrivacy:
    """Show all that is kept, how long, and why."""


@dataclass(frozen=True, slots=True)
class AskDigestClock:
    """Ask what time it is for the reader: page 0 has the likely clocks, page 1 all."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class AskDigestHour:
    """Ask for the hour of the daily digest, by a clock so many minutes east of UTC."""

    offset_min: int


@dataclass(frozen=True, slots=True)
class StartDigest:
    """Send a digest daily at that hour of that clock."""

    offset_min: int
    hour: int


@dataclass(frozen=True, slots=True)
class StopDigest:
    """Send no more digests."""


@dataclass(frozen=True, slots=True)
class EndGroupDigest:
    """Send the presser no more weekly digests of a group; the one above stays to be read."""

    group_id: int


Action: TypeAlias = (
    ShowCard
    | ShowExample
    | ShowDetails
    | NoneOfThese
    | SendPicture
    | Share
    | Rate
    | TakeBackMisfit
    | SendToModerators
    | TellMe
    | DoNotTellMe
    | Follow
    | Unfollow
    | ListTopics
    | ListTopic
    | ListFound
    | ListTrending
    | ShowRandom
    | ChooseLanguage
    | ShowPrivacy
    | AskDigestClock
    | AskDigestHour
    | StartDigest
    | StopDigest
    | EndGroupDigest
    | GroupAction
    | PanelAction
    | DeskAction
)
