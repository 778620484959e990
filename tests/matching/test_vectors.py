"""What is kept is never encoded twice; what cannot be read or written costs time, nothing else."""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.postings import Floats
from bot.matching.vectors import VectorStore
from tests.matching.builders import FakeEncoder

TEXTS = ["nato paints the moon", "nato drinks the sea", "the alliance eats the sun"]
FILE = "vectors-use.npz"


def reached(store: VectorStore, texts: list[str]) -> list[str]:
    """Return those of *texts* that an encoder is given when *store* is asked for all."""
    encoder = FakeEncoder()
    store.get(encoder, texts)
    return sorted(encoder.seen)


def test_a_vector_is_that_of_the_encoder_but_for_its_levels() -> None:
    vectors = VectorStore(None, None).get(FakeEncoder(), TEXTS)
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * 3, abs=1e-6)
    assert (vectors * FakeEncoder().encode(TEXTS)).sum(axis=1).tolist() == pytest.approx(
        [1.0] * 3, abs=1e-3
    )


def test_without_texts_there_are_no_vectors(tmp_path: Path) -> None:
    assert VectorStore(None, tmp_path).get(FakeEncoder(), []).shape == (0, 16)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_encoded_twice(tmp_path: Path) -> None:
    store = VectorStore(None, tmp_path)
    assert reached(store, [*TEXTS[:2], TEXTS[0]]) == sorted(TEXTS[:2])
    assert reached(store, TEXTS) == [TEXTS[2]]
    assert reached(VectorStore(None, tmp_path), TEXTS) == []


def test_vectors_are_kept_by_what_the_text_says_wherever_it_stands(tmp_path: Path) -> None:
    store, encoder = VectorStore(None, tmp_path), FakeEncoder()
    first = store.get(encoder, TEXTS)
    assert store.get(encoder, TEXTS[::-1]).tolist() == first[::-1].tolist()
    assert store.get(encoder, [TEXTS[1]] * 2).tolist() == first[[1, 1]].tolist()


def test_what_is_kept_reads_as_what_was_new(tmp_path: Path) -> None:
    new = VectorStore(None, tmp_path).get(FakeEncoder(), TEXTS)
    kept = VectorStore(None, tmp_path).get(FakeEncoder(), TEXTS)
    assert kept.tolist() == new.tolist()


def test_what_ships_is_not_encoded_and_only_the_rest_is_added(tmp_path: Path) -> None:
    shipped, added = tmp_path / "shipped", tmp_path / "added"
    VectorStore(shipped, None).ship(FakeEncoder(), TEXTS[:2])
    before = (shipped / FILE).read_bytes()
    assert reached(VectorStore(shipped, added), TEXTS) == [TEXTS[2]]
    assert (shipped / FILE).read_bytes() == before
    assert reached(VectorStore(None, added), TEXTS) == sorted(TEXTS[:2])


def test_what_ships_holds_the_texts_that_are_wanted_and_no_others(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, None)
    assert store.ship(FakeEncoder(), TEXTS) == tmp_path / FILE
    encoder = FakeEncoder()
    store.ship(encoder, TEXTS[:1])
    assert encoder.seen == []
    assert reached(store, TEXTS) == sorted(TEXTS[1:])


def test_a_store_that_ships_nothing_says_so() -> None:
    with pytest.raises(ValueError, match="ships nothing"):
        VectorStore(None, None).ship(FakeEncoder(), TEXTS)


