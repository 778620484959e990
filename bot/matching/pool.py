"""Scores of wordings become scores of claims."""

from collections.abc import Sequence

import numpy as np

from bot.matching.postings import Floats


class Pool:
    """Which wordings belong to which claim; immutable."""

    def __init__(self, owners: Sequence[int], members: Sequence[int], claims: int) -> None:
        """Take the claim of each wording, and the wordings that count."""
        chosen = np.array(members, int)
        owner = np.array(owners, int)[chosen] if len(chosen) else chosen
        order = np.argsort(owner, kind="stable")
        self.claims = claims
        self._members = chosen[order]
        self._present, self._starts = np.unique(owner[order], return_index=True)
        self._ends = np.append(self._starts[1:], len(self._members))
        # Wordings that stand in a row are looked at where they are, not copied.
        first = int(self._members[0]) if len(self._members) else 0
        in_a_row = np.array_equal(self._members, np.arange(first, first + len(self._members)))
        self._columns = slice(first, first + len(self._members)) if in_a_row else self._members

    def best(self, scores: Floats) -> Floats:
        """Return [queries, claims] from [queries, wordings]: the best of each claim, else 0."""
        pooled = np.zeros((len(scores), self.claims), np.float32)
        if len(self._members):
            pooled[:, self._present] = np.maximum.reduceat(
                scores[:, self._columns], self._starts, axis=1
            )
        return pooled

    def mean(self, vectors: Floats) -> Floats:
        """Return [claims, dimensions] from [wordings, dimensions]; zeros for claims without."""
        sums = np.zeros((self.claims, vectors.shape[1]), np.float32)
        if len(self._members):
            sums[self._present] = np.add.reduceat(vectors[self._columns], self._starts, axis=0)
            sums[self._present] /= (self._ends - self._starts)[:, None]
        return sums

    def of(self, claim: int) -> list[int]:
        """Return the wordings of *claim*."""
        at = int(np.searchsorted(self._present, claim))
        if at == len(self._present) or self._present[at] != claim:
            return []
        found: list[int] = self._members[self._starts[at] : self._ends[at]].tolist()
        return found
