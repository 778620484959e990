from pathlib import Path

from syrupy.assertion import SnapshotAssertion

from bot.claims.load import load
from bot.claims.stats import render_stats
from tests.claims.folders import SAMPLES, SOUND, other_claim, with_fields, write_claims

PUBLISHERS = (SAMPLES / "KB309-unknown-publisher" / "publishers.yaml").read_text("utf-8")
TOPICS = (SAMPLES / "KB208-unknown-topic" / "topics.yaml").read_text("utf-8")


def small_base(folder: Path) -> Path:
    draft = (
        "status: draft\nstatus_reason: Waits.\nrating: unproven\ntopics: [budget, lighthouses]\n"
        "claim: {en: NATO hides tea., uk: НАТО ховає чай.}\nreviewed_languages: [en, uk]\n"
    )
    return write_claims(
        folder, example_claim=SOUND, other=with_fields(draft, base=other_claim("other"))
    )


def test_counts_of_a_small_base(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    (tmp_path / "publishers.yaml").write_text(PUBLISHERS, "utf-8")
    (tmp_path / "topics.yaml").write_text(TOPICS, "utf-8")
    assert render_stats(load(small_base(tmp_path))) == snapshot


def test_counts_without_registers(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    assert render_stats(load(small_base(tmp_path))) == snapshot


def test_publishers_that_are_not_listed_are_counted_too(tmp_path: Path) -> None:
    (tmp_path / "publishers.yaml").write_text(PUBLISHERS.partition("- name: The")[0], "utf-8")
    table = render_stats(load(small_base(tmp_path)))
    assert table.endswith("database                 0\n(not listed)             2\n")
