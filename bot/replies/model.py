"""A reply as a value: what we say, before anybody decides how it is shown."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TypeAlias

from bot.claims.model import Rating
from bot.matching.model import Segment
from bot.replies.actions import Action

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029 ]+")
# Control characters steer a terminal, bidirectional overrides turn the rest of a line around, and
# half a surrogate pair cannot be sent at all. Joiners and direction marks stay: words need them.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def one_line(text: str) -> str:
    """Return *text* as one showable line: breaks become a space, control characters go."""
    return _BREAKS.sub(" ", _UNSHOWABLE.sub("", text))


class Style(StrEnum):
    """How a span is set off from the text around it."""

    PLAIN = auto()
    BOLD = auto()
    ITALIC = auto()
    CODE = auto()
    """As it is written: Telegram makes no link of it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, and the address it leads to; made showable when it is built."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", one_line(self.text))
        if self.url is not None:
            object.__setattr__(self, "url", one_line(self.url).replace(" ", ""))


Line: TypeAlias = tuple[Span, ...]


class Role(StrEnum):
    """What a paragraph is for; it decides what is shortened first and how a terminal paints it."""

    HEADING = auto()
    WHY = auto()
    SOURCES = auto()
    """The title line, then one line for each source, best first."""
    NOTE = auto()
    HINT = auto()
    CHOICES = auto()
    BODY = auto()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together."""

    lines: tuple[Line, ...]
    role: Role

    @classmethod
    def of(cls, role: Role, text: str, style: Style = Style.PLAIN) -> "Paragraph":
        """Return a paragraph of one line in one style."""
        return cls(((Span(text, style),),), role)


@dataclass(frozen=True, slots=True)
class Button:
    """Something to choose; its action is ours, or an address to open."""

    label: str
    action: Action | str
    beside: bool = False
    """It stands in the row of the button before it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", one_line(self.label))


@dataclass(frozen=True, slots=True)
class Reply:
    """What we say, in the interface language it is said in.

    `tone` colours the heading; `quote` is the place in the query that the reply answers; `claims`
    are the ids of those whose verdicts it tells.
    """

    language: str
    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[Button, ...] = ()
    tone: Rating | None = None
    quote: Segment | None = None
    claims: tuple[str, ...] = ()


class Unsupported(StrEnum):
    """A kind of message that we cannot read."""

    VOICE = auto()
    VIDEO = auto()
    VIDEO_NOTE = auto()
    STICKER = auto()
    PHOTO = auto()
    """A picture without a caption."""
    DOCUMENT = auto()
    OTHER = auto()
