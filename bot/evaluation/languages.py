"""Count which runs of letters each language writes, for telling the language of a message."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from bot.claims.model import KnowledgeBase
from bot.evaluation.dataset import LabelledMessage
from bot.matching.language import STEP, runs, spelled

Counts: TypeAlias = defaultdict[str, float]

MOST_RUNS = 70_000
"""The most telling ones. With 40,000 a point less is right on three words."""
FEWEST = 2
SMOOTHING = 0.1
"""Added to each count, so that what a language was not seen to write is unlikely, no more."""
BARE_WEIGHT = 0.3
"""Of a word without its marks (Wojna swiatowa), beside the word as it is spelled."""
LATIN = "-Latn"
_LOWEST, _HIGHEST = -127, 127

# People spell Russian and Ukrainian in Latin letters each in their own way: three of them.
_SIMPLE: dict[str, str] = dict(
    zip("абвгдезиклмнопрстуфыэіґ", "abvgdeziklmnoprstufyeig", strict=True)
)
_SPELLINGS: tuple[dict[str, str], ...] = (
    _SIMPLE
    | {"ж": "zh", "й": "y", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu"}
    | {"я": "ya", "ї": "yi", "є": "ye", "ь": "", "ъ": ""},
    _SIMPLE
    | {"ж": "zh", "й": "j", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "ju"}
    | {"я": "ja", "ї": "ji", "є": "je", "ь": "", "ъ": ""},
    _SIMPLE
    | {"ж": "zh", "й": "i", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu"}
    | {"я": "ia", "ї": "i", "є": "ie", "ь": "", "ъ": ""},
)
_IN_LATIN = {
    "ru": _SPELLINGS,
    "uk": tuple(letters | {"г": "h", "и": "y"} for letters in _SPELLINGS),
}


def count_languages(
    knowledge: KnowledgeBase, messages: Sequence[LabelledMessage]
) -> dict[str, Any]:
    """Return the arrays that `bot.matching.language.read_profile` reads.

    The same knowledge base and messages give the same arrays.
    """
    columns: dict[str, Counts] = {}
    for language, texts in sorted(_texts(knowledge, messages).items()):
        found: dict[bool, Counts] = {True: defaultdict(float), False: defaultdict(float)}
        for text in texts:
            spelled_words, in_cyrillic = spelled(text)
            for word in spelled_words:
                found[in_cyrillic][word] += 1
        if language not in _IN_LATIN:
            columns[language] = _count_runs(_with_bare(found[False]))
            continue
        columns[language] = _count_runs(found[True])
        for word, count in _in_latin(found[True], _IN_LATIN[language]):
            found[False][word] += count
        columns[language + LATIN] = _count_runs(found[False])
    return _to_arrays(columns)


def _texts(
    knowledge: KnowledgeBase, messages: Sequence[LabelledMessage]
) -> Mapping[str, Sequence[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for claim in knowledge.published.values():
        for one in (claim.claim, claim.explanation):
            for language, text in one.items():
                texts[language].append(text)
        for language, phrasings in claim.phrasings.items():
            texts[language] += phrasings
        for language, near_misses in claim.near_misses.items():
            texts[language] += (near_miss.text for near_miss in near_misses)
    for message in messages:
        texts[message.lang].append(message.text)
    return texts


def _with_bare(found: Counts) -> Counts:
    """Add each word as those write it who leave the marks off: wojna swiatowa."""
    weighted = defaultdict(float, found)
    for word, count in found.items():
        bare = "".join(map(_bare, word))
        if bare != word:
            weighted[bare] += BARE_WEIGHT * count
    return weighted


def _bare(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", {"ł": "l", "ı": "i"}.get(letter, letter))
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def _in_latin(found: Counts, spellings: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, float]]:
    for word, count in found.items():
        for letters in spellings:
            yield "".join(letters.get(letter, letter) for letter in word), count


def _count_runs(found: Counts) -> Counts:
    counts: Counts = defaultdict(float)
    for word, count in found.items():
        for run in runs(word):
            counts[run] += count
    return counts


def _to_arrays(columns: Mapping[str, Counts]) -> dict[str, Any]:
    together: Counts = defaultdict(float)
    for counts in columns.values():
        for run, count in counts.items():
            together[run] += count
    listed = sorted(run for run, count in together.items() if count >= FEWEST)
    table = np.array([[counts[run] for counts in columns.values()] for run in listed])
    sizes = np.array([len(run) for run in listed])
    weights = np.zeros_like(table)
    for size in set(sizes.tolist()):
        of_size = sizes == size
        smoothed = table[of_size] + SMOOTHING
        weights[of_size] = np.log(smoothed / smoothed.sum(axis=0))
    # Only what differs tells.
    weights -= weights.mean(axis=1, keepdims=True)
    kept = np.sort(np.argsort(-table.sum(axis=1) * weights.std(axis=1), kind="stable")[:MOST_RUNS])
    levels = np.clip(np.round(weights[kept] / STEP), _LOWEST, _HIGHEST).astype(np.int8)
    return {
        "columns": np.array(list(columns)),
        "runs": np.frombuffer("\n".join(listed[at] for at in kept).encode(), np.uint8),
        "weights": levels,
    }
