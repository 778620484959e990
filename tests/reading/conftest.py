"""Readers for tests: the real one where it is installed, and programs that stand in for it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.reading.reader import TesseractReader, load_reader

PATIENCE_S = 60.0
"""On a busy machine; what the product allows is measured by the benchmark."""
HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)

Program = Callable[..., str]


@pytest.fixture(scope="session")
def reader() -> TesseractReader:
    """What reads pictures on this machine."""
    found = load_reader()
    if found is None:
        pytest.skip("there is no tesseract here; .ci/tesseract installs it")
    if found.tesseract.missing:
        pytest.skip(f"tesseract does not read {', '.join(found.tesseract.missing)} here")
    return TesseractReader(found.tesseract, PATIENCE_S)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Write a program that answers as tesseract does; return where it lies.

    It knows the models *languages*, and reads *texts*, by the `-l` that it is asked with; before
    all that it does what *first* says.
    """

    def write(
        texts: Mapping[str, str] | None = None, languages: str = "eng rus", first: str = ""
    ) -> str:
        cases = [
            f"*'-l {models} '*) cat {_table(tmp_path, models, text)} ;;"
            for models, text in (texts or {}).items()
        ]
        lines = [
            "#!/bin/sh",
            f'if [ "$1" = --list-langs ]; then printf "%s\\n" {languages}; exit; fi',
            first,
            "cat >/dev/null",
            'case "$* " in',
            *cases,
            "esac",
        ]
        file = tmp_path / "tesseract"
        file.write_text("\n".join(lines), encoding="utf-8")
        file.chmod(0o755)
        return str(file)

    return write


def _table(folder: Path, models: str, text: str) -> Path:
    """Write *text* as tesseract would have found it: lines of words, all of one size."""
    rows = [HEADER]
    for line, words in enumerate(text.split("\n"), start=1):
        for number, word in enumerate(words.split(), start=1):
            place = f"{number * 100}\t{line * 40}\t90\t30"
            rows.append(f"5\t1\t1\t1\t{line}\t{number}\t{place}\t95.5\t{word}")
    file = folder / f"{models}.tsv"
    file.write_text("\n".join(rows), encoding="utf-8")
    return file
