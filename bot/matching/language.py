"""Tell the language of a short text, among those that we answer in.

Naive Bayes over runs of one to four letters: how often each language writes them is counted in the
knowledge base and in the messages that the other models learn from (bot/evaluation/languages.py;
`python -m bot tune --languages` counts anew). On messages cut to three or five words it is right
more often than libraries for a hundred languages (docs/matching.md).
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from bot.matching.normalize import normalize, words
from bot.matching.postings import Floats

LONGEST = 4
"""Letters of a run."""
PROFILE = "languages.npz"
STEP = 0.25
"""Nats in one of the levels in which weights are kept."""
_CYRILLIC = frozenset({"uk", "ru"})
# Letters that only one of the two writes. A text with some of the one and none of the other is not
# left to odds: nobody forgives being answered in the wrong one.
_TELLING = {"uk": frozenset("іїєґ"), "ru": frozenset("ыэъё")}
_LEAD = 8.0
"""Nats by which a language must lead. Runs overlap, so that it is worth about a quarter; below it
every third guess is wrong, and the reader's own language a better one."""
_WORDS = 200
"""Words that are read; more tell nothing new."""
_TELLING_RUN = 3
_ENOUGH = 12
"""Runs of three and four letters from which it counts how many of them any language knows."""
_KNOWN = 0.3
"""Share of known ones; below it, it is none of our languages, or typed with the wrong layout."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """How likely each run of letters is in each language and alphabet."""

    languages: tuple[str, ...]
    """Of the columns. Russian and Ukrainian stand twice, in Cyrillic and in Latin letters."""
    in_cyrillic: tuple[bool, ...]
    rows: Mapping[str, int]
    weights: Floats
    """[runs, columns] in nats."""

    def ranked(self, found: Sequence[str], *, in_cyrillic: bool) -> list[tuple[float, str]]:
        """Return the languages of that alphabet, best first, with their relative log-odds.

        No language where no run is known, or too few of many.
        """
        seen = [run for word in found for run in runs(word)]
        known = [run for run in seen if run in self.rows]
        if not known or _is_foreign(seen, known):
            return []
        odds = self.weights[[self.rows[run] for run in known]].sum(axis=0).tolist()
        best: dict[str, float] = {}
        for language, cyrillic, of_language in zip(
            self.languages, self.in_cyrillic, odds, strict=True
        ):
            if cyrillic == in_cyrillic:
                best[language] = max(of_language, best.get(language, of_language))
        return sorted(((value, language) for language, value in best.items()), reverse=True)


def detect_language(text: str, among: Sequence[str]) -> str | None:
    """Return the language of *text* if it is one of *among*, or None where nothing tells.

    Russian and Ukrainian in Latin letters are told, too.
    """
    found, in_cyrillic = spelled(text)
    once = list(dict.fromkeys(found))  # a name that is shouted ten times tells no more than once
    ranked = load_profile().ranked(once[:_WORDS], in_cyrillic=in_cyrillic)
    if not ranked:
        return None
    (most, language), (second, _) = ranked[:2]
    letters = set(text.lower())
    sure = [one for one, telling in _TELLING.items() if in_cyrillic and telling & letters]
    if len(sure) == 1:
        (language,) = sure
    elif most - second < _LEAD:
        return None
    return language if language in among else None


def spelled(text: str) -> tuple[list[str], bool]:
    """Return the words of the alphabet that most letters of *text* are of; is it Cyrillic?"""
    cyrillic, latin = [], []
    for word in words(normalize(text)):
        if any("\u0400" <= letter <= "\u052f" for letter in word):
            cyrillic.append(word)
        elif any(letter.isalpha() and letter < "\u0250" for letter in word):
            latin.append(word)
    in_cyrillic = sum(map(len, cyrillic)) > sum(map(len, latin))
    return (cyrillic if in_cyrillic else latin), in_cyrillic


def runs(word: str) -> Iterator[str]:
    """Yield each run of letters of *word*, whose borders are spaces."""
    padded = f" {word} "
    for size in range(1, LONGEST + 1):
        for start in range(len(padded) - size + 1):
            run = padded[start : start + size]
            if run != " ":
                yield run


@cache
def load_profile() -> Profile:
    """Return the profile that ships with the bot."""
    content = files("bot.matching").joinpath("models", PROFILE).read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return read_profile(dict(arrays))


def read_profile(arrays: Mapping[str, Any]) -> Profile:
    """Return the profile that `bot tune` wrote as *arrays*."""
    columns = arrays["columns"].tolist()
    listed = arrays["runs"].tobytes().decode("utf-8").split("\n")
    return Profile(
        languages=tuple(column.split("-")[0] for column in columns),
        in_cyrillic=tuple(column in _CYRILLIC for column in columns),
        rows={run: row for row, run in enumerate(listed)},
        weights=arrays["weights"].astype(np.float32) * np.float32(STEP),
    )


def _is_foreign(seen: Sequence[str], known: Sequence[str]) -> bool:
    telling = sum(len(run) >= _TELLING_RUN for run in seen)
    familiar = sum(len(run) >= _TELLING_RUN for run in known)
    return telling >= _ENOUGH and familiar < _KNOWN * telling
