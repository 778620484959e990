"""Ratings become signs and words; the only place that knows the signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.claims.model import Rating
from bot.replies.keys import Key


@dataclass(frozen=True, slots=True)
class Verdict:
    """How readers meet a rating."""

    sign: str
    word: Key
    meaning: Key


# Each sign differs from the others in shape, so that nobody needs to see its colour.
VERDICTS: Mapping[Rating, Verdict] = MappingProxyType(
    {
        Rating.FALSE: Verdict("❌", Key.RATING_FALSE, Key.MEANING_FALSE),
        Rating.MISLEADING: Verdict("⚠️", Key.RATING_MISLEADING, Key.MEANING_MISLEADING),
        Rating.MISSING_CONTEXT: Verdict(
            "🧩", Key.RATING_MISSING_CONTEXT, Key.MEANING_MISSING_CONTEXT
        ),
        Rating.UNPROVEN: Verdict("❓", Key.RATING_UNPROVEN, Key.MEANING_UNPROVEN),
        Rating.SATIRE: Verdict("🎭", Key.RATING_SATIRE, Key.MEANING_SATIRE),
        Rating.TRUE: Verdict("✅", Key.RATING_TRUE, Key.MEANING_TRUE),
    }
)
