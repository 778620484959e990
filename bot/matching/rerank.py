"""Third station: one calibrated probability for each claim that retrieval brought up."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.matching.cues import load_cues
from bot.matching.index import ALLIANCE, Document, Index
from bot.matching.model import Candidate
from bot.matching.regression import Model
from bot.matching.retrieve import Hit, Passage
from bot.matching.signs import Signs, read_signs

_VOTERS = 10
"""The best wordings of a passage, whichever claim is theirs, vote with their scores."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A passage beside one wording, before the claims are compared with each other."""

    passage: Passage
    document: Document
    score: float
    document_coverage: float
    passage_coverage: float
    token_sort_ratio: float
    partial_ratio: float
    shared_words: int

    @property
    def harmonic_coverage(self) -> float:
        """Return the F1 of both coverages."""
        total = self.document_coverage + self.passage_coverage
        return 2 * self.document_coverage * self.passage_coverage / total if total else 0.0

    @property
    def likeness(self) -> float:
        """Return one number, 0 to 1, by which pairs are compared before the model sees them."""
        return (
            0.35 * self.document_coverage
            + 0.25 * self.harmonic_coverage
            + 0.25 * self.token_sort_ratio
            + 0.15 * self.partial_ratio
        )


@dataclass(frozen=True, slots=True)
class Scored:
    """A claim beside the passage that speaks most for it."""

    pair: Pair
    features: dict[str, float]
    probability: float


def rerank(
    index: Index, hits: Iterable[Hit], model: Model, without: Collection[int] = ()
) -> list[Scored]:
    """Return a Scored for each claim among *hits*, the most probable first.

    The documents in *without* are treated as if the claims did not have them.
    """
    claims: dict[str, Pair] = {}
    by_passage: defaultdict[int, list[Pair]] = defaultdict(list)
    for hit in hits:
        pair = _pair(index, hit)
        by_passage[id(hit.passage)].append(pair)
        if not pair.document.near_miss:
            claim_id = pair.document.claim_id
            claims[claim_id] = _more_alike(pair, claims.get(claim_id))
    ranked = sorted(claims.values(), key=lambda pair: -pair.likeness)
    scored = []
    signs = {id(pair.passage): read_signs(pair.passage) for pair in ranked}
    for pair in ranked:
        here = by_passage[id(pair.passage)]
        features = {
            **_leads(pair, ranked, here),
            **_features(index, pair, signs[id(pair.passage)], without),
            "rank": 1 / (1 + ranked.index(pair)),
        }
        scored.append(Scored(pair, features, model.probability(features)))
    return sorted(scored, key=lambda one: -one.probability)


def to_candidate(index: Index, scored: Scored) -> Candidate:
    """Return *scored* as the rest of the bot sees it."""
    document = scored.pair.document
    return Candidate(
        claim_id=document.claim_id,
        rating=index.ratings[document.claim_id],
        score=scored.probability,
        segment=scored.pair.passage.segment,
        phrasing=document.text,
        phrasing_language=document.language,
        features=scored.features,
    )


def is_denial(index: Index, scored: Scored, share: float, words: int) -> bool:
    """Tell whether the message refutes a wording that it repeats, or turns the claim round.

    *share*, 0 to 1, is how much of what both say must be negated in one of them only, in a passage
    of at most *words* words. A claim that holds a negation itself (a promise not to expand) is
    turned round by one more.
    """
    passage, document, cues = scored.pair.passage, scored.pair.document, load_cues()
    repeats = f" {document.normalized} " in f" {passage.normalized} "
    if repeats and passage.message.debunks and not cues.debunks(document.words):
        return True
    if len(passage.words) > words:
        return False
    if scored.features["claim_polarity_clash"] >= share:
        return True
    claimed = cues.turns(_claim_sentence(index, document).words)
    return 0 < claimed < cues.turns(passage.words) and not scored.features["asks"]


def is_about_others(scored: Scored, words: int) -> bool:
    """Tell whether the passage says it of somebody else, or with the roles exchanged.

    Nobody in the message is the alliance; or, in a passage of at most *words* words, the alliance
    and another word of the claim stand on opposite sides of what joins them.
    """
    passage, document, cues = scored.pair.passage, scored.pair.document, load_cues()
    if cues.names_subject(document.words) and not passage.message.names_subject:
        return True
    return len(passage.words) <= words and _exchanged(passage, document)


def has_a_stranger(index: Index, scored: Scored, words: int) -> bool:
    """Tell whether a passage of at most *words* words puts a new word in the place of a known one.

    "North" may have become "South", or "war" "peace".
    """
    passage, document, cues = scored.pair.passage, scored.pair.document, load_cues()
    if len(passage.words) > words:
        return False
    known = _words_of_claim(index, document, ())
    strangers = [
        word
        for word, term in zip(dict.fromkeys(passage.words), passage.terms, strict=True)
        if cues.content((word,)) and known.isdisjoint(term.kin)
    ]
    missing = [word for word in cues.content(document.words) if word not in passage.reach]
    return bool(strangers and missing)


def _exchanged(passage: Passage, document: Document) -> bool:
    """Tell whether the alliance and another shared word have changed sides around a third."""
    said = {
        kin: passage.words.index(word)
        for word, term in zip(dict.fromkeys(passage.words), passage.terms, strict=True)
        for kin in term.kin
    }
    shared = [word for word in load_cues().content(document.words) if word in said]
    if ALLIANCE not in shared:
        return False
    places = [(said[word], document.words.index(word)) for word in dict.fromkeys(shared)]
    here, there = said[ALLIANCE], document.words.index(ALLIANCE)
    return any(
        (here - joint) * (other - joint) < 0
        and (there - known_joint) * (known_other - known_joint) < 0
        and (here - other) * (there - known_other) < 0
        for joint, known_joint in places
        for other, known_other in places
    )


