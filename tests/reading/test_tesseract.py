"""The program is asked through pipes, and ended when it takes too long."""

from pathlib import Path

import pytest
from PIL import Image

from bot.claims.model import Language
from bot.reading.reader import load_reader
from bot.reading.tesseract import MODELS, Tesseract, TooSlowError, Word
from tests.reading.conftest import PATIENCE_S, Program

PAGE = Image.new("L", (40, 30), 255)


def find(program: str) -> Tesseract:
    tesseract = Tesseract.find(program)
    assert tesseract is not None
    return tesseract


def test_it_says_which_of_our_languages_it_reads(program: Program) -> None:
    tesseract = find(program(languages="eng osd pol rus kat"))

    assert tesseract.languages == ("en", "ru", "pl")
    assert set(tesseract.missing) == set(MODELS) - {"en", "ru", "pl"}


def test_a_program_that_cannot_be_run_is_none(tmp_path: Path) -> None:
    (tmp_path / "tesseract").write_text("no program")

    assert Tesseract.find(str(tmp_path / "tesseract")) is None
    assert Tesseract.find(str(tmp_path / "nowhere")) is None


def test_without_the_program_there_is_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert load_reader() is None


def test_without_our_languages_there_is_no_reader(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(languages="osd kat")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert load_reader() is None


def test_words_come_with_their_places(program: Program) -> None:
    tesseract = find(program({"eng+rus": "NATO paints\nthe moon"}))

    words = tesseract.words(PAGE, ("en", "ru"), PATIENCE_S)

    assert words[0] == Word("NATO", 0.955, (1, 1, 1), 100, 40, 90, 30)
    assert [(word.text, word.line[2]) for word in words] == [
        ("NATO", 1),
        ("paints", 1),
        ("the", 2),
        ("moon", 2),
    ]


def test_it_is_given_the_pixels_alone(program: Program, tmp_path: Path) -> None:
    tesseract = find(program(first=f"head -c 13 >{tmp_path}/given; echo $* >{tmp_path}/asked"))

    assert tesseract.words(PAGE, ("en",), PATIENCE_S) == []
    assert (tmp_path / "given").read_bytes() == b"P5\n40 30\n255\n"
    assert (tmp_path / "asked").read_text() == "stdin stdout -l eng -c tessedit_create_tsv=1\n"


def test_it_learns_no_secret(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:a-secret")
    tesseract = find(program(first=f"env >{tmp_path}/environment"))

    tesseract.words(PAGE, ("en",), PATIENCE_S)

    environment = (tmp_path / "environment").read_text()
    assert "OMP_THREAD_LIMIT=1\n" in environment
    assert "TELEGRAM" not in environment


def test_a_program_that_fails_finds_no_words(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    tesseract = find(program(first="exit 3"))

    assert tesseract.words(PAGE, ("en",), PATIENCE_S) == []
    assert caplog.messages == ["tesseract failed with code 3"]


def test_a_program_that_takes_too_long_is_ended(program: Program) -> None:
    # Not ended, it would keep us waiting: what was begun is waited for.
    tesseract = find(program(first="exec tail -f /dev/null"))

    with pytest.raises(TooSlowError):
        tesseract.words(PAGE, ("en",), 0.05)


def test_no_time_is_too_little(program: Program) -> None:
    tesseract = find(program(first="exec tail -f /dev/null"))

    with pytest.raises(TooSlowError):
        tesseract.words(PAGE, ("en",), -1.0)


def test_romanian_is_written_with_commas(program: Program) -> None:
    read = "Alianţa şi Siria"
    tesseract = find(program({"ron": read, "tur": read}, languages="ron tur"))

    def text(language: Language) -> str:
        return " ".join(word.text for word in tesseract.words(PAGE, (language,), PATIENCE_S))

    assert text("ro") == "Alianța și Siria"
    assert text("tr") == read
