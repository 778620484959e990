"""Log lines go to standard error, as text or JSON, and never hold the token."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

_NOISY = ("httpx", "httpcore", "telegram")
"""Libraries that log addresses (they hold the token) or what people wrote below this level."""


class _WithoutSecret(logging.Formatter):
    def __init__(self, secret: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        return self.clean(super().format(record))

    def clean(self, text: str) -> str:
        return text.replace(self._secret, "***") if self._secret else text


class _AsJson(_WithoutSecret):
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


def start_logging(level: int, form: Literal["text", "json"], secret: str | None) -> None:
    """Log from *level* on; *secret* is replaced wherever a library writes it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_AsJson(secret) if form == "json" else _WithoutSecret(secret))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # Its traceback would stand before the sentence in which a refused token ends.
    logging.getLogger("telegram.ext").addFilter(_not_about_the_token)


def _not_about_the_token(record: logging.LogRecord) -> bool:
    return record.exc_info is None or type(record.exc_info[1]).__name__ != "InvalidToken"
