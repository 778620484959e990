"""`eval` and `tune`: figures from files, and clear words where the files are wrong."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.cli.conftest import RunBot

RIGHT = {
    "id": "a",
    "text": "Can NATO throw out the US?",
    "lang": "en",
    "kind": "question",
    "accept": ["nato-can-expel-members"],
}
SILENT = {"id": "b", "text": "Bake at 180 degrees.", "lang": "en", "kind": "negative", "accept": []}
GATE = "precision: {floor}\nrecall: {floor}\nreach: {floor}\nfalse_alarm_rate: 0.0\n"


def write(file: Path, *messages: Mapping[str, object]) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(one) + "\n" for one in messages), "utf-8")
    return str(file)


def test_figures_for_all_kinds_and_languages(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("eval", write(tmp_path / "messages.jsonl", RIGHT, SILENT))

    assert ran.code == 0
    for line in ("all  ", "  question", "  negative", "  en", "Wrong verdicts: 0"):
        assert line in ran.out


def test_the_gate_holds_or_fails(run_bot: RunBot, tmp_path: Path) -> None:
    wrong = {**RIGHT, "accept": ["nato-encircles-russia"]}
    gate = tmp_path / "tests" / "messages" / "gate.yaml"
    gate.parent.mkdir(parents=True)
    gate.write_text(GATE.format(floor="1.0"), "utf-8")

    held = run_bot("eval", "--gate", write(tmp_path / "right.jsonl", RIGHT, SILENT))
    missed = run_bot("eval", "--gate", write(tmp_path / "wrong.jsonl", wrong, SILENT))

    assert (held.code, held.err) == (0, "gate held\n")
    assert missed.code == 1
    assert "precision is 0.0%, the gate asks for at least 100.0%" in missed.err


def test_without_messages_it_says_what_to_do(run_bot: RunBot) -> None:
    ran = run_bot("eval")

    assert ran.code == 2
    assert "no labelled messages in tests/messages; name files" in ran.err


def test_a_line_that_is_no_message_is_named(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("eval", write(tmp_path / "messages.jsonl", RIGHT, {"id": "c"}))

    assert (ran.code, ran.out) == (2, "")
    assert "messages.jsonl:2: not a labelled message" in ran.err


def test_tune_names_the_file_that_it_misses(run_bot: RunBot) -> None:
    ran = run_bot("tune")

    assert ran.code == 2
    assert "written-train.jsonl: cannot be read" in ran.err
