"""A phrasing that denies the claim that it stands under, told by the wording that is most like it.

People who write a claim file sometimes put "NATO is not at war with Russia" among the wordings of
the claim that it is. The sentence then finds the claim, and who says the truth gets a verdict.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from bot.matching.alignment import compare, spell
from bot.matching.cues import load_cues
from bot.matching.index import Document, Index
from bot.matching.model import Segment
from bot.matching.passages import Passage

Wording: TypeAlias = tuple[Document, AbstractSet[str]]
"""A document that asserts a claim, and its stems."""

# Chosen on the base of 22 November 2026 and on 83 denials made up for it in eleven languages: 51
# of them are found, and 3 of 3,835 phrasings that stand and ask nothing (see waivers.yaml).
_ALIKE = 0.2
"""Share of the stems of both that a denial has in common with what it denies."""
_OF_WORDING, _OF_PHRASING = 0.2, 0.55
"""Shares of the weight of either: a denial says little that is not in what it denies."""
_TURNED = 0.6
"""Share of the common weight that only one of the two turns round."""


def find_denials(
    index: Index, wordings: Sequence[Wording], only: Collection[str]
) -> Iterator[tuple[Document, Document]]:
    """Yield each phrasing of *only* that denies its claim, and the wording that it turns round.

    Questions are left out on both sides: who asks asserts nothing.
    """
    families: defaultdict[tuple[str, str], list[Wording]] = defaultdict(list)
    for wording in wordings:
        document, _ = wording
        if document.claim_id in only and "?" not in document.text:
            families[document.claim_id, document.language].append(wording)
    sentences = {index.documents[number].text for number in index.canonical.values()}
    for family in families.values():
        for document, said in family:
            if document.text in sentences or not _turns_something(document.words):
                continue
            nearest = _nearest(document, said, family)
            if nearest and _denies(index, document, nearest) and not _asks(document):
                yield document, nearest


def alike(here: AbstractSet[str], there: AbstractSet[str]) -> float:
    """Return the share of the stems of both that stand in each (Jaccard 1901)."""
    return len(here & there) / len(here | there) if here or there else 0.0


def _turns_something(words: Sequence[str]) -> bool:
    """Tell whether a statement holds a word that could deny at all: most hold none."""
    cues = load_cues()
    return bool(cues.negations(words) or cues.debunks(words))


def _asks(document: Document) -> bool:
    return load_cues().asks(document.words)


def _nearest(
    document: Document, said: AbstractSet[str], family: Sequence[Wording]
) -> Document | None:
    """Return the wording that shares most with *document*, None where none shares enough."""
    shares = [(alike(said, stems), other) for other, stems in family if other is not document]
    share, nearest = max(shares, key=lambda pair: pair[0], default=(0.0, document))
    return nearest if share >= _ALIKE else None


def _denies(index: Index, document: Document, nearest: Document) -> bool:
    passage = Passage(
        Segment(0, 0, len(document.text)), document.normalized, document.words, document.text
    )
    said, known = spell(document.words), spell(nearest.words)
    features = compare(index, passage, said, nearest)
    if features["wording_coverage"] < _OF_WORDING or features["passage_coverage"] < _OF_PHRASING:
        return False
    cues = load_cues()
    if cues.refutations(document.words) > cues.refutations(nearest.words):
        return True
    return said.turns > known.turns and features["polarity_clash"] >= _TURNED
