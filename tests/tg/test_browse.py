"""Readers look around, choose a language, and come in by a link."""

import json
from typing import Any

import pytest

from bot.claims.model import Claim, Status
from bot.intake.dispatcher import LaterError
from bot.people import Kept
from bot.popularity import LEAST_PEOPLE
from bot.replies.actions import ChooseLanguage, ListTopic, ShowCard
from bot.replies.catalog import Catalog
from bot.replies.render import render_card
from bot.replies.render_about import Imprint, render_about
from bot.replies.render_browse import (
    Popular,
    render_dead_link,
    render_search_help,
    render_trending,
)
from bot.replies.render_language import render_language_chosen, render_languages
from bot.replies.render_notices import render_gone, render_start
from bot.tg.callbacks import decode, encode
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.send import Sender
from tests.replies.builders import make_claim
from tests.support.claims import make_topic
from tests.support.people import MemoryPeople
from tests.support.popularity import MemoryPopularity
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, PROMISE, WITHDRAWN, knowing
from tests.tg.conftest import Chat, Meet, html

RUSSIA = make_topic("russia", {"en": "Russia", "uk": "Росія"})
ON_RUSSIA = AT_WAR.model_copy(update={"topics": ("russia",)})
OLA = user()["id"]
Json = dict[str, Any]


def on_russia(count: int) -> list[Claim]:
    return [
        make_claim(f"claim-{number}").model_copy(update={"topics": ("russia",)})
        for number in range(count)
    ]


def keyboard(chat: Chat) -> list[list[Json]]:
    """Return the rows under the message that was sent or changed last."""
    last = chat.calls("sendMessage", "editMessageText")[-1]
    rows: list[list[Json]] = last.parameters.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def labels(chat: Chat) -> list[list[str]]:
    return [[button["text"] for button in row] for row in keyboard(chat)]


async def press(chat: Chat, label: str) -> None:
    """Press the button of that name under the last message, as it stands there now."""
    (data,) = [
        button["callback_data"]
        for row in keyboard(chat)
        for button in row
        if button["text"] == label
    ]
    await chat.receive(callback_query(data, list(chat.api.messages.values())[-1]))


def ask(kept: MemoryStores, claim: Claim, people: int) -> None:
    kept.popularity.noted |= {(number, claim.id) for number in range(people)}


async def again(chat: Chat, update: Json, store: MemoryPeople | MemoryPopularity) -> None:
    """Handle *update* while *store* is down, and again when it is up."""
    handling = Handling(chat.application, Errors(knowing(AT_WAR), Sender(chat.chats, chat.sleeps)))
    said, body = list(chat.said), json.dumps(chat.api.send(update))
    with pytest.raises(LaterError):
        await handling.handle(body)
    assert chat.said == said
    store.down = False
    await handling.handle(body)


# Topics.


async def test_topics_lead_to_claims_and_claims_to_cards_and_back(meet: Meet) -> None:
    async with meet(knowing(*on_russia(9), topics=[RUSSIA])) as chat:
        await chat.receive(text_message("/topics"))
        assert labels(chat) == [["Russia (9 claims)"]]
        await press(chat, "Russia (9 claims)")
        assert labels(chat)[-2:] == [["☰ 1 / 2", "›"], ["All topics"]]
        await press(chat, "›")
        assert labels(chat) == [["Full answer"], ["‹", "☰ 2 / 2"], ["All topics"]]
        await press(chat, "Full answer")
        assert labels(chat)[-2:] == [["‹", "☰ 2 / 2"], ["All topics"]]
        await press(chat, "Details")
        assert labels(chat)[-2:] == [["‹", "☰ 2 / 2"], ["All topics"]]
        await press(chat, "Back to the verdict")
        await press(chat, "☰ 2 / 2")
        await press(chat, "All topics")
        assert labels(chat) == [["Russia (9 claims)"]]
        assert len(chat.calls("sendMessage")) == 1
        assert chat.api.violations == []


async def test_topics_speak_the_language_of_the_reader(meet: Meet) -> None:
    async with meet(knowing(ON_RUSSIA, topics=[RUSSIA])) as chat:
        await chat.receive(text_message("/topics", user=user(language_code="uk")))
        ((label,),) = labels(chat)
    assert label.startswith("Росія (1)")


