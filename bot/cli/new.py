"""`new`: begin a claim file."""

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path

from bot.claims.model import ID_MAX_LENGTH, ID_PATTERN
from bot.claims.registers import load_registers
from bot.claims.template import TEMPLATE_FILE, begin
from bot.cli import setup
from bot.config import ConfigError


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "new",
        help="begin a claim file, with comments that say what belongs where",
        description="Write a commented claim file with the status draft into the knowledge base. "
        "Its dates are today's until you put the right ones there.",
    )
    parser.add_argument(
        "id", metavar="ID", help="lower-case words joined by hyphens; stable for ever"
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Copy the template under the new id."""
    id_, folder = arguments.id, setup.settings().knowledge_dir
    if not re.fullmatch(ID_PATTERN, id_) or len(id_) > ID_MAX_LENGTH:
        raise ConfigError(
            f"{id_!r} is no id; use lower-case words and numbers joined by hyphens, at most "
            f"{ID_MAX_LENGTH} characters: nato-encircles-russia"
        )
    _refuse_rejected(id_, folder)
    target = folder / "claims" / f"{id_}.yaml"
    try:
        template = (folder / TEMPLATE_FILE).read_text(encoding="utf-8")
        with target.open("x", encoding="utf-8") as file:
            file.write(begin(template, id_, datetime.now(UTC).date().isoformat()))
    except FileExistsError as error:
        raise ConfigError(f"{target} is there already; choose another id, or edit it") from error
    except OSError as error:
        raise ConfigError(
            f"{error.filename} cannot be used ({error.strerror}); KNOWLEDGE_DIR must be a "
            "knowledge base that you may write to"
        ) from error
    print(f"{target}: fill it in, then run `python -m bot check {target}`")
    return 0


def _refuse_rejected(id_: str, folder: Path) -> None:
    """Raise ConfigError where it was decided not to hold the claim, and say why."""
    for rejected in load_registers(folder).rejected.items:
        if rejected.id == id_:
            reason = " ".join(rejected.reason.split())
            raise ConfigError(
                f"{id_} was rejected on {rejected.date}: {reason} If that no longer holds, take it "
                f"out of {folder / 'rejected.yaml'} first"
            )
