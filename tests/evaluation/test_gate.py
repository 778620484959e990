from pathlib import Path

import pytest

from bot.evaluation.dataset import DatasetError
from bot.evaluation.gate import Gate, Gates, load_gates
from tests.evaluation.builders import make_outcome

OUTCOMES = [
    make_outcome("moon", answers=("moon",)),
    make_outcome("moon", answers=("sea", "moon"), lang="ru"),
    make_outcome("moon", answers=("sea",), lang="de"),
    make_outcome("moon", choices=("moon",), lang="de"),
    make_outcome("moon"),
    make_outcome(answers=("moon", "sea"), lang="uk"),
    make_outcome(),
    make_outcome(),
]
"""Precision 2/6, recall 2/5, in de 0/2, reach 3/5, false alarms 1/3, MAP@5 0.5."""


def make_gate(**floors: float) -> Gate:
    """Return a gate that everything passes but what *floors* forbid."""
    lax = {"precision": 0.0, "recall": 0.0, "reach": 0.0, "false_alarm_rate": 1.0}
    return Gate.model_validate({**lax, **floors})


def test_figures_at_the_gate_hold_it() -> None:
    gate = make_gate(
        precision=2 / 6,
        recall=2 / 5,
        reach=3 / 5,
        false_alarm_rate=1 / 3,
        lowest_language_recall=0.0,
        map_at_5=0.5,
        calibration_error=0.5,
    )
    assert gate.failures(OUTCOMES) == []


def test_each_figure_that_misses_the_gate_is_named() -> None:
    gate = make_gate(
        precision=0.9,
        recall=0.5,
        reach=0.7,
        false_alarm_rate=0.1,
        lowest_language_recall=0.4,
        map_at_5=0.75,
        calibration_error=0.4,
    )
    assert gate.failures(OUTCOMES) == [
        "precision is 33.3%, the gate asks for at least 90.0%",
        "recall is 40.0%, the gate asks for at least 50.0%",
        "reach is 60.0%, the gate asks for at least 70.0%",
        "recall in de is 0.0%, the gate asks for at least 40.0%",
        "MAP@5 is 0.500, the gate asks for at least 0.750",
        "false alarms are 33.3%, the gate allows at most 10.0%",
        "calibration error is 0.500, the gate allows at most 0.400",
    ]


def test_one_figure_that_misses_is_enough() -> None:
    assert make_gate(recall=0.41).failures(OUTCOMES) == [
        "recall is 40.0%, the gate asks for at least 41.0%"
    ]


def test_a_language_without_claims_has_no_recall_to_miss() -> None:
    outcomes = [make_outcome("moon", answers=("moon",)), make_outcome(lang="tr")]
    assert make_gate(lowest_language_recall=1.0).failures(outcomes) == []


def test_nothing_measured_misses_the_gate() -> None:
    gate = make_gate(precision=0.1, recall=0.1, reach=0.1, map_at_5=0.1, calibration_error=0.1)
    assert gate.failures([]) == [
        "precision is -, the gate asks for at least 10.0%",
        "recall is -, the gate asks for at least 10.0%",
        "reach is -, the gate asks for at least 10.0%",
        "MAP@5 is -, the gate asks for at least 0.100",
    ]


GATE = """
with_encoders:
  precision: 0.95
  recall: 1
  reach: 0.5
  false_alarm_rate: 0
  map_at_5: 0.8
words_alone:
  precision: 0.9
  recall: 0.3
  reach: 0.4
  false_alarm_rate: 0.02
"""


def test_gates_are_read(tmp_path: Path) -> None:
    file = tmp_path / "gate.yaml"
    file.write_text(GATE, "utf-8")
    assert load_gates(file) == Gates(
        with_encoders=Gate(
            precision=0.95, recall=1.0, reach=0.5, false_alarm_rate=0.0, map_at_5=0.8
        ),
        words_alone=Gate(precision=0.9, recall=0.3, reach=0.4, false_alarm_rate=0.02),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Input should be a valid dictionary"),
        ("- 0.9\n", "Input should be a valid dictionary"),
        ("precision: [\n", "while parsing a flow node"),
        (GATE.partition("words_alone")[0], "words_alone: Field required"),
        (GATE.replace("  recall: 1\n", ""), "with_encoders.recall: Field required"),
        (GATE + "  first: 0.5\n", "words_alone.first: Extra inputs are not permitted"),
        (GATE.replace("0.95", "high"), "with_encoders.precision: Input should be a valid number"),
        (GATE.replace("0.95", "95"), "Input should be less than or equal to 1"),
        (GATE.replace("0.95", "true"), "with_encoders.precision: Input should be a valid number"),
        (GATE.replace("0.95", "-0.1"), "Input should be greater than or equal to 0"),
    ],
)
def test_a_file_that_is_no_gate_is_named(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "gate.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(DatasetError) as raised:
        load_gates(file)
    told = str(raised.value)
    assert told.startswith(f"{file}: not a gate (")
    assert reason in told
    assert told.endswith("each a share from 0 to 1")


@pytest.mark.parametrize("content", [b"\xff", None])
def test_a_gate_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "gate.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DatasetError, match=r"gate\.yaml: not a gate"):
        load_gates(file)


def test_the_gates_that_ship_ask_for_something() -> None:
    gates = load_gates(Path(__file__).parents[1] / "messages" / "gate.yaml")
    for gate in (gates.with_encoders, gates.words_alone):
        assert gate.precision > gate.recall > 0
    assert gates.with_encoders.recall > gates.words_alone.recall
