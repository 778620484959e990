"""An inverted index: which texts hold a term, and how much that tells (BM25)."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Integers: TypeAlias = npt.NDArray[np.integer[Any]]

_K1, _B = 0.9, 0.6
"""Saturation and length weight; wordings are short, so length says little."""


_MANY = 1000
_COMMON = 0.2
"""In an index of _MANY texts, terms that more of them hold tell little and cost most."""


class Postings:
    """BM25 (Robertson and Zaragoza 2009) over texts given as lists of terms; immutable."""

    def __init__(self, texts: Sequence[Sequence[str]], length_weight: float = _B) -> None:
        self._rows: dict[str, int] = {}
        rows = self._rows
        terms = np.array([rows.setdefault(term, len(rows)) for text in texts for term in text], int)
        lengths = np.array([len(text) for text in texts], int)
        self._fill(terms, np.repeat(np.arange(len(texts)), lengths), lengths, length_weight)

    def joined(self, groups: Sequence[int], length_weight: float) -> "Postings":
        """Return the postings of longer texts: text n belongs to groups[n], those of -1 to none."""
        group = np.array(groups, int)
        owner = group[self._held_by]
        counted = owner >= 0
        terms = np.repeat(self._terms[counted], self._counts[counted])
        places = np.repeat(owner[counted], self._counts[counted])
        joined = Postings.__new__(Postings)
        joined._rows = self._rows  # noqa: SLF001 - one of ours
        size = int(group.max(initial=-1)) + 1
        joined._fill(terms, places, np.bincount(places, minlength=size), length_weight)  # noqa: SLF001
        return joined

    def _fill(
        self, terms: Integers, places: Integers, lengths: Integers, length_weight: float
    ) -> None:
        """Count which text (of *places*) holds which term; both have one entry for each word."""
        self.size = len(lengths)
        pairs, counts = np.unique(terms * max(1, self.size) + places, return_counts=True)
        self._terms, self._held_by = np.divmod(pairs, max(1, self.size))
        self._counts = counts
        holders = np.bincount(self._terms, minlength=len(self._rows))
        self._weights = np.log1p((self.size - holders + 0.5) / (holders + 0.5))
        if self.size >= _MANY:
            self._weights[holders > _COMMON * self.size] = 0.0
        self._unseen = float(np.log1p((self.size + 0.5) / 0.5))
        relative = lengths / max(1.0, float(lengths.mean())) if self.size else lengths
        norm = _K1 * (1 - length_weight + length_weight * relative[self._held_by])
        self._scores = self._weights[self._terms] * counts * (_K1 + 1) / (counts + norm)
        self._starts = np.concatenate(([0], np.cumsum(holders))).tolist()

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of *term*, the highest for unseen ones."""
        row = self._rows.get(term)
        return self._unseen if row is None else float(self._weights[row])

    def share_known(self, terms: Sequence[str]) -> float:
        """Return how much of *terms* stands in any text, 0 to 1."""
        return sum(map(self._rows.__contains__, terms)) / max(1, len(terms))

    def score(self, queries: Sequence[Sequence[str]]) -> Floats:
        """Return [queries, texts]: the share of a query's weight that a text holds, 0 to about 2.

        Shares of short and of long queries compare; bare sums would grow with the query.
        """
        places, scores, totals = [], [], []
        for number, terms in enumerate(queries):
            total = 0.0
            for term in dict.fromkeys(terms):
                row = self._rows.get(term)
                if row is None:
                    total += self._unseen
                    continue
                if not self._weights[row]:
                    continue
                total += self._weights[row]
                start, end = self._starts[row], self._starts[row + 1]
                places.append(self._held_by[start:end] + number * self.size)
                scores.append(self._scores[start:end])
            totals.append(total or 1.0)
        shape = (len(queries), self.size)
        if not places:
            return np.zeros(shape, np.float32)
        summed = np.bincount(np.concatenate(places), np.concatenate(scores), shape[0] * shape[1])
        shares: Floats = np.empty(shape, np.float32)
        np.divide(summed.reshape(shape), np.array(totals)[:, None], out=shares)
        return shares
