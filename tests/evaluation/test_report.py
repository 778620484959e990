from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.evaluation.dataset import DatasetError
from bot.evaluation.metrics import count
from bot.evaluation.report import Gate, load_gate, render_report
from tests.evaluation.builders import make_outcome

OUTCOMES = [
    make_outcome("moon", answers=("moon",)),
    make_outcome("moon", answers=("sea", "moon"), lang="ru", kind="two", id_="m2"),
    make_outcome("moon", "sun", answers=("sea",), lang="de", kind="question", id_="m3"),
    make_outcome("moon", choices=("moon", "sea"), lang="de"),
    make_outcome("sea", lang="uk"),
    make_outcome(kind="negative"),
    make_outcome(
        answers=("sea", "moon"),
        kind="debunk",
        id_="m4",
        text="It is a myth\n\tthat NATO " + "drinks " * 40,
    ),
    make_outcome(choices=("sea",), kind="debunk", lang="ru"),
]
FIGURES = count(OUTCOMES)  # precision 2/6, recall 2/5, reach 3/5, false alarms 1/3


def test_report(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(render_report(OUTCOMES)) == snapshot


def test_report_of_nothing(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(render_report([])) == snapshot


def test_figures_at_the_gate_hold_it() -> None:
    assert Gate(2 / 6, 2 / 5, 3 / 5, 1 / 3).failures(FIGURES) == []


def test_each_figure_that_misses_the_gate_is_named() -> None:
    assert Gate(0.9, 0.5, 0.7, 0.1).failures(FIGURES) == [
        "precision is 33.3%, the gate asks for at least 90.0%",
        "recall is 40.0%, the gate asks for at least 50.0%",
        "reach is 60.0%, the gate asks for at least 70.0%",
        "false alarms are 33.3%, the gate allows at most 10.0%",
    ]


def test_one_figure_that_misses_is_enough() -> None:
    assert Gate(0.1, 0.41, 0.1, 1.0).failures(FIGURES) == [
        "recall is 40.0%, the gate asks for at least 41.0%"
    ]


def test_nothing_measured_misses_the_gate() -> None:
    assert Gate(0.1, 0.1, 0.1, 0.1).failures(count([])) == [
        "precision is -, the gate asks for at least 10.0%",
        "recall is -, the gate asks for at least 10.0%",
        "reach is -, the gate asks for at least 10.0%",
    ]


GATE = "precision: 0.95\nrecall: 1\nreach: 0.5\nfalse_alarm_rate: 0\n"


def test_a_gate_is_read(tmp_path: Path) -> None:
    file = tmp_path / "gate.yaml"
    file.write_text(GATE, "utf-8")
    assert load_gate(file) == Gate(precision=0.95, recall=1, reach=0.5, false_alarm_rate=0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 0.9\n",
        "precision: [\n",
        "precision: 0.95\n",
        GATE + "first: 0.5\n",
        GATE.replace("0.95", "high"),
        GATE.replace("0.95", "95"),
        GATE.replace("0.95", "true"),
        GATE.replace("0.95", "-0.1"),
    ],
)
def test_a_file_that_is_no_gate_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "gate.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(DatasetError, match=r"gate\.yaml: not a gate .*each a share from 0 to 1"):
        load_gate(file)


@pytest.mark.parametrize("content", [b"\xff", None])
def test_a_gate_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "gate.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DatasetError, match=r"gate\.yaml: not a gate"):
        load_gate(file)


def test_the_gate_that_ships_can_be_read() -> None:
    gate = load_gate(Path(__file__).parents[1] / "messages" / "gate.yaml")
    assert gate.precision > gate.recall > 0
