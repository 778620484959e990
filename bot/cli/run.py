"""`run`: go online with a token, else open the terminal chat."""

import argparse
import asyncio
import logging
import sys
from functools import partial

from bot.cli import setup
from bot.cli.chat import talk
from bot.cli.logs import start_logging
from bot.config import level_number, writable_folder
from bot.wiring import Builder, build_answering, build_reader

log = logging.getLogger(__name__)


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "run",
        help="with TELEGRAM_BOT_TOKEN go online, without it open the terminal chat (the default)",
        description="With TELEGRAM_BOT_TOKEN set: go online, by long polling or, where WEBHOOK_URL "
        "is set too, by webhook, until Ctrl-C. Without it: open the terminal chat.",
    )
    parser.set_defaults(command=command)


def command(_: argparse.Namespace) -> int:
    """Run the bot until it is stopped."""
    settings = setup.settings()
    misspelt = setup.misspelt()
    if settings.telegram_bot_token is None:
        for sentence in misspelt:
            print(sentence, file=sys.stderr)
        print(
            "TELEGRAM_BOT_TOKEN is not set: this is the bot in your terminal. To go online, get a "
            "token from @BotFather and put it in .env.",
            file=sys.stderr,
        )
        return talk(build_answering(settings))
    # The terminal chat starts faster without Telegram's library.
    from bot.service import Service  # noqa: PLC0415

    start_logging(level_number(settings.log_level), settings.log_format, settings.secrets)
    for sentence in misspelt:
        log.warning("%s", sentence)
    writable_folder(settings.data_dir, "DATA_DIR")
    builder = Builder(settings, is_online=True)
    rebuild = partial(builder.build, at_once=True)
    service = Service(settings, builder.build(), rebuild=rebuild, reader=build_reader())
    asyncio.run(service.run())
    return 0
