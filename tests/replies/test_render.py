from collections.abc import Collection

import pytest

from bot.claims.model import Claim, Language, Rating, Status
from bot.matching.model import Segment
from bot.replies.actions import NoneOfThese, ShowCard, ShowExample
from bot.replies.catalog import Catalog
from bot.replies.claim_lines import BUTTON_LENGTH, question_about, shorten
from bot.replies.html import to_html
from bot.replies.keys import Key
from bot.replies.model import Button, Paragraph, Role, Span
from bot.replies.render import (
    render_card,
    render_choice,
    render_no_match,
    render_several,
)
from bot.replies.render_chat import chat_prompt
from bot.replies.render_notices import render_start
from bot.replies.verdicts import VERDICTS
from tests.replies.builders import ARCHIVED, BOOK, NATO, UNDATED, make_claim, make_promise


def sources_of(claim: Claim, catalog: Catalog, parties: Collection[str] = ()) -> list[str]:
    card = render_card(claim, "en", catalog, parties=parties)
    (sources,) = (one for one in card.paragraphs if one.role is Role.SOURCES)
    return ["".join(span.text for span in line) for line in sources.lines]


def test_a_card_keeps_its_tone_and_the_place_it_answers(catalog: Catalog) -> None:
    place = Segment(part=0, start=3, end=9)
    card = render_card(make_claim(), "uk", catalog, quote=place)
    assert (card.language, card.tone, card.quote) == ("uk", Rating.FALSE, place)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_only_published_claims_are_shown(status: Status, catalog: Catalog) -> None:
    claim = make_claim(status=status)
    with pytest.raises(ValueError, match="nato-at-war is"):
        render_card(claim, "en", catalog)
    with pytest.raises(ValueError, match="nato-at-war is"):
        render_several([claim], "en", catalog)
    with pytest.raises(ValueError, match="nato-at-war is"):
        render_choice([claim], "en", catalog)
    with pytest.raises(ValueError, match="nato-at-war is"):
        render_no_match([claim], "en", catalog)


def test_a_language_that_the_interface_lacks_gets_an_english_card(catalog: Catalog) -> None:
    claim = make_claim()
    assert render_card(claim, "xx", catalog) == render_card(claim, "en", catalog)


def test_a_missing_claim_sentence_is_shown_in_english(catalog: Catalog) -> None:
    claim = make_claim(claim={"en": "NATO did it."})
    heading = render_card(claim, "de", catalog).paragraphs[0]
    assert Span("NATO did it") in heading.lines[0]


def test_an_explanation_in_a_third_language_is_announced_as_such(catalog: Catalog) -> None:
    card = render_card(make_claim(explanation={"fr": "Non."}), "en", catalog)
    notes = [one.lines[0][0].text for one in card.paragraphs if one.role is Role.NOTE]
    assert notes[0].endswith("here it is in another language.")


@pytest.mark.parametrize(
    ("language", "reviewed", "said"),
    [
        ("en", ("en",), False),
        ("en", (), False),
        ("uk", ("en",), True),
        ("uk", ("en", "uk"), False),
        ("uk", ("en", "de"), True),
    ],
)
def test_a_card_says_where_nobody_has_read_its_translation(
    language: str,
    reviewed: tuple[Language, ...],
    said: bool,  # noqa: FBT001
    catalog: Catalog,
) -> None:
    card = render_card(make_claim(reviewed_languages=reviewed), language, catalog)
    notes = [line[0].text for line in card.paragraphs[-1].lines]
    assert (catalog.text(language, Key.NOT_REVIEWED) in notes) is said
    assert card.paragraphs[-1].role is Role.NOTE


def test_a_card_that_falls_back_on_english_shows_no_translation(catalog: Catalog) -> None:
    english: dict[Language, str] = {"en": "NATO did it."}
    card = render_card(make_claim(claim=english, explanation=english), "de", catalog)
    assert len(card.paragraphs[-1].lines) == 1


def test_under_an_english_explanation_nothing_is_said_of_a_translation(catalog: Catalog) -> None:
    card = render_card(make_promise(), "de", catalog)
    assert [line[0].text for line in card.paragraphs[-1].lines] == ["Geprüft am 22. November 2026"]


def test_a_card_shows_four_sources_and_says_where_the_rest_is(catalog: Catalog) -> None:
    claim = make_claim(sources=(UNDATED, NATO, ARCHIVED, BOOK, BOOK, BOOK))
    assert sources_of(claim, catalog) == [
        "Sources",
        "1. DW: Faktencheck",
        "2. NATO: Setting the record straight (5 March 2024)",
        "3. Example News: The drill was announced (September 2023)",
        "4. A. Author: A history of the alliance (1999, no link)",
        "+ 2 more under “Details”",
    ]


def test_sources_of_a_party_to_the_debate_are_marked(catalog: Catalog) -> None:
    claim = make_claim(sources=(UNDATED, NATO, BOOK))
    assert sources_of(claim, catalog, {"NATO", "A. Author"})[2:] == [
        "2. NATO: Setting the record straight (interested party, 5 March 2024)",
        "3. A. Author: A history of the alliance (interested party, 1999, no link)",
    ]


