"""`match`: the contract that other programs run against."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import RunBot
from tests.support.few_claims import few_claims

EXPEL = "NATO, or its Secretary General, can expel a member state."
"""The claim itself, so that no refit changes its verdict."""
ASKED = "Can NATO throw out the US?"
BOTH = "NATO is encircling Russia. NATO, or its Secretary General, can expel a member state."


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """What is asked about, and no more: a command reads its base anew."""
    return few_claims(tmp_path, "nato-can-expel-members", "nato-encircles-russia")


def test_a_match_names_its_answers_best_first(run_bot: RunBot) -> None:
    ran = run_bot("match", EXPEL, "--json")
    found = json.loads(ran.out)

    assert ran.code == 0
    assert found["decision"] == "match"
    assert found["answers"] == ["nato-can-expel-members"]
    assert found["claims"][0] == {
        "id": "nato-can-expel-members",
        "score": found["claims"][0]["score"],
        "rating": "false",
    }
    scores = [claim["score"] for claim in found["claims"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_json_tells_why(run_bot: RunBot) -> None:
    (first, *_) = json.loads(run_bot("match", ASKED, "--json").out)["why"]

    assert first["segment"] == {"part": 0, "start": 0, "end": len(ASKED)}
    assert first["phrasing"]
    assert first["features"]


def test_no_match_names_the_reason(run_bot: RunBot) -> None:
    found = json.loads(run_bot("match", "nato", "--json").out)

    assert (found["decision"], found["reason"], found["claims"]) == ("none", "too-short", [])
    assert "answers" not in found


def test_text_shows_decision_claims_and_why(run_bot: RunBot) -> None:
    lines = run_bot("match", EXPEL).out.splitlines()

    assert lines[0].startswith("decision: match, ")
    assert lines[1] == "answers:  nato-can-expel-members"
    assert any("[false]" in line for line in lines)
    assert any(line.startswith("       like: ") for line in lines)


def test_claims_are_shown_in_the_language_asked_for(run_bot: RunBot) -> None:
    assert "исключить" in run_bot("match", ASKED, "--lang", "ru").out


def test_lines_come_back_in_order_with_their_ids(run_bot: RunBot) -> None:
    asked: list[dict[str, object]] = [
        {"id": 7, "text": EXPEL},
        {"id": None, "text": "hello"},
        {"id": {"any": ["thing"]}, "text": BOTH},
        {"id": "long", "text": "NATO " * 10_000},
        {"id": "empty", "text": ""},
    ]
    stdin = "".join(json.dumps(one) + "\n" for one in asked).encode()

    ran = run_bot("match", "--jsonl", stdin=stdin)
    found = [json.loads(line) for line in ran.out.splitlines()]

    assert ran.code == 0
    assert [one["id"] for one in found] == [one["id"] for one in asked]
    assert [one["decision"] for one in found] == ["match", "none", "match", "none", "none"]
    assert sorted(found[2]["answers"]) == ["nato-can-expel-members", "nato-encircles-russia"]
    for one in found:
        assert {"id", "decision", "claims", "about", "elapsed_ms"} <= one.keys()
        assert len(one["claims"]) <= 5


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"\xff\xfe\n", "not UTF-8; save the file as UTF-8"),
        (b"{\n", 'not JSON; write {"id": …, "text": "…"} on one line'),
        (b'{"id": 3}\n', 'no "text" of type string; write {"id": …, "text": "…"}'),
        (b'["text"]\n', 'no "text" of type string; write {"id": …, "text": "…"}'),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_rest_goes_on(
    line: bytes, error: str, run_bot: RunBot
) -> None:
    ran = run_bot("match", "--jsonl", stdin=line + json.dumps({"id": 2, "text": EXPEL}).encode())
    unread, answered = map(json.loads, ran.out.splitlines())

    assert ran.code == 1
    assert ran.err == f"bot: standard input:1: {error}\n"
    assert (unread["decision"], unread["error"]) == ("none", error)
    assert (answered["id"], answered["decision"]) == (2, "match")


def test_a_group_hears_less_than_a_private_chat(run_bot: RunBot) -> None:
    line = json.dumps({"id": 1, "text": "NATO could kick the US out, they say"}).encode()
    scores = {
        audience: json.loads(run_bot("match", "--jsonl", "--audience", audience, stdin=line).out)
        for audience in ("private", "group")
    }

    assert scores["private"]["claims"] == scores["group"]["claims"]
    assert len(scores["group"].get("answers", [])) <= len(scores["private"].get("answers", []))


@pytest.mark.parametrize("arguments", [(), ("text", "--jsonl")])
def test_either_a_text_or_lines(arguments: tuple[str, ...], run_bot: RunBot) -> None:
    ran = run_bot("match", *arguments)

    assert ran.code == 2
    assert "give either TEXT or --jsonl" in ran.err
