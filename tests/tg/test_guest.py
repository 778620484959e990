"""Somebody mentions us in a chat that we are not in."""

from typing import Any

import pytest

from bot.answering import query_key
from bot.matching.model import Query
from bot.opinions import Opinion
from bot.people import Block, Kept
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.render_inline import (
    render_posted,
    render_posted_help,
    render_posted_several,
    render_posted_unsure,
)
from bot.tg.limits import Limits
from tests.support.bot_api import BadGateway
from tests.support.stores import MemoryStores
from tests.support.updates import (
    BOT,
    MENTION,
    channel,
    group,
    guest_message,
    origin_channel,
    photo_message,
    poll_message,
    private_chat,
    text_message,
    user,
)
from tests.tg.answerings import (
    AT_WAR,
    AT_WAR_EN,
    ATTACKED,
    IN_CHANNEL,
    PROMISE,
    PROMISE_EN,
    asking,
    failing,
    knowing,
)
from tests.tg.conftest import Chat, Meet

HOME = "https://t.me/nato_myths_bot"
NEWS = user(9_001, first_name="News", is_bot=True)
Json = dict[str, Any]


def posts(chat: Chat) -> list[str]:
    """Return the HTML of what was posted."""
    return [
        call.parameters["result"]["input_message_content"]["message_text"]
        for call in chat.calls("answerGuestQuery")
    ]


@pytest.fixture
def card(catalog: Catalog) -> str:
    return to_html(render_posted(AT_WAR, "en", catalog, HOME))


@pytest.fixture
def unsure(catalog: Catalog) -> str:
    return to_html(render_posted_unsure("en", catalog, HOME))


@pytest.fixture
def help_(catalog: Catalog) -> str:
    return to_html(render_posted_help("en", catalog, HOME))


async def test_what_a_mention_replies_to_is_answered_in_that_chat(meet: Meet, card: str) -> None:
    post = text_message(AT_WAR_EN, user=user(77), chat=group(-100_500))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(guest_message(query_id="q", reply_to=post))
    (call,) = chat.api.calls
    assert (call.method, call.parameters["guest_query_id"]) == ("answerGuestQuery", "q")
    assert posts(chat) == [card]
    assert call.parameters["result"]["reply_markup"] == {
        "inline_keyboard": [[{"text": "Full answer", "url": f"{HOME}?start=c_nato-at-war"}]]
    }
    assert chat.api.violations == []


@pytest.mark.parametrize(
    "update",
    [
        guest_message(f"{MENTION} {AT_WAR_EN}"),
        guest_message(f"{AT_WAR_EN} {MENTION.upper()}"),
        guest_message(reply_to=photo_message(AT_WAR_EN)),
        guest_message(f"{MENTION} {AT_WAR_EN}", reply_to=photo_message()),
        guest_message(reply_to=text_message(f"Hello! {AT_WAR_EN} Bye!"), quote=AT_WAR_EN),
        guest_message(reply_to=text_message(AT_WAR_EN, user=NEWS)),
        guest_message(f"{MENTION} {PROMISE_EN}", reply_to=text_message(AT_WAR_EN)),
        guest_message(reply_to=poll_message(AT_WAR_EN, ["Yes", "No"])),
    ],
    ids=[
        *("says it", "says it before", "caption", "beside a picture", "quote", "of another bot"),
        *("says something else itself", "poll"),
    ],
)
async def test_what_is_asked_about_is_found_wherever_it_stands(
    meet: Meet, card: str, update: Json
) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(update)
    assert posts(chat) == [card]


async def test_a_quote_from_another_chat_is_read(meet: Meet, card: str) -> None:
    update = guest_message()
    update["guest_message"] |= {
        "external_reply": {"origin": origin_channel(channel(username="other_news"))},
        "quote": {"text": AT_WAR_EN, "position": 0},
    }
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert posts(chat) == [card]


async def test_a_known_post_without_words_is_recognised(meet: Meet, catalog: Catalog) -> None:
    forwarded = origin_channel(channel(username="daily_news"), message_id=42)
    async with meet(knowing(IN_CHANNEL)) as chat:
        await chat.receive(guest_message(reply_to=photo_message(forward_origin=forwarded)))
    assert posts(chat) == [to_html(render_posted(IN_CHANNEL, "en", catalog, HOME))]


@pytest.mark.parametrize("said_by", [{"user": BOT}, {"user": user(5), "via_bot": BOT}])
async def test_our_own_words_are_not_checked(meet: Meet, help_: str, said_by: Json) -> None:
    ours = text_message(f"False: “{AT_WAR_EN}”", chat=group(), **said_by)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(guest_message(reply_to=ours))
    assert posts(chat) == [help_]


async def test_several_claims_get_a_line_and_a_link_each(meet: Meet, catalog: Catalog) -> None:
    post = text_message(f"{AT_WAR_EN}\n\n{PROMISE_EN}")
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(guest_message(reply_to=post))
    expected = render_posted_several([AT_WAR, PROMISE], "en", catalog, HOME)
    assert posts(chat) == [to_html(expected)]
    (posted,) = chat.api.posted()
    links = [row[0]["url"] for row in posted["reply_markup"]["inline_keyboard"]]
    assert links == [f"{HOME}?start=c_{claim.id}" for claim in (AT_WAR, PROMISE)]