async def test_a_button_to_a_topic_that_is_gone_leads_to_those_that_are_there(
    meet: Meet,
) -> None:
    async with meet(knowing(ON_RUSSIA, topics=[RUSSIA])) as chat:
        await chat.receive(text_message("/topics"))
        old = encode(ListTopic("was-there-last-year", 7), "en")
        await chat.receive(callback_query(old, chat.api.sent()[-1]))
        assert chat.said[-1].startswith("<b>This topic is no longer there.</b>")
        assert labels(chat) == [["Russia (1 claim)"]]


# Questions under the greeting.


async def test_a_question_under_the_greeting_is_answered_below_it(meet: Meet) -> None:
    asked = make_claim("nato-at-war-with-russia")
    async with meet(knowing(asked)) as chat:
        await chat.receive(text_message("/start"))
        greeting = list(chat.api.messages.values())[-1]
        assert labels(chat) == [["Is NATO at war with Russia?"]]
        await press(chat, "Is NATO at war with Russia?")
        assert chat.api.shown(greeting) == greeting
    assert len(chat.said) == 2
    assert chat.said[1].startswith("❌ <b>False</b>: “NATO is at war with Russia”")
    assert chat.api.violations == []


# Search.


async def test_words_find_claims(meet: Meet) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(text_message("/search  Moscow\npromised"))
        assert chat.said[-1].startswith("1 claim speaks of “Moscow promised”:")
        ((row,),) = keyboard(chat)
    assert decode(row["callback_data"]) == (ShowCard(PROMISE.id), "en")


async def test_a_search_has_pages(meet: Meet) -> None:
    async with meet(knowing(*on_russia(9))) as chat:
        await chat.receive(text_message("/search war"))
        assert labels(chat) == [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["☰ 1 / 2", "›"]]
        await press(chat, "›")
        assert labels(chat)[-1] == ["‹", "☰ 2 / 2"]


async def test_from_a_card_a_list_of_one_page_is_one_tap_away(meet: Meet) -> None:
    async with meet(knowing(*on_russia(3))) as chat:
        await chat.receive(text_message("/search war"))
        found = chat.said[-1]
        assert labels(chat) == [["1", "2", "3"], ["☰"]]
        await press(chat, "2")
        assert labels(chat)[1:] == [["👍 Helpful", "👎 Not helpful"], ["☰"]]
        await press(chat, "☰")
        assert (chat.said[-1], labels(chat)) == (found, [["1", "2", "3"], ["☰"]])
        assert chat.api.violations == []


async def test_long_words_are_searched_for_once(meet: Meet) -> None:
    async with meet(knowing(*on_russia(9))) as chat:
        await chat.receive(text_message("/search " + "war Russia " * 300))
        assert "These are the first 8" in chat.said[-1]
        assert len(keyboard(chat)) == 8
        assert chat.api.violations == []


