"""What stands on a picture, and what does not."""

import pytest

from bot.claims.model import Rating, Source, Status
from bot.drawing.content import Content
from bot.replies.catalog import Catalog
from tests.drawing.builders import make_content
from tests.replies.builders import NATO, make_claim, make_promise


def source(publisher: str) -> Source:
    return Source(publisher=publisher, title="A title", language="en")


def test_the_words_of_a_picture(catalog: Catalog) -> None:
    assert make_content(catalog=catalog) == Content(
        rating=Rating.FALSE,
        verdict="False",
        label="The claim",
        claim="“NATO is at war with Russia”",
        why=("NATO is not a party to the fighting.", "False: the record contradicts it"),
        sources=("Sources: NATO, A.\xa0Author", "Sources: NATO and 1 more"),
        checked="Checked on 22 November 2026",
        note="",
        bot_name="@nato_myths_bot",
        link="https://t.me/nato_myths_bot?start=c_nato-at-war",
    )


def test_a_translation_that_nobody_has_read_says_so(catalog: Catalog) -> None:
    read = make_content(make_claim(reviewed_languages=("en", "de")), "de", catalog)
    unread = make_content(make_claim(), "de", catalog)

    assert read.note == ""
    assert unread.note == "Mit maschineller Hilfe übersetzt, noch nicht von einem Menschen geprüft."


def test_an_explanation_in_another_language_stays_away(catalog: Catalog) -> None:
    content = make_content(make_promise(), "uk", catalog)

    assert content.claim.startswith("«У 1990 році НАТО пообіцяло Москві")
    assert content.why == ("Вводить в оману: в основі є щось правдиве, але його перекручено",)


def test_a_language_that_the_interface_does_not_speak_gets_all_in_english() -> None:
    assert make_content(language="eo") == make_content(language="en")


@pytest.mark.parametrize(
    ("explanation", "why"),
    [
        ("There is no such debt. NATO has a budget.", "There is no such debt."),
        ("No. The treaty does not say so. It says more.", "No. The treaty does not say so."),
        ("The U.S. pays 15 percent. Others pay more.", "The U.S. pays 15 percent."),
        ("He said “no.” Then he left.", "He said “no.”"),
        ("No.", "No."),
    ],
)
def test_the_why_is_the_first_sentence_that_makes_sense_alone(
    explanation: str, why: str, catalog: Catalog
) -> None:
    content = make_content(make_claim(explanation={"en": explanation}), catalog=catalog)

    assert content.why[0] == why


def test_a_genuine_statement_without_room_for_the_why_is_still_called_genuine(
    catalog: Catalog,
) -> None:
    content = make_content(make_claim(rating=Rating.TRUE), catalog=catalog)

    assert content.why[-1] == "This is no fake, it is genuine."


def test_each_publisher_is_named_once(catalog: Catalog) -> None:
    claim = make_claim(sources=(NATO, source("DW"), NATO, source("BBC News")))

    assert make_content(claim, catalog=catalog).sources == (
        "Sources: NATO, DW, BBC\xa0News",
        "Sources: NATO, DW and 1 more",
        "Sources: NATO and 2 more",
    )


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_only_published_claims_have_a_picture(status: Status, catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="only published claims are shown"):
        make_content(make_claim(status=status), catalog=catalog)
