"""Second station: the few wordings of the knowledge base worth a closer look."""

import heapq
import re
from collections import defaultdict
from collections.abc import Container, Mapping
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

_AROUND = 600
"""Characters of a message that are searched for words of refutation."""
_QUOTED = re.compile(r"[\"„“«»”][^\"„“«»”\n]{8,}[\"“”»«]")


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
    negations: int
    negated: Mapping[str, int]
    """How many negations stand near each word of the passage."""
    debunks: bool
    asks: bool
    reports: bool
    quotes: bool
    """Part of the passage stands in quotation marks: somebody else's words."""
    message: "Message"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a passage: what it weighs, and the words of the index that it is."""

    weight: float
    kin: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Message:
    """What the text around a passage tells; of long posts only the beginning."""

    debunks: bool
    opens_with_no: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording (by its number in the index) that a passage may be saying, by one retriever."""

    passage: Passage
    document: int
    score: float


class Retriever(Protocol):
    """Finds wordings for a passage. Scores compare within one retriever only."""

    def retrieve(self, passage: Passage, limit: int, without: Container[int] = ()) -> list[Hit]:
        """Return at most *limit* hits, best first, none of the documents in *without*."""
        ...


class LexicalRetriever:
    """BM25 (Robertson and Zaragoza 2009) over words and their kin, with an inverted index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def retrieve(self, passage: Passage, limit: int, without: Container[int] = ()) -> list[Hit]:
        """Return at most *limit* hits, best first, none of the documents in *without*."""
        index = self._index
        scores: defaultdict[int, float] = defaultdict(float)
        for word, likeness in passage.reach.items():
            weight = index.vocabulary.weight(word) * likeness
            for number in index.postings[word]:
                length = len(index.documents[number].words) / index.mean_length
                scores[number] += weight * (_K1 + 1) / (1 + _K1 * (1 - _B + _B * length))
        best = heapq.nlargest(
            limit,
            ((score, -number) for number, score in scores.items() if number not in without),
        )
        return [Hit(passage, -number, score) for score, number in best]


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


def read_passages(index: Index, parts: tuple[Part, ...]) -> list[Passage]:
    """Return the segments of *parts* as passages, those without words left out."""
    message = _read_message(parts)
    passages = (
        read_passage(index, segment, parts[segment.part].text, message)
        for segment in find_segments(parts)
    )
    return [passage for passage in passages if passage.words]


def _read_message(parts: tuple[Part, ...]) -> Message:
    text = "\n".join(part.text for part in parts)[:_AROUND]
    spelled = split_words(normalize(text))
    cues = load_cues()
    return Message(debunks=cues.debunks(spelled), opens_with_no=bool(cues.negations(spelled[:1])))


def read_passage(index: Index, segment: Segment, text: str, message: Message) -> Passage:
    """Return the part of *text* that *segment* marks, in the spelling of the index."""
    shown = text[segment.start : segment.end]
    normalized = normalize(shown)
    spelled = split_words(normalized)
    cues = load_cues()
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
        negations=cues.negations(spelled),
        negated=cues.negated(spelled),
        debunks=cues.debunks(spelled),
        reports=cues.reports(spelled),
        quotes=any(match.group() != shown.strip() for match in _QUOTED.finditer(shown)),
        message=message,
        asks=shown.rstrip("\"'»”) ").endswith("?") or cues.asks(spelled),
    )


def _term(vocabulary: Vocabulary, word: str) -> Term:
    kin = vocabulary.kin(word)
    weight = max(map(vocabulary.weight, kin), default=vocabulary.weight(word))
    return Term(weight, kin)
