from collections.abc import Callable
from typing import Any

import pytest

from bot.replies.actions import NoneOfThese, ShowCard
from bot.replies.catalog import Catalog
from bot.replies.render import (
    render_card,
    render_choice,
    render_none_of_these,
)
from bot.replies.render_browse import render_withdrawn
from bot.replies.render_notices import (
    render_gone,
)
from bot.tg.callbacks import encode
from tests.support.bot_api import TooManyRequests
from tests.support.updates import (
    callback_query,
    private_chat,
    text_message,
    user,
)
from tests.tg.answerings import (
    AT_WAR,
    ATTACKED,
    WITHDRAWN,
    asking,
    knowing,
)
from tests.tg.conftest import Chat, Meet, html
from tests.tg.messages import (
    Json,
)

EITHER = "NATO and Russia, war, attacked"
"""Words of two claims, the wording of none."""


async def test_a_choice_leads_to_the_card_and_stays_open(meet: Meet, catalog: Catalog) -> None:
    async with meet(asking(AT_WAR, ATTACKED)) as chat:
        await chat.receive(text_message(EITHER, message_id=1))
        (question,) = chat.api.sent()
        labels = [row[0]["text"] for row in question["reply_markup"]["inline_keyboard"]]
        data = [row[0]["callback_data"] for row in question["reply_markup"]["inline_keyboard"]]
        for each in data:
            await chat.receive(callback_query(each, question))
    assert labels == ["NATO has attacked Russia", "NATO is at war with Russia", "None of these"]
    assert chat.said == html(
        render_choice([ATTACKED, AT_WAR], "en", catalog),
        render_card(ATTACKED, "en", catalog),
        render_card(AT_WAR, "en", catalog),
        render_none_of_these("en", catalog, 30),
    )
    (now,) = [
        message for key, message in chat.api.messages.items() if key[1] == question["message_id"]
    ]
    below = [row[0]["text"] for row in now["reply_markup"]["inline_keyboard"]]
    assert below == ["Send it to the moderators"]
    assert len(chat.calls("answerCallbackQuery")) == 3
    assert chat.api.violations == []


async def test_two_taps_at_once_do_no_harm(meet: Meet, catalog: Catalog) -> None:
    async with meet(asking(AT_WAR, ATTACKED)) as chat:
        await chat.receive(text_message(EITHER))
        (question,) = chat.api.sent()
        tap = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await chat.receive(callback_query(tap, question), callback_query(tap, question))
    assert chat.said[1:] == html(render_card(ATTACKED, "en", catalog))
    assert len(chat.calls("answerCallbackQuery")) == 2
    (violation,) = chat.api.violations
    assert "message is not modified" in violation


@pytest.fixture
def pressing(meet: Meet) -> Callable[[str, Json], Any]:
    """Return what presses a button with any data in a bot that knows two claims."""

    async def press(data: str, presser: Json) -> Chat:
        async with meet(knowing(AT_WAR, WITHDRAWN)) as chat:
            await chat.receive(text_message("/start", user=presser))
            (message,) = chat.api.sent()
            chat.api.calls.clear()
            await chat.receive(callback_query(data, message, presser=presser))
        return chat

    return press


@pytest.mark.parametrize(
    "data",
    ["c:de:never-was-there", "yes", "c:de:", "vote|1", "c" * 64],
)
async def test_an_old_button_says_that_it_is_gone(
    pressing: Any, catalog: Catalog, data: str
) -> None:
    chat = await pressing(data, user(language_code="de"))
    assert chat.said == html(render_gone("de", catalog))
    assert len(chat.calls("answerCallbackQuery")) == 1
    assert chat.api.violations == []


async def test_an_old_button_says_that_its_claim_was_withdrawn(
    pressing: Any, catalog: Catalog
) -> None:
    chat = await pressing(encode(ShowCard(WITHDRAWN.id), "de"), user(language_code="de"))
    assert chat.said == html(render_withdrawn(WITHDRAWN, "de", catalog))


async def test_a_button_speaks_the_language_of_its_message(pressing: Any, catalog: Catalog) -> None:
    chat = await pressing(encode(NoneOfThese(), "uk"), user(language_code="de"))
    assert chat.said == html(render_none_of_these("uk", catalog, 30))


async def test_a_button_in_a_language_we_no_longer_speak_is_answered_in_english(
    pressing: Any, catalog: Catalog
) -> None:
    chat = await pressing("n:xx", user(language_code="de"))
    assert chat.said == html(render_none_of_these("en", catalog, 30))


async def test_a_message_too_old_to_edit_gets_a_new_one(meet: Meet, at_war: list[str]) -> None:
    too_old = {"chat": private_chat(), "message_id": 5, "date": 0}
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(callback_query("c:en:nato-at-war", too_old))
    assert chat.said == at_war
    assert chat.answered == [None]
    assert chat.api.violations == []


async def test_a_press_under_nothing_is_only_acknowledged(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(callback_query("c:en:nato-at-war", inline_message_id="1"))
    assert [call.method for call in chat.api.calls] == ["answerCallbackQuery"]


async def test_a_press_that_cannot_be_acknowledged_still_gets_its_card(
    meet: Meet, at_war: list[str]
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/start"))
        chat.api.fail_next("answerCallbackQuery", TooManyRequests(600))
        await chat.receive(callback_query("c:en:nato-at-war", chat.api.sent()[0]))
    assert chat.api.faults_left() == []
    assert chat.said[1:] == at_war
