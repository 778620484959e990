"""Piles are answered, floods and blocked people are not; each hears it once."""

import asyncio
import json

import pytest

from bot import metrics
from bot.intake.dispatcher import LaterError
from bot.people import Block, Kept
from bot.replies.actions import ShowCard, ShowPrivacy
from bot.replies.catalog import Catalog
from bot.replies.render_notices import render_help, render_limited, render_start
from bot.replies.render_privacy import (
    render_blocked,
    render_kept,
    render_privacy,
    render_privacy_briefly,
)
from bot.tg.callbacks import encode
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.limits import BURST, PAUSE_S, Limits
from bot.tg.send import Sender
from tests.storage.conftest import Clock
from tests.support.bot_api import TooManyRequests
from tests.support.people import TODAY, MemoryPeople
from tests.support.updates import (
    callback_query,
    edited,
    group,
    photo_message,
    text_message,
    user,
)
from tests.tg.answerings import AT_WAR, AT_WAR_EN, PROMISE_EN, knowing
from tests.tg.conftest import Chat, Meet, html
from tests.tg.messages import Json

OLA = 501
BLOCK = Block(1_800_000_000.0, "Insults.")
PRESS = encode(ShowCard(AT_WAR.id), "en")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(clock)


@pytest.fixture
def limited(catalog: Catalog) -> list[str]:
    return html(render_limited(PAUSE_S, "en", catalog))


def forwards(count: int) -> list[Json]:
    return [text_message(AT_WAR_EN) for _ in range(count)]


def numbers(updates: list[Json]) -> list[int]:
    return [update["message"]["message_id"] for update in updates]


# Limits.


@pytest.mark.parametrize("count", [10, 15])
async def test_a_pile_of_forwards_is_answered_whole(
    meet: Meet, at_war: list[str], count: int
) -> None:
    pile = forwards(count)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*pile)
    assert chat.said == at_war * count
    assert sorted(map(str, chat.answered)) == sorted(map(str, numbers(pile)))
    assert chat.api.violations == []


async def test_a_flood_is_told_so_once_and_answered_again_when_it_was_said(
    meet: Meet, at_war: list[str], limited: list[str], clock: Clock
) -> None:
    flood = forwards(BURST + 5)
    async with meet(knowing(AT_WAR)) as chat:
        for update in flood:
            await chat.receive(update)
        assert chat.said == at_war * BURST + limited
        assert chat.answered == numbers(flood)[: BURST + 1]
        clock.now += PAUSE_S - 1
        await chat.receive(*forwards(1))
        assert len(chat.said) == BURST + 1
        clock.now += 1
        await chat.receive(*forwards(1))
    assert chat.said == at_war * BURST + limited + at_war
    assert chat.api.violations == []


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
async def test_the_limit_is_explained_in_the_readers_language(
    meet: Meet, catalog: Catalog, language: str
) -> None:
    ola = user(language_code=language)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*(text_message("?", user=ola) for _ in range(BURST)))
        await chat.receive(text_message(AT_WAR_EN, user=ola))
    assert chat.said[-1:] == html(render_limited(PAUSE_S, language, catalog))


async def test_commands_are_always_answered(meet: Meet, catalog: Catalog) -> None:
    commands = ["/start", "/help", "/privacy", "/mydata", "/deletemydata"]
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*forwards(BURST + 2))
        before = len(chat.said)
        for command in commands * 10:
            await chat.receive(text_message(command))
    assert len(chat.said) == before + 50
    assert chat.said[before : before + 2] == html(
        render_start("en", catalog, {}), render_help("en", catalog)
    )
    assert chat.api.violations == []


async def test_an_album_is_one_message(meet: Meet, at_war: list[str], limited: list[str]) -> None:
    def album(name: int) -> list[Json]:
        return [
            photo_message(caption, media_group_id=f"a{name}") for caption in (AT_WAR_EN, None, None)
        ]

    async with meet(knowing(AT_WAR)) as chat:
        for name in range(BURST):
            await chat.receive(*album(name))
        assert chat.said == at_war * BURST
        await chat.receive(*album(BURST))
        await chat.receive(*album(BURST + 1))
    assert chat.said == at_war * BURST + limited


