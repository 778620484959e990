"""First station: one spelling for the many ways a text can be written.

What stays is lower-case words of one alphabet each, separated by single spaces. Addresses, emoji,
mentions and characters that nobody sees are gone; hashtags are split into words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'«»“”]+"
    r"|\b(?:t\.me|telegram\.me|x\.com|twitter\.com|pic\.twitter\.com|youtu\.be|vk\.com)/[^\s<>\"'«»“”]+",
    re.IGNORECASE,
)
_LINK_TAIL = ".,;:!?)]}…'\""
_MENTION = re.compile(r"(?<![\w.])@\w+")
_HASHTAG = re.compile(r"#(\w+)")
_CAPITAL = "A-ZÀ-ÖØ-ÞĂĄĆČĎĖĘĚĞĮŁŃŇŘŚŞȘŠŤȚŪŲŮŹŻŽА-ЯЁҐЄІЇ"
# "NATOisAtWar" has no boundary that capitals could show, so the acronym is known by name.
_WORD_IN_TAG = re.compile(
    rf"NATO|OTAN|НАТО|[{_CAPITAL}]+(?![^\W\d_{_CAPITAL}])|[^\W\d_]?[^\W\d_{_CAPITAL}]+|\d+"
)
_KEYCAP = "\u20e3"
_WORD = re.compile(r"[^\W_]+")
# Casefolded, the country would become the pronoun.
_AMERICA = re.compile(r"\bUS(?:'s?)?(?!\w|\.\w)|\b[Uu]\.[Ss]\.(?:[Aa]\.)?")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b", re.IGNORECASE)
_NOT = re.compile(r"(?<=\w)n't\b", re.IGNORECASE)
_IRREGULAR = re.compile(r"\b(?:ca|wo|sha|ai)(?=n't\b)", re.IGNORECASE)
_IRREGULAR_VERBS = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
# Ukrainian keeps a word together with it (п'ять), French and Turkish part words (l'OTAN, NATO'nun).
_INNER_APOSTROPHE = re.compile(r"(?<=[\u0400-\u052f])'(?=[\u0400-\u052f])")
_SPACED_LETTERS = 3
"""From so many lone letters in a row on they are one word."""
# "keeps si-" at the end of a line of a picture, "lent" on the next.
_BROKEN_LINE = re.compile(r"(?<=[^\W\d_])-[ \t]*\n\s*(?=[^\W\d_])")
_SCANNED_LETTERS = 3
_OTHER_DIGIT = re.compile(r"[2-9]|[01]{2}")
# Old keyboards have no commas below: ţ is Romanian alone, and with it, or beside ă, so is ş.
_ROMANIAN = re.compile("[ţŢăĂ]")
_COMMA_BELOW = str.maketrans("ţŢşŞ", "țȚșȘ")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´′＇ʹ"), "'")

# Letters that look alike across alphabets (after the pairs of Unicode TR 39 that occur in posts).
_LATIN_LIKE_CYRILLIC = dict(zip("аеорсухіјѕԁһԛԝвкмнтгпи", "aeopcyxijsdhqwbkmhtrnu", strict=True))
_CYRILLIC_LIKE_LATIN = dict(zip("aeopcyxijsbkmhtrnu", "аеорсухіјѕвкмнтгпи", strict=True))
_LATIN_LIKE_GREEK = dict(zip("αεορχυικντηγω", "aeopxuikvtnyw", strict=True))
# Only these are mistaken at sight; the others above merely decide where a word is mixed anyway.
_TWINS_LATIN = set("aeopcyxij")
_TWINS_CYRILLIC = set("аеорсухіј")
# The one name that must be read in any company: HATO is no word of a language in Latin letters.
_ALLIANCE = "нато"
# Small b, h, k, m and t have no twin, the capitals do: HATO, MOCKBA.
_TWINS = {
    "latin": _TWINS_LATIN | set("ABCEHIJKMOPTXY"),
    "cyrillic": _TWINS_CYRILLIC | set("АВСЕНІЈКМОРТХУ"),
}


def find_links(text: str) -> tuple[str, ...]:
    """Return the addresses that *text* shows, in order, without trailing punctuation."""
    return tuple(match.group().rstrip(_LINK_TAIL) for match in LINK.finditer(text))


def normalize(text: str) -> str:
    """Return *text* as lower-case words of one alphabet each; applying it twice changes nothing."""
    text = _BROKEN_LINE.sub("", LINK.sub(" ", text))
    # Upper-case dotted I of Turkish would casefold to two characters, one of them a lone mark.
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).replace("İ", "I")
    if _ROMANIAN.search(text):
        text = text.translate(_COMMA_BELOW)
    text = _MENTION.sub(" ", text).translate(_VISIBLE)
    text = _HASHTAG.sub(lambda tag: " " + " ".join(_WORD_IN_TAG.findall(tag.group(1))) + " ", text)
    text = _AMERICA.sub(" usa ", text)
    if "'" in text:
        text = _IRREGULAR.sub(lambda verb: _IRREGULAR_VERBS[verb.group().casefold()], text)
        text = _INNER_APOSTROPHE.sub("", _POSSESSIVE.sub("", _NOT.sub(" not", text)))
    spelled = _one_alphabet([_undigit(word) for word in _join_letters(_WORD.findall(text))])
    return " ".join(
        "usa" if pair == ("the", "us") else pair[1] for pair in pairwise(["", *spelled])
    )


def _join_letters(found: Sequence[str]) -> Iterator[str]:
    """Make one word of N.A.T.O., of w o r t h l e s s, and of letters with emoji between them."""
    if sum(len(word) == 1 for word in found) < _SPACED_LETTERS:
        yield from found
        return
    for lone, some in groupby(found, key=lambda word: len(word) == 1 and word.isalpha()):
        run = list(some)
        if lone and len(run) >= _SPACED_LETTERS:
            yield "".join(run)
        else:
            yield from run


def _undigit(word: str) -> str:
    """Return *word* with the letters that a scanner took for 0 and 1 (NAT0, Po1and)."""
    if word.isalpha() or _OTHER_DIGIT.search(word):
        return word
    if sum(map(str.isalpha, word)) < _SCANNED_LETTERS:
        return word
    return word.replace("0", "O" if word.isupper() else "o").replace("1", "l")


def words(normalized: str) -> list[str]:
    """Return the words of a normalized text."""
    return normalized.split()


class _Visible(dict[int, str]):
    """What a reader sees of each character: itself, a space (emoji), or nothing."""

    def __missing__(self, code: int) -> str:
        """Work it out; it is remembered for the alphabets in use, not for all of Unicode."""
        seen = _seen(chr(code))
        if code < _REMEMBERED:
            self[code] = seen
        return seen


_REMEMBERED = 0x3000
_VISIBLE = _Visible()


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"So", "Sk", "Cc"} or character == _KEYCAP:
        return " "
    if category in {"Cf", "Mn", "Me", "Cn", "Co", "Cs"}:
        return ""
    return character


@dataclass(frozen=True, slots=True)
class _Reading:
    """A word in either alphabet; the same twice where its letters leave no doubt."""

    latin: str
    cyrillic: str
    script: str | None
    """The alphabet of a word that leaves no doubt, else None."""
    written: str | None = None
    """The alphabet in which a doubtful word stands, None where it mixes them."""


def _one_alphabet(found: Sequence[str]) -> list[str]:
    """Spell in small letters, and what could be of either alphabet in that of the other words."""
    readings = [_read(word) for word in found]
    if all(reading.latin == reading.cyrillic for reading in readings):
        return [reading.latin for reading in readings]
    sure = Counter(reading.script for reading in readings)
    # Where every word could be of either, they stand as most of them are written.
    written = Counter(reading.script or reading.written for reading in readings)
    cyrillic = (sure["cyrillic"], written["cyrillic"]) > (sure["latin"], written["latin"])
    return [reading.cyrillic if cyrillic else reading.latin for reading in readings]


@lru_cache(maxsize=32_768)
def _read(word: str) -> _Reading:
    small = _small(word)
    scripts = _scripts(small)
    if len(scripts) > 1:
        return _read_mixed("".join(_LATIN_LIKE_GREEK.get(letter, letter) for letter in small))
    script = next(iter(scripts), None)
    if script in _TWINS and all(_is_twin(letter, _TWINS[script]) for letter in word):
        return _read_twins(small, script)
    return _Reading(small, small, script)


def _read_mixed(small: str) -> _Reading:
    """Read a word of several alphabets by the letters that only one of them has."""
    latin = sum("a" <= letter <= "z" and letter not in _TWINS_LATIN for letter in small)
    cyrillic = sum(
        "\u0400" <= letter <= "\u052f" and letter not in _TWINS_CYRILLIC for letter in small
    )
    if cyrillic > latin:
        respelled = _to_cyrillic(small)
        return _Reading(respelled, respelled, "cyrillic")
    if latin > cyrillic and _to_cyrillic(small) != _ALLIANCE:
        respelled = _to_latin(small)
        return _Reading(respelled, respelled, "latin")
    return _read_twins(small, None)


def _read_twins(small: str, written: str | None) -> _Reading:
    cyrillic = _to_cyrillic(small)
    if cyrillic == _ALLIANCE:
        return _Reading(cyrillic, cyrillic, "cyrillic")
    return _Reading(_to_latin(small), cyrillic, None, written)


def _to_latin(small: str) -> str:
    return "".join(_LATIN_LIKE_CYRILLIC.get(letter, letter) for letter in small)


def _to_cyrillic(small: str) -> str:
    return "".join(_CYRILLIC_LIKE_LATIN.get(letter, letter) for letter in small)


def _small(word: str) -> str:
    return unicodedata.normalize("NFKC", word.casefold()).replace("ё", "е")


def _is_twin(letter: str, twins: Collection[str]) -> bool:
    return not letter.isalpha() or letter in twins or _small(letter) in twins


def _scripts(word: str) -> frozenset[str]:
    found = set()
    for letter in word:
        if "a" <= letter <= "z" or "\u00c0" <= letter <= "\u024f":
            found.add("latin")
        elif "\u0400" <= letter <= "\u052f":
            found.add("cyrillic")
        elif "\u0370" <= letter <= "\u03ff":
            found.add("greek")
    return frozenset(found)
