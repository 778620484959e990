import pytest

from bot.browsing import Page, Shelf
from bot.claims.model import Claim, Status
from bot.popularity import LEAST_PEOPLE
from bot.replies.actions import (
    ListFound,
    ListTopic,
    ListTopics,
    ListTrending,
    ShowCard,
    ShowRandom,
)
from bot.replies.catalog import Catalog
from bot.replies.fitting import visible_length
from bot.replies.html import MESSAGE_LIMIT
from bot.replies.render import render_card
from bot.replies.render_browse import (
    MOST_WORDS_BYTES,
    Popular,
    render_dead_link,
    render_found,
    render_random,
    render_search_help,
    render_topic,
    render_topics,
    render_trending,
)
from bot.tg.callbacks import MOST_BYTES, encode
from tests.replies.builders import make_claim, make_promise
from tests.support.claims import make_topic
from tests.support.shown import Label, lines, rows

RUSSIA = make_topic("russia", {"en": "NATO and Russia", "uk": "НАТО і Росія"})
LAW = make_topic("law", "Law")


def many(count: int) -> list[Claim]:
    return [make_claim(f"claim-{number}") for number in range(count)]


def test_topics_are_buttons_that_count_their_claims(catalog: Catalog) -> None:
    reply = render_topics(Page.of([Shelf(RUSSIA, 32), Shelf(LAW, 1)]), "en", catalog)
    assert rows(reply) == [
        [("NATO and Russia (32 claims)", ListTopic("russia"))],
        [("Law (1 claim)", ListTopic("law"))],
    ]


def test_pages_are_leafed_through_in_one_row(catalog: Catalog) -> None:
    shelves = [Shelf(make_topic(f"topic-{number}"), 1) for number in range(17)]

    def last_row(number: int) -> list[Label]:
        return rows(render_topics(Page.of(shelves, number), "en", catalog))[-1]

    assert last_row(0) == [("☰ 1 / 3", ListTopics(0)), ("›", ListTopics(1))]
    assert last_row(1) == [("‹", ListTopics(0)), ("☰ 2 / 3", ListTopics(1)), ("›", ListTopics(2))]
    assert last_row(2) == [("‹", ListTopics(1)), ("☰ 3 / 3", ListTopics(2))]


def test_a_topic_that_is_gone_is_said_before_those_that_are_there(catalog: Catalog) -> None:
    reply = render_topics(Page.of([Shelf(LAW, 1)]), "en", catalog, is_lost=True)
    assert lines(reply)[0] == "This topic is no longer there."
    assert rows(reply) == [[("Law (1 claim)", ListTopic("law"))]]


def test_a_topic_numbers_verdicts_and_the_numbers_lead_to_cards(catalog: Catalog) -> None:
    reply = render_topic(RUSSIA, Page.of([make_claim(), make_promise()]), "en", catalog)
    promise = "In 1990 NATO promised Moscow that it would never take in a country east of Germany"
    assert lines(reply) == [
        "NATO and Russia",
        "2 checked claims",
        "1. ❌ False: “NATO is at war with Russia”",
        f"2. ⚠️ Misleading: “{promise}”",
    ]
    assert rows(reply) == [
        [("1", ShowCard("nato-at-war")), ("2", ShowCard("promised-not-to-enlarge"))],
        [("☰", ListTopic("russia", 0))],
        [("All topics", ListTopics())],
    ]
    assert reply.claims == ()


def test_a_claim_that_is_alone_needs_no_number(catalog: Catalog) -> None:
    reply = render_topic(RUSSIA, Page.of([make_claim()]), "en", catalog)
    assert lines(reply)[2:] == ["❌ False: “NATO is at war with Russia”"]
    assert rows(reply) == [
        [("Full answer", ShowCard("nato-at-war"))],
        [("All topics", ListTopics())],
    ]


def test_a_long_topic_has_pages_and_a_way_to_all_topics(catalog: Catalog) -> None:
    reply = render_topic(RUSSIA, Page.of(many(9), 1), "en", catalog)
    assert rows(reply)[1:] == [
        [("‹", ListTopic("russia", 0)), ("☰ 2 / 2", ListTopic("russia", 1))],
        [("All topics", ListTopics())],
    ]


def test_what_words_found_has_pages_that_remember_the_words(catalog: Catalog) -> None:
    reply = render_found("war", Page.of(many(9)), "en", catalog)
    assert lines(reply)[0] == "9 claims speak of “war”:"
    assert [label for label, _ in rows(reply)[1]] == ["5", "6", "7", "8"]
    assert rows(reply)[-1] == [("☰ 1 / 2", ListFound(0, "war")), ("›", ListFound(1, "war"))]