async def test_nobody_is_asked_which_claim_is_meant(meet: Meet, unsure: str) -> None:
    async with meet(asking(AT_WAR, ATTACKED)) as chat:
        await chat.receive(guest_message(reply_to=text_message("NATO and Russia, war, attacked")))
    assert posts(chat) == [unsure]
    assert "reply_markup" not in chat.api.posted()[0]


async def test_without_a_match_there_is_one_line_and_a_link(meet: Meet, unsure: str) -> None:
    post = text_message("The ministers of the alliance meet on Thursday to speak of railways.")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(guest_message(reply_to=post))
    assert posts(chat) == [unsure]
    assert unsure.count("\n") == 0
    assert HOME in unsure


@pytest.mark.parametrize("text", [MENTION, f"{MENTION} hi", f"{MENTION}, thank you very much!"])
async def test_who_only_says_our_name_is_told_how_to_ask(meet: Meet, help_: str, text: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(guest_message(text))
    assert posts(chat) == [help_]
    assert help_.count("\n") == 0


@pytest.mark.parametrize(
    ("text", "reader", "language"),
    [
        ("НАТО воює з Росією.", user(language_code="en"), "uk"),
        (AT_WAR_EN, user(language_code="uk"), "en"),
        ("", user(language_code="uk"), "uk"),
    ],
)
async def test_the_answer_speaks_the_language_of_the_post_else_that_of_who_asks(
    meet: Meet, catalog: Catalog, text: str, reader: Json, language: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(guest_message(f"{MENTION} {text}", user=reader))
    said = (
        render_posted(AT_WAR, language, catalog, HOME)
        if text
        else render_posted_help(language, catalog, HOME)
    )
    assert posts(chat) == [to_html(said)]


async def test_who_was_answered_with_a_claim_counts_as_having_asked(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(
            guest_message(f"{MENTION} {AT_WAR_EN}", user=user(7)),
            guest_message(user=user(8)),
        )
    assert kept.popularity.noted == {(7, "nato-at-war")}


async def test_a_claim_that_readers_called_wrong_for_a_text_is_not_posted_for_it(
    meet: Meet, kept: MemoryStores, unsure: str
) -> None:
    post = text_message(AT_WAR_EN)
    key = query_key(Query.of(AT_WAR_EN))
    await kept.opinions.rate(501, "nato-at-war", key, Opinion.WRONG_CLAIM, "en")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(guest_message(reply_to=post))
    assert posts(chat) == [unsure]


@pytest.mark.parametrize("where", [group(-100_500), private_chat(user(88))])
async def test_who_is_blocked_is_met_with_silence_wherever_it_is(
    meet: Meet, kept: MemoryStores, where: Json
) -> None:
    kept.people.kept[501] = Kept(block=Block(2e9, "spam"))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(guest_message(f"{MENTION} {AT_WAR_EN}", chat=where))
    assert chat.api.calls == []


async def test_two_people_who_talk_get_their_answer_there(meet: Meet, card: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        between_two = private_chat(user(88))
        await chat.receive(guest_message(f"{MENTION} {AT_WAR_EN}", chat=between_two))
    assert [call.method for call in chat.api.calls] == ["answerGuestQuery"]
    assert posts(chat) == [card]


@pytest.mark.parametrize("limits", [Limits(lambda: 0.0, burst=1)], ids=["one at once"])
async def test_who_asks_too_often_is_met_with_silence(meet: Meet, card: str) -> None:
    text = f"{MENTION} {AT_WAR_EN}"
    async with meet(knowing(AT_WAR)) as chat:
        for _ in range(3):
            await chat.receive(guest_message(text, user=user(1), chat=group(-100_500)))
            await chat.receive(guest_message(text, user=user(2), chat=private_chat(user(88))))
    assert posts(chat) == [card, card]
    assert len(chat.api.calls) == 2


async def test_bots_are_not_answered_and_anonymous_administrators_are(
    meet: Meet, card: str
) -> None:
    here = group(-100_500)
    async with meet(knowing(AT_WAR)) as chat:
        text = f"{MENTION} {AT_WAR_EN}"
        await chat.receive(guest_message(text, user=NEWS, chat=here))
        await chat.receive(guest_message(text, user=NEWS, sender_chat=here, chat=here))
    assert posts(chat) == [card]


async def test_a_mention_that_grew_old_is_let_go(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = chat.api.send(guest_message(f"{MENTION} {AT_WAR_EN}", query_id="late"))
        chat.api.expire("late")
        await chat.handle(update)
    assert [call.status for call in chat.api.calls] == [400]
    assert kept.popularity.noted == set()
    assert chat.api.violations == []


async def test_an_answer_that_telegram_did_not_take_is_given_again(meet: Meet, card: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next("answerGuestQuery", BadGateway())
        await chat.receive(guest_message(f"{MENTION} {AT_WAR_EN}"))
    assert posts(chat) == [card]


async def test_a_failure_is_not_told_to_two_others(meet: Meet) -> None:
    async with meet(failing()) as chat:
        between_two = private_chat(user(88))
        await chat.receive(guest_message(f"{MENTION} {AT_WAR_EN}", chat=between_two))
    assert chat.api.calls == []