async def test_a_search_without_words_says_how(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/search"))
    assert chat.said == html(render_search_help("en", catalog))


# What many ask about.


async def test_an_answer_is_noted_once_a_person(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(text_message("How is your mother?"))
    assert kept.popularity.noted == {(OLA, AT_WAR.id)}


async def test_an_answer_arrives_where_nothing_can_be_noted(
    meet: Meet, kept: MemoryStores, at_war: list[str]
) -> None:
    kept.popularity.down = True
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
    assert chat.said == at_war


async def test_what_enough_people_asked_about_is_shown(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    ask(kept, PROMISE, LEAST_PEOPLE + 1)
    ask(kept, AT_WAR, LEAST_PEOPLE)
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(text_message("/trending"))
    ranked = [Popular(PROMISE, LEAST_PEOPLE + 1), Popular(AT_WAR, LEAST_PEOPLE)]
    assert chat.said == html(render_trending(ranked, "en", catalog))


async def test_what_fewer_asked_about_is_not_told(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    ask(kept, AT_WAR, LEAST_PEOPLE - 1)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/trending"))
    assert chat.said == html(render_trending([], "en", catalog))


async def test_what_is_withdrawn_is_not_shown_however_many_ask(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    ask(kept, WITHDRAWN, 100)
    async with meet(knowing(AT_WAR, WITHDRAWN)) as chat:
        await chat.receive(text_message("/trending"))
    assert chat.said == html(render_trending([], "en", catalog))


async def test_a_button_shows_what_many_ask_about(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    ask(kept, AT_WAR, LEAST_PEOPLE)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/search"))
        await press(chat, "Most asked about")
        assert chat.said[1:] == html(
            render_trending([Popular(AT_WAR, LEAST_PEOPLE)], "en", catalog)
        )


async def test_cards_that_are_opened_here_are_not_counted(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(ON_RUSSIA, topics=[RUSSIA])) as chat:
        await chat.receive(text_message("/search war"))
        await press(chat, "Full answer")
        await chat.receive(text_message("/random"), text_message(f"/start c_{AT_WAR.id}"))
    assert kept.popularity.noted == set()


async def test_a_count_that_cannot_be_had_now_is_waited_for(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    kept.popularity.down = True
    async with meet(knowing(AT_WAR)) as chat:
        await again(chat, text_message("/trending"), kept.popularity)
    assert chat.said == html(render_trending([], "en", catalog))


# Any claim.


async def test_any_claim_is_drawn_and_another_after_it(meet: Meet) -> None:
    async with meet(knowing(AT_WAR, WITHDRAWN)) as chat:
        await chat.receive(text_message("/random"))
        assert labels(chat)[-1] == ["Another one"]
        await press(chat, "Another one")
        assert all("NATO is at war with Russia" in text for text in chat.said)
        assert len(chat.calls("answerCallbackQuery")) == 1


async def test_without_claims_there_is_none_to_draw(meet: Meet) -> None:
    async with meet(knowing()) as chat:
        await chat.receive(text_message("/random"))
    assert len(chat.said) == 1


# Who answers.


async def test_the_bot_says_how_it_works(meet: Meet, catalog: Catalog) -> None:
    answering = knowing(AT_WAR)
    async with meet(answering) as chat:
        await chat.receive(text_message("/about"))
    assert chat.said == html(render_about(answering.knowledge, Imprint(), "en", catalog))


# Language.


async def test_a_chosen_language_is_spoken_at_once_and_remembered(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/language"))
        await press(chat, "Deutsch")
        await chat.receive(text_message("/start"))
    assert chat.said == html(
        render_languages("en", catalog),
        render_language_chosen("de", catalog),
        render_start("de", catalog, {}),
    )
    assert kept.people.kept[OLA].language == "de"


async def test_a_message_is_still_answered_in_its_own_language(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    kept.people.kept[OLA] = Kept(language="de")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR.claim["uk"]))
    assert chat.said == html(render_card(AT_WAR, "uk", catalog))


async def test_a_language_that_we_do_not_speak_cannot_be_chosen(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/language"))
        forged = encode(ChooseLanguage("xx"), "en")
        await chat.receive(callback_query(forged, chat.api.sent()[-1]))
    assert chat.said[1:] == html(render_gone("en", catalog))
    assert kept.people.kept.get(OLA, Kept()).language is None


async def test_a_choice_that_cannot_be_kept_now_is_confirmed_when_it_is(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/language"))
        kept.people.down = True
        chosen = encode(ChooseLanguage("de"), "en")
        await again(chat, callback_query(chosen, chat.api.sent()[-1]), kept.people)
    assert chat.said[1:] == html(render_language_chosen("de", catalog))


# Links.


async def test_a_link_opens_its_card(meet: Meet, at_war: list[str]) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/start c_{AT_WAR.id}"))
    assert chat.said == at_war


@pytest.mark.parametrize("claim_id", ["never-was", "", "../..", "A" * 60])
async def test_a_link_to_nothing_says_so(claim_id: str, meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/start c_{claim_id}"))
    assert chat.said == html(render_dead_link(None, "en", catalog))


async def test_a_link_to_a_withdrawn_claim_says_when_it_went(meet: Meet, catalog: Catalog) -> None:
    gone = make_claim("gone", status=Status.WITHDRAWN).model_copy(
        update={"status_date": "2026-12-01"}
    )
    async with meet(knowing(AT_WAR, gone)) as chat:
        await chat.receive(text_message("/start c_gone"))
    assert chat.said == html(render_dead_link(gone, "en", catalog))


@pytest.mark.parametrize("text", ["/start", "/start hello", "/start c_a c_b", "/start inline"])
async def test_any_other_start_greets(text: str, meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(text))
    assert chat.said == html(render_start("en", catalog, {}))
