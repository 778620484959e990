"""The command line: `python -m bot COMMAND`.

Exit codes: 0 done; 1 done, and there is something to mend (lint problems, a missed gate, input
lines that could not be read); 2 could not run, with a sentence on standard error that says why;
130 stopped by Ctrl-C.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence

from bot.claims.errors import KnowledgeError
from bot.cli import (
    backup,
    blocking,
    chat,
    check,
    doctor,
    draft,
    encode,
    evaluate,
    export,
    granting,
    hashing,
    history,
    importing,
    match,
    migrate,
    new,
    picture,
    publishing,
    queue,
    refit,
    restore,
    run,
    schema,
    stats,
)
from bot.config import ConfigError
from bot.evaluation.dataset import DatasetError
from bot.evaluation.tune import TuningError

COULD_NOT_RUN = 2
STOPPED = 130
_COMMANDS = (
    run,
    chat,
    match,
    check,
    new,
    evaluate,
    refit,
    encode,
    export,
    picture,
    importing,
    hashing,
    schema,
    migrate,
    doctor,
    queue,
    stats,
    blocking,
    granting,
    publishing,
    draft,
    history,
    backup,
    restore,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    _speak_utf8()
    try:
        code: int = arguments.command(arguments)
        sys.stdout.flush()
    except (ConfigError, KnowledgeError, DatasetError, TuningError) as error:
        print(f"bot: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # The reader of our output has gone (`… | head`); Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says, and halves of surrogate pairs as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answer messages about NATO with a verdict, a short why and sources.",
        epilog="Exit codes: 0 done; 1 done, and there is something to mend; 2 could not run. "
        "Settings come from the environment and .env; .env.example lists them.",
    )
    parser.set_defaults(command=run.command)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in _COMMANDS:
        module.add_to(subparsers)
    return parser
