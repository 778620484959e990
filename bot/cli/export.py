"""`export`: the published claims for other programs."""

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from bot.claims.export import to_claimreview, to_csv, to_jsonl
from bot.claims.load import load_strict
from bot.cli import setup
from bot.config import ConfigError


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "export",
        help="write the published claims as ClaimReview, CSV or JSON Lines",
        description="Write the published claims: as a schema.org DataFeed of ClaimReviews "
        "(JSON-LD), as a CSV table, or as JSON Lines with every field. The table is UTF-8: in "
        "Excel, open it by Data > From Text/CSV with the file origin 65001: Unicode (UTF-8); a "
        "double click would garble dashes, quotation marks and foreign letters.",
    )
    parser.add_argument(
        "--format",
        choices=("claimreview", "csv", "jsonl"),
        default="claimreview",
        help="default claimreview",
    )
    parser.add_argument(
        "-o", dest="file", type=Path, metavar="FILE", help="write here (default: standard output)"
    )
    parser.add_argument(
        "--base-url",
        type=_web_address,
        metavar="URL",
        help="where each claim has its page, as URL/ID; Google's tools need it in a ClaimReview",
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Write the published claims."""
    claims = load_strict(setup.settings().knowledge_dir).claims.values()
    match arguments.format:
        case "csv":
            text = to_csv(claims)
        case "jsonl":
            text = "".join(to_jsonl(claims))
        case _:
            text = to_claimreview(claims, arguments.base_url)
            if arguments.base_url is None:
                print(
                    "no --base-url given: each review is named by a URN, and tools that want a "
                    "page's address will not take it",
                    file=sys.stderr,
                )
    if arguments.file is None:
        print(text, end="")
        return 0
    try:
        arguments.file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ConfigError(
            f"{arguments.file} cannot be written ({error.strerror}); choose another file with -o"
        ) from error
    return 0


def _web_address(text: str) -> str:
    """Return *text* where it is the address of a page, or raise argparse's error."""
    try:
        url = urlsplit(text)
        sound = url.scheme in {"http", "https"} and bool(url.hostname)
    except ValueError:
        sound = False
    if not sound or len(text.split()) != 1:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no web address; write it whole, such as https://bot.example/claims"
        )
    return text
