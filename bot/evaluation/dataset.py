"""Labelled messages: what people write, and what the bot should make of it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class DatasetError(Exception):
    """A file of labelled messages cannot be read; the message says where and why."""


class LabelledMessage(BaseModel):
    """A message with its label.

    `accept` holds the claims of which any one is right; empty when the bot must give no verdict.
    `about` holds claims that the message refutes or discusses.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    lang: str
    kind: str
    accept: tuple[str, ...]
    about: tuple[str, ...] = ()


def load_messages(files: Sequence[Path]) -> list[LabelledMessage]:
    """Return the messages of all *files* (JSON Lines) in order, or raise DatasetError."""
    return [message for file in files for message in _messages(file)]


def _messages(file: Path) -> Iterator[LabelledMessage]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{file}: cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield LabelledMessage.model_validate(json.loads(line))
            except (ValueError, ValidationError) as error:
                first = str(error).splitlines()[0]
                raise DatasetError(
                    f"{file}:{number}: not a labelled message ({first}); "
                    'write {"id", "text", "lang", "kind", "accept": [claim ids]} on one line'
                ) from error
