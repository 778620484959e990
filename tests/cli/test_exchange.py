"""`new`, `export` and `import` on a knowledge base of their own."""

import json
from pathlib import Path

from tests.cli.conftest import RunBot


def test_new_writes_a_draft_that_check_accepts(run_bot: RunBot, knowledge: Path) -> None:
    ran = run_bot("new", "nato-owns-the-moon")
    file = knowledge / "claims" / "nato-owns-the-moon.yaml"

    assert ran.code == 0
    assert ran.out.startswith(f"{file}: fill it in")
    assert "id: nato-owns-the-moon\n" in file.read_text("utf-8")
    assert file.read_text("utf-8").startswith("# yaml-language-server: $schema=../claim.schema.js")
    assert run_bot("check", str(file)).code == 0


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
    assert ran.out == f"{len(files)} drafts written, 0 entries skipped\n"
    assert len(list((knowledge / "claims").iterdir())) == len(files)


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
