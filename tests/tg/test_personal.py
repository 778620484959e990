"""/privacy, /mydata, /deletemydata, and the day that is noted."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.intake.dispatcher import LaterError
from bot.people import Kept
from bot.replies.catalog import Catalog
from bot.replies.render_privacy import (
    render_deleted,
    render_kept,
    render_privacy,
    render_privacy_briefly,
)
from bot.tg import personal
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.send import Sender
from tests.support.bot_api import TooManyRequests
from tests.support.people import TODAY, MemoryPeople
from tests.support.updates import callback_query, channel, group, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Chat, Meet, html
from tests.tg.presses import labels, press

OLA = 501
KEPT = Kept(date(2026, 9, 1), messages=2, notes=1)
COMMANDS = ("/privacy", "/mydata", "/deletemydata")


def handling(chat: Chat) -> Handling:
    """Return what handles updates from the inbox."""
    return Handling(chat.application, Errors(knowing(AT_WAR), Sender(chat.chats, chat.sleeps)))


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
async def test_each_command_speaks_the_users_language(
    meet: Meet, catalog: Catalog, people: MemoryPeople, language: str
) -> None:
    people.kept[OLA] = KEPT
    async with meet(knowing(AT_WAR)) as chat:
        for number, command in enumerate(COMMANDS, start=1):
            ola = user(OLA, language_code=language)
            await chat.receive(text_message(command, user=ola, message_id=number))
    assert chat.said == html(
        render_privacy_briefly(language, catalog, 30),
        render_kept(KEPT, language, catalog),
        render_deleted(KEPT, language, catalog),
    )
    assert chat.answered == [1, 2, 3]
    assert chat.api.violations == []


async def test_all_that_is_kept_is_one_tap_away(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/privacy"))
        await chat.receive(press(chat.api, "All of it"))
        assert labels(chat.api) == []
    assert chat.said[1:] == html(render_privacy("en", catalog, 30))
    assert chat.api.violations == []


async def test_deleting_is_done_at_once_and_nobody_else_is_touched(
    meet: Meet, catalog: Catalog, people: MemoryPeople
) -> None:
    people.kept |= {OLA: KEPT, 502: KEPT}
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/deletemydata"))
        await chat.receive(text_message("/mydata"))
    assert people.kept == {OLA: Kept(), 502: KEPT}
    assert chat.said[1:] == html(render_kept(Kept(), "en", catalog))


async def test_what_came_before_the_command_goes_with_it(meet: Meet, people: MemoryPeople) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        update = chat.api.send(text_message("/deletemydata"))
        await handling(chat).handle(json.dumps(update))
    assert people.deleted == [(OLA, update["update_id"])]


async def test_a_second_try_says_what_the_first_one_deleted(
    meet: Meet, catalog: Catalog, people: MemoryPeople
) -> None:
    people.kept[OLA] = KEPT
    async with meet(knowing(AT_WAR)) as chat:
        body = json.dumps(chat.api.send(text_message("/deletemydata")))
        chat.api.fail_next("sendMessage", TooManyRequests(60))
        with pytest.raises(LaterError):
            await handling(chat).handle(body)
        await handling(chat).handle(body)
        await handling(chat).handle(body)
    assert chat.said == html(
        render_deleted(KEPT, "en", catalog), render_deleted(Kept(), "en", catalog)
    )


@pytest.mark.parametrize("command", ["/mydata", "/deletemydata"])
async def test_a_store_that_is_away_makes_them_wait(
    meet: Meet, people: MemoryPeople, command: str
) -> None:
    people.down = True
    async with meet(knowing(AT_WAR)) as chat:
        body = json.dumps(chat.api.send(text_message(command)))
        with pytest.raises(LaterError) as later:
            await handling(chat).handle(body)
        assert (later.value.after_s, chat.said) == (3.0, [])
        people.down = False
        await handling(chat).handle(body)
    assert len(chat.said) == 1


@pytest.mark.parametrize("there", [group(), group(kind="group"), channel()])
async def test_elsewhere_than_in_private_they_are_met_with_silence(
    meet: Meet, people: MemoryPeople, there: dict[str, object]
) -> None:
    people.kept[OLA] = KEPT
    async with meet(knowing(AT_WAR)) as chat:
        for command in COMMANDS:
            await chat.receive(text_message(command, chat=there))
            await chat.receive(text_message(f"{command}@nato_myths_bot", chat=there))
    assert chat.api.calls == []
    assert people.kept == {OLA: KEPT}


# The day.


async def test_who_asks_is_noted(meet: Meet, people: MemoryPeople) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
        await chat.receive(text_message("/start", user=user(502)))
        message = chat.api.sent(OLA)[0]
        await chat.receive(callback_query("c:en:nato-at-war", message, presser=user(503)))
    assert people.kept == {OLA: Kept(TODAY), 502: Kept(TODAY), 503: Kept(TODAY)}


async def test_asking_about_the_data_is_not_noted(meet: Meet, people: MemoryPeople) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        for command in COMMANDS:
            await chat.receive(text_message(command))
    assert people.kept == {OLA: Kept()}


async def test_who_writes_in_a_group_is_not_noted(meet: Meet, people: MemoryPeople) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN, chat=group()))
    assert people.kept == {}


async def test_a_store_that_is_away_stops_no_answer(
    meet: Meet, at_war: list[str], people: MemoryPeople
) -> None:
    people.down = True
    async with meet(knowing(AT_WAR)) as chat:
        body = json.dumps(chat.api.send(text_message(AT_WAR_EN)))
        await handling(chat).handle(body)
    assert chat.said == at_war


async def test_a_store_that_hangs_stops_no_answer(
    meet: Meet, at_war: list[str], people: MemoryPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal, "_NOTE_S", 0.01)
    monkeypatch.setattr(people, "seen", hang())
    async with meet(knowing(AT_WAR)) as chat:
        body = json.dumps(chat.api.send(text_message(AT_WAR_EN)))
        await handling(chat).handle(body)
    assert chat.said == at_war


def hang() -> Callable[[int], Awaitable[None]]:
    async def seen(_: int) -> None:
        await asyncio.Event().wait()

    return seen


async def test_the_answer_comes_before_the_day_is_noted(
    meet: Meet, people: MemoryPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        said: list[int] = []

        async def seen(_: int) -> None:
            said.append(len(chat.said))

        monkeypatch.setattr(people, "seen", seen)
        await chat.receive(text_message(AT_WAR_EN))
    assert said == [1]


async def test_what_was_kept_stays_beside_a_new_day(meet: Meet, people: MemoryPeople) -> None:
    people.kept[OLA] = KEPT
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
    assert people.kept[OLA] == replace(KEPT, seen_on=TODAY)
