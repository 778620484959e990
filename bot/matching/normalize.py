"""First station: one spelling for the many ways a text can be written.

What stays is lower-case words of one alphabet each, separated by single spaces. Addresses, emoji,
mentions and characters that nobody sees are gone; hashtags are split into words.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'«»“”]+"
    r"|\b(?:t\.me|x\.com|twitter\.com|pic\.twitter\.com|youtu\.be|vk\.com)/[^\s<>\"'«»“”]+",
    re.IGNORECASE,
)
_LINK_TAIL = ".,;:!?)]}…'\""
_MENTION = re.compile(r"(?<![\w.])@\w+")
_HASHTAG = re.compile(r"#(\w+)")
# "NATOisAtWar" has no boundary that capitals could show, so the acronym is known by name.
_WORD_IN_TAG = re.compile(
    r"NATO|OTAN|НАТО|[A-ZА-ЯҐЄІЇ]+(?![^\W\d_A-ZА-ЯҐЄІЇ])"
    r"|[^\W\d_]?[^\W\d_A-ZА-ЯҐЄІЇ]+|\d+"
)
_WORD = re.compile(r"[^\W_]+")
# Casefolded, the country would become the pronoun.
_AMERICA = re.compile(r"\bUS(?:'s?)?(?![\w.])|\bU\.S\.(?:A\.)?|(?<=\b[Tt]he )us\b(?!')")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_NOT = re.compile(r"(?<=\w)n't\b")
_IRREGULAR_NOT = {"can't": "can not", "won't": "will not", "shan't": "shall not"}
_IRREGULAR = re.compile(r"\b(?:can't|won't|shan't|cannot)\b")
# Ukrainian keeps a word together with it (п'ять), French and Turkish part words (l'OTAN, NATO'nun).
_INNER_APOSTROPHE = re.compile(r"(?<=[\u0400-\u052f])'(?=[\u0400-\u052f])")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´′＇ʹ"), "'")

# Letters that look alike across alphabets (after the pairs of Unicode TR 39 that occur in posts).
_LATIN_LIKE_CYRILLIC = dict(zip("аеорсухіјѕԁһԛԝвкмнтгпи", "aeopcyxijsdhqwbkmhtrnu", strict=True))
_CYRILLIC_LIKE_LATIN = dict(zip("aeopcyxijsbkmhtrnu", "аеорсухіјѕвкмнтгпи", strict=True))
_LATIN_LIKE_GREEK = dict(zip("αεορχυικντηγω", "aeopxuikvtnyw", strict=True))
# Only these are mistaken at sight; the others above merely decide where a word is mixed anyway.
_TWINS_LATIN = set("aeopcyxij")
_TWINS_CYRILLIC = set("аеорсухіј")


def find_links(text: str) -> tuple[str, ...]:
    """Return the addresses that *text* shows, in order, without trailing punctuation."""
    return tuple(match.group().rstrip(_LINK_TAIL) for match in LINK.finditer(text))


def normalize(text: str) -> str:
    """Return *text* as lower-case words of one alphabet each; applying it twice changes nothing."""
    text = LINK.sub(" ", text)
    # Upper-case dotted I of Turkish would casefold to two characters, one of them a lone mark.
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).replace("İ", "I")
    text = _MENTION.sub(" ", text)
    text = "".join(map(_visible, text))
    text = _AMERICA.sub(" usa ", text)
    text = _HASHTAG.sub(lambda tag: " " + " ".join(_WORD_IN_TAG.findall(tag.group(1))) + " ", text)
    text = unicodedata.normalize("NFKC", text.casefold().replace("ё", "е"))
    text = _IRREGULAR.sub(lambda word: _IRREGULAR_NOT.get(word.group(), "can not"), text)
    text = _INNER_APOSTROPHE.sub("", _POSSESSIVE.sub("", _NOT.sub(" not", text)))
    return " ".join(_one_alphabet(_WORD.findall(text)))


def words(normalized: str) -> list[str]:
    """Return the words of a normalized text."""
    return normalized.split()


@lru_cache(maxsize=4096)
def _visible(character: str) -> str:
    """Return what a reader sees of *character*: itself, a space (emoji), or nothing."""
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me", "Cn", "Co", "Cs"}:
        return ""
    if category in {"So", "Sk", "Cc"}:
        return " "
    return character


def _one_alphabet(found: Iterable[str]) -> list[str]:
    """Spell each mixed word in the alphabet of its tell-tale letters, else of its neighbours."""
    spelled = list(found)
    scripts = [_scripts(word) for word in spelled]
    cyrillic = sum(script == {"cyrillic"} for script in scripts)
    latin = sum(script == {"latin"} for script in scripts)
    mostly_cyrillic = cyrillic > latin
    return [
        _respell(word, mostly_cyrillic=mostly_cyrillic) if len(script) > 1 else word
        for word, script in zip(spelled, scripts, strict=True)
    ]


@lru_cache(maxsize=65536)
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


def _respell(word: str, *, mostly_cyrillic: bool) -> str:
    word = "".join(_LATIN_LIKE_GREEK.get(letter, letter) for letter in word)
    latin = sum("a" <= letter <= "z" and letter not in _TWINS_LATIN for letter in word)
    cyrillic = sum(
        "\u0400" <= letter <= "\u052f" and letter not in _TWINS_CYRILLIC for letter in word
    )
    if cyrillic > latin or (cyrillic == latin and mostly_cyrillic):
        return "".join(_CYRILLIC_LIKE_LATIN.get(letter, letter) for letter in word)
    return "".join(_LATIN_LIKE_CYRILLIC.get(letter, letter) for letter in word)
