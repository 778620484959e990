"""`new`, `export` and `import` on a knowledge base of their own."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import RunBot


def test_new_writes_a_draft_that_check_accepts(run_bot: RunBot, knowledge: Path) -> None:
    ran = run_bot("new", "nato-owns-the-moon")
    file = knowledge / "claims" / "nato-owns-the-moon.yaml"

    assert ran.code == 0
    assert ran.out.startswith(f"{file}: fill it in")
    assert "id: nato-owns-the-moon\n" in file.read_text("utf-8")
    assert file.read_text("utf-8").startswith("# yaml-language-server: $schema=../claim.schema.js")
    assert run_bot("check", str(file)).code == 0


def test_new_writes_today_and_says_so(run_bot: RunBot, knowledge: Path) -> None:
    before = datetime.now(UTC).date().isoformat()
    run_bot("new", "nato-owns-the-moon")
    after = datetime.now(UTC).date().isoformat()
    text = (knowledge / "claims" / "nato-owns-the-moon.yaml").read_text("utf-8")

    assert any(f"\nreviewed: {day} #" in text for day in (before, after))
    assert "`new` has written" in text


def test_new_refuses_what_was_rejected(run_bot: RunBot, knowledge: Path) -> None:
    ran = run_bot("new", "nato-is-evil")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "bot: nato-is-evil was rejected on 2026-11-22: This is a moral judgement, and there is no "
        "fact to check in it. If that no longer holds, take it out of "
        f"{knowledge / 'rejected.yaml'} first\n"
    )
    assert not (knowledge / "claims" / "nato-is-evil.yaml").exists()


def test_new_never_overwrites(run_bot: RunBot) -> None:
    ran = run_bot("new", "rutte-expel-us")

    assert ran.code == 2
    assert "is there already; choose another id, or edit it" in ran.err


def test_new_refuses_what_is_no_id(run_bot: RunBot) -> None:
    ran = run_bot("new", "Not An Id")

    assert ran.code == 2
    assert "'Not An Id' is no id; use lower-case words" in ran.err


def test_export_and_import_speak_the_same_language(
    run_bot: RunBot, knowledge: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.json"
    assert run_bot("export", "--base-url", "https://bot.example", "-o", str(feed)).code == 0
    files = list((knowledge / "claims").iterdir())
    for file in files:
        file.unlink()

    ran = run_bot("import", str(feed))

    assert (ran.code, ran.err) == (0, "")
    first, *listed, last = ran.out.splitlines()
    assert first == f"{len(files)} drafts written, 0 entries skipped"
    assert (len(listed), last) == (10, f"  and {len(files) - 10} more")
    assert all(Path(line.strip()).is_file() for line in listed)
    assert len(list((knowledge / "claims").iterdir())) == len(files)
    assert len(list((knowledge / "imported").iterdir())) == len(files)


def test_our_own_export_brings_nothing_new(run_bot: RunBot, tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    run_bot("export", "--base-url", "https://bot.example", "-o", str(feed))
    count = len(json.loads(feed.read_text("utf-8"))["dataFeedElement"])

    ran = run_bot("import", str(feed))

    assert ran.code == 1
    assert ran.out == (
        f"0 drafts written, {count} entries skipped\n"
        f"  {count} x its identifier is that of a claim\n"
    )


def test_import_names_the_draft_and_the_claim_that_is_there(
    run_bot: RunBot, knowledge: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.json"
    reviews = [
        {"@type": "ClaimReview", "claimReviewed": claim, "inLanguage": "en"}
        for claim in ("NATO owns the moon.", "nato OWNS the moon!", "NATO is encircling Russia")
    ]
    feed.write_text(json.dumps(reviews), "utf-8")

    ran = run_bot("import", str(feed))

    assert ran.out == (
        "1 draft written, 2 entries skipped\n"
        f"  {knowledge / 'claims' / 'nato-owns-the-moon.yaml'}\n"
        "  2 x its claim is word for word a wording of a claim\n"
    )
    assert ran.err == (
        "  entry 2: its claim is word for word a wording of nato-owns-the-moon\n"
        "  entry 3: its claim is word for word a wording of nato-encircles-russia\n"
    )


def test_a_draft_that_was_imported_has_no_problem(
    run_bot: RunBot, knowledge: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.json"
    review = {
        "@type": "ClaimReview",
        "url": "https://facts.example/moon",
        "claimReviewed": "NATO owns the moon.",
        "itemReviewed": {"datePublished": "2024-05-31"},
    }
    feed.write_text(json.dumps(review), "utf-8")
    (knowledge / "publishers.yaml").unlink()
    run_bot("import", str(feed))

    assert run_bot("check", str(knowledge / "claims" / "nato-owns-the-moon.yaml")).out == ""


@pytest.mark.parametrize("address", ["bot.example", "ftp://bot.example", "https://", "http://a b"])
def test_export_refuses_a_base_that_is_no_web_address(address: str, run_bot: RunBot) -> None:
    ran = run_bot("export", "--base-url", address)

    assert (ran.code, ran.out) == (2, "")
    assert f"{address!r} is no web address; write it whole, such as https://bot.ex" in ran.err


def test_export_tells_how_a_spreadsheet_opens_the_table(run_bot: RunBot) -> None:
    said = " ".join(run_bot("export", "--help").out.split())

    assert "open it by Data > From Text/CSV with the file origin 65001: Unicode (UTF-8)" in said


def test_export_says_what_a_feed_without_pages_lacks(run_bot: RunBot) -> None:
    ran = run_bot("export")

    assert ran.code == 0
    assert json.loads(ran.out)["@type"] == "DataFeed"
    assert ran.err.startswith("no --base-url given")


def test_export_names_a_file_that_cannot_be_written(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("export", "--format", "csv", "-o", str(tmp_path / "no" / "file.csv"))

    assert ran.code == 2
    assert "file.csv cannot be written (No such file or directory)" in ran.err


def test_import_reports_what_it_skipped_and_why(run_bot: RunBot, tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(json.dumps([{"@type": "Article"}, {"@type": "ClaimReview"}]), "utf-8")

    ran = run_bot("import", str(feed))

    assert ran.code == 1
    assert ran.out.startswith("0 drafts written, 2 entries skipped\n")
    assert ran.err == "  entry 1: no ClaimReview\n  entry 2: no claimReviewed with words in it\n"


def test_import_names_a_feed_that_is_no_json(run_bot: RunBot, tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text("<html>", "utf-8")

    ran = run_bot("import", str(feed))

    assert ran.code == 1
    assert "the feed is no JSON" in ran.err


def test_import_names_a_feed_that_is_not_there(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("import", str(tmp_path / "nowhere.json"))

    assert ran.code == 2
    assert "nowhere.json cannot be used (No such file or directory)" in ran.err
