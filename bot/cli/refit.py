"""`tune`: refit weights and thresholds from data."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.claims.load import load_strict
from bot.claims.model import KnowledgeBase
from bot.cli import setup
from bot.cli.evaluate import MESSAGES
from bot.evaluation.dataset import LabelledMessage, load_messages
from bot.evaluation.languages import count_languages
from bot.evaluation.tune import Origin, read_examples, set_aside, to_text, tune
from bot.matching.encoders import Encoder, load_encoders, missing_packages
from bot.matching.index import build_index
from bot.matching.language import PROFILE
from bot.matching.probability import model_name
from bot.matching.vectors import VectorStore
from bot.matching.views import build_senses
from bot.wiring import shipped_vectors

FITTED_ON = (
    "written-train.jsonl",
    "written-dev.jsonl",
    "twelve-train.jsonl",
    "harmless.jsonl",
)
HARD = ("adversarial/swapped-train.jsonl", "pairs-train.jsonl")
"""Written to be mistaken; thresholds are not read off them."""
LATE = ("posts-train.jsonl",)
"""Hard ones that only the regression learns from, and not the heads that it listens to."""


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "tune",
        help="refit weights and thresholds from data",
        description="Refit the weights and thresholds of matching on labelled messages, for "
        "matching by words alone and with the encoders, and write them to bot/matching/models. "
        "The same data give the same files. Needs the development requirements, and about ten "
        "minutes. Counts anew, too, by which letters the language of a message is told; "
        "--languages does that alone, in seconds.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="labelled messages to learn from, as people send them "
        f"(default: {', '.join(FITTED_ON)} of {MESSAGES})",
    )
    parser.add_argument(
        "--hard",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="messages to learn from that were written to be mistaken; thresholds are not read off "
        f"them (default: {', '.join((*HARD, *LATE))}, and none where FILEs are named)",
    )
    parser.add_argument(
        "--languages",
        action="store_true",
        help="count anew by which letters the language of a message is told, and no more",
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Fit, write the models, and say where."""
    sent = arguments.files or [MESSAGES / name for name in FITTED_ON]
    hard, late = arguments.hard or [], []
    if not arguments.files and arguments.hard is None:
        hard, late = [MESSAGES / name for name in HARD], [MESSAGES / name for name in LATE]
    messages = {
        Origin.SENT: load_messages(sent),
        Origin.HARD: load_messages(hard),
        Origin.LATE: load_messages(late),
    }
    settings = setup.settings()
    knowledge = load_strict(settings.knowledge_dir)
    _count_languages(knowledge, [message for some in messages.values() for message in some])
    if arguments.languages:
        return 0
    store = VectorStore(shipped_vectors(), settings.data_dir)
    _refit(knowledge, (), store, messages)
    encoders = load_encoders()
    if encoders:
        _refit(knowledge, encoders, store, messages)
    else:
        names = ", ".join(missing_packages())
        print(f"bot: no encoders (missing: {names}); only the lexical model", file=sys.stderr)
    print("now run `python -m bot eval`")
    return 0


def _count_languages(knowledge: KnowledgeBase, messages: Sequence[LabelledMessage]) -> None:
    target = shipped_vectors() / PROFILE
    np.savez_compressed(target, **count_languages(knowledge, messages))
    print(f"{target}: written")


def _refit(
    knowledge: KnowledgeBase,
    encoders: Sequence[Encoder],
    store: VectorStore,
    messages: Mapping[Origin, Sequence[LabelledMessage]],
) -> None:
    index = build_index(knowledge)
    senses = build_senses(index, encoders, store, setup.show_progress)
    name = model_name([encoder.name for encoder in encoders])
    smaller, aside = set_aside(knowledge)
    left = build_index(smaller)
    left_senses = build_senses(left, encoders, store)
    examples = [
        *(
            example
            for origin, some in messages.items()
            for example in read_examples(index, senses, some, origin, setup.show_progress)
        ),
        *read_examples(left, left_senses, aside, Origin.WORDING, setup.show_progress),
    ]
    print(f"fitting {name} on {len(examples)} messages …", file=sys.stderr)
    stored, arrays = tune(index, senses, examples)
    target = shipped_vectors() / f"{name}.json"
    target.write_text(to_text(stored), encoding="utf-8")
    if arrays:
        np.savez_compressed(target.with_suffix(".npz"), **arrays)
    print(f"{target}: written")
