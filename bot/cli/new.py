"""`new`: begin a claim file."""

import argparse
import re

from bot.claims.model import ID_MAX_LENGTH, ID_PATTERN
from bot.cli import setup
from bot.config import ConfigError


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "new",
        help="begin a claim file, with comments that say what belongs where",
        description="Write a commented claim file with the status draft into the knowledge base.",
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
    target = folder / "claims" / f"{id_}.yaml"
    try:
        template = (folder / "_template.yaml").read_text(encoding="utf-8")
        with target.open("x", encoding="utf-8") as file:
            file.write(re.sub(r"^id: .*$", f"id: {id_}", template, count=1, flags=re.MULTILINE))
    except FileExistsError as error:
        raise ConfigError(f"{target} is there already; choose another id, or edit it") from error
    except OSError as error:
        raise ConfigError(
            f"{error.filename} cannot be used ({error.strerror}); KNOWLEDGE_DIR must be a "
            "knowledge base that you may write to"
        ) from error
    print(f"{target}: fill it in, then run `python -m bot check {target}`")
    return 0