def test_each_encoder_has_its_own_file(tmp_path: Path) -> None:
    store = VectorStore(None, tmp_path)
    for name in ("use", "e5"):
        store.get(FakeEncoder(name), TEXTS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vectors-e5.npz", FILE]


def test_missing_texts_are_counted_each_once(tmp_path: Path) -> None:
    store, encoder = VectorStore(None, tmp_path), FakeEncoder()
    store.get(encoder, TEXTS[:1])
    encoder.seen.clear()
    assert store.missing(encoder, [*TEXTS, *TEXTS]) == 2
    assert encoder.seen == []


def test_progress_is_told_up_to_the_last_text() -> None:
    told: list[tuple[str, int, int]] = []
    texts = [f"text {number}" for number in range(70)]
    VectorStore(None, None).get(FakeEncoder(), texts, lambda *step: told.append(step))
    assert told == [("use", 32, 70), ("use", 64, 70), ("use", 70, 70)]


def write_garbage(file: Path) -> None:
    file.write_bytes(b"no archive at all")


def write_nothing(file: Path) -> None:
    file.touch()


def cut_short(file: Path) -> None:
    VectorStore(None, file.parent).get(FakeEncoder(), TEXTS)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


def flip_a_byte(file: Path) -> None:
    VectorStore(None, file.parent).get(FakeEncoder(), TEXTS)
    content = bytearray(file.read_bytes())
    content[60] ^= 0xFF
    file.write_bytes(content)


def write_other_arrays(file: Path) -> None:
    np.savez(file, something=np.zeros(3))


def write_objects(file: Path) -> None:
    np.savez(file, keys=np.array([{}]), rows=np.array([[]]))


def write_one_array(file: Path) -> None:
    with file.open("wb") as stream:
        np.save(stream, np.zeros(3))


def make_a_folder(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        *(write_garbage, write_nothing, cut_short, flip_a_byte),
        *(write_other_arrays, write_objects, write_one_array, make_a_folder),
    ],
)
def test_a_file_that_cannot_be_read_counts_as_empty(
    spoil: Callable[[Path], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(tmp_path / FILE)
    assert reached(VectorStore(tmp_path, None), TEXTS) == sorted(TEXTS)
    assert "its vectors are worked out anew" in caplog.text


@given(damage=st.binary(min_size=1, max_size=6), place=st.floats(0, 1), cut=st.booleans())
def test_no_damage_to_a_file_is_too_odd(damage: bytes, place: float, *, cut: bool) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        whole = whole_file()
        at = int(place * len(whole))
        rest = b"" if cut else whole[at + len(damage) :]
        (folder / FILE).write_bytes(whole[:at] + damage + rest)
        assert VectorStore(folder, None).get(FakeEncoder(), TEXTS).shape == (3, 16)


@cache
def whole_file() -> bytes:
    with TemporaryDirectory() as name:
        return VectorStore(Path(name), None).ship(FakeEncoder(), TEXTS).read_bytes()


def test_a_file_that_cannot_be_read_is_replaced(tmp_path: Path) -> None:
    write_garbage(tmp_path / FILE)
    reached(VectorStore(None, tmp_path), TEXTS)
    assert reached(VectorStore(None, tmp_path), TEXTS) == []


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        (np.zeros((3, 8), np.uint8), np.zeros((3, 7), np.int8)),
        (np.zeros((2, 8), np.uint8), np.zeros((3, 16), np.int8)),
        (np.zeros((3, 8), np.uint8), np.zeros(3, np.int8)),
    ],
    ids=["other dimensions", "other numbers", "no rows"],
)
def test_vectors_that_do_not_fit_count_as_none(keys: object, rows: object, tmp_path: Path) -> None:
    np.savez(tmp_path / FILE, keys=np.asarray(keys), rows=np.asarray(rows))
    assert reached(VectorStore(tmp_path, None), TEXTS) == sorted(TEXTS)


def test_an_encoder_of_other_dimensions_does_not_read_the_old_vectors(tmp_path: Path) -> None:
    store = VectorStore(None, tmp_path)
    store.get(FakeEncoder(dimensions=16), TEXTS)
    assert store.get(FakeEncoder(dimensions=24), TEXTS).shape == (3, 24)


def test_a_folder_that_cannot_be_written_costs_the_next_start_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a-file").touch()
    folder = tmp_path / "a-file" / "data"
    vectors = VectorStore(None, folder).get(FakeEncoder(), TEXTS)
    assert vectors.tolist() == VectorStore(None, None).get(FakeEncoder(), TEXTS).tolist()
    assert caplog.record_tuples[-1] == (
        "bot.matching.vectors",
        logging.WARNING,
        f"vectors cannot be kept in {folder} (Not a directory); the next start encodes them again",
    )


class TiringEncoder(FakeEncoder):
    """Gives up in the middle of its work, as one whose process is stopped."""

    def encode(self, texts: Sequence[str]) -> Floats:
        if len(self.seen) > 1500:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_who_breaks_off_does_not_begin_anew(tmp_path: Path) -> None:
    texts = [f"wording {number}" for number in range(2000)]
    store = VectorStore(None, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        store.get(TiringEncoder(), texts)
    assert store.missing(FakeEncoder(), texts) == 2000 - 1024


def test_no_half_written_file_stays(tmp_path: Path) -> None:
    VectorStore(None, tmp_path).get(FakeEncoder(), TEXTS)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_any_texts_have_a_vector_each(texts: list[str]) -> None:
    vectors = VectorStore(None, None).get(FakeEncoder(), texts)
    assert vectors.shape == (len(texts), 16)
    assert np.isfinite(vectors).all()
