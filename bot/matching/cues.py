"""Closed word lists for each language, and what they tell of a text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

_ALLIANCE = ("nato", "натов", "натів", "альянс")
_LONGEST_CUE = 3
_BEFORE, _AFTER = 2, 3
"""Words that say something, before and behind a negation, that it may turn round."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of cues.yaml, each for all languages together."""

    stop: dict[str, frozenset[str]]
    negation: frozenset[str]
    debunk: frozenset[tuple[str, ...]]
    asking: frozenset[tuple[str, ...]]
    reporting: frozenset[tuple[str, ...]]
    subject: frozenset[str]
    empty: frozenset[str]
    """All words that say nothing about the subject, negations among them."""

    def content(self, words: Sequence[str]) -> list[str]:
        """Return the words that say something about the subject, in order."""
        return [word for word in words if word not in self.empty]

    def negations(self, words: Sequence[str]) -> int:
        """Count the words that turn a statement round."""
        return sum(word in self.negation for word in words)

    def turns(self, words: Sequence[str]) -> int:
        """Count how often the words turn round: negations in a row (никогда не) do so once."""
        said = self._telling(words)
        return sum(
            word in self.negation and before not in self.negation
            for before, word in pairwise(["", *said])
        )

    def negated(self, words: Sequence[str]) -> Counter[str]:
        """Count for each word that says something how many negations stand near it.

        Most languages put the negation before what it turns round, German also behind it.
        """
        said = self._telling(words)
        counts: Counter[str] = Counter()
        if self.negation.isdisjoint(said):
            return counts
        for place, word in enumerate(said):
            if word in self.negation:
                near = [*said[max(0, place - _BEFORE) : place], *said[place + 1 :][:_AFTER]]
                counts.update({other for other in near if other not in self.negation})
        return counts

    def _telling(self, words: Sequence[str]) -> list[str]:
        return [word for word in words if word in self.negation or word not in self.empty]

    def debunks(self, words: Sequence[str]) -> bool:
        """Tell whether the words are those of someone who refutes."""
        return _holds_any(words, self.debunk)

    def refutations(self, words: Sequence[str]) -> int:
        """Count the words of someone who refutes: a claim may hold one itself (a false flag)."""
        return sum(_begins_cue(words, at, self.debunk) for at in range(len(words)))

    def reports(self, words: Sequence[str]) -> bool:
        """Tell whether the words are those of someone who tells what another said."""
        return _holds_any(words, self.reporting)

    def names_subject(self, words: Sequence[str]) -> bool:
        """Tell whether the words name the alliance, or who speaks for it."""
        return any(word in self.subject or word.startswith(_ALLIANCE) for word in words)

    def asks(self, words: Sequence[str]) -> bool:
        """Tell whether the words begin as a question does."""
        return any(tuple(words[: len(cue)]) == cue for cue in self.asking)


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
        asking=frozenset(tuple(cue.split()) for kinds in lists.values() for cue in kinds["ask"]),
        subject=frozenset(word for kinds in lists.values() for word in kinds["subject"]),
    )


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
