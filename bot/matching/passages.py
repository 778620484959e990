"""Second station: the query as passages, each a sentence or a few, in the spelling of the index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.matching.cues import load_cues
from bot.matching.index import split_words
from bot.matching.model import Part, Segment
from bot.matching.normalize import normalize
from bot.matching.segments import find_segments

_AROUND = 80
"""Words at both ends of a message that are searched for signs of refutation."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment of the query in the spelling of the index."""

    segment: Segment
    normalized: str
    words: tuple[str, ...]
    shown: str
    """As it stands in the query."""


@dataclass(frozen=True, slots=True)
class Message:
    """The query as a whole, and what its small words tell."""

    shown: str
    normalized: str
    words: tuple[str, ...]
    debunks: bool
    refutations: int
    """Signs of refutation at both ends."""
    opens_with_no: bool
    names_subject: bool
    """It speaks of the alliance at all."""


Text = TypeVar("Text", Message, Passage)


Spell = Callable[[str], str]


def read_message(parts: Sequence[Part], spell: Spell = normalize) -> Message:
    """Return all *parts* as one text."""
    shown = "\n".join(part.text for part in parts)
    normalized = spell(shown)
    spelled, cues = split_words(normalized), load_cues()
    return Message(
        shown=shown,
        normalized=normalized,
        words=spelled,
        # A verdict stands at the head of a post or at its end.
        debunks=cues.debunks(spelled[:_AROUND]) or cues.debunks(spelled[-_AROUND:]),
        refutations=cues.refutations(
            spelled if len(spelled) <= 2 * _AROUND else spelled[:_AROUND] + spelled[-_AROUND:]
        ),
        opens_with_no=cues.opens_with_no(spelled),
        names_subject=cues.names_subject(spelled),
    )


def respell(text: Text, spelled: str) -> Text:
    """Return *text* as if it had been written as *spelled*, a normalized text."""
    return replace(text, normalized=spelled, words=split_words(spelled))


def read_passages(parts: Sequence[Part], spell: Spell = normalize) -> list[Passage]:
    """Return the segments of *parts*, those without words left out, each text once.

    A thousand copies of a sentence say no more than one.
    """
    passages: dict[str, Passage] = {}
    for segment in find_segments(parts):
        shown = parts[segment.part].text[segment.start : segment.end]
        normalized = spell(shown)
        if normalized and normalized not in passages:
            spelled = split_words(normalized)
            passages[normalized] = Passage(segment, normalized, spelled, shown)
    return list(passages.values())
