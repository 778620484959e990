"""No verdict: to the moderators by one tap, to be told by a second, and back."""

import json
from dataclasses import replace

import pytest

from bot.answering import Answering, query_key
from bot.answers import LiveAnswering
from bot.intake.dispatcher import LaterError
from bot.matching.model import Query
from bot.opinions import Opinion
from bot.questions import Inquiry
from bot.replies.actions import DoNotTellMe, SendToModerators, TellMe
from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from bot.replies.render import render_card, render_choice, render_no_match, render_none_of_these
from bot.replies.render_flows import (
    render_enough_questions,
    render_not_waiting,
    render_sent,
    render_unseen,
    render_waiting,
)
from bot.replies.render_notices import render_gone
from bot.tg.callbacks import encode
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.send import Sender
from tests.support.bot_api import TooManyRequests
from tests.support.stores import MemoryStores
from tests.support.updates import (
    callback_query,
    channel,
    edited,
    origin_channel,
    photo_message,
    poll_message,
    private_chat,
    text_message,
    user,
)
from tests.tg.answerings import AT_WAR, AT_WAR_EN, ATTACKED, PROMISE, asking, knowing
from tests.tg.conftest import Chat, Json, Meet, html
from tests.tg.presses import labels, last, press

OLA = 501
DAYS = 30
MOON = "NATO has bought the dark side of the moon from somebody."
EITHER = "NATO and Russia, war, attacked"
"""Words of two claims, the wording of none."""
SEND, TELL, STOP = (
    "Send it to the moderators",
    "Tell me when there is an answer",
    "I don’t need it any more",
)


def online(answering: Answering) -> Answering:
    """Return *answering* as it is where there are moderators."""
    return replace(answering, kept_days=DAYS)


def inquiry(text: str = MOON, **fields: str) -> Inquiry:
    return Inquiry(query_key(Query.of(text)), text, "en", **fields)


async def test_without_a_verdict_one_tap_sends_and_another_waits_and_a_third_stops(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(MOON, message_id=1))
        assert (labels(chat.api), kept.questions.asked) == ([[SEND]], {})
        await chat.receive(press(chat.api, SEND))
        assert kept.questions.asked == {1: (OLA, inquiry())}
        await chat.receive(press(chat.api, TELL))
        assert kept.questions.waiting == {(1, OLA): "en"}
        await chat.receive(press(chat.api, STOP))
        assert (labels(chat.api), kept.questions.waiting) == ([[TELL]], {})
    assert chat.said == html(
        render_no_match([], "en", catalog, DAYS),
        render_sent(1, "en", catalog),
        render_waiting(1, DAYS, "en", catalog),
        render_not_waiting(1, "en", catalog),
    )
    assert (len(chat.api.sent()), chat.answered) == (1, [1])
    assert chat.api.violations == []


async def test_who_found_none_of_the_claims_offered_may_send_it(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(asking(AT_WAR, ATTACKED))) as chat:
        await chat.receive(text_message(EITHER))
        await chat.receive(press(chat.api, "None of these"))
        assert labels(chat.api) == [[SEND]]
        await chat.receive(press(chat.api, SEND))
        assert labels(chat.api) == [[TELL]]
    assert chat.said == html(
        render_choice([ATTACKED, AT_WAR], "en", catalog),
        render_none_of_these("en", catalog, DAYS),
        render_sent(1, "en", catalog),
    )
    assert kept.questions.asked == {1: (OLA, inquiry(EITHER))}


