"""Log lines go to standard error, as text or JSON, and never hold a secret."""

import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

_NOISY = (
    "aiosqlite",
    "alembic",
    "asyncio",
    "httpx",
    "httpcore",
    "sqlalchemy",
    "telegram",
    "uvicorn",
)
"""Libraries that log addresses (they hold the token) or what people wrote below this level."""


class _WithoutSecrets(logging.Formatter):
    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return self.clean(super().format(record))

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class _AsJson(_WithoutSecrets):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return self.clean(json.dumps(line, ensure_ascii=False))


def start_logging(level: int, form: Literal["text", "json"], secrets: Sequence[str]) -> None:
    """Log from *level* on; *secrets* are replaced wherever a library writes them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_AsJson(secrets) if form == "json" else _WithoutSecrets(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # Its traceback would stand before the sentence in which a refused token ends.
    logging.getLogger("telegram.ext").addFilter(_not_about_the_token)


def _not_about_the_token(record: logging.LogRecord) -> bool:
    return record.exc_info is None or type(record.exc_info[1]).__name__ != "InvalidToken"
