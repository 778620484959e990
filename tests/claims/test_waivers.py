from pathlib import Path

import pytest

from bot.claims.problem import Problem
from bot.claims.waivers import load_waivers
from tests.claims.folders import SOUND, lint_folder, with_fields, write_claims

WITHOUT_ADDRESSES = "".join(
    line for line in SOUND.splitlines(keepends=True) if not line.startswith("    url:")
)


def write_waivers(folder: Path, text: str) -> Path:
    (folder / "waivers.yaml").write_text(text, "utf-8")
    return folder


def lines(folder: Path) -> list[str]:
    return [f"{p.path.name}:{p.line}: {p.code}" for p in lint_folder(folder)]


def test_a_waiver_covers_all_problems_of_its_code_and_claim(tmp_path: Path) -> None:
    write_claims(tmp_path, example_claim=WITHOUT_ADDRESSES)
    write_waivers(tmp_path, "- {code: KB302, claim: example-claim, reason: Out of print.}\n")
    assert lines(tmp_path) == []


def test_a_waiver_with_a_match_covers_one_problem(tmp_path: Path) -> None:
    write_claims(tmp_path, example_claim=WITHOUT_ADDRESSES)
    waiver = (
        "- {code: KB302, claim: example-claim, reason: Out of print., match: Lighthouse Post}\n"
    )
    write_waivers(tmp_path, waiver)
    assert lines(tmp_path) == ["example-claim.yaml:19: KB302"]


def test_a_waiver_for_a_broken_file_is_not_yet_unused(tmp_path: Path) -> None:
    write_claims(tmp_path, example_claim=with_fields("revision: 0\n"))
    write_waivers(tmp_path, "- {code: KB302, claim: example-claim, reason: Out of print.}\n")
    assert lines(tmp_path) == ["example-claim.yaml:36: KB110"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {code: KB302, claim: example-claim}\n", ["waivers.yaml:1: KB102"]),
        ("- {code: KB302, claim: a, reason: b, macth: c}\n", ["waivers.yaml:1: KB101"]),
        ("- {code: KB302, claim: a, reason: }\n", ["waivers.yaml:1: KB004"]),
        ("code: KB302\n", ["waivers.yaml:1: KB105"]),
        ("- [a\n", ["waivers.yaml:1: KB001"]),
    ],
)
def test_the_file_is_read_strictly(text: str, expected: list[str], tmp_path: Path) -> None:
    write_waivers(write_claims(tmp_path, example_claim=SOUND), text)
    assert lines(tmp_path) == expected


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").mkdir()
    assert [problem.code for problem in load_waivers(tmp_path / "waivers.yaml").problems] == [
        "KB013"
    ]


def test_another_checker_shares_the_waivers(tmp_path: Path) -> None:
    text = "- {code: KB401, claim: a, reason: b}\n- {code: KB402, claim: a, reason: b}\n"
    waivers = load_waivers(write_waivers(tmp_path, text) / "waivers.yaml")
    waived = Problem(Path("claims/a.yaml"), 1, 1, "KB401", "text", "hint")
    left = Problem(Path("claims/b.yaml"), 1, 1, "KB401", "text", "hint")
    found = waivers.excuse([waived, left], codes={"KB401", "KB402"}, claim_ids={"a", "b"})
    assert [(problem.code, problem.line) for problem in found] == [("KB401", 1), ("KB206", 2)]
