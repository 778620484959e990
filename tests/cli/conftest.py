"""A knowledge base of its own for each test, and the command line over it."""

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.main import main

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


RunBot = Callable[..., Ran]


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
