"""`eval`: does matching work, measured on labelled messages."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.claims.load import load_strict
from bot.cli import setup
from bot.cli.progress import SlowProgress
from bot.config import ConfigError
from bot.evaluation.dataset import DatasetError, load_messages
from bot.evaluation.gate import load_gates
from bot.evaluation.metrics import Outcome, evaluate
from bot.evaluation.page import render_page
from bot.evaluation.report import render_report
from bot.matching.index import build_index
from bot.matching.matcher import Matcher
from bot.matching.model import Audience

MESSAGES = Path("tests/messages")
GATE = MESSAGES / "gate.yaml"


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "eval",
        help="measure matching on labelled messages",
        description="Measure matching on labelled messages (JSON Lines; tests/messages/README.md "
        "tells the fields) and print the figures for all, for each file, language, kind and noise, "
        "which claims are confused, and what went worst.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help=f"labelled messages (default: the held-out files of {MESSAGES})",
    )
    parser.add_argument(
        "--gate", action="store_true", help=f"exit with 1 if a figure misses {GATE}"
    )
    parser.add_argument(
        "--words-only", action="store_true", help="match by words alone, without sentence encoders"
    )
    parser.add_argument(
        "--html",
        type=Path,
        metavar="FILE",
        help="also write the report as one page for a browser, with curves and more examples",
    )
    parser.add_argument(
        "--audience",
        choices=[audience.value for audience in Audience],
        default=Audience.PRIVATE.value,
        help="whose policy to use (default private; group is stricter)",
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Print the report, write the page, and hold the figures to the gate if asked to."""
    files = arguments.files or held_out_files()
    messages = load_messages(files)
    matcher = _matcher(words_only=arguments.words_only)
    audience = Audience(arguments.audience)
    outcomes = evaluate(matcher, messages, audience, SlowProgress())
    heading = _heading(files, outcomes, matcher, audience)
    print("\n".join(render_report(outcomes, heading)))
    if arguments.html:
        _write(arguments.html, render_page(outcomes, heading))
    return _hold(outcomes, matcher) if arguments.gate else 0


def held_out_files() -> list[Path]:
    """Return the files of labelled messages that nothing was fitted on."""
    files = sorted(MESSAGES.glob("*heldout*.jsonl"))
    if not files:
        raise DatasetError(
            f"no labelled messages in {MESSAGES}; name files, or run this in a checkout"
        )
    return files


def _matcher(*, words_only: bool) -> Matcher:
    if words_only:
        return Matcher.over(build_index(load_strict(setup.settings().knowledge_dir)))
    return setup.answering().matcher.current


def _heading(
    files: Sequence[Path], outcomes: Sequence[Outcome], matcher: Matcher, audience: Audience
) -> list[str]:
    positives = sum(bool(one.expected) for one in outcomes)
    silent = len(outcomes) - positives
    encoders = ", ".join(matcher.model.encoders)
    how = f"encoders: {encoders}" if encoders else "words alone"
    return [
        ", ".join(map(str, files)),
        f"{len(outcomes)} messages: {positives} with a claim, {silent} that must get no verdict",
        f"{how}; audience: {audience.value}; {len(matcher.index.ratings)} claims",
    ]


def _write(file: Path, page: str) -> None:
    try:
        # A message may hold half of a surrogate pair, which UTF-8 has no bytes for.
        file.write_text(page, encoding="utf-8", errors="xmlcharrefreplace", newline="")
    except OSError as error:
        raise ConfigError(
            f"{file} cannot be written ({error.strerror}); choose another file with --html"
        ) from error
    print(f"{file}: written", file=sys.stderr)


def _hold(outcomes: Sequence[Outcome], matcher: Matcher) -> int:
    gates = load_gates(GATE)
    gate = gates.with_encoders if matcher.model.encoders else gates.words_alone
    failures = gate.failures(outcomes)
    for failure in failures:
        print(f"{GATE}: {failure}", file=sys.stderr)
    print("gate missed" if failures else "gate held", file=sys.stderr)
    return 1 if failures else 0
