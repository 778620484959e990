"""Somebody types our name and some words in another chat, and chooses a claim."""

from typing import Any

import pytest

from bot.answers import LiveAnswering
from bot.claims.model import Claim, Rating
from bot.people import Block, Kept
from bot.popularity import LEAST_PEOPLE, MOST_TRENDING
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.keys import Key
from bot.replies.render import render_card
from bot.replies.render_inline import render_posted
from bot.tg import inline
from bot.tg.limits import Limits
from tests.replies.builders import make_claim
from tests.support.bot_api import BadGateway, TooManyRequests
from tests.support.stores import MemoryStores
from tests.support.updates import inline_query, private_chat, text_message, user
from tests.tg.answerings import AT_WAR, ATTACKED, PROMISE, WITHDRAWN, knowing
from tests.tg.conftest import Chat, Meet, html

HOME = "https://t.me/nato_myths_bot"
Json = dict[str, Any]


def drills(count: int) -> list[Claim]:
    """Return claims that one word finds, reviewed one day after the other."""
    return [
        make_claim(
            f"drill-{number:02}", claim={"en": f"NATO holds drill number {number}."}
        ).model_copy(update={"reviewed": f"2026-10-{number + 1:02}"})
        for number in range(count)
    ]


def answers(chat: Chat) -> list[Json]:
    """Return how inline queries were answered."""
    return [dict(call.parameters) for call in chat.calls("answerInlineQuery")]


def found(chat: Chat) -> list[list[str]]:
    """Return the ids of the results of each answer."""
    return [[one["id"] for one in answer["results"]] for answer in answers(chat)]


