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
RETENTION_DAYS = 30
"""Where nothing else is set."""
_TOKEN = re.compile(r"\d+:[\w-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

SETTINGS = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_BASE_URL",
    "TELEGRAM_API_FILE_URL",
    "KNOWLEDGE_DIR",
    "DATABASE_URL",
    "DATA_DIR",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "LISTEN_HOST",
    "LISTEN_PORT",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "RETENTION_DAYS",
    "DEFAULT_LANGUAGE",
    "OPERATOR",
    "SOURCE_URL",
    "OWNER_IDS",
    "MODERATION_CHAT_ID",
    "DESK_SECOND_PERSON",
    "KNOWLEDGE_GIT_PUSH",
)
"""Every setting, by the name it has in the environment."""
FROM_FILES = ("TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "DATABASE_URL")
"""Settings that may stand in a file instead, named by the setting with _FILE behind it."""
_SUFFIX = "_FILE"
_STAND_INS = {"WEBHOOK_SECRET": "0" * 16}
"""In the place of a wrong value where none at all would be wrong, too."""


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
    database_url: str | None = field(default=None, repr=False)
    """None for a SQLite file in data_dir."""
    webhook_url: str | None = None
    """None for long polling."""
    webhook_secret: str | None = field(default=None, repr=False)
    listen_host: str = "127.0.0.1"
    listen_port: int | None = None
    """None where nothing listens: polling without health checks."""
    retention_days: int = RETENTION_DAYS
    operator: str | None = None
    """Who runs the bot, as /about says it."""
    source_url: str | None = None
    owner_ids: frozenset[int] = frozenset()
    """Who gives roles at the desk, by their Telegram ids."""
    moderation_chat_id: int | None = None
    """The group of the desk; None where there is none."""
    desk_second_person: bool = True
    """A first publication and a change of rating need one."""
    knowledge_git_push: bool = False
    """What moderators publish is pushed, beside being committed."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may hold."""
        # With what surrounds it in an address: alone, a password could be a word of any line.
        password = re.search(r":[^/]*@", self.database_url or "")
        secrets = (self.telegram_bot_token, self.webhook_secret, password and password[0])
        return tuple(secret for secret in secrets if secret)


def load_settings(environ: Mapping[str, str], languages: tuple[str, ...], folder: Path) -> Settings:
    """Return the settings of *environ* over those of *folder*/.env, or raise ConfigError.

    *languages* are those that the interface speaks.
    """
    return _settings({**read_dotenv(folder), **environ}, languages)


def examine_settings(
    environ: Mapping[str, str], languages: tuple[str, ...], folder: Path
) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings as if wrong ones were not set, and what is wrong with each of those."""
    values = {**read_dotenv(folder), **environ}
    wrong: dict[str, str] = {}
    while True:
        try:
            return _settings(values, languages), tuple(wrong.values())
        except ConfigError as error:
            # Each message begins with the name of its setting.
            named = str(error).partition(" ")[0]
            name = named.removesuffix(_SUFFIX)
            if named in wrong or name not in SETTINGS:
                raise
            wrong[named] = str(error)
            in_file, kept = name + _SUFFIX, values.get(name) if named != name else None
            values |= {in_file: "", name: kept or _STAND_INS.get(name, "")}


def _settings(given: Mapping[str, str], languages: tuple[str, ...]) -> Settings:
    values = {name: value.strip() for name, value in given.items()}
    values |= _from_files(values)
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
        database_url=values.get("DATABASE_URL") or None,
        webhook_url=(webhook := _webhook(values.get("WEBHOOK_URL") or None)),
        webhook_secret=_webhook_secret(values.get("WEBHOOK_SECRET") or None, webhook),
        listen_host=values.get("LISTEN_HOST") or ("0.0.0.0" if webhook else "127.0.0.1"),  # noqa: S104
        listen_port=_number("LISTEN_PORT", values, 8080 if webhook else None, 1, 65_535),
        retention_days=_number("RETENTION_DAYS", values, RETENTION_DAYS, 1, 3650) or RETENTION_DAYS,
        operator=values.get("OPERATOR") or None,
        source_url=_source_url(values.get("SOURCE_URL") or None),
        owner_ids=_owner_ids(values.get("OWNER_IDS") or ""),
        moderation_chat_id=_moderation_chat(values.get("MODERATION_CHAT_ID") or None),
        desk_second_person=_number("DESK_SECOND_PERSON", values, 1, 0, 1) == 1,
        knowledge_git_push=_number("KNOWLEDGE_GIT_PUSH", values, 0, 0, 1) == 1,
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


def read_dotenv(folder: Path) -> dict[str, str]:
    """Return what *folder*/.env sets, of the bot or not; raise ConfigError if it is unreadable."""
    file = folder / ".env"
    try:
        found = dotenv_values(file, interpolate=False, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{file} cannot be read ({error.strerror}); give the bot's user the right to read it"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} cannot be read ({error}); save it as UTF-8 text") from error
    return {name: value for name, value in found.items() if value is not None}


def _from_files(values: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of which *values* name a file, as Docker and systemd hand out secrets."""
    found = {}
    for name in FROM_FILES:
        file = values.get(name + _SUFFIX)
        if not file:
            continue
        if values.get(name):
            raise ConfigError(f"{name}{_SUFFIX} is set beside {name}; keep one of them")
        try:
            value = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
            raise ConfigError(
                f"{name}{_SUFFIX} is {file}, which cannot be read ({why}); name a file that holds "
                "the value alone, and that the bot's user may read"
            ) from None
        if not value:
            raise ConfigError(f"{name}{_SUFFIX} is {file}, which is empty; put the value in it")
        found[name] = value
    return found


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


def _address(setting: str, value: str, example: str = "http://localhost:8081/bot") -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ConfigError(f"{setting} is {value!r}; set it to an address such as {example}")
    return value.rstrip("/")


def _source_url(value: str | None) -> str | None:
    if value is None:
        return None
    return _address("SOURCE_URL", value, "https://code.example/our-bot")


def _webhook(value: str | None) -> str | None:
    if value is None:
        return None
    # Telegram delivers to https only; a self-hosted Bot API server to http as well.
    address = _address("WEBHOOK_URL", value, "https://bot.example/hook")
    if re.search(r"[?#{}]", address):
        raise ConfigError(f"WEBHOOK_URL is {value!r}; set it to an address without ? # {{ }}")
    return address


def _webhook_secret(value: str | None, webhook: str | None) -> str | None:
    if webhook is None:
        return value
    if value is None or not _SECRET.fullmatch(value):
        raise ConfigError(
            "WEBHOOK_SECRET must be set beside WEBHOOK_URL, to 16 to 256 letters, digits, _ and -; "
            'make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return value


def _number(
    setting: str, values: Mapping[str, str], default: int | None, lowest: int, highest: int
) -> int | None:
    value = values.get(setting)
    if not value:
        return default
    if not re.fullmatch(r"\d{1,9}", value) or not lowest <= int(value) <= highest:
        raise ConfigError(
            f"{setting} is {value!r}; set it to a whole number from {lowest} to {highest}"
        )
    return int(value)


def _owner_ids(value: str) -> frozenset[int]:
    ids = [one for one in re.split(r"[\s,]+", value) if one]
    for one in ids:
        if not re.fullmatch(r"[0-9]{1,15}", one) or not int(one):
            raise ConfigError(
                f"OWNER_IDS holds {one!r}; set it to the Telegram ids of people, whole numbers "
                "such as 123456789, with commas between them"
            )
    return frozenset(map(int, ids))


def _moderation_chat(value: str | None) -> int | None:
    if value is None:
        return None
    if not re.fullmatch(r"-[0-9]{1,15}", value) or not int(value):
        raise ConfigError(
            f"MODERATION_CHAT_ID is {value!r}; set it to the id of a group, which begins with a "
            "minus, such as -1001234567890"
        )
    return int(value)


def _file_url(base_url: str) -> str:
    """A self-hosted Bot API server keeps files beside its methods."""
    return f"{base_url.removesuffix('/bot')}/file/bot"