def test_words_too_long_for_a_button_get_one_page_that_says_so(catalog: Catalog) -> None:
    words = "війна " * 9
    reply = render_found(words, Page.of(many(9)), "en", catalog)
    assert lines(reply)[-1] == "These are the first 8. Search with fewer words to see all."
    # No way would lead back from a card to the text with the numbers.
    assert [button.label for button in reply.buttons] == 8 * ["❌ NATO is at war with Russia"]
    assert {type(button.action) for button in reply.buttons} == {ShowCard}


def test_words_that_a_button_carries_fit_on_every_page() -> None:
    longest = ListFound(999, "x" * MOST_WORDS_BYTES)
    assert len(encode(longest, "en").encode()) == MOST_BYTES


def test_nothing_found_is_said_and_ways_on_are_offered(catalog: Catalog) -> None:
    reply = render_found("pizza", Page.of(()), "en", catalog)
    assert lines(reply) == [
        "I have no checked claim that speaks of “pizza”.",
        "Try another word, or send me the whole message.",
    ]
    assert rows(reply) == [[("All topics", ListTopics()), ("Most asked about", ListTrending())]]


def test_a_rant_of_a_search_is_not_repeated_whole(catalog: Catalog) -> None:
    reply = render_found("pizza " * 700, Page.of(()), "en", catalog)
    assert len(lines(reply)[0]) < 120


def test_whoever_searches_for_nothing_is_told_how(catalog: Catalog) -> None:
    assert "/search Article 5" in lines(render_search_help("en", catalog))


def test_what_many_ask_about_is_counted_in_people(catalog: Catalog) -> None:
    ranked = [Popular(make_claim(), 12), Popular(make_promise(), 5)]
    reply = render_trending(ranked, "en", catalog)
    promise = "In 1990 NATO promised Moscow that it would never take in a country east of Germany"
    assert lines(reply)[:-1] == [
        "Most asked about in the last 7 days",
        "1. ❌ False: “NATO is at war with Russia” (12 people)",
        f"2. ⚠️ Misleading: “{promise}” (5 people)",
    ]
    assert rows(reply)[-2:] == [[("☰", ListTrending())], [("All topics", ListTopics())]]
    assert f"once {LEAST_PEOPLE} different people have asked" in lines(reply)[-1]


def test_where_too_few_ask_nothing_is_shown(catalog: Catalog) -> None:
    reply = render_trending((), "en", catalog)
    assert lines(reply)[0] == "There is nothing to show yet."
    assert rows(reply) == [[("All topics", ListTopics())]]


def test_a_drawn_card_offers_another(catalog: Catalog) -> None:
    card = render_card(make_claim(), "en", catalog)
    drawn = render_random(make_claim(), "en", catalog)
    assert drawn.paragraphs == card.paragraphs
    assert rows(drawn) == [*rows(card), [("Another one", ShowRandom())]]


def test_a_link_to_a_withdrawn_claim_says_when_it_went_and_why(catalog: Catalog) -> None:
    withdrawn = make_claim(status=Status.WITHDRAWN).model_copy(
        update={"status_date": "2026-12-01", "status_reason": "It was wrong."}
    )
    reply = render_dead_link(withdrawn, "de", catalog)
    when, why, *_ = lines(reply)
    assert when.endswith("haben wir am 1. Dezember 2026 zurückgezogen.")
    assert why == "Warum (auf Englisch): It was wrong."


@pytest.mark.parametrize("claim", [None, make_claim(status=Status.DRAFT)])
def test_any_other_dead_link_leads_to_no_claim(claim: Claim | None, catalog: Catalog) -> None:
    reply = render_dead_link(claim, "en", catalog)
    assert lines(reply)[0] == "This link leads to no claim that I know."
    assert rows(reply) == [[("All topics", ListTopics()), ("Most asked about", ListTrending())]]


def test_the_longest_page_fits_a_message(catalog: Catalog) -> None:
    long = make_claim(claim={"en": "NATO " + "really " * 27})  # lint allows 200 characters
    for language in catalog.languages:
        reply = render_topic(RUSSIA, Page.of([long] * 9), language, catalog)
        assert visible_length(reply) <= MESSAGE_LIMIT
        assert len(reply.buttons) <= 100
