"""The buttons under an answer in a group."""

from typing import Any

import pytest

from bot.answering import query_key
from bot.groups import GroupSettings, Mode
from bot.matching.model import Query
from bot.opinions import Opinion
from bot.replies.actions import Rate, ShowCard
from bot.replies.group_actions import DeleteAnswer, MuteClaim
from bot.tg.callbacks import encode
from tests.support.bot_api import BadGateway
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, group, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, PROMISE, PROMISE_EN, knowing
from tests.tg.conftest import Chat, Meet
from tests.tg.messages import Json
from tests.tg.presses import labels, last, press

HERE = group()
ADMIN = user(90, first_name="Ada", language_code="uk")
ANSWER = [["Why and sources"], ["👍", "👎", "⚙️"]]
MENU = [["Delete"], ["Don’t answer this claim here"]]
MUTED_MENU = [["Delete"], ["Answer this claim here again"]]


def say(text: str, **envelope: Any) -> Json:
    return text_message(text, **{"chat": HERE} | envelope)


async def ask(chat: Chat, text: str = AT_WAR_EN) -> Json:
    """Ask, and return the request, whose answer is then the last message."""
    chat.api.add_chat(HERE)
    chat.api.add_member(HERE["id"], user(), "member")
    chat.api.add_member(HERE["id"], ADMIN, "administrator")
    request = say(f"/check {text}")
    await chat.receive(request)
    chat.api.calls.clear()
    return request


def notices(chat: Chat) -> list[tuple[str | None, bool]]:
    """Return what each presser saw, and whether it stays until they close it."""
    return [
        (call.parameters.get("text"), call.parameters.get("show_alert", False))
        for call in chat.calls("answerCallbackQuery")
    ]


def touched(chat: Chat) -> list[str]:
    """Return what was done beside answering presses and asking who is an admin."""
    quiet = {"answerCallbackQuery", "getChatMember"}
    return [call.method for call in chat.api.calls if call.method not in quiet]


# Thumbs.


