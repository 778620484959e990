"""Closed word lists for each language, and what they tell of a text."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TypeAlias

import yaml

_Languages: TypeAlias = tuple[frozenset[str], ...]
"""The everyday words of each of some languages."""

_ALLIANCE = ("nato", "натовс", "натовц", "натівс", "натівц", "альянс")
_LONGEST_CUE = 3
_BEFORE, _AFTER = 2, 3
"""Words that say something, before and behind a negation, that it may turn round."""
_AROUND = 8
"""Words on each side of a sign that tell which language it is in."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of cues.yaml, each for all languages together.

    A sign of one language that is an everyday word of another (Lithuanian be is without, Polish mit
    is a myth) counts where the words around it are rather of the first.
    """

    stop: dict[str, frozenset[str]]
    negation: frozenset[str]
    debunk: frozenset[tuple[str, ...]]
    asking: frozenset[tuple[str, ...]]
    reporting: frozenset[tuple[str, ...]]
    distance: frozenset[tuple[str, ...]]
    """What those use who do not say it themselves; to report is one way of many."""
    subject: frozenset[str]
    empty: frozenset[str]
    """All words that say nothing about the subject, negations among them."""
    idle: frozenset[tuple[str, ...]]
    """Pairs that begin with a negation and turn nothing round: not only."""
    shared: Mapping[tuple[str, str], tuple[_Languages, _Languages]]
    """For a sign, with its list, that another language has for an everyday word: the everyday words
    of each language where it is a sign, and of each where it is none."""

    def content(self, words: Sequence[str]) -> list[str]:
        """Return the words that say something about the subject, in order."""
        return [word for word in words if word not in self.empty]

    def negations(self, words: Sequence[str]) -> int:
        """Count the words that turn a statement round."""
        return len(self._turning(words))

    def opens_with_no(self, words: Sequence[str]) -> bool:
        """Tell whether the first word turns round what follows."""
        return 0 in self._turning(words)

    def turns(self, words: Sequence[str]) -> int:
        """Count how often the words turn round: negations in a row (никогда не) do so once."""
        said = self._telling(words)
        return sum(
            turns and not before for (_, before), (_, turns) in pairwise([("", False), *said])
        )

    def negated(self, words: Sequence[str]) -> Counter[str]:
        """Count for each word that says something how many negations stand near it.

        Most languages put the negation before what it turns round, German also behind it.
        """
        said = self._telling(words)
        counts: Counter[str] = Counter()
        for place, (_, turns) in enumerate(said):
            if turns:
                near = [*said[max(0, place - _BEFORE) : place], *said[place + 1 :][:_AFTER]]
                counts.update({other for other, turns_too in near if not turns_too})
        return counts

    def _telling(self, words: Sequence[str]) -> list[tuple[str, bool]]:
        """Return the words that say something or turn it round, and whether they do the latter."""
        turning = self._turning(words)
        return [
            (word, place in turning)
            for place, word in enumerate(words)
            if place in turning or word not in self.empty
        ]

    def _turning(self, words: Sequence[str]) -> frozenset[int]:
        """Return the places of the words that turn a statement round."""
        if self.negation.isdisjoint(words):
            return frozenset()
        return frozenset(
            place
            for place, word in enumerate(words)
            if word in self.negation
            and tuple(words[place : place + 2]) not in self.idle
            and self._is_sign("not", place, words)
        )

    def _is_sign(self, kind: str, at: int, words: Sequence[str]) -> bool:
        """Tell whether the word of a list at that place means what it means in its own language."""
        if (kind, words[at]) not in self.shared:
            return True
        own, other = self.shared[kind, words[at]]
        # A message may hold two languages.
        around = {*words[max(0, at - _AROUND) : at], *words[at + 1 :][:_AROUND]} - {words[at]}
        return _most(around, own) >= _most(around, other)

    def debunks(self, words: Sequence[str]) -> bool:
        """Tell whether the words are those of someone who refutes."""
        return self.refutations(words) > 0

    def refutations(self, words: Sequence[str]) -> int:
        """Count the words of someone who refutes: a claim may hold one itself (a false flag)."""
        return sum(
            _begins_cue(words, at, self.debunk) and self._is_sign("debunk", at, words)
            for at in range(len(words))
        )

    def reports(self, words: Sequence[str]) -> bool:
        """Tell whether the words are those of someone who tells what another said."""
        return _holds_any(words, self.reporting)

    def distances(self, words: Sequence[str]) -> int:
        """Count the words of someone who does not say it: who doubts, mocks or tells of others."""
        apart = sum(_begins_cue(words, at, self.distance) for at in range(len(words)))
        return apart + self.refutations(words)

    def names_subject(self, words: Sequence[str]) -> bool:
        """Tell whether the words name the alliance, or who speaks for it."""
        return any(word in self.subject or word.startswith(_ALLIANCE) for word in words)

    def asks(self, words: Sequence[str]) -> bool:
        """Tell whether the words begin as a question does."""
        return any(tuple(words[: len(cue)]) == cue for cue in self.asking) and self._is_sign(
            "ask", 0, words
        )


@cache
def load_cues() -> Cues:
    """Return the word lists that ship with the bot."""
    text = files("bot.matching").joinpath("cues.yaml").read_text(encoding="utf-8")
    # BaseLoader leaves `no` a word; YAML 1.1 would make it false.
    lists: dict[str, dict[str, list[str]]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    negation = frozenset(word for kinds in lists.values() for word in kinds["not"])
    return Cues(
        stop={language: frozenset(kinds["stop"]) for language, kinds in lists.items()},
        negation=negation,
        empty=negation.union(*(kinds["stop"] for kinds in lists.values())),
        debunk=frozenset(tuple(cue.split()) for kinds in lists.values() for cue in kinds["debunk"]),
        reporting=frozenset(
            tuple(cue.split()) for kinds in lists.values() for cue in kinds["report"]
        ),
        distance=frozenset(
            tuple(cue.split())
            for kinds in lists.values()
            for kind in ("distance", "report")
            for cue in kinds[kind]
        ),
        asking=frozenset(tuple(cue.split()) for kinds in lists.values() for cue in kinds["ask"]),
        subject=frozenset(word for kinds in lists.values() for word in kinds["subject"]),
        idle=frozenset(tuple(cue.split()) for kinds in lists.values() for cue in kinds["idle"]),
        shared=_shared(lists),
    )


def _shared(
    lists: Mapping[str, Mapping[str, Sequence[str]]],
) -> dict[tuple[str, str], tuple[_Languages, _Languages]]:
    """Return the signs that are everyday words elsewhere, with the everyday words of both."""
    everyday = {
        language: frozenset((*kinds["stop"], *kinds["not"])) for language, kinds in lists.items()
    }
    found = {}
    for kind in ("not", "debunk", "ask"):
        for word in {word for kinds in lists.values() for word in kinds[kind]}:
            own = {language for language, kinds in lists.items() if word in kinds[kind]}
            other = {language for language, words in everyday.items() if word in words} - own
            if other:
                found[kind, word] = (
                    tuple(everyday[language] for language in sorted(own)),
                    tuple(everyday[language] for language in sorted(other)),
                )
    return found


def _most(words: Collection[str], languages: _Languages) -> int:
    """Return how many of *words* are everyday words of that of *languages* that has the most."""
    return max(sum(word in everyday for word in words) for everyday in languages)


def _holds_any(words: Sequence[str], cues: frozenset[tuple[str, ...]]) -> bool:
    return any(_begins_cue(words, at, cues) for at in range(len(words)))


def _begins_cue(words: Sequence[str], at: int, cues: frozenset[tuple[str, ...]]) -> bool:
    return words[at] in _firsts(cues) and any(
        tuple(words[at : at + size]) in cues for size in range(1, _LONGEST_CUE + 1)
    )


@cache
def _firsts(cues: frozenset[tuple[str, ...]]) -> frozenset[str]:
    """Return the words that any of *cues* begins with: most words of a text are none of them."""
    return frozenset(cue[0] for cue in cues)
