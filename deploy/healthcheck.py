"""The container's health check: ready, and where the bot polls, heard from Telegram lately.

It asks what the bot itself says, with Python's own library alone: no curl in the image, and nothing
of the bot to import once a minute.
"""

import http.client
import os
import sys
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

_PATIENCE_S = 4.0
_SILENCE_S = 120.0
"""Each answer to a poll touches the file `alive`; a poll lasts 25 s."""
_ANY = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to be asked


def trouble(environ: Mapping[str, str], now: float) -> str | None:
    """Return what is wrong, None where nothing is, and in the terminal chat."""
    if not environ.get("TELEGRAM_BOT_TOKEN") and not environ.get("TELEGRAM_BOT_TOKEN_FILE"):
        return None
    host = environ.get("LISTEN_HOST", "")
    connection = http.client.HTTPConnection(
        _ANY.get(host, host), int(environ.get("LISTEN_PORT") or 8080), timeout=_PATIENCE_S
    )
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        said = answer.read(1000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"/readyz does not answer ({type(error).__name__})"
    finally:
        connection.close()
    if answer.status != HTTPStatus.OK:
        return said
    if environ.get("WEBHOOK_URL"):
        return None
    try:
        silence_s = now - (Path(environ.get("DATA_DIR") or "data") / "alive").stat().st_mtime
    except OSError:
        return "Telegram has not answered yet"
    return f"Telegram has not answered for {silence_s:.0f} s" if silence_s > _SILENCE_S else None


if __name__ == "__main__":
    sys.exit(trouble(os.environ, time.time()))
