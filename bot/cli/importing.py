"""`import`: ClaimReviews of others become drafts."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from bot.claims.importing import Drafted, FeedError, Skipped, draft, read_feed, write_draft
from bot.claims.model import LANGUAGES
from bot.cli import setup
from bot.config import ConfigError
from bot.matching.language import detect_language

_SHOWN = 20
"""Skipped entries that are named one by one."""
_BAR = 30
_EVERY_S = 0.2


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "import",
        help="turn a ClaimReview feed into draft claim files",
        description="Turn a file of ClaimReviews (JSON-LD: a DataFeed, an ItemList, a list, or "
        "one object) into draft claim files. Nothing is published and nothing overwritten; "
        "what a claim file has no field for is kept in imported/ID.json.",
    )
    parser.add_argument("feed", type=Path, metavar="FEED", help="a JSON file")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Write the drafts, then say how many and what was skipped."""
    folder = setup.settings().knowledge_dir
    taken = {path.stem for path in (folder / "claims").glob("*.yaml")}
    if not taken and not (folder / "claims").is_dir():
        raise ConfigError(f"{folder} has no folder claims; set KNOWLEDGE_DIR to a knowledge base")
    drafted, skipped, broken = 0, list[Skipped](), ""
    try:
        with arguments.feed.open("rb") as feed:
            for result in _drafts(feed, taken):
                if isinstance(result, Skipped):
                    skipped.append(result)
                    continue
                write_draft(result, folder)
                taken.add(result.id)
                drafted += 1
    except OSError as error:
        raise ConfigError(f"{error.filename} cannot be used ({error.strerror})") from error
    except FeedError as error:
        broken = str(error)
    _report(drafted, skipped, broken)
    return 1 if skipped or broken else 0


def _drafts(feed: BinaryIO, taken: set[str]) -> Iterator[Drafted | Skipped]:
    size = max(1, feed.seek(0, 2))
    feed.seek(0)
    today = datetime.now(UTC).date().isoformat()
    shown = time.monotonic()
    for position, entry in enumerate(read_feed(feed), start=1):
        yield draft(position, entry, taken, _detect, today)
        if sys.stderr.isatty() and time.monotonic() - shown > _EVERY_S:
            shown = time.monotonic()
            done = round(feed.tell() / size * _BAR)
            bar = "#" * done + "-" * (_BAR - done)
            print(f"\r[{bar}] {position} entries", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


def _report(drafted: int, skipped: list[Skipped], broken: str) -> None:
    print(f"{drafted} drafts written, {len(skipped)} entries skipped")
    for reason, count in Counter(_kind(one.reason) for one in skipped).most_common():
        print(f"  {count} x {reason}")
    for one in skipped[:_SHOWN]:
        print(f"  entry {one.position}: {one.reason}", file=sys.stderr)
    if len(skipped) > _SHOWN:
        print(f"  and {len(skipped) - _SHOWN} more", file=sys.stderr)
    if broken:
        print(f"bot: {broken}", file=sys.stderr)


def _kind(reason: str) -> str:
    return "a claim of that id is there already" if reason.startswith("there is a") else reason


def _detect(text: str) -> str | None:
    return detect_language(text, LANGUAGES)
