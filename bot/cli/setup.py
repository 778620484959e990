"""What every command needs before it starts: settings, logging, something to answer with."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

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


def answering() -> Answering:
    """Return what answers queries, under the settings of this process."""
    return build_answering(settings())
