"""The model behind the probability: a logistic regression whose weights are data."""

import json
import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations_with_replacement

FEATURES = (
    "document_coverage",
    "passage_coverage",
    "claim_coverage",
    "token_sort_ratio",
    "partial_ratio",
    "harmonic_coverage",
    "lead_over_claims",
    "lead_over_near_misses",
    "score_lead_over_claims",
    "score_lead_over_near_misses",
    "votes",
    "near_miss_votes",
    "second_likeness",
    "rank",
    "polarity_clash",
    "claim_polarity_clash",
    "negation_differs",
    "negations_added",
    "debunks",
    "message_debunks",
    "opens_with_no",
    "reports_added",
    "quotes",
    "asks",
    "number_missing",
    "shared_words",
    "passage_words",
)
"""What the model sees of a pair of passage and claim, in the order of its weights."""

_FARTHEST = 4.0  # standard deviations


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over FEATURES and their products; `bot tune` refits its weights."""

    languages: tuple[str, ...]
    """Of the messages that it was fitted on."""
    intercept: float
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    """Of the standardized features in their order, then of their products (`to_terms`)."""

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability that the claim is what the passage asserts."""
        raw = [features[name] for name in FEATURES]
        terms = to_terms(raw, self.means, self.scales)
        total = self.intercept + sum(map(operator.mul, self.weights, terms))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def to_terms(raw: Sequence[float], means: Sequence[float], scales: Sequence[float]) -> list[float]:
    """Return the standardized features, then the product of each pair of them, squares included.

    Values far from all that was seen in fitting count as the farthest that was.
    """
    values = [
        max(-_FARTHEST, min(_FARTHEST, (value - mean) / scale))
        for value, mean, scale in zip(raw, means, scales, strict=True)
    ]
    pairs = combinations_with_replacement(values, 2)
    return [*values, *(one * other for one, other in pairs)]


@cache
def load_model() -> Model:
    """Return the model that ships with the bot."""
    text = files("bot.matching").joinpath("model.json").read_text(encoding="utf-8")
    stored = json.loads(text)
    if tuple(stored["features"]) != FEATURES:
        raise ValueError("model.json was fitted on other features; run `python -m bot tune`")
    return Model(
        languages=tuple(stored["fitted_on"]["languages"]),
        intercept=stored["intercept"],
        means=tuple(stored["means"]),
        scales=tuple(stored["scales"]),
        weights=tuple(stored["weights"]),
    )
