"""Log lines hold no secret, whoever wrote it into them."""

import json
import logging
import sys

from bot.cli.logs import _AsJson, _WithoutSecrets

SECRETS = ("123456:a-secret_TOKEN", "a-secret_of-the-WEBHOOK", ":pass%20word@")
MESSAGE = f"POST /bot{SECRETS[0]}/getMe, {SECRETS[1]}, postgresql://bot{SECRETS[2]}db/bot"
CLEAN = "POST /bot***/getMe, ***, postgresql://bot***db/bot"


def record() -> logging.LogRecord:
    try:
        int(MESSAGE)
    except ValueError:
        error = sys.exc_info()
    return logging.LogRecord("x", logging.INFO, "", 1, "%s", (MESSAGE,), error)


def test_text_is_clean_and_so_are_tracebacks() -> None:
    line = _WithoutSecrets(SECRETS).format(record())
    assert f"INFO x: {CLEAN}" in line
    assert f"10: '{CLEAN}'" in line
    assert not any(secret in line for secret in SECRETS)


def test_json_is_clean_and_so_are_tracebacks() -> None:
    line = _AsJson(SECRETS).format(record())
    assert json.loads(line)["event"] == CLEAN
    assert f"10: '{CLEAN}'" in json.loads(line)["traceback"]
    assert not any(secret in line for secret in SECRETS)
