"""`check`: lint of the knowledge base."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.claims.lint import lint
from bot.claims.load import Loaded, load
from bot.claims.problem import ProblemFormat, render_problems
from bot.claims.stats import render_stats
from bot.claims.template import template_texts
from bot.claims.waivers import load_waivers
from bot.cli import setup
from bot.cli.evaluate import MESSAGES
from bot.evaluation.dataset import load_messages
from bot.evaluation.selfcheck import CODES, check_harmless, self_check
from bot.matching.matcher import Matcher

HARMLESS = MESSAGES / "harmless.jsonl"
"""Read where there is one: a knowledge base of its own need not have it."""


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "check",
        help="look for problems in the knowledge base",
        description="Look for problems in the knowledge base and print them as file:line:col: CODE "
        "text; hint. knowledge/README.md explains each code. Exit codes: 0 clean, 1 problems, "
        "2 could not run.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="report only on these claim files; without any, on registers and waivers, too",
    )
    parser.add_argument(
        "--format",
        choices=("text", "github"),
        default="text",
        help="text (default), or annotations for GitHub's pull requests",
    )
    parser.add_argument(
        "--stats",
        action="store_true",
        help="print how many claims there are by status, rating, topic and language instead",
    )
    parser.set_defaults(command=command, parser=parser)


def command(arguments: argparse.Namespace) -> int:
    """Print every problem, sorted by place, or how large the knowledge base is."""
    folder = setup.settings().knowledge_dir
    loaded = load(folder)
    if arguments.stats:
        if arguments.files:
            arguments.parser.error("--stats counts the whole knowledge base; give no FILE with it")
        return _print_stats(loaded)
    known = {document.path.resolve(): id_ for id_, document in loaded.documents.items()}
    asked = {file: known.get(file.resolve()) for file in arguments.files}
    for file, id_ in asked.items():
        if id_ is None:
            arguments.parser.error(_no_claim_file(file, folder))
    only = frozenset(id_ for id_ in asked.values() if id_) or frozenset(loaded.documents)
    waivers = load_waivers(folder / "waivers.yaml")
    today, template = datetime.now(UTC).date(), template_texts(folder)
    problems = lint(loaded, waivers, today, template=template)
    if not loaded.problems:
        matcher = Matcher.of(loaded.knowledge)
        found = self_check(loaded, matcher, only)
        if not arguments.files and HARMLESS.exists():
            problems += check_harmless(matcher, load_messages([HARMLESS]), HARMLESS)
        problems += waivers.excuse(found, codes=CODES, claim_ids=only)
    if arguments.files:
        places = {loaded.documents[id_].path for id_ in only}
        problems = [problem for problem in problems if problem.path in places]
    style: ProblemFormat = arguments.format
    print(render_problems(sorted(problems), style), end="")
    checked = f"{len(only)} claim{'s' if len(only) != 1 else ''} checked"
    counted = f"{len(problems) or 'no'} problem{'s' if len(problems) != 1 else ''}"
    print(f"{checked}, {counted}", file=sys.stderr)
    return 1 if problems else 0


def _no_claim_file(file: Path, folder: Path) -> str:
    if file.resolve().parent == folder.resolve() and file.exists():
        return (
            f"{file} is no claim file; registers and waivers are checked with everything else, by "
            "`python -m bot check` without files"
        )
    return f"{file} is no claim file of {folder}; see {folder}/claims"


def _print_stats(loaded: Loaded) -> int:
    print(render_stats(loaded), end="")
    if not loaded.problems:
        return 0
    unsound = len({problem.path for problem in loaded.problems})
    print(
        f"{unsound} file{'s' if unsound != 1 else ''} with problems not counted; "
        "run `python -m bot check`",
        file=sys.stderr,
    )
    return 1
