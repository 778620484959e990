"""`picture`: what people share of a claim."""

import argparse
from pathlib import Path

import httpx

from bot.claims.load import load_strict
from bot.claims.model import LANGUAGES, Claim
from bot.claims.wording import did_you_mean
from bot.cli import setup
from bot.config import ConfigError, Settings
from bot.drawing.card import draw_card
from bot.replies.catalog import Catalog

_PATIENCE_S = 10.0


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "picture",
        help="draw the picture of a claim that people share",
        description="Draw the picture of a published claim, as the bot sends it: verdict, claim, "
        "why, publishers, date, and a QR code that opens the claim in the bot.",
    )
    parser.add_argument("id", metavar="ID", help="the id of a published claim")
    parser.add_argument(
        "--language", choices=LANGUAGES, help="the language of the picture (default: that of .env)"
    )
    parser.add_argument(
        "--bot",
        metavar="NAME",
        help="the user name of the bot (default: Telegram is asked whose token it is)",
    )
    parser.add_argument(
        "-o", dest="file", type=Path, metavar="FILE", help="write here (default: ID-LANGUAGE.png)"
    )
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Write the picture, and say where."""
    settings = setup.settings()
    claim = _published(arguments.id, settings.knowledge_dir)
    language = arguments.language or settings.default_language
    bot_name = (arguments.bot or _ask_name(settings)).removeprefix("@")
    picture = draw_card(
        claim,
        language,
        Catalog.load(),
        bot_name=bot_name,
        link=f"https://t.me/{bot_name}?start=c_{claim.id}",
    )
    file = arguments.file or Path(f"{claim.id}-{language}.png")
    try:
        file.write_bytes(picture)
    except OSError as error:
        raise ConfigError(
            f"{file} cannot be written ({error.strerror}); choose another file with -o"
        ) from error
    print(f"{file}: {len(picture) / 1000:.0f} kB")
    return 0


def _published(id_: str, folder: Path) -> Claim:
    published = load_strict(folder).published
    if id_ in published:
        return published[id_]
    near = did_you_mean(id_, tuple(published))
    raise ConfigError(
        f"{id_!r} is no published claim; "
        + (f"did you mean {near}?" if near else f"their ids are the file names in {folder}/claims")
    )


def _ask_name(settings: Settings) -> str:
    """Return the user name of the bot that has the token; errors never show its address."""
    remedy = "give the user name of the bot with --bot NAME: the QR code leads there"
    if settings.telegram_bot_token is None:
        raise ConfigError(f"TELEGRAM_BOT_TOKEN is not set; set it, or {remedy}")
    try:
        answer = httpx.get(
            f"{settings.telegram_api_base_url}{settings.telegram_bot_token}/getMe",
            timeout=_PATIENCE_S,
        )
        name = answer.raise_for_status().json()["result"]["username"]
    except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
        raise ConfigError(
            f"Telegram does not tell whose token this is ({type(error).__name__}); {remedy}, or "
            "run `python -m bot doctor`"
        ) from None
    return str(name)