def test_a_claim_is_asked_about_by_the_shortest_of_its_questions() -> None:
    claim = make_claim().model_copy(
        update={
            "phrasings": {
                "en": ("It is war!", "Is it war, then, or is it not?", "Is it war?"),
                "de": ("Ist das denn nun wirklich schon der Krieg, von dem alle so lange reden?",),
            }
        }
    )
    asked = [question_about(claim, language) for language in ("en", "de", "uk")]
    assert asked == ["Is it war?", None, None]


def test_a_base_that_lacks_what_many_ask_greets_with_questions_of_its_own(catalog: Catalog) -> None:
    asking = [
        make_claim(f"claim-{number}").model_copy(
            update={"phrasings": {"en": (f"Is it {number}?",)}}
        )
        for number in range(5)
    ]
    published = {claim.id: claim for claim in (make_claim("never-asked"), *asking)}
    assert render_start("en", catalog, published).buttons == tuple(
        Button(f"Is it {number}?", ShowExample(f"claim-{number}")) for number in range(3)
    )


def test_an_archived_copy_is_linked_where_the_page_is_gone(catalog: Catalog) -> None:
    (sources,) = (
        one
        for one in render_card(make_claim(sources=(ARCHIVED, BOOK)), "en", catalog).paragraphs
        if one.role is Role.SOURCES
    )
    assert [line[1].url for line in sources.lines[1:]] == [ARCHIVED.archived_url, None]


def test_signs_differ(catalog: Catalog) -> None:
    assert set(VERDICTS) == set(Rating)
    assert len({verdict.sign for verdict in VERDICTS.values()}) == len(Rating)


def test_several_claims_have_a_button_each(catalog: Catalog) -> None:
    reply = render_several([make_claim(), make_promise()], "en", catalog)
    assert reply.buttons == (
        Button("❌ NATO is at war with Russia", ShowCard("nato-at-war")),
        Button(
            "⚠️ In 1990 NATO promised Moscow that it would never take in…",
            ShowCard("promised-not-to-enlarge"),
        ),
    )


def test_a_choice_that_fits_its_buttons_is_not_repeated_in_the_text(catalog: Catalog) -> None:
    reply = render_choice([make_claim(), make_claim("again")], "en", catalog)
    assert [paragraph.role for paragraph in reply.paragraphs] == [Role.HEADING]
    assert reply.buttons == (
        Button("NATO is at war with Russia", ShowCard("nato-at-war")),
        Button("NATO is at war with Russia", ShowCard("again")),
        Button("None of these", NoneOfThese()),
    )


def test_a_choice_gives_no_verdict_away(catalog: Catalog) -> None:
    reply = render_choice([make_claim(), make_promise()], "en", catalog)
    shown = to_html(reply) + "".join(button.label for button in reply.buttons)
    assert not [verdict.sign for verdict in VERDICTS.values() if verdict.sign in shown]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("x" * BUTTON_LENGTH, "x" * BUTTON_LENGTH),
        ("x" * (BUTTON_LENGTH + 1), "x" * (BUTTON_LENGTH - 1) + "…"),
        ("word " * 13, "word " * 11 + "word…"),
        ("a " + "x" * BUTTON_LENGTH, "a " + "x" * (BUTTON_LENGTH - 3) + "…"),
        ("NATO, " * 12, "NATO, " * 9 + "NATO…"),
    ],
)
def test_a_label_is_cut_between_words_where_it_can_be(text: str, short: str) -> None:
    assert shorten(text) == short
    assert len(shorten(text)) <= BUTTON_LENGTH


@pytest.mark.parametrize("sentence", ["\x1b", "."])
def test_a_claim_sentence_with_nothing_to_show_gives_way_to_the_id(
    sentence: str, catalog: Catalog
) -> None:
    reply = render_choice([make_claim(claim={"en": sentence})], "en", catalog)
    assert reply.buttons[0] == Button("nato-at-war", ShowCard("nato-at-war"))


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("It did.", "It did"),
        ("Did it?", "Did it?"),
        ("So said the U.S.", "So said the U.S."),
        ("And then...", "And then..."),
    ],
)
def test_a_sentence_loses_its_full_stop_but_nothing_else(
    sentence: str, label: str, catalog: Catalog
) -> None:
    reply = render_choice([make_claim(claim={"en": sentence})], "en", catalog)
    assert reply.buttons[0].label == label


def test_a_genuine_statement_is_confirmed_as_genuine(catalog: Catalog) -> None:
    card = render_card(make_claim(rating=Rating.TRUE), "en", catalog)
    genuine = "This is no fake, it is genuine."
    assert card.paragraphs[1] == Paragraph.of(Role.BODY, genuine)


def test_the_prompt_leaves_room_to_type(catalog: Catalog) -> None:
    assert chat_prompt("de", catalog) == "Nachricht> "
