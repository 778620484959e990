"""An edit is blamed for its own problems, and for those it makes elsewhere; not for older ones."""

import datetime as dt
from pathlib import Path

import pytest

from bot.claims.edit import edited, values_of, with_phrasing
from bot.moderation.apart import check_apart
from bot.moderation.checking import check_edit
from tests.support.few_claims import few_claims, named_by

ID = "article-5-automatic-war"
OTHER = "nato-wont-defend-members"
TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return few_claims(tmp_path, ID, *named_by(ID))


def text_of(folder: Path, claim_id: str = ID) -> str:
    return (folder / "claims" / f"{claim_id}.yaml").read_text("utf-8")


def spoil(folder: Path, claim_id: str, **changes: str) -> None:
    text = edited(text_of(folder, claim_id), changes)
    (folder / "claims" / f"{claim_id}.yaml").write_text(text, "utf-8")


def problems(folder: Path, text: str) -> list[tuple[str, str]]:
    found = check_edit(folder, ID, text, TODAY, thoroughly=False)
    return [(one.path.stem, one.code) for one in found]


def test_a_sound_edit_has_no_problems_and_is_written_nowhere(folder: Path) -> None:
    before = text_of(folder)
    assert problems(folder, with_phrasing(before, "en", "Does Article 5 mean war at once?")) == []
    assert text_of(folder) == before


def test_its_own_problems_are_found(folder: Path) -> None:
    assert problems(folder, edited(text_of(folder), {"topics": ["moonshine"]})) == [(ID, "KB208")]


def test_what_was_wrong_with_others_is_not_its_fault(folder: Path) -> None:
    spoil(folder, OTHER, reviewed="2027-01-01")
    assert problems(folder, text_of(folder)) == []


def test_what_it_makes_elsewhere_is(folder: Path) -> None:
    wording = "Does Article 5 mean war at once?"
    text = with_phrasing(text_of(folder, OTHER), "en", wording)
    (folder / "claims" / f"{OTHER}.yaml").write_text(text, "utf-8")
    assert problems(folder, with_phrasing(text_of(folder), "en", wording)) == [(OTHER, "KB203")]


def test_a_knowledge_base_that_cannot_be_read_takes_no_edit(folder: Path) -> None:
    spoil(folder, OTHER, rating="wrong")
    assert problems(folder, text_of(folder)) == [(OTHER, "KB103")]


async def test_a_stolen_wording_is_found_in_a_process_of_its_own(folder: Path) -> None:
    phrasings = values_of(text_of(folder, OTHER))["phrasings"]
    assert isinstance(phrasings, dict)
    longest = max(phrasings["en"], key=len)
    text = with_phrasing(text_of(folder), "en", f"{longest} Really!")
    found = await check_apart(folder, ID, text, TODAY, thoroughly=True)
    assert [(one.path.stem, one.code) for one in found if one.code == "KB403"] != []
