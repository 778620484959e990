"""Refit the weights and thresholds of matching from data, reproducibly.

What the model learns from: each wording of the knowledge base, asked as if the base did not hold
it; each near-miss likewise; and labelled messages. Thresholds come from predictions that were
made for examples left out of the fit (cross-validation with all pairs of a message in one fold).
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.claims.model import KnowledgeBase
from bot.evaluation.dataset import LabelledMessage
from bot.matching.matcher import Matcher
from bot.matching.model import Part
from bot.matching.rerank import FEATURES, to_terms
from bot.matching.retrieve import read_passages

FOLDS = 5
PENALTY = 0.02
MOST_STEPS = 2000
DECIMALS = 4
PRIVATE_PRECISION = 0.98
GROUP_PRECISION = 0.99
OFFER_PRECISION = 0.70
MARGIN = 0.10
ABOUT = 0.45
DENIAL = 0.6
DENIAL_WORDS = 12
CONTENT_WORDS = 3
_WORDING_WEIGHT = 0.1
"""Our own wordings are many and alike; a message of a stranger tells more than one of them."""


class TuningError(Exception):
    """Refitting cannot be done; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text beside one claim that retrieval brought up for it."""

    group: str
    features: tuple[float, ...]
    asserted: bool
    from_message: bool


def tune(
    matcher: Matcher, knowledge: KnowledgeBase, messages: Sequence[LabelledMessage]
) -> dict[str, Any]:
    """Return the content of model.json, fitted on *knowledge* and *messages*."""
    try:
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - development only
        from sklearn.model_selection import GroupKFold, cross_val_predict  # noqa: PLC0415
        from sklearn.preprocessing import StandardScaler  # noqa: PLC0415
    except ImportError as error:
        raise TuningError(
            "scikit-learn is not installed; "
            "`pip install --require-hashes -r requirements-dev.lock` brings it"
        ) from error
    examples = [*_from_knowledge(matcher, knowledge), *_from_messages(matcher, messages)]
    if not any(one.asserted for one in examples) or all(one.asserted for one in examples):
        raise TuningError("there is nothing to tell apart; add claims or labelled messages")
    rows = [one.features for one in examples]
    labels = [one.asserted for one in examples]
    weights = [1.0 if one.from_message else _WORDING_WEIGHT for one in examples]
    scaler = StandardScaler().fit(rows)
    means = [round(float(mean), DECIMALS) for mean in scaler.mean_]
    scales = [round(float(scale), DECIMALS) for scale in scaler.scale_]
    terms = [to_terms(row, means, scales) for row in rows]
    regression = LogisticRegression(C=PENALTY, max_iter=MOST_STEPS)
    left_out = cross_val_predict(
        regression,
        terms,
        labels,
        groups=[one.group for one in examples],
        cv=GroupKFold(n_splits=FOLDS),
        method="predict_proba",
        params={"sample_weight": weights},
    )[:, 1]
    regression.fit(terms, labels, sample_weight=weights)
    # Our own wordings are no sample of what people send, so they set no threshold.
    judged = _best_of_each(
        (one, probability)
        for one, probability in zip(examples, left_out, strict=True)
        if one.from_message
    )
    return {
        "fitted_on": {
            "claims": len(knowledge.published),
            "wordings": len(matcher.index.documents),
            "messages": len(messages),
            "examples": len(examples),
        },
        "thresholds": _thresholds(judged),
        "intercept": round(float(regression.intercept_[0]), DECIMALS),
        "features": FEATURES,
        "means": means,
        "scales": scales,
        "weights": [round(float(weight), DECIMALS) for weight in regression.coef_[0]],
    }


def _thresholds(judged: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    answer = _threshold(judged, PRIVATE_PRECISION)
    return {
        "private": {
            "answer": answer,
            "offer": min(answer, _threshold(judged, OFFER_PRECISION)),
            "margin": MARGIN,
        },
        "group": {
            "answer": max(answer, _threshold(judged, GROUP_PRECISION)),
            "offer": 1.0,
            "margin": 2 * MARGIN,
        },
        "about": ABOUT,
        "denial": DENIAL,
        "denial_words": DENIAL_WORDS,
        "content_words": CONTENT_WORDS,
    }


def to_json(fitted: dict[str, Any]) -> str:
    """Return *fitted* as the text of model.json."""
    text = json.dumps(fitted, indent=2)
    # One list a line: hundreds of weights, each on its own, would bury the rest.
    return re.sub(r"\[[^\]]*\]", lambda found: " ".join(found.group().split()), text) + "\n"


def _from_knowledge(matcher: Matcher, knowledge: KnowledgeBase) -> Iterator[Example]:
    belongs = {
        (claim.id, near_miss.text): near_miss.claim
        for claim in knowledge.published.values()
        for near_misses in claim.near_misses.values()
        for near_miss in near_misses
    }
    for number, document in enumerate(matcher.index.documents):
        claim_id = document.claim_id
        right = belongs[claim_id, document.text] if document.near_miss else claim_id
        # One wording in two places is one text: its folds must not be parted.
        group = f"wording {document.normalized}"
        for features, candidate_id in _features(matcher, document.text, frozenset({number})):
            yield Example(group, features, candidate_id == right, from_message=False)


def _from_messages(matcher: Matcher, messages: Iterable[LabelledMessage]) -> Iterator[Example]:
    for message in messages:
        group = f"message {message.id}"
        for features, claim_id in _features(matcher, message.text, frozenset()):
            yield Example(group, features, claim_id in message.accept, from_message=True)


def _features(
    matcher: Matcher, text: str, without: frozenset[int]
) -> Iterator[tuple[tuple[float, ...], str]]:
    """Yield features and id of each claim that retrieval brings up for *text*."""
    passages = read_passages(matcher.index, (Part(text),))
    for scored in matcher.score(passages, without):
        features = tuple(scored.features[name] for name in FEATURES)
        yield features, scored.pair.document.claim_id


def _best_of_each(
    judged: Iterable[tuple[Example, float]],
) -> list[tuple[float, bool]]:
    """Return probability and label of the best claim for each text, best first."""
    best: dict[str, tuple[float, bool]] = {}
    for example, probability in judged:
        one = (float(probability), example.asserted)
        best[example.group] = max(one, best.get(example.group, one))
    return sorted(best.values(), reverse=True)


def _threshold(judged: Sequence[tuple[float, bool]], precision: float) -> float:
    """Return the lowest probability from which on *precision* of *judged* (best first) is right.

    Where no threshold reaches it, the best probability that was given to a wrong pair.
    """
    right = 0
    lowest = None
    for total, (probability, asserted) in enumerate(judged, start=1):
        right += asserted
        if right / total >= precision:
            lowest = probability
    if lowest is None:
        lowest = max(probability for probability, asserted in judged if not asserted)
    return round(float(lowest), DECIMALS)
