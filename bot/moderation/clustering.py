"""Texts that say the same fall together: near-duplicates by words, paraphrases by meaning.

Each text is compared with the clusters that there are, and joins the nearest, or begins one. Only
what the words weigh is kept of a text, and one vector for each cluster.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.cues import load_cues
from bot.matching.index import split_words
from bot.matching.normalize import normalize
from bot.matching.postings import Floats
from bot.matching.views import Sense

_SAME_WORDS = 0.4
"""Share of the weight of all their words that two texts have in common to say the same.

tests/benchmarks/clusters.py holds what this and `_SAME_MEANING` lead to.
"""
_SAME_MEANING = 0.28
"""Cosine in the space that matching whitens (bot/matching/space.py), to the middle of a cluster."""
_FEWEST_WORDS = 3
"""Shorter texts say too little to be compared by words: they are the same, or they are not."""
_MOST_WORDS = 60
"""Longer texts are told by their beginnings."""
_MOST_ENCODED = 32
"""The encoder takes 1 ms a word, and one more text shall take less than a tenth of a second."""
_COMMON = 0.1
"""Share of the clusters from which on a word leads to too many of them..."""
_MANY = 100
"""... where there are more than so many."""
_NEAREST = 12
"""Clusters that are looked at closely."""
_STEM = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """What clustering sees of a text."""

    stems: frozenset[str]
    vector: Floats | None
    """None without an encoder."""


class Clusters:
    """Which clusters there are, in memory; whoever keeps them gives them their numbers.

    Not to be used by two threads at once.
    """

    def __init__(self, sense: Sense | None = None) -> None:
        """Take what reads meanings; without it, only the words tell."""
        self._sense = sense
        self._members: dict[int, list[frozenset[str]]] = {}
        """The different texts of each cluster, as stems; a few are enough."""
        self._holders: dict[str, set[int]] = defaultdict(set)
        """The clusters in which a word stands."""
        self._rows: dict[int, int] = {}
        self._numbers: list[int] = []
        self._sums = np.zeros((0, 0), np.float32)
        self._middles = np.zeros((0, 0), np.float32)
        """The sums, each of length 1."""

    def __len__(self) -> int:
        return len(self._members)

    @property
    def reads_meaning(self) -> bool:
        """Tell whether more than words is compared."""
        return self._sense is not None

    def read(self, text: str) -> Reading:
        """Return what the words, and the encoder, make of *text*."""
        words = _words(text)
        return Reading(_stems(words), self._meaning(words))

    def find(self, text: str, apart: Collection[int] = ()) -> tuple[int | None, Reading]:
        """Return the cluster that says the same, and what was read of *text*.

        None where no cluster does. Into those *apart* fall texts of the same words only. Of a
        near-duplicate, the encoder need not read anything.
        """
        words = _words(text)
        stems = _stems(words)
        number = self._by_words(stems)
        if number is not None:
            return number, Reading(stems, None)
        vector = self._meaning(words)
        return self._by_meaning(vector, apart), Reading(stems, vector)

    def find_by_words(self, text: str) -> tuple[int | None, Reading]:
        """Return the same by the words alone, which takes a millisecond."""
        stems = _stems(_words(text))
        return self._by_words(stems), Reading(stems, None)

    def find_by_meaning(self, text: str, apart: Collection[int]) -> tuple[int | None, Reading]:
        """Return the same by the meaning alone, but for the clusters *apart*."""
        reading = self.read(text)
        return self._by_meaning(reading.vector, apart), reading

    def put(self, number: int, reading: Reading) -> None:
        """Add a text to a cluster, or begin it."""
        members = self._members.setdefault(number, [])
        if reading.stems not in members and len(members) < _NEAREST:
            members.append(reading.stems)
            for stem in reading.stems:
                self._holders[stem].add(number)
        if reading.vector is not None:
            self._add_vector(number, reading.vector)

    def add(self, text: str) -> int:
        """Return the number of the cluster that *text* falls into, the next one for a new one."""
        number, reading = self.find(text)
        if number is None:
            number = max(self._members, default=0) + 1
        self.put(number, reading)
        return number

    def rename(self, number: int, new: int) -> None:
        """Give a cluster another number; where there is one of that number, they become one."""
        if number == new or number not in self._members:
            return
        for stems in self._members.pop(number):
            self._members.setdefault(new, []).append(stems)
            for stem in stems:
                self._holders[stem].discard(number)
                self._holders[stem].add(new)
        row = self._rows.pop(number, None)
        if row is not None:
            if new in self._rows:
                self._add_vector(new, self._sums[row])
                self._forget_row(row)
            else:
                self._rows[new] = row
                self._numbers[row] = new

    def drop(self, number: int) -> None:
        """Forget a cluster."""
        for stem in {stem for stems in self._members.pop(number, ()) for stem in stems}:
            self._holders[stem].discard(number)
            if not self._holders[stem]:
                del self._holders[stem]
        row = self._rows.pop(number, None)
        if row is not None:
            self._forget_row(row)

    def _meaning(self, words: Sequence[str]) -> Floats | None:
        if self._sense is None or not words:
            return None
        encoded = self._sense.encoder.encode([" ".join(words[:_MOST_ENCODED])])
        vector: Floats = self._sense.space.whitened(encoded)[0]
        return vector

    def _by_words(self, stems: frozenset[str]) -> int | None:
        shared: Counter[int] = Counter()
        for stem in stems:
            holders = self._holders.get(stem, ())
            if len(holders) <= max(_MANY, _COMMON * len(self._members)):
                shared.update(holders)
        best: tuple[float, int] = (0.0, 0)
        for number, _ in shared.most_common(_NEAREST):
            likeness = max(self._likeness(stems, other) for other in self._members[number])
            best = max(best, (likeness, number))
        return best[1] if best[0] >= _SAME_WORDS else None

    def _likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return which share of the weight of all words stands in both (Jaccard 1901)."""
        if min(len(one), len(other)) < _FEWEST_WORDS:
            return float(one == other)
        total = sum(map(self._weight, one | other))
        return sum(map(self._weight, one & other)) / total if total else 0.0

    def _weight(self, stem: str) -> float:
        return math.log(1 + (len(self._members) + 1) / (len(self._holders.get(stem, ())) + 1))

    def _by_meaning(self, vector: Floats | None, apart: Collection[int]) -> int | None:
        if vector is None or not self._numbers:
            return None
        cosines = self._middles[: len(self._numbers)] @ vector
        for number in apart:
            if number in self._rows:
                cosines[self._rows[number]] = -1.0
        best = int(cosines.argmax())
        return self._numbers[best] if cosines[best] >= _SAME_MEANING else None

    def _forget_row(self, row: int) -> None:
        self._sums[row] = self._middles[row] = 0.0
        self._numbers[row] = 0

    def _add_vector(self, number: int, vector: Floats) -> None:
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = len(self._numbers)
            self._numbers.append(number)
            if row >= len(self._sums):
                more = np.zeros((max(64, len(self._sums)), len(vector)), np.float32)
                self._sums = np.concatenate((self._sums.reshape(-1, len(vector)), more))
                self._middles = np.concatenate((self._middles.reshape(-1, len(vector)), more))
        self._sums[row] += vector
        length = float(np.linalg.norm(self._sums[row]))
        self._middles[row] = self._sums[row] / max(length, 1e-9)


def _words(text: str) -> tuple[str, ...]:
    return split_words(normalize(text))[:_MOST_WORDS]


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in load_cues().content(words))