@pytest.mark.parametrize(
    ("label", "opinion"), [("👍", Opinion.HELPFUL), ("👎", Opinion.NOT_HELPFUL)]
)
async def test_a_thumb_is_noted_and_changes_nothing_for_the_others(
    meet: Meet, kept: MemoryStores, label: str, opinion: Opinion
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        await chat.receive(press(chat.api, label))
    key = query_key(Query.of(AT_WAR_EN))
    assert list(kept.opinions.given.items()) == [(("nato-at-war", 501, key), opinion)]
    assert notices(chat) == [("Thank you.", False)]
    assert touched(chat) == []
    assert labels(chat.api) == ANSWER


async def test_thanks_are_in_the_language_of_who_pressed(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        await chat.receive(press(chat.api, "👍", ADMIN))
    assert notices(chat) == [("Дякую.", False)]


@pytest.mark.parametrize(
    "action",
    [
        Rate(Opinion.WRONG_CLAIM, "nato-at-war", "Ab-_0123"),
        Rate(Opinion.HELPFUL, "no-such-claim"),
        ShowCard("nato-at-war"),
    ],
)
async def test_what_does_not_stand_there_cannot_be_pressed(
    meet: Meet, kept: MemoryStores, action: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        await chat.receive(callback_query(encode(action, "en"), last(chat.api)))
        await chat.receive(callback_query("nonsense", last(chat.api)))
    assert kept.opinions.given == {}
    assert notices(chat) == [(None, False)] * 2
    assert touched(chat) == []


# The gear.


async def test_the_gear_unfolds_for_an_admin_and_folds_again(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        await chat.receive(press(chat.api, "⚙️", ADMIN))
        assert labels(chat.api) == [*ANSWER, *MENU]
        await chat.receive(press(chat.api, "⚙️", ADMIN))
        assert labels(chat.api) == ANSWER
    assert chat.api.violations == []


async def test_each_of_several_claims_has_its_gear(meet: Meet) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await ask(chat, f"{AT_WAR_EN} {PROMISE_EN}")
        rows = labels(chat.api)
        await chat.receive(press(chat.api, "⚙️ 1", ADMIN))
        await chat.receive(press(chat.api, "⚙️ 2", ADMIN))
        assert labels(chat.api) == [*rows, *MENU]
        await chat.receive(press(chat.api, MENU[1][0], ADMIN))
    assert len(chat.calls("editMessageReplyMarkup")) == 3
    assert chat.api.violations == []


@pytest.mark.parametrize("status", ["member", "restricted", "left", "kicked"])
@pytest.mark.parametrize("label", ["⚙️", "Delete", "Don’t answer this claim here"])
async def test_who_is_no_admin_is_told_so_and_nobody_else(
    meet: Meet, kept: MemoryStores, status: str, label: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        await chat.receive(press(chat.api, "⚙️", ADMIN))
        chat.api.calls.clear()
        chat.api.add_member(HERE["id"], user(), status)
        await chat.receive(press(chat.api, label))
    assert notices(chat) == [("Only admins of this group can do this.", True)]
    assert touched(chat) == []
    assert kept.groups.mutes == set()


async def test_whoever_was_an_admin_is_none_any_more(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        await chat.receive(press(chat.api, "⚙️", ADMIN))
        chat.api.add_member(HERE["id"], ADMIN, "member")
        await chat.receive(press(chat.api, "Delete", ADMIN))
    assert chat.calls("deleteMessage") == []


async def test_the_owner_is_an_admin(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        chat.api.add_member(HERE["id"], ADMIN, "creator")
        await chat.receive(press(chat.api, "⚙️", ADMIN))
    assert labels(chat.api) == [*ANSWER, *MENU]


async def test_where_telegram_does_not_say_who_is_an_admin_nobody_is(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        chat.api.fail_next("getChatMember", BadGateway(), times=9)
        await chat.receive(press(chat.api, "⚙️", ADMIN))
    assert [alert for _, alert in notices(chat)] == [True]
    assert touched(chat) == []


async def test_delete_takes_the_answer_away(meet: Meet, kept: MemoryStores) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        request = await ask(chat)
        await chat.receive(press(chat.api, "⚙️", ADMIN))
        answer = last(chat.api)
        await chat.receive(press(chat.api, "Delete", ADMIN))
        again = callback_query(encode(DeleteAnswer(), "en"), answer, presser=ADMIN)
        await chat.receive(again)
    key = (HERE["id"], answer["message_id"])
    assert key not in chat.api.messages
    assert notices(chat)[1:] == [("Видалено.", False)] * 2
    assert set(kept.groups.taken_back) == {(HERE["id"], request["message"]["message_id"])}
    assert chat.api.violations == []


async def test_a_claim_is_not_spoken_of_unasked_any_more_until_that_is_taken_back(
    meet: Meet, kept: MemoryStores
) -> None:
    kept.groups.chosen[HERE["id"]] = GroupSettings(Mode.ALL, cooldown_h=0)
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        answer = last(chat.api)
        await chat.receive(press(chat.api, "⚙️", ADMIN))
        await chat.receive(press(chat.api, MENU[1][0], ADMIN))
        assert labels(chat.api) == [*ANSWER, *MUTED_MENU]
        assert await kept.groups.muted(HERE["id"]) == {"nato-at-war"}
        await chat.receive(say(AT_WAR_EN))
        assert len(chat.api.sent()) == 1

        await chat.receive(press(chat.api, "⚙️", ADMIN))
        assert labels(chat.api) == ANSWER
        await chat.receive(press(chat.api, "⚙️", ADMIN))
        assert labels(chat.api) == [*ANSWER, *MUTED_MENU]
        await chat.receive(press(chat.api, MUTED_MENU[1][0], ADMIN, message=answer))
        assert labels(chat.api) == [*ANSWER, *MENU]
        await chat.receive(say(AT_WAR_EN))
    assert len(chat.api.sent()) == 2
    assert notices(chat)[1][1]
    assert chat.api.violations == []


async def test_what_is_too_old_to_be_shown_is_too_old_to_be_deleted(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await ask(chat)
        shown = last(chat.api)
        old = {"chat": shown["chat"], "message_id": shown["message_id"], "date": 0}
        for action in (DeleteAnswer(), MuteClaim("nato-at-war")):
            data = encode(action, "en")
            await chat.receive(callback_query(data, old, presser=ADMIN))
    assert [alert for _, alert in notices(chat)] == [True, False]
    assert touched(chat) == []
