"""Refit the models and thresholds of matching from labelled messages, reproducibly.

Two layers learn. The heads learn whether a text asserts anything at all; what they say of a message
is worked out by heads that have not seen it. The models on top learn from that and from how each
claim stands beside the message. Thresholds come from probabilities for messages that were left out
of the fit (cross-validation, all candidates of a message in one fold).
"""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.claims.model import KnowledgeBase
from bot.evaluation.dataset import LabelledMessage
from bot.matching.index import Index
from bot.matching.model import Part
from bot.matching.postings import Floats
from bot.matching.probability import SUPPORT_LEVEL, logit, read_heads
from bot.matching.readings import read
from bot.matching.rerank import describe, whole_vector
from bot.matching.stance import GramHead, Heads, runs
from bot.matching.vectors import Progress
from bot.matching.views import Sense, view

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

FOLDS = 6
SEED = 0
GRAM_FEATURES, GRAM_FEWEST, GRAM_PENALTY = 15_000, 4, 3.0
KERNEL_PENALTY = 3.0
PENALTY = 0.03
MOST_STEPS = 3000
DIGITS = 5
PRIVATE_PRECISION = 0.935
"""On the messages fitted on; they are harder than what people send (docs/matching.md)."""
WORDS_ONLY_PRECISION = 0.96
"""Words alone are sure of more that is wrong; then they must be surer."""
GROUP_PRECISION = 0.985
OFFER = 0.15
MARGIN = 0.10
ABOUT = 0.6
CONTENT_WORDS = 3
WORDING_WEIGHT = 0.5
_REPORTED_EVERY = 50


class TuningError(Exception):
    """Refitting cannot be done; the message says why and what would help."""


class Origin(Enum):
    """Where an example comes from; thresholds and calibration look at what people send alone."""

    SENT = "sent"
    """As people send them."""
    HARD = "hard"
    """Written to be mistaken: weights learn from them, but nobody sends so many."""
    LATE = "late"
    """Hard ones, too, but heads that learned from them told less of what people send."""
    WORDING = "wording"
    """One of our own: it tells what claims look like."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A labelled message as matching sees it."""

    message: LabelledMessage
    words: tuple[str, ...]
    vector: Floats
    """[dimensions] of the message as a whole, by all encoders; empty without them."""
    origin: "Origin"
    candidates: list[tuple[str, dict[str, float]]]


def set_aside(knowledge: KnowledgeBase) -> tuple[KnowledgeBase, list[LabelledMessage]]:
    """Return *knowledge* without some of its wordings, and those as labelled messages.

    The claim sentences and the first near-miss of each language go: short and plain texts, as
    people ask them, of which labelled messages hold few. Matched against what is left, they are
    as new as a message.
    """
    claims, messages = {}, []
    for claim in knowledge.published.values():
        for language, text in claim.claim.items():
            messages.append(_wording(claim.id, language, text, (claim.id,)))
        for language, near_misses in claim.near_misses.items():
            for near_miss in near_misses[:1]:
                accept = (near_miss.claim,) if near_miss.claim else ()
                messages.append(_wording(claim.id, language, near_miss.text, accept))
        claims[claim.id] = claim.model_copy(
            update={
                "claim": {},
                "near_misses": {key: some[1:] for key, some in claim.near_misses.items()},
            }
        )
    return replace(knowledge, claims=claims), messages


def _wording(claim_id: str, language: str, text: str, accept: tuple[str, ...]) -> LabelledMessage:
    return LabelledMessage(
        id=f"{claim_id}/{language}",
        text=text,
        lang=language,
        kind=Origin.WORDING.value,
        accept=accept,
    )


def read_examples(
    index: Index,
    senses: Sequence[Sense],
    messages: Sequence[LabelledMessage],
    origin: Origin,
    progress: Progress | None = None,
) -> list[Example]:
    """Return what matching sees of *messages*, those that say nothing left out."""
    examples = []
    for done, message in enumerate(messages, start=1):
        example = _example(index, senses, message, origin)
        if example is not None:
            examples.append(example)
        if progress and (done % _REPORTED_EVERY == 0 or done == len(messages)):
            progress("messages", done, len(messages))
    return examples


