"""`hash-picture`: by what a picture is known again."""

import argparse
import sys
from pathlib import Path

from bot.claims.load import load
from bot.cli import setup
from bot.config import ConfigError
from bot.reading.likeness import find_known_picture, hash_picture
from bot.reading.model import Unreadable
from bot.reading.opening import MOST_BYTES, MOST_PIXELS

_REFUSED = {
    Unreadable.TOO_LARGE: f"is too large; make it smaller than {MOST_BYTES // 2**20} MB and "
    f"{MOST_PIXELS // 1_000_000} million pixels",
    Unreadable.TOO_PLAIN: "is too plain: other screenshots of its kind look the same. The bot "
    "reads what stands in it; put that among the phrasings instead",
    Unreadable.NO_TEXT: "is too small; take a larger copy of it",
}


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "hash-picture",
        help="print the hash by which a picture is known again, for `images` of a claim file",
        description="Print the perceptual hash of a JPEG, PNG or WebP file: it belongs under "
        "`images` of the claim that the picture makes. Copies of another size, with a border or a "
        "caption have nearly the same. When a claim has the picture already, say which.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the picture")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Print the hash; on standard error whose it is already."""
    file, folder = arguments.file, setup.settings().knowledge_dir
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{file} cannot be read ({error.strerror}); name a picture") from error
    found = hash_picture(content)
    if isinstance(found, Unreadable):
        why = _REFUSED.get(found, "is no picture that can be read; take a JPEG, PNG or WebP file")
        raise ConfigError(f"{file} {why}")
    print(found)
    if owner := find_known_picture(content, load(folder).knowledge):
        print(f"{owner} has this picture already", file=sys.stderr)
    return 0
