"""`chat`: try the bot in the terminal."""

import argparse
import os
import shutil
import sys

from bot.answering import Answering
from bot.cli import setup
from bot.terminal import Screen, chat


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "chat",
        help="talk to the bot in the terminal",
        description="Talk to the bot in the terminal: same answers as in Telegram, no token "
        "needed. When input is piped, an empty line ends a message.",
    )
    parser.set_defaults(command=command)


def command(_: argparse.Namespace) -> int:
    """Chat until the input ends."""
    return talk(setup.answering())


def talk(answering: Answering) -> int:
    """Chat on this process's terminal until the input ends."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = min(shutil.get_terminal_size().columns, 100)
    screen = Screen(output=sys.stdout, colour=colour, width=width)
    chat(answering, setup.standard_input(), screen)
    return 0
