"""How fast: `make benchmark` prints it. Nothing here fails on a slow machine."""

import subprocess
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from bot.answering import Answering
from bot.config import Settings, default_knowledge_dir
from bot.evaluation.dataset import load_messages
from bot.matching.model import Query
from bot.wiring import build_answering

Benchmark = Callable[..., Any]
SHORT = 600  # characters
LONGEST = 4096

MESSAGES = load_messages(sorted(Path("tests/messages").glob("*.jsonl")))


@pytest.fixture(scope="module")
def answering() -> Answering:
    return build_answering(Settings(default_knowledge_dir(), Path("data")))


def test_start_to_ready_in_the_terminal(benchmark: Any) -> None:
    command = [sys.executable, "-m", "bot", "chat"]
    benchmark.pedantic(
        lambda: subprocess.run(command, input=b"hello\n\n", capture_output=True, check=True),
        rounds=10,
    )


def test_short_message(benchmark: Any, answering: Answering) -> None:
    texts = cycle([one.text for one in MESSAGES if len(one.text) <= SHORT])
    benchmark.pedantic(
        lambda: answering.answer(Query.of(next(texts))),
        rounds=len(MESSAGES),
        warmup_rounds=5,
    )


def test_longest_channel_post(benchmark: Any, answering: Answering) -> None:
    longest = max((one.text for one in MESSAGES), key=len)
    post = (longest + "\n" + longest)[:LONGEST]
    benchmark.pedantic(lambda: answering.answer(Query.of(post)), rounds=20)
