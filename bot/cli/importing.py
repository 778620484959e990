"""`import`: ClaimReviews of others become drafts."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from bot.claims.feed import FeedError, read_feed
from bot.claims.importing import IMPORTED, Drafted, Skipped, draft, write_draft
from bot.claims.known import Known, load_known
from bot.claims.model import LANGUAGES
from bot.cli import setup
from bot.config import ConfigError
from bot.matching.language import detect_language

_LISTED = 10
"""Drafts whose files are named."""
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
        "one object) into draft claim files. Nothing is published and nothing overwritten; what "
        "the knowledge base holds or has rejected is skipped, and each review is kept whole in "
        f"{IMPORTED}/ID.json.",
    )
    parser.add_argument("feed", type=Path, metavar="FEED", help="a JSON file")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Write the drafts, then say which and what was skipped."""
    folder = setup.settings().knowledge_dir
    if not (folder / "claims").is_dir():
        raise ConfigError(f"{folder} has no folder claims; set KNOWLEDGE_DIR to a knowledge base")
    known = load_known(folder)
    drafted, shown, skipped, broken = 0, list[Path](), list[Skipped](), ""
    try:
        with arguments.feed.open("rb") as feed:
            for result in _drafts(feed, known):
                if isinstance(result, Skipped):
                    skipped.append(result)
                    continue
                file = write_draft(result, folder)
                known.add(result.id, [result.claim])
                drafted += 1
                shown += [file] if drafted <= _LISTED else []
    except OSError as error:
        raise ConfigError(f"{error.filename} cannot be used ({error.strerror})") from error
    except FeedError as error:
        broken = str(error)
    _report(drafted, shown, skipped, broken)
    return 1 if skipped or broken else 0


def _drafts(feed: BinaryIO, known: Known) -> Iterator[Drafted | Skipped]:
    size = max(1, feed.seek(0, 2))
    feed.seek(0)
    today = datetime.now(UTC).date().isoformat()
    shown = time.monotonic()
    for position, entry in enumerate(read_feed(feed), start=1):
        yield draft(position, entry, known, _detect, today)
        if sys.stderr.isatty() and time.monotonic() - shown > _EVERY_S:
            shown = time.monotonic()
            done = round(feed.tell() / size * _BAR)
            bar = "#" * done + "-" * (_BAR - done)
            print(f"\r[{bar}] {position} entries", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


def _report(drafted: int, shown: list[Path], skipped: list[Skipped], broken: str) -> None:
    drafts, entries = _count(drafted, "draft"), _count(len(skipped), "entry", "entries")
    print(f"{drafts} written, {entries} skipped")
    for file in shown:
        print(f"  {file}")
    if drafted > len(shown):
        print(f"  and {drafted - len(shown)} more")
    for reason, count in Counter(one.sort or one.reason for one in skipped).most_common():
        print(f"  {count} x {reason}")
    for one in skipped[:_SHOWN]:
        print(f"  entry {one.position}: {one.reason}", file=sys.stderr)
    if len(skipped) > _SHOWN:
        print(f"  and {len(skipped) - _SHOWN} more", file=sys.stderr)
    if broken:
        print(f"bot: {broken}", file=sys.stderr)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _detect(text: str) -> str | None:
    return detect_language(text, LANGUAGES)
