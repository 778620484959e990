"""`draft`: a claim is written, submitted, sent back and approved without Telegram."""

from pathlib import Path

import pytest

from bot.claims.edit import edited, values_of, with_phrasing
from tests.cli.conftest import RunBot
from tests.support.few_claims import few_claims, named_by

ID = "article-5-automatic-war"
NEW = (
    "Nie wieder Automatik: stimmt es, dass Artikel 5 alle Verbündeten zwingend in den Krieg zieht?"
)
HELD = "python -m bot draft show 1 > moon.yaml"


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE"):
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.delenv("DESK_SECOND_PERSON", raising=False)
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=123456:a-secret_TOKEN\n", encoding="utf-8")


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A claim, and those that it names: a check asks each of them."""
    return few_claims(tmp_path, ID, *named_by(ID))


@pytest.fixture
def file(knowledge: Path) -> Path:
    return knowledge / "claims" / f"{ID}.yaml"


def test_another_rating_takes_a_reason_and_a_second_person(
    run_bot: RunBot, file: Path, tmp_path: Path
) -> None:
    before = file.read_text("utf-8")
    assert run_bot("draft", "new", ID, "--as", "Ola").code == 0
    exported = run_bot("draft", "show", "1").out
    assert exported.startswith(before)
    mine = tmp_path / "mine.yaml"
    rating = "unproven" if values_of(before)["rating"] != "unproven" else "misleading"
    mine.write_text(edited(exported, {"rating": rating}), "utf-8")

    ran = run_bot("draft", "submit", str(mine), "--as", "Ola")
    assert (ran.code, ran.out.startswith("The rating changes")) == (1, True)
    ran = run_bot("draft", "submit", "1", "--as", "Ola", "--reason", "The records were opened.")
    assert (ran.code, ran.out) == (0, f"draft 1: {ID} waits for a reviewer\n")

    assert run_bot("draft", "send-back", "1", "--as", "Petra", "--comment", "Since when?").out == (
        f"draft 1: {ID} is sent-back\n"
    )
    assert run_bot("draft", "list").out.endswith(f"sent-back  {ID}  Ola  Since when?\n")
    assert run_bot("draft", "submit", "1", "--as", "Ola").code == 0
    own = run_bot("draft", "approve", "1", "--as", "Ola")
    assert (own.code, own.out.startswith("You wrote this")) == (1, True)
    assert file.read_text("utf-8") == before

    live = run_bot("draft", "approve", "1", "--as", "Petra")

    assert (live.code, live.out.splitlines()[-1]) == (0, f"draft 1: {ID} is live, number 1")
    assert values_of(file.read_text("utf-8"))["rating"] == rating
    assert run_bot("draft", "list").out == ""
    log = run_bot("audit").out
    assert "draft 1 writing -> draft 1 submitted" in log
    assert "draft 1 approved -> draft 1 published; revision 1" in log


def test_a_wording_is_looked_at_and_live_at_once(
    run_bot: RunBot, file: Path, tmp_path: Path
) -> None:
    mine = tmp_path / f"{ID}.yaml"
    mine.write_text(with_phrasing(file.read_text("utf-8"), "de", NEW), "utf-8")

    looked = run_bot("draft", "check", str(mine))
    assert (looked.code, "+      Nie wieder Automatik" in looked.out) == (0, True), looked.out
    assert looked.out.endswith(f"{ID}: no problems; the verdict stays\n")

    assert run_bot("draft", "submit", str(mine)).out.endswith(f"{ID} is live, number 1\n")
    assert file.read_text("utf-8") == mine.read_text("utf-8")


def test_a_new_claim_begins_with_the_template_and_says_what_is_missing(
    run_bot: RunBot, tmp_path: Path
) -> None:
    assert run_bot("draft", "new", "moon").out.endswith(f"{HELD}\n")
    mine = tmp_path / "moon.yaml"
    mine.write_text(run_bot("draft", "show", "1").out, "utf-8")

    ran = run_bot("draft", "check", str(mine))

    assert ran.code == 1
    assert "moon.yaml:" in ran.out
    assert "KB1" in ran.out
    card = run_bot("draft", "show", "1", "--card", "en")
    assert (card.code, "NATO did something" in card.out) == (0, True), card.out
    assert run_bot("draft", "show", "1", "--diff").out.startswith("--- /dev/null\n")
    assert run_bot("draft", "drop", "1").out == "draft 1: moon is dropped\n"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("draft", "show", "7"), 1, "There is no draft with this number."),
        (("draft", "approve", "7"), 1, "There is no draft with this number."),
        (("draft", "submit", "7"), 1, "There is no draft with this number."),
        (("draft", "new", "No Id"), 1, "There is no id of a claim."),
        (("draft", "approve", "x"), 2, "'x' is no number of a draft"),
        (("draft", "check", "gone.yaml"), 2, "gone.yaml cannot be read"),
        (("draft", "submit", "1", "--as", " "), 2, "it is empty; give a name"),
        (("draft",), 2, "COMMAND"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run_bot: RunBot, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = run_bot(*arguments)

    assert (ran.code, sentence in ran.out + ran.err) == (code, True)


def test_a_file_that_is_too_large_is_refused(run_bot: RunBot, tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_text("#" * 256_001)

    ran = run_bot("draft", "submit", "large.yaml")

    assert (ran.code, "has 256,001 bytes" in ran.err) == (2, True)
