"""Posts as pictures: how many get the right verdict, how many by mistake, and how long it takes.

    OMP_NUM_THREADS=1 python -m tests.benchmarks.screenshots [--longest-side PIXELS] [--words-alone]

The same posts are matched as typed text beside it, so that one sees what reading costs.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bot.answering import Answering
from bot.config import Settings, default_knowledge_dir
from bot.matching.live import LiveMatcher
from bot.matching.matcher import Matcher
from bot.matching.model import Ambiguous, Decision, Match, Part, PartKind, Query
from bot.reading.model import PictureText, Unreadable
from bot.reading.reader import READ_WITHIN_S, TesseractReader, load_reader
from bot.wiring import build_answering
from tests.reading.posts import Look, Post, load_posts
from tests.reading.screenshots import LONGEST_SIDE, screenshot

NO_READER = 2
_PATIENCE_S = 60.0
"""On a busy machine; how many are over the limit of the product is printed."""


class Outcome(StrEnum):
    """What became of a post."""

    RIGHT = "right"
    OFFERED = "offered"
    WRONG = "wrong"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Run:
    """One post: what was made of its picture, and of the same words typed."""

    post: Post
    read: Outcome
    typed: Outcome
    text: str
    confidence: float
    seconds: float
    """To read and to match."""
    cpu_s: float
    """Of tesseract alone, which other programs lengthen less."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.screenshots", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--longest-side", type=int, default=LONGEST_SIDE, metavar="PIXELS")
    parser.add_argument("--words-alone", action="store_true", help="without the encoders")
    chosen = parser.parse_args(arguments)
    reader = load_reader()
    if reader is None:
        print("there is no tesseract here; `python -m bot doctor` tells how to get it")
        return NO_READER
    reader = replace(reader, within_s=_PATIENCE_S)
    answering = _answering(words_alone=chosen.words_alone)
    runs = []
    for post in load_posts():
        runs.append(_run(post, reader, answering, chosen.longest_side))
        print(f"\r{len(runs)} read", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _report(runs)
    return 0


def _answering(*, words_alone: bool) -> Answering:
    settings = Settings(default_knowledge_dir(), Path("data"))
    answering = build_answering(settings, at_once=True)
    if words_alone:
        matcher = Matcher.over(answering.matcher.current.index)
        answering = replace(answering, matcher=LiveMatcher(matcher))
    return answering


def _run(post: Post, reader: TesseractReader, answering: Answering, longest_side: int) -> Run:
    content = screenshot(post, longest_side)
    start, cpu_s = time.perf_counter(), _children_s()
    match reader.read(content):
        case PictureText(text=text, confidence=confidence):
            decision = answering.matcher.match(Query((Part(text, PartKind.PICTURE),)))
            read = _outcome(post, decision)
        case Unreadable() as why:
            text, confidence, read = f"({why})", 0.0, Outcome.SILENT
    seconds = time.perf_counter() - start
    typed = _outcome(post, answering.matcher.match(Query.of(post.text)))
    return Run(post, read, typed, text, confidence, seconds, _children_s() - cpu_s)


def _outcome(post: Post, decision: Decision) -> Outcome:
    match decision:
        case Match(answers=answers):
            found = post.claim in {one.claim_id for one in answers}
            return Outcome.RIGHT if found else Outcome.WRONG
        case Ambiguous(choices=choices) if post.claim in {one.claim_id for one in choices}:
            return Outcome.OFFERED
        case _:
            return Outcome.SILENT


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _report(runs: Sequence[Run]) -> None:
    claims = [run for run in runs if run.post.claim]
    harmless = [run for run in runs if not run.post.claim]
    print("| | pictures | right | offered | wrong | right as typed |")
    print("| --- | --- | --- | --- | --- | --- |")
    for look in Look:
        _row(look, [run for run in claims if run.post.look is look])
    for language in dict.fromkeys(run.post.language for run in claims):
        _row(language, [run for run in claims if run.post.language == language])
    _row("all", claims)
    alarms = sum(run.read is Outcome.WRONG for run in harmless)
    print(f"\nharmless pictures with a verdict: {alarms} of {len(harmless)}")
    print(f"seconds to read and match:  {_quantiles(run.seconds for run in runs)}")
    print(f"CPU seconds of tesseract:   {_quantiles(run.cpu_s for run in runs)}")
    late = sum(run.seconds > READ_WITHIN_S for run in runs)
    print(f"over {READ_WITHIN_S:.0f} s, when the bot gives up: {late} of {len(runs)}")
    print("\nnot right:")
    for run in claims:
        if run.read is not Outcome.RIGHT:
            words = " / ".join(run.text.split("\n"))
            print(f"- {run.post.claim}, {run.read} (typed: {run.typed}): {words}")


def _row(name: str, runs: Sequence[Run]) -> None:
    if not runs:
        return
    counts = [sum(run.read is outcome for run in runs) for outcome in list(Outcome)[:3]]
    typed = sum(run.typed is Outcome.RIGHT for run in runs)
    print(f"| {name} | {len(runs)} | {' | '.join(map(str, counts))} | {typed} |")


def _quantiles(values: Iterable[float]) -> str:
    ordered = sorted(values)
    middle, high = ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]
    return f"p50 {middle:.2f}, p95 {high:.2f}, most {ordered[-1]:.2f}"


if __name__ == "__main__":
    sys.exit(main())
