"""Before the first station: texts typed with the wrong keyboard layout, or in Latin letters.

Which reading is right is told by the knowledge base: of the runs of letters of a real text about
its subjects it knows most, of those of a garbled one few.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from bot.matching.model import Part
from bot.matching.normalize import find_links, normalize, words
from bot.matching.passages import (
    Message,
    Passage,
    Spell,
    read_message,
    read_passages,
    respell,
)
from bot.matching.postings import Postings
from bot.matching.terms import grams

_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_LAYOUTS = (
    "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ",
    "'йцукенгшщзхїфівапролджєячсмитьбю'ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ",
)
"""What the same keys of an English keyboard write under the Russian and the Ukrainian layout."""

_WELL_KNOWN = 0.7
"""Share of known runs from which a text is taken as it stands."""
_BETTER = 0.2
"""By so much must another layout be better known."""
_BETTER_SPELLED = 0.1
"""By so much must the Cyrillic spelling be better known: half of its words look alike anyway."""
_ENOUGH = 12
"""Runs of letters; fewer tell nothing."""

_VOWELS = set("aeiouy")
_RUSSIAN = dict(zip("abcdefghijklmnopqrstuvwz", "абцдефгхийклмнопкрстувщз", strict=True)) | {
    "shch": "щ", "sch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "x": "х",
    "yu": "ю", "ju": "ю", "iu": "ю", "ya": "я", "ja": "я", "ia": "я", "yo": "е", "jo": "е",
    "je": "е", "iy": "ий", "yy": "ый", "yj": "ый", "ij": "ий", "y": "ы", "4": "ч", "'": "ь",
}  # fmt: skip
_UKRAINIAN = _RUSSIAN | {
    "yo": "йо", "jo": "йо", "io": "йо", "ye": "є", "je": "є", "ie": "є", "yi": "ї", "ji": "ї",
    "iy": "ій", "yy": "ий", "yj": "ий", "ij": "ій", "g": "г", "h": "г", "i": "і", "y": "и",
}  # fmt: skip
_LONGEST = 4


def read(known: Postings, parts: Sequence[Part]) -> tuple[Message, list[Passage]]:
    """Return *parts* as a whole and as passages, spelled as they were meant."""
    # A message is often one part of one sentence, and looked at as each of them. What is remembered
    # goes with the query.
    spell = cache(normalize)
    relaid = tuple(replace(part, text=_relaid(known, part.text, spell)) for part in parts)
    return _transliterated(known, read_message(relaid, spell), read_passages(relaid, spell))


def _transliterated(
    known: Postings, message: Message, passages: Sequence[Passage]
) -> tuple[Message, list[Passage]]:
    """Return both in Cyrillic letters where they are Russian or Ukrainian in Latin ones."""
    as_is = known.share_known(grams(message.words))
    if not _is_latin(message.normalized) or sum(map(len, message.words)) < _ENOUGH:
        return message, list(passages)
    tables = max(
        (_RUSSIAN, _UKRAINIAN),
        key=lambda table: known.share_known(grams(words(_spell(message.normalized, table)))),
    )
    spelled = _spell(message.normalized, tables)
    if known.share_known(grams(words(spelled))) < as_is + _BETTER_SPELLED:
        return message, list(passages)
    return (
        respell(message, spelled),
        [respell(passage, _spell(passage.normalized, tables)) for passage in passages],
    )


def _relaid(known: Postings, text: str, spell: Spell) -> str:
    """Return *text* as it was meant where the keyboard layout was wrong, else unchanged.

    Each letter stays in its place, so that segments still point into the original text.
    """
    if find_links(text):  # an address is typed as it is
        return text
    as_is = _share(known, spell(text))
    if as_is is None or as_is >= _WELL_KNOWN:
        return text
    best, share = text, as_is + _BETTER
    for layout in _LAYOUTS:
        for table in (
            str.maketrans(_KEYS, layout),
            str.maketrans(layout, _KEYS),
        ):
            other = text.translate(table)
            found = _share(known, spell(other))
            if found is not None and found > share:
                best, share = other, found
    return best


def _share(known: Postings, normalized: str) -> float | None:
    runs = grams(words(normalized))
    return known.share_known(runs) if len(runs) >= _ENOUGH else None


def _spell(normalized: str, table: Mapping[str, str]) -> str:
    return " ".join(_spell_word(word, table) for word in words(normalized))


def _spell_word(word: str, table: Mapping[str, str]) -> str:
    if word.isdigit():
        return word
    spelled, at = [], 0
    while at < len(word):
        for size in range(_LONGEST, 0, -1):
            piece = word[at : at + size]
            if len(piece) == size and piece in table:
                after_vowel = at > 0 and word[at - 1] in _VOWELS
                spelled.append("й" if piece == "y" and after_vowel else table[piece])
                at += size
                break
        else:
            spelled.append(word[at])
            at += 1
    return "".join(spelled)


def _is_latin(normalized: str) -> bool:
    return not re.search(r"[^\x00-\x7f]", normalized)
