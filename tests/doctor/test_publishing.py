"""What the doctor says of the place into which moderators publish."""

from pathlib import Path

import pytest

from bot.doctor.finding import Mark
from bot.doctor.publishing import examine_publishing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knowledge" / "claims").mkdir(parents=True)
    return tmp_path / "knowledge"


def finding(folder: Path, *, pushes: bool = False) -> tuple[Mark, str]:
    (found,) = examine_publishing(folder, pushes=pushes)
    return found.mark, found.text


def test_a_folder_that_can_be_written(folder: Path) -> None:
    assert finding(folder) == (Mark.OK, f"written to {folder / 'claims'}")


def test_a_folder_that_cannot(tmp_path: Path) -> None:
    mark, text = finding(tmp_path)
    assert mark is Mark.PROBLEM
    assert text.startswith(f"{tmp_path / 'claims'} cannot be written")


def test_a_work_tree_is_committed_to_and_pushed(folder: Path) -> None:
    (folder.parent / ".git").mkdir()
    assert finding(folder, pushes=True) == (
        Mark.OK,
        f"written to {folder / 'claims'}, committed and pushed",
    )


def test_a_work_tree_without_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git").mkdir()
    monkeypatch.setenv("PATH", "")
    mark, text = finding(folder)
    assert mark is Mark.WARNING
    assert "git is not installed" in text


def test_nothing_to_push_from(folder: Path) -> None:
    mark, text = finding(folder, pushes=True)
    assert mark is Mark.WARNING
    assert text.startswith("KNOWLEDGE_GIT_PUSH is set")
