import json
from pathlib import Path

import pytest

from bot.evaluation.dataset import DatasetError, LabelledMessage, load_messages

LINE = {"id": "a", "text": "NATO\u2028is at war", "lang": "en", "kind": "claim", "accept": ["x"]}
MESSAGE = LabelledMessage(
    id="a",
    text="NATO\u2028is at war",
    lang="en",
    kind="claim",
    accept=("x",),
    about=(),
    noise=None,
    file="one",
)


def write(file: Path, *lines: object) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("".join(f"{text}\n" for text in texts), "utf-8")
    return file


def message_of(file: Path) -> str:
    with pytest.raises(DatasetError) as raised:
        load_messages([file])
    return str(raised.value).removeprefix(str(file.parent)).lstrip("\\/")


def test_messages_of_all_files_come_in_order(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", LINE, "", {**LINE, "id": "b"})
    other = {"id": "c", "about": ["y"], "noise": "typos", "note": "ignored", "file": "ignored"}
    two = write(tmp_path / "two.jsonl", {**LINE, **other})
    assert load_messages([one, two]) == [
        MESSAGE,
        MESSAGE.model_copy(update={"id": "b"}),
        MESSAGE.model_copy(
            update={"id": "c", "about": ("y",), "noise": "typos", "file": "two"},
        ),
    ]


def test_a_message_may_hold_any_sign_that_ends_a_line_elsewhere(tmp_path: Path) -> None:
    text = "one\u2028two\u2029three\x85four\x0bfive"
    line = json.dumps({**LINE, "text": text}, ensure_ascii=False)
    assert load_messages([write(tmp_path / "one.jsonl", line)])[0].text == text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"id": "a", "lang": "en", "kind": "claim", "accept": []}, "text: Field required"),
        ({**LINE, "accept": "x"}, "accept: Input should be a valid tuple"),
        ({**LINE, "accept": [1]}, "accept.0: Input should be a valid string"),
        ([], "Input should be a valid dictionary or instance of LabelledMessage"),
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ],
)
def test_a_line_that_is_no_message_is_named(tmp_path: Path, line: object, reason: str) -> None:
    assert message_of(write(tmp_path / "one.jsonl", LINE, "", line)) == (
        f"one.jsonl:3: not a labelled message ({reason}); "
        'write {"id", "text", "lang", "kind", "accept": [claim ids]} on one line'
    )


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    assert message_of(tmp_path / "one.jsonl").startswith("one.jsonl: cannot be read (")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_bytes(b'{"id": "\xff"}')
    assert message_of(file).startswith("one.jsonl: cannot be read ('utf-8' codec")


def test_no_files_are_no_messages() -> None:
    assert load_messages([]) == []
