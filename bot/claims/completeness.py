"""What a published claim must be written in, and in how many wordings."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.claims.model import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Completeness:
    """Languages of the claim sentence and of the explanation, and the least number of phrasings.

    *phrasings* holds a number for each language that needs more than one.
    """

    claim: tuple[Language, ...]
    explanation: tuple[Language, ...]
    phrasings: Mapping[Language, int]


MANY_PHRASINGS = 6
FEW_PHRASINGS = 3

# Most of what people send us is in these three.
_MOST_OFTEN: Mapping[Language, int] = dict.fromkeys(("en", "uk", "ru"), MANY_PHRASINGS)

COMPLETE = Completeness(
    claim=LANGUAGES,
    explanation=("en", "uk", "ru", "de", "fr", "pl", "ro"),
    phrasings=MappingProxyType({**dict.fromkeys(LANGUAGES, FEW_PHRASINGS), **_MOST_OFTEN}),
)
"""What the knowledge base of this repository is held to."""
