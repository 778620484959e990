"""Small bases on disk, because a problem has a place; each does one thing that it should not."""

from collections.abc import Collection
from pathlib import Path

import pytest
import yaml

from bot.claims.codes import CODES
from bot.claims.load import load
from bot.claims.model import Claim, Status
from bot.evaluation import selfcheck
from bot.evaluation.selfcheck import check_harmless, self_check
from bot.matching.matcher import Matcher
from tests.claims.folders import with_fields, write_claims
from tests.claims.test_codes import chapters
from tests.evaluation.builders import make_message
from tests.matching.builders import MOON, SEA
from tests.support.claims import make_base, make_claim


def check(
    folder: Path, *claims: Claim, only: Collection[str] | None = None
) -> list[tuple[str, str, str]]:
    """Write *claims* as files and return file:line, code and text of each problem."""
    (folder / "claims").mkdir()
    for claim in claims:
        content = claim.model_dump(mode="json", exclude_defaults=True)
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
        (folder / "claims" / f"{claim.id}.yaml").write_text(text, "utf-8")
    loaded = load(folder)
    assert loaded.problems == ()
    asked = {claim.id for claim in claims} if only is None else only
    problems = self_check(loaded, Matcher.of(loaded.knowledge), asked)
    return [(f"{one.path.stem}:{one.line}", one.code, one.text) for one in problems]


def line_of(folder: Path, claim: Claim, text: str) -> str:
    """Return claim:line of the line that holds *text*."""
    lines = (folder / "claims" / f"{claim.id}.yaml").read_text("utf-8").splitlines()
    return f"{claim.id}:{next(at for at, line in enumerate(lines, 1) if text in line)}"


def test_the_codes_are_documented() -> None:
    assert {code for code in CODES if code.startswith("KB4")} == selfcheck.CODES


def test_claims_that_keep_apart_have_no_problem(tmp_path: Path) -> None:
    assert check(tmp_path, MOON, SEA) == []


def test_a_wording_that_two_claims_share_is_found_by_one_and_stolen_from_the_other(
    tmp_path: Path,
) -> None:
    shared = "The alliance paints the sea as well as the moon"
    one = make_claim("a-one", "NATO paints the moon green", shared)
    two = make_claim("b-two", "NATO drinks the sea dry", shared)
    problems = check(tmp_path, one, two)
    place = line_of(tmp_path, two, shared)
    assert (place, "KB401", f"`{shared}` does not find its own claim") in problems
    assert (place, "KB403", f"`{shared}` also finds a-one") in problems
    assert (place, "KB403", f"`{shared}` is nearly a wording of a-one") in problems


def test_a_wording_that_says_too_little_by_itself_does_not_find_its_claim(tmp_path: Path) -> None:
    empty = "🌝"
    claim = make_claim("a-one", "NATO paints the moon green", empty)
    assert check(tmp_path, claim, SEA) == [
        (line_of(tmp_path, claim, empty), "KB401", f"`{empty}` does not find its own claim")
    ]


def test_a_near_miss_that_is_a_wording_of_the_claim_is_answered(tmp_path: Path) -> None:
    near_miss = "Nato is painting the MOON, green!"
    claim = make_claim("a-one", "NATO is painting the moon green.", near_misses=near_miss)
    assert check(tmp_path, claim, SEA) == [
        (
            line_of(tmp_path, claim, near_miss),
            "KB402",
            f"`{near_miss}` is answered with this claim",
        )
    ]


def test_a_wording_that_says_two_claims_steals(tmp_path: Path) -> None:
    both = f"{MOON.claim['en']} And {SEA.claim['en']} {SEA.claim['en']}"
    claim = make_claim("a-one", "NATO eats the sun at noon every day", both)
    problems = check(tmp_path, claim, MOON, SEA)
    assert [text.rpartition(" ")[2] for _, code, text in problems if code == "KB403"] == [
        SEA.id,
        MOON.id,
    ]


def test_only_the_claims_asked_about_are_checked(tmp_path: Path) -> None:
    claim = make_claim("a-one", "NATO paints the moon green", "🌝")
    assert check(tmp_path, claim, SEA, only={SEA.id}) == []


def test_drafts_are_not_checked(tmp_path: Path) -> None:
    draft = make_claim("a-one", "NATO paints the moon green", "🌝", status=Status.DRAFT)
    claim = draft.model_copy(update={"status_reason": "No source yet."})
    assert check(tmp_path, claim, SEA) == []


def test_a_harmless_message_that_gets_a_verdict_is_shown_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "harmless.jsonl"
    messages = [
        make_message("n1", "We baked a cake with apples and cinnamon today"),
        make_message("n2", MOON.claim["en"]),
    ]
    found = list(check_harmless(Matcher.of(make_base(MOON, SEA)), messages, file))
    assert [(one.path, one.line, one.code) for one in found] == [(file, 2, "KB404")]


MOON_FILE = with_fields(
    "id: nato-paints-the-moon\n"
    "claim: {en: NATO paints the moon green.}\n"
    "phrasings: {en: [Does NATO paint the moon?]}\n"
    "near_misses: {}\n"
)
SAMPLES = [
    (chapter.code, samples, expected)
    for chapter in chapters()
    if chapter.code in selfcheck.CODES - {selfcheck.HARMLESS_ANSWERED}
    for samples, expected in ((chapter.wrong, {chapter.code}), (chapter.right, set()))
]


@pytest.mark.parametrize(("code", "samples", "expected"), SAMPLES)
def test_the_samples_in_the_readme_are_true(
    tmp_path: Path, code: str, samples: str, expected: set[str]
) -> None:
    sample = samples.partition("```yaml\n")[2].partition("```")[0]
    assert sample
    write_claims(tmp_path, example_claim=with_fields(sample), nato_paints_the_moon=MOON_FILE)
    loaded = load(tmp_path)
    assert loaded.problems == ()
    problems = self_check(loaded, Matcher.of(loaded.knowledge), {"example-claim"})
    assert {problem.code for problem in problems} == expected
