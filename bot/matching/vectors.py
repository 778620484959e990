"""Vectors are kept by the content of their text, so that no text is encoded twice."""

import hashlib
import io
import logging
import secrets
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.matching.encoders import Encoder
from bot.matching.postings import Floats

Progress = Callable[[str, int, int], None]
"""Called with the encoder's name, texts done, and texts to do."""

Row = npt.NDArray[np.int8]
Rows = dict[bytes, Row]
"""Vectors in levels, by the key of their text."""

_BATCH = 32
_KEPT_AFTER = 32 * _BATCH
"""New texts; whoever breaks off loses no more than the work of a minute or two."""
_KEY_BYTES = 8
_LEVELS = 127
_LOG = logging.getLogger(__name__)

_UNREADABLE = (
    *(OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, struct.error),
    # An array by itself, and a damaged header of an archive.
    *(TypeError, RuntimeError),
)


@dataclass(frozen=True, slots=True)
class VectorStore:
    """Vectors in files, one for each encoder: first those that ship, then those added here.

    A file that cannot be read counts as empty: its vectors are worked out anew.
    """

    shipped: Path | None
    folder: Path | None
    """Where new vectors are kept; None keeps none."""

    def get(
        self, encoder: Encoder, texts: Sequence[str], progress: Progress | None = None
    ) -> Floats:
        """Return [texts, dimensions]; what no file holds is encoded, and kept."""
        rows = self._rows(encoder, texts, progress)
        stacked = np.stack(rows) if rows else np.zeros((0, encoder.dimensions), np.int8)
        vectors = stacked.astype(np.float32)
        unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    def ship(
        self, encoder: Encoder, texts: Sequence[str], progress: Progress | None = None
    ) -> Path:
        """Write the vectors of *texts*, and of no others, to the shipped file; return it."""
        if self.shipped is None:
            raise ValueError("this store ships nothing")
        rows = self._rows(encoder, texts, progress)
        return write_vectors(
            self.shipped, encoder.name, dict(zip(map(_key, texts), rows, strict=True))
        )

    def missing(self, encoder: Encoder, texts: Iterable[str]) -> int:
        """Count the different *texts* that no file holds."""
        known = self._shipped(encoder) | self._added(encoder)
        return sum(_key(text) not in known for text in set(texts))

    def _rows(self, encoder: Encoder, texts: Sequence[str], progress: Progress | None) -> list[Row]:
        """Return the row of each of *texts*; new ones are kept as they come, not at the end."""
        added = self._added(encoder)
        known = self._shipped(encoder) | added
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        # Texts of like length make the quickest batches.
        pairs = sorted(missing.items(), key=lambda pair: len(pair[1]))
        for start in range(0, len(pairs), _BATCH):
            batch = pairs[start : start + _BATCH]
            levels = _levels(encoder.encode([text for _, text in batch]))
            added.update(zip((key for key, _ in batch), levels, strict=True))
            done = start + len(batch)
            if progress:
                progress(encoder.name, done, len(pairs))
            if done == len(pairs) or done % _KEPT_AFTER == 0:
                self._keep(encoder, added)
        known |= added
        return [known[key] for key in keys]

    def _shipped(self, encoder: Encoder) -> Rows:
        return _read(self.shipped, encoder) if self.shipped else {}

    def _added(self, encoder: Encoder) -> Rows:
        return _read(self.folder, encoder) if self.folder else {}

    def _keep(self, encoder: Encoder, rows: Rows) -> None:
        if self.folder is not None:
            try:
                write_vectors(self.folder, encoder.name, rows)
            except OSError as error:
                _LOG.warning(
                    "vectors cannot be kept in %s (%s); the next start encodes them again",
                    self.folder,
                    error.strerror,
                )


def write_vectors(folder: Path, encoder_name: str, rows: Rows) -> Path:
    """Write *rows*, by the key of their text, and return the file; a reader never sees half."""
    folder.mkdir(parents=True, exist_ok=True)
    target = _file(folder, encoder_name)
    # In containers, every process has the number 1.
    partial = target.with_suffix(f".{secrets.token_hex(4)}.partial")
    keys = sorted(rows)
    with partial.open("wb") as file:
        np.savez_compressed(
            file,
            keys=np.frombuffer(b"".join(keys), np.uint8).reshape(-1, _KEY_BYTES),
            rows=np.stack([rows[key] for key in keys]),
        )
    partial.replace(target)
    return target


def _read(folder: Path, encoder: Encoder) -> Rows:
    try:
        # From memory: numpy leaves a file open that it cannot make sense of.
        content = io.BytesIO(_file(folder, encoder.name).read_bytes())
        with np.load(content, allow_pickle=False) as stored:
            keys, rows = stored["keys"], stored["rows"]
    except FileNotFoundError:
        return {}
    except _UNREADABLE:
        _LOG.warning("%s cannot be read; its vectors are worked out anew", folder)
        return {}
    if rows.ndim != 2 or rows.shape[1] != encoder.dimensions or len(keys) != len(rows):  # noqa: PLR2004
        return {}
    return {key.tobytes(): row for key, row in zip(keys, rows, strict=True)}


def _file(folder: Path, encoder_name: str) -> Path:
    return folder / f"vectors-{encoder_name}.npz"


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest()


def _levels(vectors: Floats) -> npt.NDArray[np.int8]:
    """Return *vectors* in 255 levels each: a quarter of the size, cosines the same within 0.001."""
    highest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    levels: npt.NDArray[np.int8] = np.round(vectors / highest * _LEVELS).astype(np.int8)
    return levels
