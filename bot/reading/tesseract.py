"""Third station: a page becomes words with their places, by the system's tesseract.

It is asked through pipes: nothing is written to a disk, and when it takes too long it is killed
and leaves nothing behind. It is given pixels that we have unpacked ourselves, never a stranger's
file; what is no picture it would take for a list of files to open.
"""

import csv
import io
import logging
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

from PIL import Image

from bot.claims.model import Language

PROGRAM = "tesseract"
MODELS: Mapping[Language, str] = MappingProxyType(
    {
        "en": "eng",
        "uk": "ukr",
        "ru": "rus",
        "de": "deu",
        "fr": "fra",
        "pl": "pol",
        "ro": "ron",
        "es": "spa",
        "it": "ita",
        "tr": "tur",
        "cs": "ces",
        "lt": "lit",
    }
)
"""The names under which tesseract knows our languages."""
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
"""All of its environment: four threads are hardly faster than one, and secrets are none of it."""
_POLITE = 10
"""Texts are answered first: it works with what other programs leave."""
_COMMAS = str.maketrans("şţŞŢ", "șțȘȚ")
"""Its model of Romanian writes cedillas where Romanians write commas."""
_WORD = "5"
_PATIENCE_S = 10.0

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands, in pixels; words of one `line` belong together."""

    text: str
    confidence: float
    """0 to 1."""
    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int


class TooSlowError(Exception):
    """The page was not read in time."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, and the languages that it has models for."""

    program: str
    languages: tuple[Language, ...]

    @classmethod
    def find(cls, program: str | None = None) -> "Tesseract | None":
        """Return the one of this machine, or *program*; None where it cannot be run."""
        found = program or shutil.which(PROGRAM)
        if found is None:
            return None
        try:
            listed = _run([found, "--list-langs"], b"", _PATIENCE_S)
        except (OSError, TooSlowError):
            return None
        models = set(listed.split())
        return cls(found, tuple(code for code, model in MODELS.items() if model in models))

    @property
    def missing(self) -> tuple[Language, ...]:
        """The languages that it has no model for."""
        return tuple(code for code in MODELS if code not in self.languages)

    def words(
        self, page: Image.Image, languages: Sequence[Language], within_s: float
    ) -> list[Word]:
        """Return the words of a grey *page*, or raise TooSlowError; OSError where it cannot run."""
        pixels = io.BytesIO()
        page.save(pixels, "PPM")
        models = "+".join(MODELS[language] for language in languages)
        command = [self.program, "stdin", "stdout", "-l", models, "-c", "tessedit_create_tsv=1"]
        table = _run(command, pixels.getvalue(), within_s)
        return list(_words(table.translate(_COMMAS) if languages[0] == "ro" else table))


def _run(command: Sequence[str], given: bytes, within_s: float) -> str:
    with subprocess.Popen(  # noqa: S603 - the program that was found, and options of ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ONE_THREAD,
    ) as process:
        with suppress(OSError):  # it may have ended already
            os.setpriority(os.PRIO_PROCESS, process.pid, _POLITE)
        try:
            output, _ = process.communicate(given, timeout=max(within_s, 0.0))
        except subprocess.TimeoutExpired as error:
            raise TooSlowError from error
        finally:
            process.kill()
    if process.returncode:
        _LOG.warning("tesseract failed with code %d", process.returncode)
    return output.decode("utf-8", "replace")


def _words(table: str) -> Iterator[Word]:
    for row in csv.DictReader(table.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != _WORD or not text:
            continue
        yield Word(
            text=text,
            confidence=max(0.0, float(row["conf"])) / 100,
            line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
            left=int(row["left"]),
            top=int(row["top"]),
            width=int(row["width"]),
            height=int(row["height"]),
        )
