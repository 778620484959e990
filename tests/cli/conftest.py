"""A knowledge base of its own for each test, and the command line over it."""

import functools
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import wiring
from bot.cli.main import main
from bot.matching.encoders import load_encoders
from bot.replies.catalog import Catalog

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


RunBot = Callable[..., Ran]

read_texts = functools.cache(Catalog.load)
read_encoders = functools.cache(load_encoders)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the knowledge base, to be broken at will."""
    return shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")


@pytest.fixture
def run_bot(
    knowledge: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> RunBot:
    """Run a command in an empty folder, with *stdin* as piped bytes."""
    monkeypatch.chdir(tmp_path)
    # They take longer to read than all the rest of a command, and never change.
    monkeypatch.setattr(Catalog, "load", read_texts)
    monkeypatch.setattr(wiring, "load_encoders", read_encoders)
    monkeypatch.setenv("KNOWLEDGE_DIR", str(knowledge))
    for setting in ("TELEGRAM_BOT_TOKEN", "DATA_DIR", "LOG_LEVEL", "DEFAULT_LANGUAGE"):
        monkeypatch.delenv(setting, raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
