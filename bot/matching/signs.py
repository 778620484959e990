"""What the small words of a passage tell: whether it denies, refutes, reports, quotes or asks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.matching.cues import load_cues
from bot.matching.passages import Passage

_QUOTED = re.compile(r"[\"„“«»”][^\"„“«»”\n]{8,}[\"“”»«]")


@dataclass(frozen=True, slots=True)
class Signs:
    """What the small words of one passage tell."""

    negations: int
    negated: Mapping[str, int]
    """How many negations stand near each word of the passage."""
    debunks: bool
    reports: bool
    quotes: bool
    """Part of the passage stands in quotation marks: somebody else's words."""
    asks: bool


def read_signs(passage: Passage) -> Signs:
    """Return the signs of *passage*."""
    cues, words, shown = load_cues(), passage.words, passage.shown.strip()
    return Signs(
        negations=cues.negations(words),
        negated=cues.negated(words),
        debunks=cues.debunks(words),
        reports=cues.reports(words),
        quotes=any(match.group() != shown for match in _QUOTED.finditer(shown)),
        asks=shown.rstrip("\"'»”) ").endswith("?") or cues.asks(words),
    )
