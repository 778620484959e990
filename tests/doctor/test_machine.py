"""Room on the disk, who has the port, and what reads pictures."""

import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.doctor.finding import Mark
from bot.doctor.machine import examine_disk, examine_port, examine_tesseract
from bot.reading.tesseract import MODELS, Tesseract
from tests.support.bot_api_http import HttpAnswer, LoopbackServer

HERE = "127.0.0.1"


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("free_mb", "mark"), [(5000, Mark.OK), (500, Mark.WARNING), (50, Mark.PROBLEM)]
)
def test_room(free_mb: int, mark: Mark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = Usage(10**10, 0, free_mb * 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    found = examine_disk(tmp_path / "not" / "yet")

    assert found.mark is mark
    assert found.text.startswith(f"{free_mb} MB free")
    assert not (tmp_path / "not").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    found = examine_disk(tmp_path / "file" / "data")

    assert found.mark is Mark.PROBLEM
    assert "cannot be written" in found.text


@contextmanager
def answering(status: int, body: bytes) -> Iterator[int]:
    server = LoopbackServer(lambda _: HttpAnswer(status, body), print)
    try:
        yield server.server_port
    finally:
        server.stop()


def test_a_port_that_nobody_asked_for() -> None:
    assert examine_port(HERE, None).mark is Mark.OK


def test_a_port_that_is_free() -> None:
    with socket.socket() as taken:
        taken.bind((HERE, 0))
        port = taken.getsockname()[1]

    assert examine_port(HERE, port).text == f"{HERE}:{port} is free: the bot does not run here"


@pytest.mark.parametrize("host", [HERE, "0.0.0.0"])
def test_a_bot_that_is_ready(host: str) -> None:
    with answering(200, b'{"ready": true, "missing": {}}') as port:
        found = examine_port(host, port)

    assert (found.mark, found.text) == (Mark.OK, f"the bot runs at {host}:{port} and is ready")


def test_a_bot_that_is_not_ready() -> None:
    missing = {"ready": False, "missing": {"database": "not reached"}}
    with answering(503, json.dumps(missing).encode()) as port:
        found = examine_port(HERE, port)

    assert found.mark is Mark.WARNING
    assert found.text.endswith("is not ready: database not reached")


@pytest.mark.parametrize(
    ("status", "body"), [(200, b"It works!"), (404, b"{}"), (200, b"[]"), (200, b"\xff")]
)
def test_a_port_that_another_program_has(status: int, body: bytes) -> None:
    with answering(status, body) as port:
        found = examine_port(HERE, port)

    assert found.mark is Mark.PROBLEM
    assert "is taken, and not by a bot; stop" in found.text


def test_an_address_that_is_not_of_this_machine() -> None:
    found = examine_port("192.0.2.1", 8080)

    assert found.mark is Mark.PROBLEM
    assert "cannot be listened on (Cannot assign requested address)" in found.text


def test_a_machine_without_tesseract() -> None:
    found = examine_tesseract(None)

    assert found.mark is Mark.WARNING
    assert found.text.startswith("there is no tesseract, so that the bot asks for the text of a")
    assert "apt install tesseract-ocr tesseract-ocr-eng tesseract-ocr-ukr" in found.text


def test_a_tesseract_that_lacks_languages() -> None:
    found = examine_tesseract(Tesseract("tesseract", tuple(set(MODELS) - {"pl", "lt"})))

    assert (found.mark, found.text) == (
        Mark.WARNING,
        (
            "tesseract reads no pol, lit; install those languages (Debian: apt install "
            "tesseract-ocr-pol tesseract-ocr-lit)"
        ),
    )


def test_a_tesseract_with_all_languages() -> None:
    found = examine_tesseract(Tesseract("tesseract", tuple(MODELS)))

    assert (found.mark, found.text) == (Mark.OK, "tesseract reads all 12 languages")
