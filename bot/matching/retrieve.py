"""Second station: the few wordings of the knowledge base worth a closer look."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.matching.cues import load_cues
from bot.matching.index import Index, Vocabulary, split_words
from bot.matching.keys import address_key, text_key
from bot.matching.model import Part, Query, Segment
from bot.matching.normalize import find_links, normalize
from bot.matching.segments import find_segments

_K1, _B = 0.9, 0.6
"""BM25's saturation and length weight; wordings are short, so length says little."""

_AROUND = 80
"""Words at both ends of a message that are searched for signs of refutation."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A segment of the query in the spelling of the index."""

    segment: Segment
    normalized: str
    words: tuple[str, ...]
    reach: dict[str, float]
    """Words of the index that the passage holds, inflected or misspelt, with their likeness."""
    terms: tuple["Term", ...]
    weight: float
    """Of all terms together."""
    shown: str
    """As it stands in the query."""
    message: "Message"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a passage: what it weighs, and the words of the index that it is."""

    weight: float
    kin: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Message:
    """What the text around a passage tells."""

    debunks: bool
    opens_with_no: bool
    names_subject: bool
    """It speaks of the alliance at all."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording (by its number in the index) that a passage may be saying, by one retriever."""

    passage: Passage
    document: int
    score: float


class Retriever(Protocol):
    """Finds wordings for a passage. Scores compare within one retriever only."""

    def retrieve(self, passage: Passage, limit: int, without: Iterable[int] = ()) -> list[Hit]:
        """Return at most *limit* hits, best first, none of the documents in *without*."""
        ...


class LexicalRetriever:
    """BM25 (Robertson and Zaragoza 2009) over words and their kin, with an inverted index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        lengths = [len(document.words) for document in index.documents]
        mean = max(1, sum(lengths)) / max(1, len(lengths))
        self._saturation = [
            (_K1 + 1) / (1 + _K1 * (1 - _B + _B * length / mean)) for length in lengths
        ]

    def retrieve(self, passage: Passage, limit: int, without: Iterable[int] = ()) -> list[Hit]:
        """Return at most *limit* hits, best first, none of the documents in *without*."""
        index, saturation = self._index, self._saturation
        scores: dict[int, float] = {}
        # Words such as "the" would drag in every wording, and tell nothing.
        for word in load_cues().content(tuple(passage.reach)):
            weight = index.vocabulary.weight(word) * passage.reach[word]
            for number in index.postings[word]:
                scores[number] = scores.get(number, 0.0) + weight * saturation[number]
        for number in without:
            scores.pop(number, None)
        best = heapq.nlargest(limit, scores.items(), key=_score_then_first)
        return [Hit(passage, number, score) for number, score in best]


def _score_then_first(found: tuple[int, float]) -> tuple[float, int]:
    number, score = found
    return score, -number


def find_by_address(index: Index, query: Query) -> list[str]:
    """Return the claims that were seen at an address which the query holds, each once."""
    keys = [key for link in _links(query) if (key := address_key(link))]
    return list(dict.fromkeys(index.by_address[key] for key in keys if key in index.by_address))


def holds_links(query: Query) -> bool:
    """Tell whether the query holds an address."""
    return bool(_links(query))


def _links(query: Query) -> list[str]:
    shown = (link for part in query.parts for link in find_links(part.text))
    return [*query.links, *shown]


def find_by_text(index: Index, passage: Passage) -> int | None:
    """Return the document that the passage repeats word for word, else None."""
    return index.by_text.get(text_key(passage.normalized))


def is_near_miss(index: Index, passage: Passage, claim_id: str) -> bool:
    """Tell whether the passage repeats a near-miss of the claim word for word."""
    return claim_id in index.near_misses_by_text.get(text_key(passage.normalized), ())


def read_passages(index: Index, parts: tuple[Part, ...]) -> list[Passage]:
    """Return the segments of *parts* as passages, those without words left out.

    What stands several times is read once: a thousand copies of a sentence say no more.
    """
    message = _read_message(parts)
    segments: dict[str, Segment] = {}
    for segment in find_segments(parts):
        shown = parts[segment.part].text[segment.start : segment.end]
        segments.setdefault(shown, segment)
    passages = (
        read_passage(index, segment, parts[segment.part].text, message)
        for segment in segments.values()
    )
    return [passage for passage in passages if passage.words]


def _read_message(parts: tuple[Part, ...]) -> Message:
    spelled = split_words(normalize("\n".join(part.text for part in parts)))
    cues = load_cues()
    return Message(
        # A verdict stands at the head of a post or at its end.
        debunks=cues.debunks(spelled[:_AROUND]) or cues.debunks(spelled[-_AROUND:]),
        opens_with_no=bool(cues.negations(spelled[:1])),
        names_subject=cues.names_subject(spelled),
    )


def read_passage(index: Index, segment: Segment, text: str, message: Message) -> Passage:
    """Return the part of *text* that *segment* marks, in the spelling of the index."""
    shown = text[segment.start : segment.end]
    normalized = normalize(shown)
    spelled = split_words(normalized)
    terms = tuple(_term(index.vocabulary, word) for word in dict.fromkeys(spelled))
    reach: dict[str, float] = {}
    for term in terms:
        for kin, likeness in term.kin.items():
            reach[kin] = max(likeness, reach.get(kin, 0.0))
    return Passage(
        segment=segment,
        normalized=normalized,
        words=spelled,
        reach=reach,
        terms=terms,
        weight=sum(term.weight for term in terms),
        shown=shown,
        message=message,
    )


def _term(vocabulary: Vocabulary, word: str) -> Term:
    kin = vocabulary.kin(word)
    weight = max(map(vocabulary.weight, kin), default=vocabulary.weight(word))
    return Term(weight, kin)