async def test_words_find_cards_to_choose_from(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(inline_query("war with Russia", query_id="1"))
    (answer,) = answers(chat)
    card = {
        "message_text": to_html(render_posted(AT_WAR, "en", catalog, HOME)),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    assert answer == {
        "inline_query_id": "1",
        "results": [
            {
                "type": "article",
                "id": "nato-at-war",
                "title": "❌ False",
                "description": "NATO is at war with Russia",
                "input_message_content": card,
                "reply_markup": {
                    "inline_keyboard": [
                        [{"text": "Full answer", "url": f"{HOME}?start=c_nato-at-war"}]
                    ]
                },
            }
        ],
        "cache_time": 300,
        "is_personal": True,
        "next_offset": "",
    }
    assert chat.api.violations == []


@pytest.mark.parametrize(
    ("reader", "words", "description"),
    [
        (user(language_code="uk"), "war with Russia", "НАТО воює з Росією"),
        (user(language_code="en"), "НАТО воює", "NATO is at war with Russia"),
        (user(language_code="ja"), "НАТО воює з Росією", "НАТО воює з Росією"),
        (user(language_code=None), "Die NATO führt Krieg", "Die NATO führt Krieg gegen Russland"),
        (user(language_code="ja"), "", "NATO is at war with Russia"),
    ],
)
async def test_results_speak_the_readers_language_else_that_of_the_words(
    meet: Meet, reader: Json, words: str, description: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(inline_query(words, asker=reader))
    (answer,) = answers(chat)
    assert [one["description"] for one in answer["results"]] == [description]


async def test_a_language_that_was_chosen_goes_before_that_of_telegram(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    await kept.people.choose_language(501, "de")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(inline_query("war with Russia", asker=user(501, language_code="uk")))
    (answer,) = answers(chat)
    assert answer["results"][0]["title"] == f"❌ {catalog.text('de', Key.RATING_FALSE)}"


@pytest.mark.parametrize("words", ["", "  ", "N", "NA", "?!?!"])
async def test_before_there_are_words_it_shows_what_others_ask_about_then_what_is_new(
    meet: Meet, kept: MemoryStores, words: str
) -> None:
    older, newer, newest = drills(3)
    for person in range(LEAST_PEOPLE):
        await kept.popularity.note(person, [older.id, WITHDRAWN.id])
    await kept.popularity.note(1, [newer.id])
    async with meet(knowing(older, newer, newest, WITHDRAWN)) as chat:
        await chat.receive(inline_query(words))
    assert found(chat) == [[older.id, newest.id, newer.id]]
    assert answers(chat)[0]["cache_time"] == 60


async def test_what_is_new_is_shown_while_nobody_knows_what_others_ask_about(
    meet: Meet, kept: MemoryStores
) -> None:
    kept.popularity.down = True
    async with meet(knowing(*drills(2))) as chat:
        await chat.receive(inline_query(""))
    assert found(chat) == [["drill-01", "drill-00"]]


async def test_further_pages_are_shown_as_somebody_scrolls(meet: Meet) -> None:
    async with meet(knowing(*drills(15))) as chat:
        await chat.receive(inline_query("drill number"))
        (first,) = answers(chat)
        await chat.receive(inline_query("drill number", offset=first["next_offset"]))
    first, second = answers(chat)
    assert (len(first["results"]), first["next_offset"]) == (inline.PAGE_LENGTH, "10")
    assert (len(second["results"]), second["next_offset"]) == (5, "")
    assert len({one for page in found(chat) for one in page}) == 15
    assert chat.api.violations == []


@pytest.mark.parametrize("offset", ["x", "-1", "²", "9" * 60])
async def test_an_offset_that_is_not_ours_does_no_harm(meet: Meet, offset: str) -> None:
    async with meet(knowing(*drills(2))) as chat:
        await chat.receive(inline_query("drill number", offset=offset))
    assert len(answers(chat)) == 1
    assert chat.api.violations == []


async def test_the_share_button_leads_to_exactly_its_card(meet: Meet) -> None:
    async with meet(knowing(AT_WAR, ATTACKED, PROMISE)) as chat:
        await chat.receive(inline_query("c_nato-attacked"))
    assert found(chat) == [["nato-attacked"]]


@pytest.mark.parametrize("words", ["zebra crossing", "c_withdrawn-claim", "c_never-was-there"])
async def test_where_nothing_is_found_a_button_leads_to_the_private_chat(
    meet: Meet, catalog: Catalog, words: str
) -> None:
    async with meet(knowing(AT_WAR, WITHDRAWN)) as chat:
        await chat.receive(inline_query(words, asker=user(language_code="uk")))
    (answer,) = answers(chat)
    label = catalog.text("uk", Key.INLINE_NOTHING)
    assert (answer["results"], answer["button"]) == (
        [],
        {"text": label, "start_parameter": "inline"},
    )
    assert chat.api.violations == []


async def test_a_claim_that_was_corrected_is_shown_as_it_is_now(meet: Meet) -> None:
    corrected = make_claim(rating=Rating.MISLEADING)
    live = LiveAnswering(knowing(AT_WAR))
    async with meet(live) as chat:
        await chat.receive(inline_query("war with Russia"))
        live.replace(knowing(corrected))
        await chat.receive(inline_query("war with Russia"))
    titles = [one["title"] for answer in answers(chat) for one in answer["results"]]
    assert titles == ["❌ False", "⚠️ Misleading"]


async def test_who_is_blocked_finds_nothing_and_is_told_nothing(
    meet: Meet, kept: MemoryStores
) -> None:
    kept.people.kept[501] = Kept(block=Block(2e9, "spam"))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(inline_query("war with Russia"))
    (answer,) = answers(chat)
    assert (answer["results"], answer.get("button")) == ([], None)
    assert [call.method for call in chat.api.calls] == ["answerInlineQuery"]


@pytest.mark.parametrize("typing_limits", [Limits(lambda: 0.0, burst=3)], ids=["three at once"])
async def test_who_types_faster_than_anybody_can_is_met_with_silence(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        for _ in range(5):
            await chat.receive(inline_query("war with Russia"))
        await chat.receive(inline_query("war with Russia", asker=user(502)))
    assert [call.method for call in chat.api.calls] == ["answerInlineQuery"] * 4


async def test_a_query_that_grew_old_is_let_go(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = chat.api.send(inline_query("war with Russia", query_id="late"))
        chat.api.expire("late")
        await chat.handle(update)
    assert [call.status for call in chat.api.calls] == [400]
    assert chat.api.violations == []


@pytest.mark.parametrize("fault", [BadGateway(), TooManyRequests(1)])
async def test_an_answer_that_telegram_did_not_take_is_given_again(meet: Meet, fault: Any) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next("answerInlineQuery", fault)
        await chat.receive(inline_query("war with Russia"))
    assert len(answers(chat)) == 1


async def test_a_posted_card_counts_as_asked_about(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR, WITHDRAWN)) as chat:
        query = chat.api.send(inline_query("war with Russia", asker=user(7)))
        await chat.handle(query)
        await chat.handle(chat.api.choose(query, "nato-at-war"))
        (posted,) = chat.api.posted()
    assert kept.popularity.noted == {(7, "nato-at-war")}
    assert posted["text"].startswith("❌ False: “NATO is at war with Russia”")
    assert posted["link_preview_options"] == {"is_disabled": True}


async def test_a_card_that_comes_back_to_us_is_opened_whole(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        query = chat.api.send(inline_query("war with Russia"))
        await chat.handle(query)
        chat.api.choose(query, "nato-at-war", private_chat())
        (posted,) = chat.api.posted()
        name = {key: posted[key] for key in ("reply_markup", "via_bot")}
        await chat.receive(text_message(posted["text"], **name))
        del name["reply_markup"]
        await chat.receive(text_message(posted["text"], **name))
    assert chat.said == html(render_card(AT_WAR, "en", catalog))
    assert chat.api.violations == []


def test_as_many_trend_as_fit_on_a_page() -> None:
    assert MOST_TRENDING <= inline.PAGE_LENGTH <= 50


def test_the_longest_id_fits_into_a_result_and_a_deep_link(catalog: Catalog) -> None:
    longest = make_claim("x" * 48, rating=Rating.TRUE)
    card = render_posted(longest, "en", catalog, HOME)
    (button,) = card.buttons
    assert str(button.action).partition("start=")[2] == f"c_{'x' * 48}"
