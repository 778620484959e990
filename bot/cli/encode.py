"""`encode`: the vectors of the knowledge base that ship with the bot."""

import argparse
import sys

from bot.claims.load import load_strict
from bot.cli import setup
from bot.matching.encoders import load_encoders, missing_packages
from bot.matching.index import build_index
from bot.matching.vectors import VectorStore
from bot.wiring import shipped_vectors


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "encode",
        help="work out the vectors of the knowledge base that ship with the bot",
        description="Work out the vectors of all wordings of the knowledge base that ship with the "
        "bot, so that its first start need not. Vectors of wordings that did not change are kept, "
        "and those of wordings that are gone are dropped. Not needed after an edit: the bot "
        "encodes by itself what is new.",
    )
    parser.set_defaults(command=command)


def command(_arguments: argparse.Namespace) -> int:
    """Write one file for each encoder, and say where."""
    encoders = load_encoders()
    if not encoders:
        names = ", ".join(missing_packages()) or "packages that this machine can run"
        print(f"bot: no encoders (missing: {names})", file=sys.stderr)
        return 2
    index = build_index(load_strict(setup.settings().knowledge_dir))
    texts = sorted({document.normalized for document in index.documents})
    store = VectorStore(shipped_vectors(), None)
    for encoder in encoders:
        written = store.ship(encoder, texts, setup.show_progress)
        print(f"{written}: {len(texts)} wordings")
    return 0
