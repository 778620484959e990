"""`check`: every problem with its place, and an exit code that scripts can use."""

from pathlib import Path

import pytest

from tests.cli.conftest import RunBot


def test_a_sound_base_is_clean(run_bot: RunBot) -> None:
    ran = run_bot("check")

    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "82 claims checked, no problems\n"


def test_problems_come_with_file_line_and_column(run_bot: RunBot, knowledge: Path) -> None:
    file = knowledge / "claims" / "rutte-expel-us.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("rating:"))
    lines[at] = "rateing: false\n"
    file.write_text("".join(lines), "utf-8")

    ran = run_bot("check")

    assert ran.code == 1
    assert f"{file}:{at + 1}:1: KB101" in ran.out
    assert "did you mean `rating`?" in ran.out


def test_github_gets_annotations(run_bot: RunBot, knowledge: Path) -> None:
    (knowledge / "claims" / "broken.yaml").write_text("id: broken\n", "utf-8")

    ran = run_bot("check", "--format", "github")

    assert ran.code == 1
    assert all(line.startswith("::error file=") for line in ran.out.splitlines())


def test_only_the_files_asked_for_are_reported(run_bot: RunBot, knowledge: Path) -> None:
    (knowledge / "claims" / "broken.yaml").write_text("id: broken\n", "utf-8")
    sound = str(knowledge / "claims" / "rutte-expel-us.yaml")

    assert run_bot("check", sound).code == 0
    assert run_bot("check", str(knowledge / "claims" / "broken.yaml")).code == 1


def test_a_file_that_is_no_claim_file_is_refused(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("check", str(tmp_path / "other.yaml"))

    assert ran.code == 2
    assert "is no claim file of" in ran.err


def test_one_problem_is_one_problem(run_bot: RunBot, knowledge: Path) -> None:
    file = knowledge / "claims" / "broken.yaml"
    file.write_text("id: [\n", "utf-8")

    assert run_bot("check", str(file)).err == "1 claim checked, 1 problem\n"


@pytest.mark.parametrize("name", ["networks.yaml", "waivers.yaml", "_template.yaml"])
def test_a_register_is_not_checked_alone(name: str, run_bot: RunBot, knowledge: Path) -> None:
    ran = run_bot("check", str(knowledge / name))

    assert ran.code == 2
    assert (
        f"{knowledge / name} is no claim file; registers and waivers are checked with " in ran.err
    )
    assert "by `python -m bot check` without files" in ran.err


def test_what_the_template_left_is_found(run_bot: RunBot, knowledge: Path) -> None:
    assert run_bot("new", "nato-owns-the-moon").code == 0
    file = knowledge / "claims" / "nato-owns-the-moon.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    published = [line for line in lines if not line.startswith("status_reason")]
    file.write_text("".join(published).replace("status: draft", "status: published"), "utf-8")

    ran = run_bot("check", str(file))

    assert ran.code == 1
    assert "KB122 `NATO did something.` is a text of the template; write your own, or" in ran.out
    assert "KB122 the address `https://example.org/page` is for examples only; write" in ran.out


def test_stats_count_instead_of_checking(run_bot: RunBot, knowledge: Path) -> None:
    ran = run_bot("check", "--stats")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("status     claims\n")
    assert "language  claims  phrasings  near-misses  explanations  reviewed\n" in ran.out


def test_stats_are_of_the_whole_base(run_bot: RunBot, knowledge: Path) -> None:
    ran = run_bot("check", "--stats", str(knowledge / "claims" / "rutte-expel-us.yaml"))

    assert (ran.code, ran.out) == (2, "")
    assert "--stats counts the whole knowledge base; give no FILE with it" in ran.err


def test_stats_say_which_files_they_leave_out(run_bot: RunBot, knowledge: Path) -> None:
    (knowledge / "claims" / "broken.yaml").write_text("id: broken\n", "utf-8")

    ran = run_bot("check", "--stats")

    assert ran.code == 1
    assert ran.err == "1 file with problems not counted; run `python -m bot check`\n"


def test_registers_are_checked_with_the_claims(run_bot: RunBot, knowledge: Path) -> None:
    (knowledge / "networks.yaml").write_text("- id: mirror\n", "utf-8")

    ran = run_bot("check")

    assert ran.code == 1
    assert f"{knowledge / 'networks.yaml'}:1:3: KB102 item 1, name is missing" in ran.out


def test_schema_prints_what_the_knowledge_base_holds(run_bot: RunBot, knowledge: Path) -> None:
    ran = run_bot("schema")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (knowledge / "claim.schema.json").read_text("utf-8")
