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
    `about` holds claims that the message refutes or discusses. `noise` tells how the text was
    disguised or garbled, where that is known; `file` is the name of its file without the ending.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    lang: str
    kind: str
    accept: tuple[str, ...]
    about: tuple[str, ...] = ()
    noise: str | None = None
    file: str = ""


def load_messages(files: Sequence[Path]) -> list[LabelledMessage]:
    """Return the messages of all *files* (JSON Lines) in order, or raise DatasetError."""
    return [message for file in files for message in _messages(file)]


def _messages(file: Path) -> Iterator[LabelledMessage]:
    try:
        # splitlines() would also part at U+2028, which a message may hold.
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{file}: cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                message = LabelledMessage.model_validate(json.loads(line))
            except ValueError as error:
                raise DatasetError(
                    f"{file}:{number}: not a labelled message ({_reason(error)}); "
                    'write {"id", "text", "lang", "kind", "accept": [claim ids]} on one line'
                ) from error
            yield message.model_copy(update={"file": file.stem})


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
