"""A passage beside one wording, word by word: what is negated, exchanged or replaced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.matching.cues import load_cues
from bot.matching.index import ALLIANCE, Document, Index
from bot.matching.passages import Passage

_STEM, _ROOT = 5, 4
_REMEMBERED = 16_384
"""Wordings of the knowledge base whose spelling is remembered; what people write is not."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """What the words of a text tell by themselves."""

    stems: Mapping[str, int]
    """The first five letters of each word that says something, and where it stands first."""
    negated: Mapping[str, int]
    """How many negations stand near each of them."""
    negations: int
    turns: int
    debunks: bool
    names_subject: bool
    numbers: frozenset[str]


def spell(words: Sequence[str]) -> Spelled:
    """Return what *words* tell."""
    cues = load_cues()
    stems: dict[str, int] = {}
    for place, word in enumerate(words):
        if word not in cues.empty:
            stems.setdefault(word[:_STEM], place)
    return Spelled(
        stems=stems,
        negated={word[:_STEM]: count for word, count in cues.negated(words).items()},
        negations=cues.negations(words),
        turns=cues.turns(words),
        debunks=cues.debunks(words),
        names_subject=cues.names_subject(words),
        numbers=frozenset(word for word in words if word.isdigit()),
    )


@lru_cache(maxsize=_REMEMBERED)
def _spell_wording(words: tuple[str, ...]) -> Spelled:
    return spell(words)


def compare(index: Index, passage: Passage, said: Spelled, document: Document) -> dict[str, float]:
    """Return the features of *passage*, spelled as *said*, beside *document*; each about 0 to 1.

    Words are the same where their first five letters are.
    """
    known = _spell_wording(document.words)
    sentence_number = index.canonical.get((document.claim_id, document.language))
    sentence = (
        known if sentence_number is None else _spell_wording(index.documents[sentence_number].words)
    )
    weight = index.stems.weight
    weights = {stem: weight(stem) for stem in {*said.stems, *known.stems, *sentence.stems}}
    shared = [stem for stem in known.stems if stem in said.stems]
    return {
        "wording_coverage": _share(shared, known.stems, weights),
        "passage_coverage": _share(shared, said.stems, weights),
        "token_sort_ratio": fuzz.token_sort_ratio(passage.normalized, document.normalized) / 100,
        "partial_ratio": fuzz.partial_ratio(passage.normalized, document.normalized) / 100,
        "polarity_clash": _clash(said, known, weights),
        "claim_polarity_clash": _clash(said, sentence, weights),
        "negation_differs": float(bool(said.negations) != bool(known.negations)),
        "turned_once_more": float(0 < sentence.turns < said.turns),
        "debunks_beyond_wording": float(said.debunks and not known.debunks),
        "exchanged": float(_exchanged(said, known)),
        "strangers": min(4, len(said.stems) - len(shared)) / 4,
        "missing": min(4, len(known.stems) - len(shared)) / 4,
        "subject_missing": float(known.names_subject and not said.names_subject),
        "number_missing": float(not known.numbers <= said.numbers),
        "other_number": float(bool(known.numbers) and not said.numbers <= known.numbers),
    }


def _share(held: Iterable[str], stems: Iterable[str], weights: Mapping[str, float]) -> float:
    total = sum(weights[stem] for stem in stems)
    return sum(weights[stem] for stem in held) / total if total else 0.0


def _clash(one: Spelled, other: Spelled, weights: Mapping[str, float]) -> float:
    """Return the share of the shared words' weight that only one of the two texts turns round."""
    shared = [stem for stem in other.stems if stem in one.stems]
    turned = (stem for stem in shared if one.negated.get(stem, 0) != other.negated.get(stem, 0))
    return _share(turned, shared, weights)


def _exchanged(said: Spelled, known: Spelled) -> bool:
    """Tell whether the alliance and another shared word have changed sides around a third."""
    if ALLIANCE not in said.stems or ALLIANCE not in known.stems:
        return False
    # Changing sides changes the ending: Россия, Россию.
    there_by_root = {stem[:_ROOT]: place for stem, place in known.stems.items()}
    here, there = said.stems[ALLIANCE], known.stems[ALLIANCE]
    places = [
        (place, there_by_root[stem[:_ROOT]])
        for stem, place in said.stems.items()
        if stem[:_ROOT] in there_by_root
    ]
    return any(
        (here - joint) * (other - joint) < 0
        and (there - known_joint) * (known_other - known_joint) < 0
        and (here - other) * (there - known_other) < 0
        for joint, known_joint in places
        for other, known_other in places
    )