async def test_edits_and_presses_count_and_what_is_no_news_does_not(
    meet: Meet, at_war: list[str], limited: list[str]
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(first := text_message("?"))
        for _ in range(2 * BURST):
            await chat.receive(edited(first, "?"))
        await chat.receive(edited(first, AT_WAR_EN))
        assert chat.said[1:] == at_war
        message = chat.api.sent()[0]
        for _ in range(BURST - 2):
            await chat.receive(callback_query(PRESS, message))
        assert limited[0] not in chat.said
        before = len(chat.said)
        await chat.receive(callback_query(PRESS, message))
        await chat.receive(callback_query(PRESS, message))
        await chat.receive(edited(first, PROMISE_EN))
    assert chat.said[before:] == limited
    # A button that is not answered must not wait for ever.
    assert len(chat.calls("answerCallbackQuery")) == BURST


async def test_presses_in_a_group_have_one_limit_and_no_explanation(
    meet: Meet, catalog: Catalog
) -> None:
    there = group()
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.add_chat(there)
        sent = await chat.application.bot.send_message(there["id"], "a card")
        message = sent.to_dict()
        for person in range(BURST + 3):
            await chat.receive(callback_query(PRESS, message, presser=user(1_000 + person)))
    edits = chat.calls("editMessageText")
    assert len(edits) + len(chat.calls("sendMessage")) - 1 <= BURST
    assert html(render_limited(PAUSE_S, "en", catalog))[0] not in chat.said
    assert len(chat.calls("answerCallbackQuery")) == BURST + 3


async def test_what_comes_again_is_answered_though_it_came_before(
    meet: Meet, at_war: list[str]
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*forwards(BURST - 1))
        handling = Handling(
            chat.application, Errors(knowing(AT_WAR), Sender(chat.chats, chat.sleeps))
        )
        body = json.dumps(chat.api.send(text_message(AT_WAR_EN)))
        chat.api.fail_next("sendMessage", TooManyRequests(60), times=5)
        for _ in range(5):
            with pytest.raises(LaterError):
                await handling.handle(body)
        await handling.handle(body)
    assert chat.said == at_war * BURST


# Blocks.


@pytest.fixture
def blocked(people: MemoryPeople) -> MemoryPeople:
    people.kept[OLA] = Kept(block=BLOCK)
    return people


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
async def test_a_blocked_person_hears_it_once_and_then_nothing(
    meet: Meet, catalog: Catalog, blocked: MemoryPeople, language: str
) -> None:
    ola = user(OLA, language_code=language)
    async with meet(knowing(AT_WAR)) as chat:
        for text in (AT_WAR_EN, AT_WAR_EN, "/start", "/help", "/settings"):
            message = text_message(text, user=ola)
            await chat.receive(message)
            await chat.receive(edited(message, AT_WAR_EN))
        await chat.receive(callback_query(PRESS, chat.api.sent()[0], presser=ola))
    assert chat.said == html(render_blocked(BLOCK, language, catalog))
    assert [call.method for call in chat.api.calls] == ["sendMessage"]
    assert chat.api.violations == []


async def test_an_album_of_a_blocked_person_is_told_once(meet: Meet, blocked: MemoryPeople) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*(photo_message(media_group_id="a") for _ in range(5)))
    assert len(chat.said) == 1


async def test_who_could_not_be_told_is_told_next_time(
    meet: Meet, catalog: Catalog, blocked: MemoryPeople
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next("sendMessage", TooManyRequests(60))
        await chat.receive(text_message(AT_WAR_EN))
        assert chat.said == []
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(text_message(AT_WAR_EN))
    assert chat.said == html(render_blocked(BLOCK, "en", catalog))


async def test_a_store_that_is_away_changes_nothing_for_the_blocked(
    meet: Meet, catalog: Catalog, blocked: MemoryPeople
) -> None:
    blocked.down = True
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(text_message(AT_WAR_EN))
    assert chat.said == html(render_blocked(BLOCK, "en", catalog))


async def test_a_blocked_person_still_sees_what_is_kept(
    meet: Meet, catalog: Catalog, blocked: MemoryPeople
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        for command in ("/privacy", "/mydata", "/deletemydata"):
            await chat.receive(text_message(command))
        first = chat.api.sent()[0]
        await chat.receive(callback_query(encode(ShowPrivacy(), "en"), first))
    assert chat.said[:2] == html(
        render_privacy_briefly("en", catalog, 30), render_kept(Kept(block=BLOCK), "en", catalog)
    )
    assert chat.said[3:] == html(render_privacy("en", catalog, 30))
    assert blocked.kept[OLA] == Kept(block=BLOCK)


async def test_others_are_answered(meet: Meet, at_war: list[str], blocked: MemoryPeople) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN, user=user(502)))
    assert chat.said == at_war
    assert blocked.kept[502] == Kept(seen_on=TODAY)


async def test_a_block_that_has_ended_is_forgotten(
    meet: Meet, at_war: list[str], blocked: MemoryPeople
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        blocked.kept[OLA] = Kept()
        await chat.receive(text_message(AT_WAR_EN))
    assert chat.said[1:] == at_war


async def test_a_blocked_person_is_not_told_before_a_group(
    meet: Meet, blocked: MemoryPeople
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN, chat=group()))
    assert chat.api.calls == []


async def test_what_is_not_answered_is_counted(meet: Meet, blocked: MemoryPeople) -> None:
    def count() -> float:
        return metrics.registry.get_sample_value("bot_limited_total", {"limit": "block"}) or 0.0

    before = count()
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*forwards(3))
    assert count() == before + 3


# Nothing waits for anything here that does not end.


async def test_two_people_flood_side_by_side(meet: Meet, at_war: list[str]) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await asyncio.gather(*(flood(chat, person) for person in (501, 502)))
    assert chat.said.count(at_war[0]) == 2 * BURST
    assert len(chat.said) == 2 * BURST + 2


async def flood(chat: Chat, person: int) -> None:
    for _ in range(BURST + 5):
        await chat.receive(text_message(AT_WAR_EN, user=user(person)))
