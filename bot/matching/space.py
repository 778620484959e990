"""Where the wordings of each claim lie in the space of one encoder."""

from typing import NamedTuple

import numpy as np

from bot.matching.pool import Pool
from bot.matching.postings import Floats

_SHRINKAGE = 0.3
"""Of the mean scatter, added to each direction: few wordings cannot measure hundreds."""

_RIDGE = 5.0


class Nearness(NamedTuple):
    """[queries, claims] cosines: to the wordings of a claim, and to its near-misses."""

    asserting: Floats
    near: Floats


class Space:
    """The wordings as one encoder sees them; immutable.

    The nearest wording favours claims with many of them. So each claim also has a centre, in a
    space whitened by the scatter of wordings within their claims, as in linear discriminant
    analysis (Fisher 1936): what differs between wordings of one claim counts less.
    """

    def __init__(self, vectors: Floats, asserting: Pool, near: Pool) -> None:
        """Take the vectors of all wordings, each of length 1."""
        self._vectors = vectors
        self._asserting, self._near = asserting, near
        centres = asserting.mean(vectors)
        members = [(claim, asserting.of(claim)) for claim in range(asserting.claims)]
        held = [number for _, numbers in members for number in numbers]
        owners = [claim for claim, numbers in members for _ in numbers]
        self._middle = vectors[held].mean(axis=0) if held else np.zeros(vectors.shape[1])
        scatter = vectors[held] - centres[owners]
        self._whitening = _whitening(scatter)
        self._centres = _unit((centres - self._middle) @ self._whitening)
        apart = near.mean(vectors)
        self._held_near = np.flatnonzero(np.any(apart != 0, axis=1))
        self._near_centres = _unit((apart[self._held_near] - self._middle) @ self._whitening)
        self._leaning = self._fit_leaning(held)

    def leaning(self, queries: Floats) -> Floats:
        """Return [queries]: about 1 for what sounds like an assertion of any claim, -1 like none.

        A ridge regression (Hoerl and Kennard 1970) on wordings against near-misses, whichever
        claim is theirs.
        """
        leaning: Floats = self.whitened(queries) @ self._leaning
        return leaning

    def _fit_leaning(self, asserting: list[int]) -> Floats:
        rows = self.whitened(self._vectors)
        target = np.full(len(rows), -1.0)
        target[asserting] = 1.0
        dimensions = rows.shape[1]
        normal = (rows.T @ rows).astype(np.float64) + _RIDGE * np.eye(dimensions)
        leaning: Floats = np.linalg.solve(normal, rows.T @ target).astype(np.float32)
        return leaning

    def whitened(self, vectors: Floats) -> Floats:
        """Return *vectors* where what differs between wordings of one claim counts less."""
        return _unit((vectors - self._middle) @ self._whitening)

    def nearest(self, cosines: Floats) -> Nearness:
        """Return the best of *cosines* ([queries, wordings]) of each claim."""
        return Nearness(self._asserting.best(cosines), self._near.best(cosines))

    def cosines(self, queries: Floats) -> Floats:
        """Return [queries, wordings]."""
        return queries @ self._vectors.T

    def central(self, queries: Floats) -> Nearness:
        """Return the cosines to the centres in the whitened space."""
        whitened = self.whitened(queries)
        near = np.zeros((len(queries), len(self._centres)), np.float32)
        # Few claims of a large base have near-misses.
        near[:, self._held_near] = whitened @ self._near_centres.T
        return Nearness(whitened @ self._centres.T, near)


def _whitening(scatter: Floats) -> Floats:
    """Return the matrix under which *scatter* ([wordings, dimensions]) is round."""
    dimensions = scatter.shape[1]
    if not scatter.any():
        return np.eye(dimensions, dtype=np.float32)
    within = (scatter.T @ scatter / len(scatter)).astype(np.float64)
    within += _SHRINKAGE * np.trace(within) / dimensions * np.eye(dimensions)
    values, directions = np.linalg.eigh(within)
    whitening: Floats = ((directions * values**-0.5) @ directions.T).astype(np.float32)
    return whitening


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit.astype(np.float32)
