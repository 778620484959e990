"""The machine: room on the disk, the port that the bot listens on, and what reads pictures."""

import errno
import json
import os
import shutil
import socket
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from bot.doctor.finding import Finding, ok, problem, warning
from bot.reading.tesseract import MODELS, Tesseract

_LITTLE_MB, _TOO_LITTLE_MB = 1000, 100
_MB = 1_000_000
_PATIENCE_S = 5.0
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to be asked, not to be listened on


def examine_disk(data_dir: Path) -> Finding:
    """Return whether the bot can write to *data_dir*, and for how long."""
    folder = data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return problem(
            "disk",
            f"DATA_DIR {data_dir} cannot be written; give the bot's user the right to, or set "
            "DATA_DIR to another folder",
        )
    free_mb = shutil.disk_usage(folder).free // _MB
    room = f"{free_mb} MB free for DATA_DIR {data_dir}"
    if free_mb < _TOO_LITTLE_MB:
        return problem("disk", f"{room}; make room, or set DATA_DIR to a larger disk")
    if free_mb < _LITTLE_MB:
        return warning("disk", f"{room}; make room before it is full")
    return ok("disk", room)


def examine_port(host: str, port: int | None) -> Finding:
    """Return whether the bot listens on *port*, or could."""
    if port is None:
        return ok("port", "LISTEN_PORT is not set: no /healthz, /readyz and /metrics")
    refusal = _refusal(host, port)
    if refusal is None:
        return ok("port", f"{host}:{port} is free: the bot does not run here")
    if refusal.errno != errno.EADDRINUSE:
        return problem(
            "port",
            f"{host}:{port} cannot be listened on ({refusal.strerror}); change LISTEN_HOST or "
            "LISTEN_PORT",
        )
    readiness = _ask(host, port)
    if readiness is None:
        return problem(
            "port",
            f"{host}:{port} is taken, and not by a bot; stop what is there, or change LISTEN_HOST "
            "or LISTEN_PORT",
        )
    missing = ", ".join(f"{part} {why}" for part, why in readiness.items())
    if missing:
        return warning("port", f"the bot runs at {host}:{port} and is not ready: {missing}")
    return ok("port", f"the bot runs at {host}:{port} and is ready")


def examine_tesseract(tesseract: Tesseract | None) -> Finding:
    """Return whether the bot reads text in pictures, and in which languages."""
    if tesseract is None:
        return warning(
            "pictures",
            "there is no tesseract, so that the bot asks for the text of a picture; install it "
            f"(Debian: apt install tesseract-ocr {_packages(MODELS.values())})",
        )
    missing = [MODELS[language] for language in tesseract.missing]
    if missing:
        return warning(
            "pictures",
            f"tesseract reads no {', '.join(missing)}; install those languages (Debian: apt "
            f"install {_packages(missing)})",
        )
    return ok("pictures", f"tesseract reads all {len(MODELS)} languages")


def _packages(models: Iterable[str]) -> str:
    return " ".join(f"tesseract-ocr-{model}" for model in models)


def _refusal(host: str, port: int) -> OSError | None:
    """Return why nobody could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            return error
    return None


def _ask(host: str, port: int) -> Mapping[str, Any] | None:
    """Return what /readyz of a bot misses, None where no bot answers."""
    asked = _ANY.get(host, host)
    address = f"http://[{asked}]:{port}" if ":" in asked else f"http://{asked}:{port}"
    try:
        with httpx.Client(timeout=_PATIENCE_S, trust_env=False) as client:
            response = client.get(f"{address}/readyz")
            answer = response.json()
    except (httpx.HTTPError, json.JSONDecodeError, UnicodeDecodeError):
        return None
    ours = response.status_code in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    missing = answer.get("missing") if ours and isinstance(answer, dict) else None
    return missing if isinstance(missing, dict) else None
