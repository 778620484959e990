"""Does a text assert something at all, whatever it is? Learned from labelled messages.

Neutral news, true statements and refutations speak of the same things as the claims do; how they
speak tells them apart. Each head is a logistic regression of its own: over the runs of letters of
the message, or over the vector that one encoder gives it.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.postings import Floats

_SHORTEST, _LONGEST = 2, 4


@dataclass(frozen=True, slots=True)
class GramHead:
    """Log-odds from runs of two to four letters, each by its weight and its rarity (TF-IDF)."""

    intercept: float
    grams: Mapping[str, tuple[float, float]]
    """Inverse document frequency and weight."""

    def lean(self, words: Sequence[str]) -> float:
        """Return the log-odds that the text of *words* asserts something."""
        total = squares = 0.0
        for gram, count in Counter(runs(words)).items():
            known = self.grams.get(gram)
            if known is not None:
                value = (1 + math.log(count)) * known[0]
                squares += value * value
                total += value * known[1]
        return self.intercept + (total / math.sqrt(squares) if squares else 0.0)


@dataclass(frozen=True, slots=True)
class KernelHead:
    """A support vector machine with a Gaussian kernel (Cortes and Vapnik 1995) over vectors.

    It reads what all encoders make of the message, side by side, and standardized.
    """

    intercept: float
    gamma: float
    mean: Floats
    scale: Floats
    supports: Floats
    """[supports, dimensions], standardized: the messages that mark the border."""
    weights: Floats
    """[supports], negative for those that assert nothing."""

    def lean(self, vectors: Floats) -> Floats:
        """Return [texts] from [texts, dimensions]: positive on the side of those that assert."""
        rows = (vectors - self.mean) / self.scale
        squares = (rows**2).sum(axis=1)[:, None] + (self.supports**2).sum(axis=1)
        kernel = np.exp(-self.gamma * np.maximum(squares - 2 * rows @ self.supports.T, 0))
        lean: Floats = kernel @ self.weights + np.float32(self.intercept)
        return lean


@dataclass(frozen=True, slots=True)
class Heads:
    """What was learned of how people assert."""

    grams: GramHead
    vectors: KernelHead | None
    """None for the lexical model."""


def runs(words: Sequence[str]) -> list[str]:
    """Return each run of two to four letters within a word, its borders included as spaces."""
    return [
        padded[start : start + size]
        for word in words
        for padded in (f" {word} ",)
        for size in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(padded) - size + 1)
    ]