def tune(
    index: Index, senses: Sequence[Sense], examples: Sequence[Example]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the model for the encoders of *senses*, fitted on *examples*.

    First what is kept as text (`to_text`), then the arrays, none for the lexical model.
    """
    unheard = (Origin.LATE, Origin.WORDING)
    heard = [example for example in examples if example.origin not in unheard]
    rest = [example for example in examples if example.origin in unheard]
    _check(heard)
    heads, arrays = _heads(heard)
    filled = [
        *_with_leaning(heard),
        *_lean(rest, read_heads(heads, arrays)),
    ]
    examples = [*heard, *rest]
    weights = np.array(
        [WORDING_WEIGHT if one.origin is Origin.WORDING else 1.0 for one in examples]
    )
    sent = np.array([example.origin is Origin.SENT for example in examples])
    origins = Counter(example.origin for example in examples)
    names = sorted(filled[0][0][1])
    rows, asserted, topical, owner = _table(examples, filled, names)
    folds = _folds(owner)
    linear = _linear()
    left_out = np.zeros(len(rows))
    weight = weights[owner]
    for train, test in folds:
        _fit(linear, rows[train], asserted[train], weight[train])
        left_out[test] = linear.predict_proba(rows[test])[:, 1]
    as_sent = sent[owner]
    best = _best_of_each(left_out[as_sent], asserted[as_sent], owner[as_sent])
    slope, shift = _calibration(best)
    calibrated = sorted(
        (1 / (1 + math.exp(-slope * logit(one) - shift)) for one, _ in best), reverse=True
    )
    _fit(linear, rows, asserted, weight)
    topic = _fit(_linear(), rows, topical, weight)
    stored = {
        "encoders": [sense.encoder.name for sense in senses],
        "fitted_on": {
            "claims": len(index.claim_ids),
            "wordings": len(index.documents),
            "messages": len(examples) - origins[Origin.WORDING],
            "as_sent": origins[Origin.SENT],
            "set_aside": origins[Origin.WORDING],
            "languages": sorted({example.message.lang for example in examples}),
            "candidates": len(rows),
        },
        "thresholds": _thresholds(
            calibrated, PRIVATE_PRECISION if senses else WORDS_ONLY_PRECISION
        ),
        "slope": _short(slope),
        "shift": _short(shift),
        "features": names,
        "logistic": _of_linear(linear),
        "topic": _of_linear(topic),
        "heads": heads,
    }
    return stored, arrays


def to_text(stored: dict[str, Any]) -> str:
    """Return *stored* as the text of a model file: a line for each list."""
    text = json.dumps(stored, indent=1, ensure_ascii=False)
    # Thousands of weights, each on its own line, would bury the rest.
    return re.sub(r"\[[^\[\]]*\]", lambda found: " ".join(found.group().split()), text) + "\n"


def _example(
    index: Index, senses: Sequence[Sense], labelled: LabelledMessage, origin: Origin
) -> Example | None:
    message, passages = read(index.grams, (Part(labelled.text),))
    if not passages:
        return None
    views = view(index, senses, passages)
    vector = whole_vector(senses, message, views) if senses else np.zeros(0, np.float32)
    # What the heads say is filled in later, by heads that have not seen the message.
    blank = Heads(GramHead(0.0, {}), None)
    return Example(
        message=labelled,
        words=message.words,
        vector=vector,
        origin=origin,
        candidates=describe(index, senses, blank, message, views),
    )


def _with_leaning(examples: Sequence[Example]) -> list[list[tuple[str, dict[str, float]]]]:
    """Return the candidates of each example with what heads that did not see it say of it."""
    from sklearn.model_selection import KFold  # noqa: PLC0415 - development only

    filled: list[list[tuple[str, dict[str, float]]]] = [[] for _ in examples]
    for train, test in KFold(FOLDS, shuffle=True, random_state=SEED).split(examples):
        heads = read_heads(*_heads([examples[at] for at in train]))
        found = _lean([examples[at] for at in test], heads)
        for at, candidates in zip(test, found, strict=True):
            filled[at] = candidates
    return filled


def _lean(examples: Sequence[Example], heads: Heads) -> list[list[tuple[str, dict[str, float]]]]:
    """Return the candidates of each example with what *heads* say of it."""
    filled = []
    for example in examples:
        leaning = {"letters_lean": heads.grams.lean(example.words)}
        if heads.vectors is not None:
            leaning["vectors_lean"] = float(heads.vectors.lean(example.vector[None])[0])
        filled.append(
            [(claim_id, {**features, **leaning}) for claim_id, features in example.candidates]
        )
    return filled


def _heads(examples: Sequence[Example]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is kept as text, then the arrays."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.svm import SVC  # noqa: PLC0415

    asserts = [bool(example.message.accept) for example in examples]
    vectorizer = TfidfVectorizer(
        analyzer=runs, min_df=GRAM_FEWEST, max_features=GRAM_FEATURES, sublinear_tf=True
    )
    rows = vectorizer.fit_transform([example.words for example in examples])
    letters = LogisticRegression(C=GRAM_PENALTY, max_iter=MOST_STEPS).fit(rows, asserts)
    known = zip(vectorizer.get_feature_names_out(), vectorizer.idf_, letters.coef_[0], strict=True)
    stored: dict[str, Any] = {
        "grams": {
            "intercept": _short(letters.intercept_[0]),
            "runs": [[str(gram), _short(idf), _short(weight)] for gram, idf, weight in known],
        }
    }
    if not len(examples[0].vector):
        return stored, {}
    matrix = np.stack([example.vector for example in examples])
    mean, scale = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-6)
    gamma = 1 / matrix.shape[1]
    machine = SVC(C=KERNEL_PENALTY, gamma=gamma).fit((matrix - mean) / scale, asserts)
    stored["vectors"] = {"intercept": _short(machine.intercept_[0]), "gamma": gamma}
    levels = np.clip(np.round(machine.support_vectors_ / SUPPORT_LEVEL), -127, 127)
    arrays = {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "supports": levels.astype(np.int8),
        "weights": machine.dual_coef_[0].astype(np.float32),
    }
    return stored, arrays


def _table(
    examples: Sequence[Example],
    filled: Sequence[Sequence[tuple[str, dict[str, float]]]],
    names: Sequence[str],
) -> tuple[Floats, Any, Any, Any]:
    """Return rows, whether each is asserted, whether it is spoken of, and its message."""
    rows, asserted, topical, owner = [], [], [], []
    for number, (example, candidates) in enumerate(zip(examples, filled, strict=True)):
        spoken_of = {*example.message.accept, *example.message.about}
        for claim_id, features in candidates:
            rows.append([features[name] for name in names])
            asserted.append(claim_id in example.message.accept)
            topical.append(claim_id in spoken_of)
            owner.append(number)
    return np.array(rows, np.float32), np.array(asserted), np.array(topical), np.array(owner)


def _folds(owner: Any) -> list[tuple[Any, Any]]:
    from sklearn.model_selection import GroupKFold  # noqa: PLC0415

    folds = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(folds.split(owner, groups=owner))


def _linear() -> "Pipeline":
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    return make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=MOST_STEPS))


def _fit(model: "Pipeline", rows: Floats, labels: Any, weights: Floats) -> "Pipeline":
    return model.fit(rows, labels, logisticregression__sample_weight=weights)


def _of_linear(model: "Pipeline") -> dict[str, Any]:
    scaler, regression = model[0], model[1]
    return {
        "intercept": _short(regression.intercept_[0]),
        "means": _shorts(scaler.mean_),
        "scales": _shorts(scaler.scale_),
        "weights": _shorts(regression.coef_[0]),
    }


def _check(examples: Sequence[Example]) -> None:
    """Raise TuningError where there is too little to learn from."""
    asserting = sum(bool(example.message.accept) for example in examples)
    rarer = min(asserting, len(examples) - asserting)
    if rarer < FOLDS * FOLDS:
        raise TuningError(
            f"{len(examples)} messages, of which {rarer} are of the rarer sort, are too few to "
            f"part in {FOLDS}; add labelled messages of both sorts: some that assert a claim, some "
            "that do not"
        )


def _best_of_each(probabilities: Floats, asserted: Any, owner: Any) -> list[tuple[float, bool]]:
    """Return probability and label of the best claim for each message."""
    best: dict[int, tuple[float, bool]] = {}
    for probability, label, number in zip(
        probabilities.tolist(), asserted.tolist(), owner.tolist(), strict=True
    ):
        best[number] = max((probability, label), best.get(number, (0.0, False)))
    return list(best.values())


def _calibration(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and shift of the log-odds that make probabilities honest (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    platt = LogisticRegression(C=1e6)
    platt.fit([[logit(one)] for one, _ in judged], [asserted for _, asserted in judged])
    return float(platt.coef_[0][0]), float(platt.intercept_[0])


def _thresholds(calibrated: Sequence[float], precision: float) -> dict[str, Any]:
    answer = _threshold(calibrated, precision)
    return {
        "private": {"answer": answer, "offer": min(answer, OFFER), "margin": MARGIN},
        "group": {
            "answer": max(answer, _threshold(calibrated, GROUP_PRECISION)),
            "offer": 1.0,
            "margin": 2 * MARGIN,
        },
        "about": ABOUT,
        "content_words": CONTENT_WORDS,
    }


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
    return _short(lowest)


def _short(value: Any) -> float:
    return float(f"{float(value):.{DIGITS}g}")


def _shorts(values: Any) -> list[float]:
    return [_short(value) for value in values]
