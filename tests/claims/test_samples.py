"""tests/knowledge holds a broken file, or a folder of them, for each code."""

import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.codes import CODES
from bot.claims.problem import Problem, render_problems
from bot.claims.read import MAX_BYTES
from tests.claims.folders import (
    ENGLISH_ONLY,
    SAMPLES,
    SOUND,
    WANTED,
    lint_folder,
    write_claims,
)

BROKEN = sorted(SAMPLES.glob("KB*"))
BUILT_HERE = {"KB008", "KB013"}  # a megabyte, and a link that not every system can keep


def rendered(folder: Path, code: str = "") -> str:
    problems = lint_folder(folder, wanted=WANTED.get(code, ENGLISH_ONLY))
    relative = [
        Problem(p.path.relative_to(folder), p.line, p.column, p.code, p.text, p.hint)
        for p in problems
    ]
    return render_problems(relative, "text").replace("\\", "/")


def test_the_sound_file_has_no_problem(tmp_path: Path) -> None:
    assert rendered(write_claims(tmp_path, example_claim=SOUND)) == ""


@pytest.mark.parametrize("sample", BROKEN, ids=lambda path: path.stem)
def test_message_of(sample: Path, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    folder = tmp_path / "knowledge"
    if sample.is_dir():
        shutil.copytree(sample, folder)
    else:
        (folder / "claims").mkdir(parents=True)
        shutil.copy(sample, folder / "claims" / "example-claim.yaml")
    lines = rendered(folder, sample.name[:5])
    codes = {line.partition(": ")[2][:5] for line in lines.splitlines()}
    assert codes == {sample.name[:5]}
    assert lines == snapshot


def test_message_of_a_file_that_is_too_large(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    folder = write_claims(tmp_path, example_claim=SOUND + "# \n" * (MAX_BYTES // 3))
    assert rendered(folder) == snapshot


def test_message_of_a_file_that_cannot_be_opened(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    folder = write_claims(tmp_path, example_claim=SOUND)
    (folder / "claims" / "other-claim.yaml").symlink_to("nowhere")
    assert rendered(folder) == snapshot


def test_every_code_has_a_sample() -> None:
    shown = {path.name[:5] for path in BROKEN} | BUILT_HERE
    assert {code for code in CODES if not code.startswith("KB4")} == shown
