"""Twelve languages in pictures of several sizes: how many letters are read right.

    python -m tests.benchmarks.letters [--each N] [--longest-side PIXELS ...]

The texts are claims and phrasings of the knowledge base, which says nothing about matching.
"""

# ruff: noqa: T201, S311 - a command line prints; the same pictures each time

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from bot.claims.load import load_strict
from bot.claims.model import LANGUAGES, Language
from bot.config import default_knowledge_dir
from bot.reading.model import PictureText
from bot.reading.reader import load_reader
from tests.reading.posts import Look, Post
from tests.reading.screenshots import LONGEST_SIDE, screenshot

NO_READER = 2
LOOKS = (Look.TELEGRAM_LIGHT, Look.X, Look.NEWS, Look.TELEGRAM_DARK)
_PATIENCE_S = 60.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.letters", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--each", type=int, default=8, metavar="N", help="pictures of a language")
    parser.add_argument(
        "--longest-side", type=int, nargs="+", default=[LONGEST_SIDE, 640, 480], metavar="PIXELS"
    )
    chosen = parser.parse_args(arguments)
    reader = load_reader()
    if reader is None:
        print("there is no tesseract here; `python -m bot doctor` tells how to get it")
        return NO_READER
    reader = replace(reader, within_s=_PATIENCE_S)
    print(f"| longest side | {' | '.join(LANGUAGES)} | all |")
    print("| --- |" + " --- |" * (len(LANGUAGES) + 1))
    for side in chosen.longest_side:
        means = []
        for language in LANGUAGES:
            rights = []
            for post in _posts(language, chosen.each):
                found = reader.read(screenshot(post, side))
                text = found.text if isinstance(found, PictureText) else ""
                rights.append(_right(post, text))
            means.append(sum(rights) / len(rights))
            print(f"\r{side}: {language}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        means.append(sum(means) / len(means))
        print(f"| {side} | {' | '.join(f'{mean:.1f}' for mean in means)} |", flush=True)
    return 0


def _posts(language: Language, count: int) -> Iterator[Post]:
    """Yield posts of a claim and one of its phrasings, in each look in turn."""
    rng = random.Random(language)
    claims = list(load_strict(default_knowledge_dir()).published.values())
    for number in range(count):
        claim = rng.choice(claims)
        look = LOOKS[number % len(LOOKS)]
        joint = "\n\n" if look is Look.NEWS else " "
        text = joint.join((claim.claim[language], rng.choice(claim.phrasings[language])))
        yield Post(number, look, language, claim.id, text)


def _right(post: Post, text: str) -> float:
    """Return how many letters of a hundred are right, in the paragraph that fares worst."""
    shown = " ".join(text.split())
    return min(fuzz.partial_ratio(paragraph, shown) for paragraph in post.paragraphs)


if __name__ == "__main__":
    sys.exit(main())
