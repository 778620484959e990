"""`new` makes a draft of the template; the rest is lint's, in test_lint."""

from pathlib import Path

from bot.claims.load import load
from bot.claims.template import begin, template_texts
from tests.claims.folders import write_claims

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
TEMPLATE = (KNOWLEDGE / "_template.yaml").read_text("utf-8")


def test_every_date_of_a_new_file_is_today(tmp_path: Path) -> None:
    text = begin(TEMPLATE, "nato-eats-fish", "2031-05-06")
    loaded = load(write_claims(tmp_path, nato_eats_fish=text))
    claim = loaded.knowledge.claims["nato-eats-fish"]

    assert loaded.problems == ()
    assert claim.status_reason == "Begun on 2031-05-06, and not filled in yet."
    assert (claim.reviewed, claim.first_seen) == ("2031-05-06", "2031-05-06")
    assert claim.sources[0].published == claim.appearances[0].date == "2031-05-06"
    assert "# Wherever a date stands, `new` has written 2031-05-06, the day on which" in text


def test_a_new_file_says_nothing_of_copying_the_template() -> None:
    text = begin(TEMPLATE, "nato-eats-fish", "2031-05-06")

    assert "Copy this file" not in text
    assert "Written as a template" not in text


def test_nobody_has_read_a_new_file() -> None:
    assert "\nreviewed_languages: []\n" in TEMPLATE


def test_a_template_of_ones_own_is_begun_as_it_is() -> None:
    assert begin("id: a\nclaim: {}\n", "nato-eats-fish", "2031-05-06") == (
        "id: nato-eats-fish\nclaim: {}\n"
    )


def test_the_texts_of_the_template_are_those_that_a_writer_words() -> None:
    assert template_texts(KNOWLEDGE) == {
        "NATO did something.",
        "Is it true that NATO did something?",
        "NATO did not do that.",
        "Say first what the record shows. Then say what is true about the claim, if anything is.",
        "NATO said that it did not.",
        "The title as printed on the page",
    }


def test_where_there_is_no_template_there_are_no_texts(tmp_path: Path) -> None:
    assert template_texts(tmp_path) == frozenset()
