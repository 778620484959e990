"""knowledge/README.md documents each code, and its samples are true."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.claims.codes import CODES
from tests.claims.folders import (
    ENGLISH_ONLY,
    SOUND,
    WANTED,
    lint_folder,
    other_claim,
    with_fields,
    write_claims,
)

README = (Path(__file__).parents[2] / "knowledge" / "README.md").read_text("utf-8")

_CHAPTER = re.compile(r"^#### (KB\d{3}) (.+)\n", re.MULTILINE)
_BLOCK = re.compile(r"^```yaml ?(.*)\n((?:.*\n)*?)```$", re.MULTILINE)


class Chapter(NamedTuple):
    code: str
    title: str
    wrong: str
    right: str


def chapters() -> list[Chapter]:
    _, *parts = _CHAPTER.split(README)
    rows = []
    for code, title, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        before, _, after = text.partition("\nRight")
        rows.append(Chapter(code, title, before.partition("\nWrong")[2], after.split("\n### ")[0]))
    return rows


LINTED = [chapter for chapter in chapters() if not chapter.code.startswith("KB4")]


def codes_of(samples: str, chapter: Chapter, folder: Path) -> set[str]:
    """Lay each block over a sound file, as its attributes ask, and lint the folder."""
    # A draft need not be complete: what is asked of the one published claim is in the sample.
    draft = "status: draft\nstatus_reason: Waits for a source.\n"
    files = {
        "claims/example-claim.yaml": SOUND,
        "claims/other-claim.yaml": with_fields(draft, base=other_claim("other-claim")),
    }
    write_claims(folder)
    for path, text in files.items():
        (folder / path).write_text(text, "utf-8")
    blocks = _BLOCK.findall(samples)
    assert blocks, "there is no sample"
    for words, sample in blocks:
        attributes = dict(word.split("=") for word in words.split())
        path = attributes.get("file", "claims/example-claim.yaml")
        text = with_fields(sample, base=files[path]) if path in files else sample
        text += sample.splitlines(keepends=True)[-1] * (int(attributes.get("times", 1)) - 1)
        if "link" in attributes:
            (folder / path).symlink_to(attributes["link"])
        else:
            (folder / path).write_bytes(text.encode(attributes.get("encoding", "utf-8")))
    wanted = WANTED.get(chapter.code, ENGLISH_ONLY)
    return {problem.code for problem in lint_folder(folder, wanted=wanted)}


def test_the_readme_documents_each_code_in_order() -> None:
    assert [(chapter.code, chapter.title) for chapter in chapters()] == list(CODES.items())


def test_the_codes_are_in_order() -> None:
    assert list(CODES) == sorted(CODES)


@pytest.mark.parametrize("chapter", LINTED, ids=lambda chapter: chapter.code)
def test_the_wrong_sample_has_the_problem(chapter: Chapter, tmp_path: Path) -> None:
    assert codes_of(chapter.wrong, chapter, tmp_path) == {chapter.code}


@pytest.mark.parametrize("chapter", LINTED, ids=lambda chapter: chapter.code)
def test_the_right_sample_has_no_problem(chapter: Chapter, tmp_path: Path) -> None:
    assert codes_of(chapter.right, chapter, tmp_path) == set()
