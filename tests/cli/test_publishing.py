"""`publish`, `withdraw`, `reinstate`, `undo`, `history`: the life of a claim without Telegram."""

from pathlib import Path

import pytest

from bot.claims.edit import edited, values_of, with_phrasing
from tests.cli.conftest import RunBot
from tests.support.few_claims import few_claims, named_by

ID = "article-5-automatic-war"
NEW = "Stimmt es, dass Artikel 5 alle Verbündeten in den Krieg zwingt?"


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE"):
        monkeypatch.delenv(setting, raising=False)
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=123456:a-secret_TOKEN\n", encoding="utf-8")


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A claim, and those that it names: a check asks each of them."""
    return few_claims(tmp_path, ID, *named_by(ID))


@pytest.fixture
def file(knowledge: Path) -> Path:
    return knowledge / "claims" / f"{ID}.yaml"


def test_a_new_wording_is_checked_published_and_undone(
    run_bot: RunBot, file: Path, tmp_path: Path
) -> None:
    before = file.read_text("utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(with_phrasing(before, "de", NEW), "utf-8")

    ran = run_bot("publish", str(mine), "--as", "Ola")

    assert ran.code == 0, ran.out
    assert ran.out.splitlines()[-1] == f"{ID}: publish, number 1"
    assert file.read_text("utf-8") == mine.read_text("utf-8")

    assert run_bot("undo", "1").code == 0
    assert file.read_text("utf-8") == before
    history = [line.split() for line in run_bot("history", ID).out.splitlines()]
    assert [(words[0], *words[4:]) for words in history] == [
        ("2", "undo", "command", "line"),
        ("1", "publish", "Ola"),
    ]
    assert f"+    - {NEW}" in run_bot("history", ID, "--diff").out


def test_withdrawn_and_reinstated(run_bot: RunBot, file: Path) -> None:
    assert run_bot("withdraw", ID, "--reason", "It was wrong.").code == 0
    assert values_of(file.read_text("utf-8"))["status_reason"] == "It was wrong."

    again = run_bot("withdraw", ID, "--reason", "It was wrong.")
    assert (again.code, again.out) == (1, "Nothing was changed: this claim is not published.\n")


def test_problems_stand_where_they_are_in_the_file_that_was_given(
    run_bot: RunBot, file: Path, tmp_path: Path
) -> None:
    text = edited(file.read_text("utf-8"), {"topics": ["treaty", "moonshine"]})
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"# mine\n\n\n{text}", "utf-8")
    line = mine.read_text("utf-8").splitlines().index("topics: [treaty, moonshine]") + 1

    ran = run_bot("publish", str(mine))

    assert ran.code == 1
    assert ran.out.startswith(f"{file}:{line}:18: KB208 ")
    assert ran.out.endswith("Please mend them and try again.\n")


def test_an_old_copy_does_not_overwrite_what_came_after(
    run_bot: RunBot, file: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(edited(file.read_text("utf-8"), {"revision": "1"}), "utf-8")

    ran = run_bot("publish", str(mine))

    assert ran.code == 1
    assert ran.out.startswith(f"{mine} was made from another revision")


def test_a_file_that_is_not_there_is_said(run_bot: RunBot) -> None:
    ran = run_bot("publish", "moon.yaml")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("bot: moon.yaml cannot be read")


def test_a_claim_without_history_has_none(run_bot: RunBot) -> None:
    ran = run_bot("history", "moon")

    assert (ran.code, ran.out) == (1, "nothing is known of a claim moon\n")
