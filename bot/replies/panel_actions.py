"""What a button of a group's panel asks for, beside what it may ask for anywhere (actions.py).

Each names its group: the panel may stand in a private chat.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.groups import Form, Mode


class Row(StrEnum):
    """A line of the panel: what can be chosen there."""

    MODE = "mode"
    LANGUAGE = "language"
    COOLDOWN = "cooldown"
    MOST = "most"
    QUIET = "quiet"
    FORM = "form"
    MUTED = "muted"
    DIGEST = "digest"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class ListGroups:
    """Show the groups whose panel the reader may open."""


@dataclass(frozen=True, slots=True)
class OpenPanel:
    """Show what a group chose."""

    group_id: int


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Show what there is to choose from in one line of the panel."""

    group_id: int
    row: Row


@dataclass(frozen=True, slots=True)
class ChooseMode:
    """Speak so often."""

    group_id: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class ChooseGroupLanguage:
    """Speak this language; empty for the language of each message."""

    group_id: int
    tag: str


@dataclass(frozen=True, slots=True)
class ChooseCooldown:
    """Speak of the same claim again after so many hours."""

    group_id: int
    hours: int


@dataclass(frozen=True, slots=True)
class ChooseMost:
    """Speak unasked so often an hour at most."""

    group_id: int
    most: int


@dataclass(frozen=True, slots=True)
class ChooseClock:
    """Ask which clock the hours from *start* to *end* go by; see AskDigestClock for the page."""

    group_id: int
    start: int
    end: int
    page: int


@dataclass(frozen=True, slots=True)
class ChooseQuiet:
    """Speak only when asked from *start* to *end*, by a clock so many minutes east of UTC."""

    group_id: int
    start: int
    end: int
    offset_min: int


@dataclass(frozen=True, slots=True)
class ChooseNoQuiet:
    """Speak at any hour."""

    group_id: int


@dataclass(frozen=True, slots=True)
class ChooseForm:
    """Speak in this way where nobody asked."""

    group_id: int
    form: Form


@dataclass(frozen=True, slots=True)
class UnmuteAll:
    """Speak of all claims again."""

    group_id: int


@dataclass(frozen=True, slots=True)
class StartGroupDigest:
    """Send the presser a weekly digest of the group."""

    group_id: int


@dataclass(frozen=True, slots=True)
class StopGroupDigest:
    """Send the presser no more digests of the group."""

    group_id: int


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """Say goodbye and leave."""

    group_id: int


@dataclass(frozen=True, slots=True)
class ClosePanel:
    """Take the panel away."""

    group_id: int


GroupPanelAction: TypeAlias = (
    OpenPanel
    | OpenRow
    | ChooseMode
    | ChooseGroupLanguage
    | ChooseCooldown
    | ChooseMost
    | ChooseClock
    | ChooseQuiet
    | ChooseNoQuiet
    | ChooseForm
    | UnmuteAll
    | StartGroupDigest
    | StopGroupDigest
    | LeaveGroup
    | ClosePanel
)
"""What admins of a group alone may do."""
PanelAction: TypeAlias = ListGroups | GroupPanelAction
