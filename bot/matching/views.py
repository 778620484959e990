"""Third station: every claim beside every passage, as several scorers see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.encoders import Encoder
from bot.matching.index import Index
from bot.matching.passages import Passage
from bot.matching.postings import Floats
from bot.matching.space import Nearness, Space
from bot.matching.terms import grams, stems
from bot.matching.vectors import Progress, VectorStore

LEXICAL = ("stems", "grams", "joined")

_USUAL: Mapping[str, tuple[float, float, float]] = {
    "stems": (0.043, 0.045, 1.0),
    "grams": (0.066, 0.038, 1.0),
    "joined": (0.116, 0.065, 1.0),
    "use_nearest": (0.392, 0.052, 1.0),
    "use_central": (0.0, 0.060, 1.5),
    "e5_nearest": (0.846, 0.0133, 1.0),
    "e5_central": (0.0, 0.067, 1.5),
}
"""Mean and deviation of a view over the claims (of 82), and its weight in the blend."""
_TRUST_IN_USUAL = 8
"""So many claims' worth: in a small base the deviation among its claims tells nothing."""

_SCANNED = 24
"""Of more passages only those are looked at closely whose letter runs a wording shares most."""
_SENSED = 10
"""Passages that the quick encoder reads."""
_CHOSEN = 3
_CHOSEN_WORDS = 80
"""Passages, and their words together, that the slow encoder reads: it costs 1 ms a word."""
_CHUNK = 4_000_000
"""Scores held at once while scanning."""


@dataclass(frozen=True, slots=True)
class Views:
    """What the scorers say of the chosen passages; all arrays are [passages, claims]."""

    passages: tuple[Passage, ...]
    asserting: Mapping[str, Floats]
    """How near each claim is, by view."""
    near: Mapping[str, Floats]
    """How near its near-misses are, for the views that see them."""
    standing: Mapping[str, Floats]
    """How far above the other claims each stands, in deviations, by view."""
    blend: Floats
    """The weighted mean of the standings."""
    likeness: Floats
    """[passages, wordings], for pointing at the wording that is matched."""
    vectors: Mapping[str, Floats]
    """[passages, dimensions], by encoder."""
    leaning: Mapping[str, Floats]
    """[passages]: more like assertions of the knowledge base (1) or like its near-misses (-1)."""


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """An encoder and the wordings as it sees them."""

    encoder: Encoder
    space: Space


def build_senses(
    index: Index,
    encoders: Sequence[Encoder],
    store: VectorStore,
    progress: Progress | None = None,
) -> tuple[Sense, ...]:
    """Return the wordings of *index* as each of *encoders* sees them."""
    texts = [document.normalized for document in index.documents]
    return tuple(
        Sense(encoder, Space(store.get(encoder, texts, progress), index.asserting, index.near))
        for encoder in encoders
    )


def view(index: Index, senses: Sequence[Sense], passages: Sequence[Passage]) -> Views:
    """Return what all scorers say of the most telling of *passages*, of which there is one."""
    scanned = _scan(index, passages)
    asserting, near, likeness = _lexical(index, scanned)
    vectors: dict[str, Floats] = {}
    leaning: dict[str, Floats] = {}
    chosen: Sequence[int] = range(len(scanned))
    for number, sense in enumerate(senses):
        telling = _blend(_standings(asserting)).max(axis=1)
        last = number == len(senses) - 1
        chosen = _choose(scanned, telling) if last else _strongest(telling, _SENSED)
        scanned = [scanned[at] for at in chosen]
        asserting, near = _rows(asserting, chosen), _rows(near, chosen)
        vectors, leaning = _rows(vectors, chosen), _rows(leaning, chosen)
        name = sense.encoder.name
        found = sense.encoder.encode([passage.normalized for passage in scanned])
        vectors[name], leaning[name] = found, sense.space.leaning(found)
        likeness = sense.space.cosines(found)
        for kind, nearness in (
            ("nearest", sense.space.nearest(likeness)),
            ("central", sense.space.central(found)),
        ):
            asserting[f"{name}_{kind}"], near[f"{name}_{kind}"] = nearness
    if not senses:
        chosen = _choose(scanned, _blend(_standings(asserting)).max(axis=1))
        scanned, likeness = [scanned[at] for at in chosen], likeness[list(chosen)]
        asserting, near = _rows(asserting, chosen), _rows(near, chosen)
    standing = _standings(asserting)
    return Views(
        tuple(scanned), asserting, near, standing, _blend(standing), likeness, vectors, leaning
    )


def _lexical(
    index: Index, passages: Sequence[Passage]
) -> tuple[dict[str, Floats], dict[str, Floats], Floats]:
    runs = [grams(passage.words) for passage in passages]
    by_stems = _nearness(index, index.stems.score([stems(one.words) for one in passages]))
    likeness = index.grams.score(runs)
    by_grams = _nearness(index, likeness)
    joined = index.joined_by_claim.best(index.joined.score(runs))
    return (
        {"stems": by_stems.asserting, "grams": by_grams.asserting, "joined": joined},
        {"stems": by_stems.near, "grams": by_grams.near},
        likeness,
    )


def _nearness(index: Index, scores: Floats) -> Nearness:
    return Nearness(index.asserting.best(scores), index.near.best(scores))


def _scan(index: Index, passages: Sequence[Passage]) -> list[Passage]:
    """Return at most _SCANNED of *passages*, in their order."""
    if len(passages) <= _SCANNED:
        return list(passages)
    runs = [grams(passage.words) for passage in passages]
    step = max(1, _CHUNK // max(1, index.joined.size))
    best = np.concatenate(
        [
            index.joined.score(runs[start : start + step]).max(axis=1, initial=0.0)
            for start in range(0, len(runs), step)
        ]
    )
    return [passages[at] for at in _strongest(best, _SCANNED)]


def _choose(passages: Sequence[Passage], telling: Floats) -> list[int]:
    """Return the most telling passages within what the slow encoder may read, in their order."""
    chosen: list[int] = []
    words = 0
    for at in np.argsort(-telling, kind="stable").tolist():
        length = len(passages[at].words)
        if not chosen or (len(chosen) < _CHOSEN and words + length <= _CHOSEN_WORDS):
            chosen.append(at)
            words += length
    return sorted(chosen)


def _strongest(values: Floats, most: int) -> list[int]:
    return sorted(np.argsort(-values, kind="stable")[:most].tolist())


def _rows(arrays: Mapping[str, Floats], chosen: Sequence[int]) -> dict[str, Floats]:
    return {name: array[list(chosen)] for name, array in arrays.items()}


def _standings(asserting: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: _standing(scores, *_USUAL[name][:2]) for name, scores in asserting.items()}


def _standing(scores: Floats, usual_mean: float, usual_deviation: float) -> Floats:
    """Return *scores* in deviations from the mean over the claims."""
    claims = scores.shape[1]
    total = claims + _TRUST_IN_USUAL
    mean = (scores.sum(axis=1, keepdims=True) + _TRUST_IN_USUAL * usual_mean) / total
    spread = ((scores - mean) ** 2).sum(axis=1, keepdims=True)
    deviation = np.sqrt((spread + _TRUST_IN_USUAL * usual_deviation**2) / total)
    standing: Floats = ((scores - mean) / deviation).astype(np.float32)
    return standing


def _blend(standing: Mapping[str, Floats]) -> Floats:
    weights = {name: _USUAL[name][2] for name in standing}
    summed: Floats = sum(
        (weights[name] * scores for name, scores in standing.items()),
        start=np.zeros(1, np.float32),
    )
    return summed / sum(weights.values())
