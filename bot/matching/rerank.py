"""Fourth station: what tells whether the message asserts each of the likeliest claims."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.matching.alignment import compare, spell
from bot.matching.cues import load_cues
from bot.matching.index import Document, Index
from bot.matching.model import Candidate
from bot.matching.passages import Message, Passage
from bot.matching.postings import Floats
from bot.matching.probability import Model
from bot.matching.signs import read_signs
from bot.matching.stance import Heads
from bot.matching.views import Sense, Views

_CANDIDATES = 8
_FEWEST_PARTS = 10
_QUOTED = re.compile(r"[\"„“«»”][^\"„“«»”\n]{8,}[\"“”»«]")


Tops: TypeAlias = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A claim beside the passage and the wording that speak most for it."""

    claim_id: str
    passage: Passage
    document: Document
    features: Mapping[str, float]
    probability: float
    """That the message asserts the claim."""
    topicality: float
    """The probability that it speaks of the claim, asserting or refuting it."""


def rerank(
    index: Index, senses: Sequence[Sense], model: Model, message: Message, views: Views
) -> list[Scored]:
    """Return a Scored for each of the likeliest claims, the most probable first."""
    described = [
        (claim, passage, document, features)
        for claim, passage, document, features in _describe(
            index, senses, model.heads, message, views
        )
    ]
    if not described:
        return []
    rows = model.rows([features for *_, features in described])
    scored = [
        Scored(index.claim_ids[claim], passage, document, features, probability, topicality)
        for (claim, passage, document, features), probability, topicality in zip(
            described, model.probabilities(rows), model.topicality(rows), strict=True
        )
    ]
    return sorted(scored, key=lambda one: -one.probability)


def to_candidate(index: Index, scored: Scored) -> Candidate:
    """Return *scored* as the rest of the bot sees it."""
    return Candidate(
        claim_id=scored.claim_id,
        rating=index.ratings[scored.claim_id],
        score=scored.probability,
        segment=scored.passage.segment,
        phrasing=scored.document.text,
        phrasing_language=scored.document.language,
        features={**scored.features, "topicality": scored.topicality},
    )


def describe(
    index: Index, senses: Sequence[Sense], heads: Heads, message: Message, views: Views
) -> list[tuple[str, dict[str, float]]]:
    """Return id and features of each of the likeliest claims, as `bot tune` learns from them."""
    found = _describe(index, senses, heads, message, views)
    return [(index.claim_ids[claim], features) for claim, _, _, features in found]


def _describe(
    index: Index, senses: Sequence[Sense], heads: Heads, message: Message, views: Views
) -> list[tuple[int, Passage, Document, dict[str, float]]]:
    best = views.blend.max(axis=0)
    count = min(_CANDIDATES, len(best))
    likeliest = np.argpartition(-best, count - 1)[:count].tolist() if count else []
    ranked = sorted(likeliest, key=lambda claim: (-best[claim], claim))
    whole = _of_message(senses, heads, message, views)
    spelled = [spell(passage.words) for passage in views.passages]
    signs = [_of_passage(views, at) for at in range(len(views.passages))]
    tops = {
        name: _two_best(scores)
        for name, scores in {
            **views.asserting,
            "blend": views.blend,
            "anywhere": best[None],
        }.items()
    }
    found = []
    for rank, claim in enumerate(ranked):
        at = int(views.blend[:, claim].argmax())
        passage = views.passages[at]
        numbers = index.asserting.of(claim)
        if not numbers:
            continue
        document = index.documents[numbers[int(views.likeness[at, numbers].argmax())]]
        features = {
            **_of_views(views, tops, at, claim),
            "blend_lead_anywhere": _lead(float(best[claim]), tops["anywhere"][0]),
            "rank": 1 / (1 + rank),
            **signs[at],
            **compare(index, passage, spelled[at], document),
            **whole,
        }
        found.append((claim, passage, document, features))
    return found


def _of_views(views: Views, tops: Mapping[str, Tops], at: int, claim: int) -> dict[str, float]:
    """Return how the claim stands in each view, against the others and against near-misses."""
    features: dict[str, float] = {}
    first = 0
    for name, scores in views.asserting.items():
        score = float(scores[at, claim])
        lead = _lead(score, tops[name][at])
        first += lead >= 0
        features[name] = score
        features[f"{name}_lead"] = lead
        features[f"{name}_standing"] = float(views.standing[name][at, claim])
        features[f"{name}_anywhere"] = float(scores[:, claim].max())
        near = views.near.get(name)
        if near is not None:
            features[f"{name}_over_near"] = score - float(near[at, claim])
            features[f"{name}_over_any_near"] = score - float(near[at].max())
    features["blend"] = float(views.blend[at, claim])
    features["blend_lead"] = _lead(features["blend"], tops["blend"][at])
    features["first_in"] = first / len(views.asserting)
    return features


def _of_passage(views: Views, at: int) -> dict[str, float]:
    passage = views.passages[at]
    signs = read_signs(passage)
    return {
        **{f"{name}_leaning": float(leaning[at]) for name, leaning in views.leaning.items()},
        "debunks": float(signs.debunks),
        "negations": float(min(2, signs.negations)),
        "reports": float(signs.reports),
        "asks": float(signs.asks),
        "passage_words": min(40, len(passage.words)) / 40,
    }


def _of_message(
    senses: Sequence[Sense], heads: Heads, message: Message, views: Views
) -> dict[str, float]:
    """Return what does not depend on the claim."""
    cues, shown = load_cues(), message.shown
    features = {
        "message_debunks": float(message.debunks),
        "opens_with_no": float(message.opens_with_no),
        "names_subject": float(message.names_subject),
        "message_asks": float("?" in shown),
        "ends_asking": float(shown.rstrip("\"'»”) \n").endswith("?") or cues.asks(message.words)),
        "exclaims": float("!" in shown),
        "quotes": float(bool(_QUOTED.search(shown))),
        "digits": min(5, len(re.findall(r"\d+", shown))) / 5,
        "message_words": min(60, len(message.words)) / 60,
        "passages": min(_FEWEST_PARTS, len(views.passages)) / _FEWEST_PARTS,
        "letters_lean": heads.grams.lean(message.words),
    }
    if heads.vectors is not None:
        vector = whole_vector(senses, message, views)[None]
        features["vectors_lean"] = float(heads.vectors.lean(vector)[0])
    return features


LONGEST_WHOLE = 500
"""Characters of a message that is read as a whole, too: a vector of more means little."""


def whole_vector(senses: Sequence[Sense], message: Message, views: Views) -> Floats:
    """Return what all encoders make of the message, one after the other in one vector.

    The quick encoder reads the whole; for the slow one, and for long posts, the mean of the chosen
    passages stands in.
    """
    found = []
    for number, sense in enumerate(senses):
        if number == 0 and len(message.normalized) <= LONGEST_WHOLE:
            found.append(sense.encoder.encode([message.normalized])[0])
        else:
            found.append(views.vectors[sense.encoder.name].mean(axis=0))
    return np.concatenate(found)


def _two_best(scores: Floats) -> Tops:
    """Return the two highest of each row; 0 where there is one claim only."""
    if scores.shape[1] == 1:
        scores = np.hstack((scores, np.zeros_like(scores)))
    return [(best, second) for second, best in np.partition(scores, -2, axis=1)[:, -2:].tolist()]


def _lead(score: float, top: tuple[float, float]) -> float:
    """Return how far *score* is above the others of its row, of which *top* are the two highest."""
    best, second = top
    return score - (second if score >= best else best)
