"""The encoders that ship, where they are installed; loading both takes half a second."""

from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from bot.matching import encoders as module
from bot.matching.encoders import Encoder, load_encoders, missing_packages
from tests.matching.builders import FakeEncoder, fake_encoders

ALIKE = ["NATO is encircling Russia", "НАТО окружает Россию со всех сторон"]
OTHER = "Bake the cake for forty minutes"


def test_fakes_stand_where_the_real_ones_do(encoders: tuple[Encoder, ...]) -> None:
    names = [(one.name, one.dimensions) for one in encoders]
    assert names == [(one.name, one.dimensions) for one in fake_encoders()]


def test_vectors_have_length_1(encoders: tuple[Encoder, ...]) -> None:
    for encoder in encoders:
        vectors = encoder.encode([*ALIKE, "", "😀", "\x00", "word " * 600])
        assert vectors.shape == (6, encoder.dimensions)
        assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * 6, abs=1e-4)


def test_no_texts_have_no_vectors(encoders: tuple[Encoder, ...]) -> None:
    assert [one.encode([]).shape for one in encoders] == [(0, 512), (0, 384)]


def test_what_means_the_same_lies_near_in_any_language(encoders: tuple[Encoder, ...]) -> None:
    for encoder in encoders:
        one, same, other = encoder.encode([*ALIKE, OTHER])
        assert one @ same > one @ other


def test_a_text_has_the_same_vector_in_any_company(encoders: tuple[Encoder, ...]) -> None:
    for encoder in encoders:
        (alone,) = encoder.encode([ALIKE[0]])
        together = encoder.encode([OTHER, ALIKE[0], "word " * 50])[1]
        assert float(alone @ together) == pytest.approx(1.0, abs=1e-3)


def test_a_fake_is_an_encoder() -> None:
    encoder: Encoder = FakeEncoder()
    assert encoder.encode(ALIKE).shape == (2, encoder.dimensions)


@pytest.fixture
def not_installed(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a package that seems not to be installed."""

    def version(package: str) -> str:
        if package == module.E5_PACKAGE:
            raise PackageNotFoundError(package)
        return "1"

    monkeypatch.setattr(module, "version", version)
    return module.E5_PACKAGE


def test_where_one_package_is_missing_there_are_no_encoders(not_installed: str) -> None:
    assert missing_packages() == (not_installed,)
    assert load_encoders() == ()


@pytest.mark.parametrize("error", [ImportError, OSError, RuntimeError])
def test_where_one_cannot_be_loaded_there_are_no_encoders(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Encoder:
        raise error("a wheel for another machine")

    monkeypatch.setattr(module, "version", lambda _: "1")
    monkeypatch.setattr(module, "UseEncoder", FakeEncoder)
    monkeypatch.setattr(module, "E5Encoder", fail)
    assert load_encoders() == ()
