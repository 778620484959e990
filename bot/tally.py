"""What is counted of each day, for those who look after the bot: numbers, and no person in them."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

DAY_S = 86_400.0


class Kind(StrEnum):
    """What a number counts; each has keys of its own."""

    ASKED = auto()
    """Messages that somebody wanted to have checked, by `PLACE:OUTCOME`."""
    LANGUAGE = auto()
    """The same messages, by the language that they are in, UNKNOWN where nobody can tell."""
    CLAIM = auto()
    """Answers, by the id of the claim whose verdict they tell, wherever that was."""
    UNASKED = auto()
    """What was said in groups that nobody asked for, by POSTED or MARKED."""
    INLINE = auto()
    """Claims that somebody posted into another chat, by POSTED."""
    WAITED = auto()
    """Questions to the moderators that were answered, by how long that took (bot/moderation)."""


class Place(StrEnum):
    """Where somebody asks."""

    PRIVATE = auto()
    GROUP = auto()
    GUEST = auto()
    """A chat that we are not in."""


class Outcome(StrEnum):
    """What came of it."""

    MATCH = auto()
    AMBIGUOUS = auto()
    NONE = auto()
    NOTHING = auto()
    """There was nothing to check: a greeting, a word."""


UNKNOWN = "unknown"
POSTED, MARKED = "posted", "marked"


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """What a number counts, on which day."""

    day: int
    """Since 1970, UTC."""
    kind: Kind
    key: str


class Tally:
    """Counts in memory until somebody takes it away; any number of threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Take a clock of seconds since 1970."""
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[Counted] = Counter()

    def asked(
        self, place: Place, outcome: Outcome, language: str | None, claim_ids: Collection[str] = ()
    ) -> None:
        """Count a message that was checked, and the claims that it was answered with."""
        found = [(Kind.ASKED, f"{place}:{outcome}")]
        if outcome is not Outcome.NOTHING:
            found.append((Kind.LANGUAGE, language or UNKNOWN))
        self._count(*found, *((Kind.CLAIM, one) for one in dict.fromkeys(claim_ids)))

    def spoke(self, how: str, claim_ids: Collection[str]) -> None:
        """Count what was said in a group that nobody asked for: POSTED or MARKED."""
        self._count((Kind.UNASKED, how), *((Kind.CLAIM, one) for one in dict.fromkeys(claim_ids)))

    def posted(self, claim_id: str) -> None:
        """Count a claim that somebody posted into another chat through us."""
        self._count((Kind.INLINE, POSTED), (Kind.CLAIM, claim_id))

    def take(self) -> Mapping[Counted, int]:
        """Return what was counted since the last time; from here on it is the caller's."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, counts: Mapping[Counted, int]) -> None:
        """Take back what could not be kept elsewhere."""
        with self._lock:
            self._counts.update(counts)

    def _count(self, *found: tuple[Kind, str]) -> None:
        day = int(self._clock() // DAY_S)
        with self._lock:
            self._counts.update(Counted(day, kind, key) for kind, key in found)
