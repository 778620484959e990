"""`schema`: the JSON Schema of a claim file, for editors."""

import argparse
from typing import TYPE_CHECKING

from bot.claims.schema import SCHEMA_FILE, claim_schema

if TYPE_CHECKING:
    from bot.cli import setup


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "schema",
        help="print the JSON Schema of a claim file",
        description="Print the JSON Schema of a claim file, so that editors complete and check. "
        f"knowledge/{SCHEMA_FILE} holds it.",
    )
    parser.set_defaults(command=command)


def command(_: argparse.Namespace) -> int:
    """Print the schema."""
    print(claim_schema(), end="")
    return 0
