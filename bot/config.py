"""Settings from the environment and .env; no other module knows their names."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values

PUBLIC_API = "https://api.telegram.org/bot"
PUBLIC_FILES = "https://api.telegram.org/file/bot"
_TOKEN = re.compile(r"\d+:[\w-]+")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class ConfigError(Exception):
    """A setting is missing or wrong: the message names it, its value unless secret, the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The bot's settings, checked; see .env.example for a sentence on each."""

    knowledge_dir: Path
    data_dir: Path
    default_language: str = "en"
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"
    telegram_bot_token: str | None = field(default=None, repr=False)
    telegram_api_base_url: str = PUBLIC_API
    telegram_api_file_url: str = PUBLIC_FILES


def load_settings(environ: Mapping[str, str], languages: tuple[str, ...], folder: Path) -> Settings:
    """Return the settings of *environ* over those of *folder*/.env, or raise ConfigError.

    *languages* are those that the interface speaks.
    """
    values = {**_read_dotenv(folder / ".env"), **environ}
    values = {name: value.strip() for name, value in values.items()}
    base_url = (values.get("TELEGRAM_API_BASE_URL") or PUBLIC_API).rstrip("/")
    return Settings(
        knowledge_dir=Path(values.get("KNOWLEDGE_DIR") or default_knowledge_dir()),
        data_dir=Path(values.get("DATA_DIR") or "data"),
        default_language=_one_of("DEFAULT_LANGUAGE", values, languages, "en"),
        log_level=_one_of("LOG_LEVEL", values, _LEVELS, "INFO", upper=True),
        log_format="json"
        if _one_of("LOG_FORMAT", values, ("text", "json"), "text") == "json"
        else "text",
        telegram_bot_token=_token(values.get("TELEGRAM_BOT_TOKEN") or None),
        telegram_api_base_url=_address("TELEGRAM_API_BASE_URL", base_url),
        telegram_api_file_url=_address(
            "TELEGRAM_API_FILE_URL", values.get("TELEGRAM_API_FILE_URL") or _file_url(base_url)
        ),
    )


def default_knowledge_dir() -> Path:
    """Return the knowledge base of the checkout, else the one that was installed with the bot."""
    package = Path(str(files("bot")))
    checkout = package.parent / "knowledge"
    return checkout if checkout.is_dir() else package / "_knowledge"


def writable_folder(folder: Path, setting: str) -> Path:
    """Create *folder* where needed and return it, or raise ConfigError if it cannot be written."""
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigError(
            f"{setting} is {folder}, which cannot be written ({error.strerror}); "
            f"give the bot's user the right to write there or set {setting} to another folder"
        ) from error
    return folder


def level_number(name: str) -> int:
    """Return logging's number of a level that `load_settings` let through."""
    return logging.getLevelNamesMapping()[name]


def _read_dotenv(file: Path) -> dict[str, str]:
    try:
        found = dotenv_values(file, interpolate=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read ({error}); save it as UTF-8 text") from error
    return {name: value for name, value in found.items() if value is not None}


def _one_of(
    setting: str,
    values: Mapping[str, str],
    allowed: tuple[str, ...],
    default: str,
    *,
    upper: bool = False,
) -> str:
    value = values.get(setting) or default
    value = value.upper() if upper else value.lower()
    if value not in allowed:
        raise ConfigError(f"{setting} is {value!r}; set it to one of {', '.join(allowed)}")
    return value


def _token(value: str | None) -> str | None:
    if value is not None and not _TOKEN.fullmatch(value):
        raise ConfigError(
            "TELEGRAM_BOT_TOKEN does not look like a token (123456:ABC…); copy the whole line that "
            "@BotFather gave you, without quotes or spaces"
        )
    return value


def _address(setting: str, value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ConfigError(
            f"{setting} is {value!r}; set it to an address such as http://localhost:8081/bot"
        )
    return value.rstrip("/")


def _file_url(base_url: str) -> str:
    """A self-hosted Bot API server keeps files beside its methods."""
    return f"{base_url.removesuffix('/bot')}/file/bot"
