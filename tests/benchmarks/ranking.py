"""How good a ranking is, and a logistic regression that makes one ranking of many scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.matching.postings import Floats, Integers

FOLDS = 10
SEED = 0
PENALTIES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
"""Inverse strengths of regularisation that cross-validation chooses from."""
_DEPTH = 5
_MOST_STEPS = 3000


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries."""

    map5: float
    first: float
    """Share of queries whose first claim is right (P@1)."""
    mrr: float

    def __str__(self) -> str:
        return f"{self.map5:.3f}  {self.first:.3f}  {self.mrr:.3f}"


@dataclass(frozen=True, slots=True, eq=False)
class Shortlist:
    """The candidates of one query, with what is known of each."""

    claims: tuple[str, ...]
    rows: Floats
    """[candidates, features]"""
    accept: frozenset[str]

    @property
    def right(self) -> list[bool]:
        """Whether each candidate is a right one."""
        return [claim in self.accept for claim in self.claims]

    def ranks(self, scores: Floats) -> list[int]:
        """Return the places, from 1, of the right claims when *scores* order the candidates."""
        order = np.argsort(-scores, kind="stable").tolist()
        right = self.right
        return [place for place, at in enumerate(order, start=1) if right[at]]


def ranks_of(scores: Floats, right: Sequence[int]) -> list[int]:
    """Return the places, from 1, that *scores* of all claims give to those numbered in *right*."""
    return sorted(
        1 + int((scores > scores[at]).sum() + (scores[:at] == scores[at]).sum()) for at in right
    )


def measure(ranks: Sequence[Sequence[int]], right: Sequence[int]) -> Quality:
    """Return the quality of rankings, by the places of the right claims and how many there are."""
    average = [
        sum(number / place for number, place in enumerate(places, start=1) if place <= _DEPTH)
        / count
        for places, count in zip(ranks, right, strict=True)
    ]
    return Quality(
        map5=float(np.mean(average)),
        first=float(np.mean([places[:1] == [1] for places in ranks])),
        mrr=float(np.mean([1 / places[0] if places else 0.0 for places in ranks])),
    )


def measure_order(shortlists: Sequence[Shortlist], scores: Sequence[Floats]) -> Quality:
    """Return the quality of the order that *scores* give to the candidates of each query."""
    ranks = [one.ranks(found) for one, found in zip(shortlists, scores, strict=True)]
    return measure(ranks, [len(one.accept) for one in shortlists])


def fit(shortlists: Sequence[Shortlist], penalty: float, columns: Sequence[int]) -> Pipeline:
    """Return a logistic regression that tells right candidates from the others."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=penalty, max_iter=_MOST_STEPS))
    rows = np.concatenate([one.rows[:, columns] for one in shortlists])
    return model.fit(rows, np.concatenate([one.right for one in shortlists]))


def score(model: Any, shortlists: Sequence[Shortlist], columns: Sequence[int]) -> list[Floats]:
    """Return the log-odds of each candidate of each query."""
    return [model.decision_function(one.rows[:, columns]) for one in shortlists]


def folds_of(queries: int) -> Integers:
    """Return the fold of each query, the same for the same number of them."""
    folds: Integers = np.random.default_rng(SEED).permutation(queries) % FOLDS
    return folds


def cross_validate(
    shortlists: Sequence[Shortlist], penalty: float, columns: Sequence[int]
) -> Quality:
    """Return the quality on queries that were left out of the fit, for all of them once."""
    folds = folds_of(len(shortlists))
    left_out: list[Floats] = [np.zeros(0, np.float32)] * len(shortlists)
    for fold in range(FOLDS):
        held = np.flatnonzero(folds == fold).tolist()
        model = fit(
            [shortlists[at] for at in np.flatnonzero(folds != fold).tolist()], penalty, columns
        )
        for at, found in zip(
            held, score(model, [shortlists[at] for at in held], columns), strict=True
        ):
            left_out[at] = found
    return measure_order(shortlists, left_out)


def choose_penalty(
    shortlists: Sequence[Shortlist],
    columns: Sequence[int],
    tell: Callable[[float, Quality], None],
) -> float:
    """Return the penalty with the best MAP@5 on left-out queries; *tell* hears of each."""
    found = {}
    for penalty in PENALTIES:
        quality = cross_validate(shortlists, penalty, columns)
        tell(penalty, quality)
        found[penalty] = quality.map5
    return max(found, key=lambda penalty: found[penalty])
