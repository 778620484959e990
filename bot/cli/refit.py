"""`tune`: refit weights and thresholds from data."""

import argparse
import sys
from importlib.resources import files
from pathlib import Path

from bot.claims.load import load_strict
from bot.cli import setup
from bot.cli.evaluate import MESSAGES
from bot.evaluation.dataset import load_messages
from bot.evaluation.tune import to_json, tune
from bot.matching.matcher import Matcher

FITTED_ON = ("written-train.jsonl", "written-dev.jsonl")


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "tune",
        help="refit weights and thresholds from data",
        description="Refit the weights and thresholds of matching on the knowledge base and on "
        "labelled messages, and write them to bot/matching/model.json. The same data give the "
        "same file. Needs the development requirements.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help=f"labelled messages to learn from (default: {', '.join(FITTED_ON)} of {MESSAGES})",
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Fit, write the model, and say where."""
    messages = load_messages(arguments.files or [MESSAGES / name for name in FITTED_ON])
    knowledge = load_strict(setup.settings().knowledge_dir)
    matcher = Matcher.of(knowledge, {message.lang for message in messages})
    print(f"fitting on {len(messages)} messages and the knowledge base …", file=sys.stderr)
    fitted = tune(matcher, knowledge, messages)
    target = Path(str(files("bot.matching").joinpath("model.json")))
    target.write_text(to_json(fitted), encoding="utf-8")
    print(f"{target}: written; now run `python -m bot eval`")
    return 0
