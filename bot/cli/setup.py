"""What every command needs before it starts: settings, logging, something to answer with."""

import io
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from bot.answering import Answering
from bot.config import Settings, examine_settings, load_settings, read_dotenv
from bot.doctor.settings import unknown_names
from bot.replies.catalog import Catalog
from bot.wiring import build_answering

if TYPE_CHECKING:
    import argparse

    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


_WORTH_SAYING = 40
"""Fewer texts are read within two seconds."""


def settings() -> Settings:
    """Return the checked settings of this process."""
    return load_settings(os.environ, _languages(), Path.cwd())


@dataclass(frozen=True, slots=True)
class Examined:
    """The settings of this process as far as they are right, and where they come from."""

    settings: Settings
    wrong: tuple[str, ...]
    """A sentence for each setting that is not."""
    environ: Mapping[str, str]
    in_file: Mapping[str, str]
    file: Path


def examined_settings() -> Examined:
    """Return settings to look at; raise ConfigError only where .env cannot be read."""
    folder = Path.cwd()
    settings, wrong = examine_settings(os.environ, _languages(), folder)
    return Examined(settings, wrong, os.environ, read_dotenv(folder), folder / ".env")


def misspelt() -> list[str]:
    """Return a sentence on each name that was probably meant to be a setting's."""
    folder = Path.cwd()
    return list(unknown_names(os.environ, read_dotenv(folder), folder / ".env"))


def standard_input() -> BinaryIO:
    """Return the bytes that come in; nothing where standard input is closed."""
    return sys.stdin.buffer if sys.stdin is not None else io.BytesIO()


def answering() -> Answering:
    """Return what answers queries, under the settings of this process; every encoder is there."""
    return build_answering(settings(), at_once=True, progress=show_progress)


def show_progress(name: str, done: int, total: int) -> None:
    """Say on standard error how many texts have been read."""
    if total < _WORTH_SAYING:
        return
    end = "\n" if done == total else ""
    print(f"\r{name}: {done} of {total} read", end=end, file=sys.stderr, flush=True)


@cache
def _languages() -> tuple[str, ...]:
    """Return the languages of the interface: reading all its texts takes a third of a second."""
    return Catalog.load().languages
