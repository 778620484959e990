"""Claim files are written so that loading gives the same claim."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.claims.load import load
from bot.claims.model import Claim, Rating, Source, Status
from bot.claims.read import read
from bot.claims.write import dump, to_yaml

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
PLAIN = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]), min_size=1
).map(str.strip)


def test_every_claim_of_the_base_survives_being_written(tmp_path: Path) -> None:
    claims = dict(load(KNOWLEDGE).knowledge.claims)
    (tmp_path / "claims").mkdir()
    for id_, claim in claims.items():
        (tmp_path / "claims" / f"{id_}.yaml").write_text(to_yaml(claim), "utf-8")

    loaded = load(tmp_path)

    assert loaded.problems == ()
    assert dict(loaded.knowledge.claims) == claims


def test_the_layout_is_that_of_the_template() -> None:
    claim = Claim(
        id="made-up",
        status=Status.PUBLISHED,
        rating=Rating.FALSE,
        claim={"en": "NATO: a claim."},
        phrasings={"en": ("Is it so?", "It " + "really " * 13 + "is so.")},
        explanation={"en": "No."},
        sources=(Source(publisher="A", title="no", published="2024", language="en"),),
        topics=("treaty", "members"),
        reviewed="2026-11-22",
        revision=2,
    )

    assert to_yaml(claim) == (
        "id: made-up\n"
        "status: published\n"
        "rating: false\n"
        "claim:\n"
        "  en: 'NATO: a claim.'\n"
        "phrasings:\n"
        "  en:\n"
        "    - Is it so?\n"
        "    - >-\n"
        f"      It {'really ' * 11}really\n"
        "      really is so.\n"
        "explanation:\n"
        "  en: No.\n"
        "sources:\n"
        "  - publisher: A\n"
        "    title: no\n"
        "    published: 2024\n"
        "    language: en\n"
        "topics: [treaty, members]\n"
        "reviewed: 2026-11-22\n"
        "revision: 2\n"
    )


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), PLAIN.filter(bool)))
def test_any_text_survives(values: dict[str, str]) -> None:
    document = read(dump(values).encode(), Path("any.yaml"))

    assert document.problems == ()
    assert document.value == values
