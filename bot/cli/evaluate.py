"""`eval`: does matching work, measured on labelled messages."""

import argparse
import sys
from pathlib import Path

from bot.cli import setup
from bot.evaluation.dataset import DatasetError, load_messages
from bot.evaluation.metrics import count, evaluate
from bot.evaluation.report import load_gate, render_report
from bot.matching.model import Audience

MESSAGES = Path("tests/messages")
GATE = MESSAGES / "gate.yaml"


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "eval",
        help="measure matching on labelled messages",
        description="Measure matching on labelled messages (JSON Lines; tests/messages/README.md "
        "tells the fields) and print the figures for all, for each kind and each language.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help=f"labelled messages (default: those of {MESSAGES} that nothing was fitted on)",
    )
    parser.add_argument(
        "--gate", action="store_true", help=f"exit with 1 if a figure misses {GATE}"
    )
    parser.add_argument(
        "--audience",
        choices=[audience.value for audience in Audience],
        default=Audience.PRIVATE.value,
        help="whose policy to use (default private; group is stricter)",
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Print the report, and hold it to the gate if asked to."""
    files = arguments.files or held_out_files()
    outcomes = evaluate(
        setup.answering().matcher, load_messages(files), Audience(arguments.audience)
    )
    print(f"{', '.join(map(str, files))}")
    print("\n".join(render_report(outcomes)))
    if not arguments.gate:
        return 0
    failures = load_gate(GATE).failures(count(outcomes))
    for failure in failures:
        print(f"{GATE}: {failure}", file=sys.stderr)
    print("gate missed" if failures else "gate held", file=sys.stderr)
    return 1 if failures else 0


def held_out_files() -> list[Path]:
    """Return the files of labelled messages that nothing was fitted on."""
    files = sorted(MESSAGES.glob("*heldout*.jsonl"))
    if not files:
        raise DatasetError(
            f"no labelled messages in {MESSAGES}; name files, or run this in a checkout"
        )
    return files
