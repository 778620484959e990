from syrupy.assertion import SnapshotAssertion

from bot.evaluation.report import render_report
from bot.evaluation.tables import COLUMNS, break_down, show_interval
from tests.evaluation.builders import make_outcome
from tests.evaluation.outcomes import OUTCOMES

HEADING = ("written.jsonl", "encoders: use, e5")


def test_report(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(render_report(OUTCOMES, HEADING)) == snapshot


def test_report_of_nothing(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(render_report([])) == snapshot


def test_of_many_mistakes_only_the_worst_are_printed() -> None:
    outcomes = [
        make_outcome(f"claim-{n:02}", answers=(f"other-{n:02}",), id_=f"m{n:02}") for n in range(20)
    ]
    lines = list(render_report(outcomes))
    assert lines.count("  … and 5 more; --html shows more") == 1
    assert lines.count("  … and 10 more; --html shows more") == 2


def test_messages_are_grouped_by_what_they_have() -> None:
    outcomes = [make_outcome(noise="typos", file=""), make_outcome(lang="uk", file="")]
    found = [(title, [group.name for group in groups]) for title, groups in break_down(outcomes)]
    assert found == [("language", ["en", "uk"]), ("kind", ["claim"]), ("noise", ["typos"])]


def test_only_shares_have_intervals() -> None:
    (_, (group,)), *_ = break_down([make_outcome("moon", answers=("moon",))])
    cells = [column.cell(group.figures) for column in COLUMNS]
    interval = show_interval(group.figures.recall)
    assert interval == "20.7-100.0"
    assert cells[:3] == [f"100.0% ({interval})", f"100.0% ({interval})", "100.0%"]
