"""The models behind the probabilities: weights are data, `bot tune` refits them."""

import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from bot.matching.decide import Policy, Thresholds
from bot.matching.postings import Floats
from bot.matching.stance import GramHead, Heads, KernelHead

_FARTHEST = 30.0
SUPPORT_LEVEL = 4 / 127
"""Deviations in one of the levels in which supports are kept."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over standardized features."""

    means: Floats
    scales: Floats
    weights: Floats
    intercept: float

    def log_odds(self, rows: Floats) -> Floats:
        """Return [rows] from [rows, features]."""
        log_odds: Floats = ((rows - self.means) / self.scales) @ self.weights + self.intercept
        return log_odds


@dataclass(frozen=True, slots=True)
class Model:
    """All that was fitted: for one set of encoders, or for none."""

    encoders: tuple[str, ...]
    features: tuple[str, ...]
    """What the models see of a passage beside a claim, in the order of their weights."""
    logistic: Logistic
    slope: float
    shift: float
    """Of the log-odds, so that the probability is calibrated (Platt 1999)."""
    topic: Logistic
    """Whether the message speaks of the claim at all, asserting or refuting it."""
    heads: Heads
    thresholds: Thresholds

    def rows(self, features: Sequence[Mapping[str, float]]) -> Floats:
        """Return [candidates, features]."""
        found = [[one[name] for name in self.features] for one in features]
        return np.array(found, np.float32).reshape(len(found), len(self.features))

    def probabilities(self, rows: Floats) -> list[float]:
        """Return for each of *rows* the probability that the message asserts the claim."""
        log_odds = self.slope * self.logistic.log_odds(rows) + self.shift
        found: list[float] = _sigmoid(log_odds).tolist()
        return found

    def topicality(self, rows: Floats) -> list[float]:
        """Return for each of *rows* the probability that the message speaks of the claim."""
        found: list[float] = _sigmoid(self.topic.log_odds(rows)).tolist()
        return found


@cache
def load_model(encoders: tuple[str, ...]) -> Model:
    """Return the model that was fitted for *encoders*; () is the lexical one.

    Raises FileNotFoundError where none was.
    """
    folder = files("bot.matching").joinpath("models")
    stored = json.loads(folder.joinpath(f"{model_name(encoders)}.json").read_text(encoding="utf-8"))
    if not encoders:
        return read_model(stored, {})
    content = folder.joinpath(f"{model_name(encoders)}.npz").read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return read_model(stored, dict(arrays))


def model_name(encoders: Sequence[str]) -> str:
    """Return the name of the files of the model for *encoders*, without their endings."""
    return "-".join(encoders) or "lexical"


def read_model(stored: Mapping[str, Any], arrays: Mapping[str, Any]) -> Model:
    """Return the model that `bot tune` wrote as *stored* and *arrays*."""
    bands = stored["thresholds"]
    return Model(
        encoders=tuple(stored["encoders"]),
        features=tuple(stored["features"]),
        logistic=_logistic(stored["logistic"]),
        slope=stored["slope"],
        shift=stored["shift"],
        topic=_logistic(stored["topic"]),
        heads=read_heads(stored["heads"], arrays),
        thresholds=Thresholds(
            private=Policy(**bands["private"]),
            group=Policy(**bands["group"]),
            about=bands["about"],
            content_words=bands["content_words"],
        ),
    )


def read_heads(stored: Mapping[str, Any], arrays: Mapping[str, Any]) -> Heads:
    """Return the heads that `bot tune` wrote as *stored* and *arrays*."""
    grams = GramHead(
        stored["grams"]["intercept"],
        {gram: (rarity, weight) for gram, rarity, weight in stored["grams"]["runs"]},
    )
    if not arrays:
        return Heads(grams, None)
    # Supports are kept in 255 levels of four deviations.
    supports = arrays["supports"].astype(np.float32) * np.float32(SUPPORT_LEVEL)
    vectors = KernelHead(
        intercept=stored["vectors"]["intercept"],
        gamma=stored["vectors"]["gamma"],
        mean=arrays["mean"],
        scale=arrays["scale"],
        supports=supports,
        weights=arrays["weights"],
    )
    return Heads(grams, vectors)


def _logistic(stored: Mapping[str, Any]) -> Logistic:
    return Logistic(
        np.array(stored["means"], np.float32),
        np.array(stored["scales"], np.float32),
        np.array(stored["weights"], np.float32),
        stored["intercept"],
    )


def _sigmoid(log_odds: Floats) -> Floats:
    odds: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -_FARTHEST, _FARTHEST)))
    return odds


def logit(probability: float) -> float:
    """Return the log-odds of *probability*."""
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))
