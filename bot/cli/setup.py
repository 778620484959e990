"""What every command needs before it starts: settings, logging, something to answer with."""

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from bot.answering import Answering
from bot.config import Settings, load_settings
from bot.replies.catalog import Catalog
from bot.wiring import build_answering

if TYPE_CHECKING:
    import argparse

    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def settings() -> Settings:
    """Return the checked settings of this process."""
    return load_settings(os.environ, Catalog.load().languages, Path.cwd())


def standard_input() -> BinaryIO:
    """Return the bytes that come in; nothing where standard input is closed."""
    return sys.stdin.buffer if sys.stdin is not None else io.BytesIO()


def answering() -> Answering:
    """Return what answers queries, under the settings of this process."""
    return build_answering(settings())
