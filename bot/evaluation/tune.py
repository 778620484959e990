"""Refit the weights and thresholds of matching from data, reproducibly.

What the model learns from: each wording of the knowledge base, asked as if the base did not hold
it; each near-miss likewise; and labelled messages. Thresholds come from predictions that were
made for examples left out of the fit (cross-validation with all pairs of a message in one fold).
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.claims.model import KnowledgeBase
from bot.evaluation.dataset import LabelledMessage
from bot.matching.matcher import Matcher
from bot.matching.model import Part
from bot.matching.regression import FEATURES, to_terms
from bot.matching.rerank import Scored, is_denial
from bot.matching.retrieve import read_passages

FOLDS = 6
REPEATS = 2
MOST_WORDINGS = 3000
"""Of a larger base every second wording is asked, or every third, and so on."""
PENALTY = 0.02
MOST_STEPS = 2000
DECIMALS = 4
PRIVATE_PRECISION = 0.97
GROUP_PRECISION = 0.99
OFFER = 0.35
MARGIN = 0.10
ABOUT = 0.45
DENIAL = 0.6
DENIAL_WORDS = 12
ALTERED_WORDS = 12
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
    denied: bool
    """The message is the claim turned round; the policy never answers it."""


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
    _check(examples)
    rows = [one.features for one in examples]
    labels = [one.asserted for one in examples]
    weights = [1.0 if one.from_message else _WORDING_WEIGHT for one in examples]
    scaler = StandardScaler().fit(rows)
    means = [round(float(mean), DECIMALS) for mean in scaler.mean_]
    # One that hardly varies must not become zero: values are divided by it.
    scales = [round(float(scale), DECIMALS) or 1.0 for scale in scaler.scale_]
    terms = [to_terms(row, means, scales) for row in rows]
    regression = LogisticRegression(C=PENALTY, max_iter=MOST_STEPS)
    groups = [one.group for one in examples]
    left_out = [0.0] * len(examples)
    # The threshold hangs on a few errors; several ways to part the folds steady it.
    for seed in range(REPEATS):
        predicted = cross_val_predict(
            regression,
            terms,
            labels,
            groups=groups,
            cv=GroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed),
            method="predict_proba",
            params={"sample_weight": weights},
        )[:, 1]
        left_out = [sum(both) for both in zip(left_out, predicted / REPEATS, strict=True)]
    regression.fit(terms, labels, sample_weight=weights)
    # Our own wordings are no sample of what people send: they neither calibrate nor set thresholds.
    judged = _best_of_each(
        (one, probability)
        for one, probability in zip(examples, left_out, strict=True)
        if one.from_message and not one.denied
    )
    slope, shift = _calibration(judged)
    intercept = slope * float(regression.intercept_[0]) + shift
    calibrated = [1 / (1 + math.exp(-slope * _logit(one) - shift)) for one, _ in judged]
    return {
        "fitted_on": {
            "claims": len(knowledge.published),
            "wordings": len(matcher.index.documents),
            "messages": len(messages),
            "languages": sorted(matcher.index.languages),
            "examples": len(examples),
        },
        "thresholds": _thresholds(calibrated),
        "intercept": round(intercept, DECIMALS),
        "features": FEATURES,
        "means": means,
        "scales": scales,
        "weights": [round(slope * float(weight), DECIMALS) for weight in regression.coef_[0]],
    }


def _check(examples: Sequence[Example]) -> None:
    """Raise TuningError where there is too little to learn from."""
    groups = {asserted: set[str]() for asserted in (True, False)}
    for one in examples:
        groups[one.asserted].add(one.group)
    heard = {one.group for one in examples if one.from_message and not one.denied}
    if not heard & groups[True] or not heard - groups[True]:
        raise TuningError(
            "there is nothing to tell apart; add claims, and labelled messages of both sorts: "
            "some that assert a claim, some that do not"
        )
    # A fold that took all of one sort would leave only the other to learn from.
    total = len(set[str]().union(*groups.values()))
    fewest, largest_fold = min(map(len, groups.values())), -(-total // FOLDS)
    if total < FOLDS or fewest <= largest_fold:
        raise TuningError(
            f"{total} texts, of which {fewest} are of the rarer sort, are too few to part in "
            f"{FOLDS}; add labelled messages or phrasings"
        )


def _calibration(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and shift of the log-odds that make probabilities honest (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - development only

    platt = LogisticRegression(C=1e6)
    platt.fit([[_logit(one)] for one, _ in judged], [asserted for _, asserted in judged])
    return float(platt.coef_[0][0]), float(platt.intercept_[0])


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))


def _thresholds(calibrated: Sequence[float]) -> dict[str, Any]:
    answer = _threshold(calibrated, PRIVATE_PRECISION)
    return {
        "private": {
            "answer": answer,
            "offer": min(answer, OFFER),
            "margin": MARGIN,
        },
        "group": {
            "answer": max(answer, _threshold(calibrated, GROUP_PRECISION)),
            "offer": 1.0,
            "margin": 2 * MARGIN,
        },
        "about": ABOUT,
        "denial": DENIAL,
        "denial_words": DENIAL_WORDS,
        "altered_words": ALTERED_WORDS,
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
    documents = matcher.index.documents
    for number in range(0, len(documents), 1 + len(documents) // MOST_WORDINGS):
        document = documents[number]
        claim_id = document.claim_id
        right = belongs[claim_id, document.text] if document.near_miss else claim_id
        # One wording in two places is one text: its folds must not be parted.
        group = f"wording {document.normalized}"
        for scored in _score(matcher, document.text, frozenset({number})):
            asserted = scored.pair.document.claim_id == right
            yield _example(matcher, group, scored, asserted=asserted, from_message=False)


def _from_messages(matcher: Matcher, messages: Iterable[LabelledMessage]) -> Iterator[Example]:
    for message in messages:
        group = f"message {message.id}"
        for scored in _score(matcher, message.text, frozenset()):
            asserted = scored.pair.document.claim_id in message.accept
            yield _example(matcher, group, scored, asserted=asserted, from_message=True)


def _score(matcher: Matcher, text: str, without: frozenset[int]) -> list[Scored]:
    return matcher.score(read_passages(matcher.index, (Part(text),)), without)


def _example(
    matcher: Matcher, group: str, scored: Scored, *, asserted: bool, from_message: bool
) -> Example:
    return Example(
        group=group,
        features=tuple(scored.features[name] for name in FEATURES),
        asserted=asserted,
        from_message=from_message,
        denied=is_denial(matcher.index, scored, DENIAL, DENIAL_WORDS),
    )


def _best_of_each(judged: Iterable[tuple[Example, float]]) -> list[tuple[float, bool]]:
    """Return probability and label of the best claim for each text, best first."""
    best: dict[str, tuple[float, bool]] = {}
    for example, probability in judged:
        one = (float(probability), example.asserted)
        best[example.group] = max(one, best.get(example.group, one))
    return sorted(best.values(), reverse=True)


def _threshold(calibrated: Sequence[float], precision: float) -> float:
    """Return the lowest probability from which on *precision* is expected to be right.

    *calibrated* comes best first. Counting the few errors instead would make the threshold jump
    with each of them. Where nothing reaches it, the best probability that was given.
    """
    expected, lowest = 0.0, calibrated[0]
    for total, probability in enumerate(calibrated, start=1):
        expected += probability
        if expected / total >= precision:
            lowest = probability
    return round(lowest, DECIMALS)