def overlap(one: Pair, other: Pair) -> bool:
    """Tell whether both pairs speak of the same place in the query."""
    a, b = one.passage.segment, other.passage.segment
    return a.part == b.part and a.start < b.end and b.start < a.end


def _more_alike(pair: Pair, known: Pair | None) -> Pair:
    return pair if known is None or pair.likeness > known.likeness else known


def _pair(index: Index, hit: Hit) -> Pair:
    passage, document = hit.passage, index.documents[hit.document]
    reach, weight = passage.reach, index.vocabulary.weight
    shared = [word for word in dict.fromkeys(document.words) if word in reach]
    found = sum(weight(word) * reach[word] for word in shared)
    return Pair(
        passage=passage,
        document=document,
        score=hit.score,
        document_coverage=found / index.weight(hit.document),
        passage_coverage=_coverage(passage, set(shared)),
        token_sort_ratio=fuzz.token_sort_ratio(passage.normalized, document.normalized) / 100,
        partial_ratio=fuzz.partial_ratio(passage.normalized, document.normalized) / 100,
        shared_words=len(load_cues().content(shared)),
    )


def _coverage(passage: Passage, held: Collection[str]) -> float:
    """Return the share of the passage's weight that stands in *held*, inflected or misspelt."""
    found = 0.0
    for term in passage.terms:
        if term.kin:
            likeness = max((term.kin[word] for word in term.kin if word in held), default=0.0)
            found += term.weight * likeness
    return found / passage.weight


def _features(index: Index, pair: Pair, signs: Signs, without: Collection[int]) -> dict[str, float]:
    """Return the FEATURES of *pair* that need no look at other pairs."""
    passage, document = pair.passage, pair.document
    cues = load_cues()
    claim_sentence = _claim_sentence(index, document)
    negations = cues.negations(document.words)
    numbers = {word for word in document.words if word.isdigit()}
    own = _words_of_claim(index, document, without)
    return {
        "document_coverage": pair.document_coverage,
        "passage_coverage": pair.passage_coverage,
        "claim_coverage": _coverage(passage, own),
        "token_sort_ratio": pair.token_sort_ratio,
        "partial_ratio": pair.partial_ratio,
        "harmonic_coverage": pair.harmonic_coverage,
        "polarity_clash": _polarity_clash(passage, signs, document),
        "claim_polarity_clash": _polarity_clash(passage, signs, claim_sentence),
        "negation_differs": float(bool(signs.negations) != bool(negations)),
        "negations_added": float(min(2, max(0, signs.negations - negations))),
        "debunks": float(signs.debunks),
        "message_debunks": float(passage.message.debunks),
        "opens_with_no": float(passage.message.opens_with_no and not negations),
        "reports_added": float(signs.reports and not cues.reports(document.words)),
        "quotes": float(signs.quotes),
        "asks": float(signs.asks),
        "number_missing": float(bool(numbers.difference(passage.words))),
        "shared_words": min(6, pair.shared_words) / 6,
        "passage_words": min(40, len(passage.words)) / 40,
    }


def _leads(pair: Pair, ranked: Sequence[Pair], here: Sequence[Pair]) -> dict[str, float]:
    """Return by how much the claim of *pair* is ahead of what else the passage may be saying."""
    near_misses = [other for other in here if other.document.near_miss]
    claims = [other for other in here if not other.document.near_miss]
    own = [other for other in claims if _same_claim(other, pair)]
    score = max(other.score for other in own)
    rivals = [other for other in ranked if other is not pair and overlap(pair, other)]
    rival_score = _best(other.score for other in claims if not _same_claim(other, pair))
    top = heapq.nlargest(_VOTERS, here, key=lambda other: other.score)
    votes = sum(other.score for other in top)
    for_it = sum(other.score for other in top if other in own)
    against = sum(other.score for other in top if other in near_misses and _same_claim(other, pair))
    others = heapq.nlargest(3, (other.likeness for other in own))[1:]
    return {
        "lead_over_claims": pair.likeness - _best(other.likeness for other in rivals),
        "lead_over_near_misses": pair.likeness - _best(other.likeness for other in near_misses),
        "score_lead_over_claims": (score - rival_score) / score,
        "score_lead_over_near_misses": (score - _best(one.score for one in near_misses)) / score,
        "votes": for_it / votes,
        "near_miss_votes": against / votes,
        "second_likeness": sum(others) / 2,
    }


def _polarity_clash(passage: Passage, signs: Signs, document: Document) -> float:
    """Return the share of the shared words' weight that only one of the two texts turns round."""
    negated = load_cues().negated(document.words)
    held = set(document.words)
    shared = clash = 0.0
    for word, term in zip(dict.fromkeys(passage.words), passage.terms, strict=True):
        same = max((kin for kin in term.kin if kin in held), key=term.kin.__getitem__, default=None)
        if same is None or not load_cues().content((same,)):
            continue
        shared += term.weight
        if signs.negated.get(word, 0) != negated[same]:
            clash += term.weight
    return clash / shared if shared else 0.0


def _claim_sentence(index: Index, document: Document) -> Document:
    return index.documents[index.canonical[document.claim_id, document.language]]


def _same_claim(one: Pair, other: Pair) -> bool:
    return one.document.claim_id == other.document.claim_id


def _best(values: Iterable[float]) -> float:
    return max(values, default=0.0)


def _words_of_claim(index: Index, document: Document, without: Collection[int]) -> set[str]:
    """Return the words of the claim's wordings in one language, those of *without* left out."""
    hidden = Counter(word for number in without for word in set(index.documents[number].words))
    counts = index.claim_words[document.claim_id, document.language]
    return {word for word, count in counts.items() if count > hidden[word]}
