"""How well the language of a message is told: `python -m tests.benchmarks.languages [FILES]`.

Reads messages that nothing was fitted on, whole and cut to their first words, and prints for each
language how many are told right, not at all and wrong, and what was taken for what.
"""

# ruff: noqa: T201 - a command line prints

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.claims.model import LANGUAGES
from bot.cli.evaluate import MESSAGES
from bot.evaluation.dataset import LabelledMessage, load_messages
from bot.matching.language import detect_language

UNSEEN = (
    "written-heldout.jsonl",
    "nato-dev-heldout.jsonl",
    "twelve-heldout.jsonl",
    "posts-unseen.jsonl",
    "noise.jsonl",
)
CUTS = (1, 2, 3, 5, 8, None)
"""First words of each message; None is all of them."""
_MOST_CONFUSED = 12


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of messages, by the language that they are in."""

    outcomes: Counter[tuple[str, str | None]]

    def share(self, language: str | None = None, *, wrong: bool = False) -> float:
        """Return the share of messages in *language* (None: in all) told right, or told wrong."""
        count = total = 0
        for (real, told), number in self.outcomes.items():
            if language in {real, None}:
                total += number
                count += number * (told not in {real, None} if wrong else told == real)
        return count / total if total else 0.0

    def confused(self) -> list[tuple[str, str, int]]:
        """Return what was taken for what, and how often, the most frequent first."""
        return [
            (real, told, number)
            for (real, told), number in self.outcomes.most_common()
            if told is not None and told != real
        ]


def tell(messages: Sequence[LabelledMessage], cut: int | None) -> Told:
    """Return what is told of the first *cut* words of each message."""
    return Told(
        Counter(
            (message.lang, detect_language(" ".join(message.text.split()[:cut]), LANGUAGES))
            for message in messages
        )
    )


def _print(messages: Sequence[LabelledMessage]) -> None:
    told = {cut: tell(messages, cut) for cut in CUTS}
    print(f"{len(messages)} messages: told right / wrong, the others not at all\n")
    print("words ", *(f"{cut or 'all':>14}" for cut in CUTS))
    for language in (*LANGUAGES, None):
        shares = (
            f"{found.share(language):7.1%} /{found.share(language, wrong=True):5.1%}"
            for found in told.values()
        )
        print(f"{language or 'all':6}", *shares)
    print("\ntaken for another")
    for cut in CUTS:
        confused = told[cut].confused()[:_MOST_CONFUSED]
        print(f"{cut or 'all':>4}:", ", ".join(f"{a} as {b} {number}" for a, b, number in confused))


def main() -> None:
    """Read the messages and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    files = parser.parse_args().files or [MESSAGES / name for name in UNSEEN]
    _print(load_messages(files))


if __name__ == "__main__":
    main()