async def test_a_denial_may_be_sent_beside_what_was_checked(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        text = "It is a lie that NATO is at war with Russia."
        await chat.receive(text_message(text))
        assert labels(chat.api) == [["❌ NATO is at war with Russia"], [SEND]]
        await chat.receive(press(chat.api, SEND))
    assert chat.said == html(
        render_no_match([AT_WAR], "en", catalog, DAYS), render_sent(1, "en", catalog)
    )
    assert kept.questions.asked == {1: (OLA, inquiry(text))}


async def test_pressed_twice_it_is_sent_once(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(MOON))
        for label in (SEND, TELL, STOP):
            await chat.receive(press(chat.api, label), press(chat.api, label))
    assert kept.questions.asked == {1: (OLA, inquiry())}
    assert chat.said[1:] == html(
        render_sent(1, "en", catalog),
        render_waiting(1, DAYS, "en", catalog),
        render_not_waiting(1, "en", catalog),
    )
    assert len(chat.calls("answerCallbackQuery")) == 6


# What is sent.


@pytest.mark.parametrize(
    ("update", "sent"),
    [
        (
            text_message(
                MOON, forward_origin=origin_channel(channel(title="News", username="Daily_News"))
            ),
            inquiry(origin="daily_news"),
        ),
        (photo_message(MOON), inquiry()),
        (
            poll_message("Has NATO bought the moon?", ["Yes, all", "No, none"]),
            inquiry("Has NATO bought the moon?\nYes, all\nNo, none"),
        ),
        (
            text_message("Is that so?", reply_to=text_message(f"Oh! {MOON}"), quote=MOON),
            inquiry(f"Is that so?\n{MOON}"),
        ),
    ],
    ids=["forward", "caption", "poll", "quote"],
)
async def test_the_whole_message_is_sent(
    meet: Meet, kept: MemoryStores, update: Json, sent: Inquiry
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(update)
        await chat.receive(press(chat.api, SEND))
    assert kept.questions.asked == {1: (OLA, sent)}
    assert chat.api.violations == []


async def test_of_an_edited_message_what_it_says_now_is_sent(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        first = text_message("NATO has sold the moon to somebody else.")
        await chat.receive(first)
        old = press(chat.api, SEND)
        await chat.receive(edited(first, MOON))
        old["callback_query"]["message"] = chat.api.shown(old["callback_query"]["message"])
        await chat.receive(old)
    assert kept.questions.asked == {1: (OLA, inquiry())}


async def test_a_message_that_is_deleted_has_to_be_sent_again(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(MOON, message_id=7))
        chat.api.delete(OLA, 7)
        await chat.receive(press(chat.api, SEND))
    assert chat.said[1:] == html(render_unseen("en", catalog))
    assert kept.questions.asked == {}


async def test_under_a_message_too_old_to_show_it_has_to_be_sent_again(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    too_old = {"chat": private_chat(), "message_id": 5, "date": 0}
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(callback_query(encode(SendToModerators(), "en"), too_old))
    assert chat.said == html(render_unseen("en", catalog))
    assert kept.questions.asked == {}


async def test_half_a_message_is_not_sent(meet: Meet, catalog: Catalog, kept: MemoryStores) -> None:
    """Telegram shows what ours replies to, and not what that replies to."""
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message("Is it true?", reply_to=text_message(MOON)))
        await chat.receive(press(chat.api, SEND))
    assert chat.said[1:] == html(render_unseen("en", catalog))
    assert kept.questions.asked == {}


async def test_what_has_an_answer_by_now_is_answered_in_place(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    live = LiveAnswering(online(knowing(PROMISE)))
    async with meet(live) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        old = press(chat.api, SEND)
        live.replace(online(knowing(AT_WAR)))
        await chat.receive(old)
    assert chat.said[1:] == html(render_card(AT_WAR, "en", catalog))
    assert kept.questions.asked == {}


async def test_but_not_with_a_claim_that_does_not_fit(meet: Meet, kept: MemoryStores) -> None:
    await kept.opinions.rate(
        OLA, AT_WAR.id, query_key(Query.of(AT_WAR_EN)), Opinion.WRONG_CLAIM, "en"
    )
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(press(chat.api, SEND))
    assert kept.questions.asked == {1: (OLA, inquiry(AT_WAR_EN))}


async def test_more_than_moderators_can_read_is_put_off(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    kept.questions.most = 0
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(MOON))
        message = last(chat.api)
        await chat.receive(press(chat.api, SEND))
        assert chat.api.shown(message) == message
    assert chat.said[1:] == html(render_enough_questions("en", catalog))


# To be told.


async def test_who_waits_too_late_gets_the_answer_at_once(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(MOON))
        await chat.receive(press(chat.api, SEND))
        kept.questions.answers[1] = AT_WAR.id
        await chat.receive(press(chat.api, TELL))
    assert chat.said[-1:] == html(render_card(AT_WAR, "en", catalog))
    assert kept.questions.waiting == {}


async def test_the_question_of_somebody_else_is_nobodys_business(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    kept.questions.asked[1] = (502, inquiry())
    kept.questions.waiting[1, 502] = "uk"
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message("/start"))
        for action in (TellMe(1), TellMe(2), TellMe(-1), DoNotTellMe(1), DoNotTellMe(10**17)):
            await chat.receive(callback_query(encode(action, "en"), last(chat.api)))
    assert kept.questions.waiting == {(1, 502): "uk"}
    assert chat.said[1:] == html(render_gone("en", catalog))
    notices = [call.parameters.get("text") for call in chat.calls("answerCallbackQuery")]
    assert notices == [None, None, None, *2 * [catalog.text("en", Key.NOT_WAITING)]]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "НАТО купило зворотний бік Місяця у когось."),
        ("ru", "НАТО купило обратную сторону Луны у кого-то."),
        ("de", "Die NATO hat jemandem die Rückseite des Mondes abgekauft."),
    ],
)
async def test_each_step_speaks_the_language_of_the_reply(
    meet: Meet, catalog: Catalog, language: str, text: str
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(text, user=user(language_code="en")))
        for key in (Key.BUTTON_SEND, Key.BUTTON_TELL_ME, Key.BUTTON_DO_NOT_TELL_ME):
            await chat.receive(press(chat.api, catalog.text(language, key)))
    assert chat.said == html(
        render_no_match([], language, catalog, DAYS),
        render_sent(1, language, catalog),
        render_waiting(1, DAYS, language, catalog),
        render_not_waiting(1, language, catalog),
    )


# What goes wrong.


def handling(chat: Chat) -> Handling:
    """Return what handles updates from the inbox."""
    return Handling(chat.application, Errors(knowing(AT_WAR), Sender(chat.chats, chat.sleeps)))


async def test_a_store_that_is_away_makes_a_press_wait(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(MOON))
        body = json.dumps(chat.api.send(press(chat.api, SEND)))
        kept.questions.down = True
        with pytest.raises(LaterError):
            await handling(chat).handle(body)
        assert len(chat.said) == 1
        kept.questions.down = False
        await handling(chat).handle(body)
    assert chat.said[1:] == html(render_sent(1, "en", catalog))


async def test_what_telegram_did_not_take_is_said_again_and_stored_once(
    meet: Meet, catalog: Catalog, kept: MemoryStores
) -> None:
    async with meet(online(knowing(AT_WAR))) as chat:
        await chat.receive(text_message(MOON))
        body = json.dumps(chat.api.send(press(chat.api, SEND)))
        chat.api.fail_next("editMessageText", TooManyRequests(60))
        with pytest.raises(LaterError):
            await handling(chat).handle(body)
        await handling(chat).handle(body)
    assert chat.said[1:] == html(render_sent(1, "en", catalog))
    assert kept.questions.asked == {1: (OLA, inquiry())}


async def test_in_a_terminal_there_is_nobody_to_send_to(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(MOON))
    assert chat.said == html(render_no_match([], "en", catalog))
