"""`eval` and `tune`: figures from files, and clear words where the files are wrong."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import RunBot
from tests.matching.builders import real_encoders
from tests.support.few_claims import few_claims

RIGHT = {
    "id": "a",
    "text": "NATO, or its Secretary General, can expel a member state.",
    "lang": "en",
    "kind": "claim",
    "accept": ["nato-can-expel-members"],
}
"""The claim itself, so that no refit changes its verdict."""
WRONG = {**RIGHT, "id": "c", "accept": ["nato-encircles-russia"]}
SILENT = {"id": "b", "text": "Bake at 180 degrees.", "lang": "en", "kind": "negative", "accept": []}
NOISY = {
    **RIGHT,
    "id": "d",
    "text": str(RIGHT["text"]).upper(),
    "kind": "noisy",
    "noise": "caps",
}
FLOORS = "{{precision: {floor}, recall: {floor}, reach: {floor}, false_alarm_rate: 0.0}}\n"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """What is asked about, and no more: a command reads its base anew."""
    return few_claims(tmp_path, "nato-can-expel-members", "nato-encircles-russia")


def write(file: Path, *messages: Mapping[str, object]) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(one) + "\n" for one in messages), "utf-8")
    return str(file)


def write_gate(folder: Path, *, with_encoders: float, words_alone: float) -> None:
    gate = folder / "tests" / "messages" / "gate.yaml"
    gate.parent.mkdir(parents=True, exist_ok=True)
    gate.write_text(
        f"with_encoders: {FLOORS.format(floor=with_encoders)}"
        f"words_alone: {FLOORS.format(floor=words_alone)}",
        "utf-8",
    )


def test_figures_for_all_and_for_each_group(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("eval", "--words-only", write(tmp_path / "some.jsonl", RIGHT, SILENT, NOISY))

    assert ran.code == 0
    assert "3 messages: 2 with a claim, 1 that must get no verdict\n" in ran.out
    assert "\nprecision of answers  100.0%  34.2-100.0  2 of 2" in ran.out
    for line in ("all  ", "  some", "  claim", "  negative", "  en", "by noise\n  caps"):
        assert line in ran.out
    assert "Wrong verdicts, the surest first: 0" in ran.out


def test_words_alone_are_named_with_the_audience(run_bot: RunBot, tmp_path: Path) -> None:
    file = write(tmp_path / "some.jsonl", RIGHT)

    ran = run_bot("eval", "--words-only", "--audience", "group", file)

    assert ran.out.startswith(f"{file}\n1 messages: 1 with a claim")
    assert "\nwords alone; audience: group; 2 claims\n" in ran.out


def test_encoders_are_named(run_bot: RunBot, tmp_path: Path) -> None:
    names = ", ".join(encoder.name for encoder in real_encoders())

    ran = run_bot("eval", write(tmp_path / "some.jsonl", RIGHT))

    assert ran.code == 0
    assert f"\nencoders: {names}; audience: private; 2 claims\n" in ran.out


def test_wrong_verdicts_and_confused_claims_are_named(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("eval", "--words-only", write(tmp_path / "some.jsonl", WRONG))

    assert "    1   0  nato-encircles-russia -> nato-can-expel-members\n" in ran.out
    assert "  c [en, claim] nato-can-expel-members (1.00) instead of nato-enc" in ran.out
    assert "  c [en, claim] nato-encircles-russia: not found, first is nato-can-" in ran.out


def test_the_gate_holds_or_fails(run_bot: RunBot, tmp_path: Path) -> None:
    write_gate(tmp_path, with_encoders=0.0, words_alone=1.0)
    gated = ("eval", "--words-only", "--gate")

    held = run_bot(*gated, write(tmp_path / "right.jsonl", RIGHT, SILENT))
    missed = run_bot(*gated, write(tmp_path / "wrong.jsonl", WRONG, SILENT))

    assert (held.code, held.err.splitlines()[-1]) == (0, "gate held")
    assert (missed.code, missed.err.splitlines()[-1]) == (1, "gate missed")
    assert "precision is 0.0%, the gate asks for at least 100.0%" in missed.err


def test_the_page_holds_the_same_figures(run_bot: RunBot, tmp_path: Path) -> None:
    surrogate = {**SILENT, "text": "half a pair: \ud83d"}
    page = tmp_path / "report.html"

    ran = run_bot(
        "eval",
        "--words-only",
        "--html",
        str(page),
        write(tmp_path / "some.jsonl", RIGHT, WRONG, surrogate),
    )

    assert ran.code == 0
    assert ran.err.endswith(f"{page}: written\n")
    text = page.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert "words alone; audience: private; 2 claims" in text
    assert "1 of 2" in text


def test_a_page_that_cannot_be_written_is_named(run_bot: RunBot, tmp_path: Path) -> None:
    page = tmp_path / "nowhere" / "report.html"

    ran = run_bot("eval", "--words-only", "--html", str(page), write(tmp_path / "a.jsonl", RIGHT))

    assert ran.code == 2
    assert f"{page} cannot be written (No such file or directory)" in ran.err


def test_without_messages_it_says_what_to_do(run_bot: RunBot) -> None:
    ran = run_bot("eval")

    assert ran.code == 2
    assert "no labelled messages in tests/messages; name files" in ran.err


@pytest.mark.parametrize("options", [(), ("--words-only",)])
def test_a_line_that_is_no_message_is_named(
    options: tuple[str, ...], run_bot: RunBot, tmp_path: Path
) -> None:
    ran = run_bot("eval", *options, write(tmp_path / "messages.jsonl", RIGHT, {"id": "c"}))

    assert (ran.code, ran.out) == (2, "")
    assert "messages.jsonl:2: not a labelled message" in ran.err


def test_tune_names_the_file_that_it_misses(run_bot: RunBot) -> None:
    ran = run_bot("tune")

    assert ran.code == 2
    assert "written-train.jsonl: cannot be read" in ran.err
