"""A group and the whole bot: over HTTP, with its database, as it runs."""

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.config import ConfigError, Settings
from bot.groups import Form, Mode
from bot.replies.actions import Action
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.panel_actions import ChooseForm, ChooseMode
from bot.replies.render_group import render_group_answer
from bot.service import Service
from bot.tg.callbacks import encode
from tests.support.bot_api import BotApi, Call
from tests.support.group_updates import (
    album,
    another_bot,
    automatic_forward,
    basic_group,
    bot_removed,
    forum,
    in_topic,
    reaction,
    topic_created,
)
from tests.support.updates import callback_query, channel, edited, group, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, CATALOG, PROMISE, PROMISE_EN, knowing
from tests.tg.conftest import settings

Json = dict[str, Any]
HERE, SMALL, LARGE = group(), basic_group(), group(-1_001_000_000_777)
ADMIN, PETRA = user(90, first_name="Ada"), user(77, first_name="Petra")
HOME = "https://t.me/nato_myths_bot"
ANSWERS = {"sendMessage", "setMessageReaction"}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as running:
        for chat in (HERE, SMALL):
            running.add_chat(chat, bot_status="administrator")
            running.add_member(chat["id"], ADMIN, "administrator")
        yield running


@pytest.fixture
def chosen(api: BotApi, tmp_path: Path) -> Settings:
    return replace(settings(api, tmp_path), telegram_bot_token=api.token)


@pytest.fixture
def verdict() -> str:
    return answer_in(CATALOG, "en")


def answer_in(catalog: Catalog, language: str) -> str:
    return to_html(render_group_answer([AT_WAR], language, catalog, HOME))


@asynccontextmanager
async def online(chosen: Settings) -> AsyncIterator[None]:
    """Run a bot that knows two claims, to its orderly end."""
    running = asyncio.create_task(Service(chosen, knowing(AT_WAR, PROMISE)).run())
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConfigError):
            await running


def now() -> int:
    return int(time.time())


def say(text: str, **envelope: Any) -> Json:
    around: Json = {"chat": HERE, "date": now()} | envelope
    return text_message(text, **around)


async def answers(api: BotApi, count: int) -> list[tuple[str, int | None]]:
    """Wait for so many answers; return what each says, and the message below which it stands."""
    calls: list[Call] = await asyncio.to_thread(api.wait_for, is_answer, count)
    return [(call.parameters["text"], answered(call)) for call in calls]


def is_answer(call: Call) -> bool:
    return call.method == "sendMessage" and call.status == 200


def answered(call: Call) -> int | None:
    number: int | None = call.parameters.get("reply_parameters", {}).get("message_id")
    return number


def number(update: Json) -> int:
    message_id: int = update["message"]["message_id"]
    return message_id


async def choose(api: BotApi, *actions: Action) -> None:
    """Let an admin press buttons of the panel."""
    api.send(text_message("/settings", chat=HERE, user=ADMIN, date=now()))
    await asyncio.to_thread(api.wait_for, is_answer, 1)
    panel = api.sent()[-1]
    for action in actions:
        api.send(callback_query(encode(action, "en"), panel, presser=ADMIN))
    await asyncio.to_thread(api.wait_for, lambda one: "answerCallback" in one.method, len(actions))
    api.calls.clear()


async def test_requests_are_answered_and_chatter_is_not(
    api: BotApi, chosen: Settings, verdict: str
) -> None:
    post = say(AT_WAR_EN, user=PETRA)
    async with online(chosen):
        api.send(post)
        api.send(say("Good morning"))
        api.send(say("/check", reply_to=post))
        api.send(say(f"/check {PROMISE_EN}", user=another_bot()))
        last = api.send(say(f"/check {AT_WAR_EN}"))
        expected = [(verdict, number(post)), (verdict, number(last))]
        assert await answers(api, 2) == expected
    assert len(api.sent()) == 2
    assert api.violations == []


async def test_an_admin_lets_it_listen_and_it_remembers_that_and_what_it_said(
    api: BotApi, chosen: Settings, verdict: str
) -> None:
    async with online(chosen):
        await choose(api, ChooseMode(HERE["id"], Mode.ALL))
        first = api.send(say(AT_WAR_EN))
        assert await answers(api, 1) == [(verdict, number(first))]
    api.calls.clear()
    async with online(chosen):
        api.send(say(AT_WAR_EN, user=PETRA))  # cools down
        api.send(edited(say(PROMISE_EN)))
        api.send(say(PROMISE_EN, date=now() - 120))
        other = api.send(say(PROMISE_EN))
        assert [one for _, one in await answers(api, 1)] == [number(other)]
    assert api.violations == []


async def test_a_post_an_album_and_a_topic_are_answered_each_in_its_place(
    api: BotApi, chosen: Settings
) -> None:
    hall = forum(HERE["id"])
    api.add_chat(hall, bot_status="administrator")
    topic = topic_created(hall, date=now())
    parts = album([None, AT_WAR_EN, None], **in_topic(topic) | {"date": now()})
    async with online(chosen):
        await choose(api, ChooseMode(HERE["id"], Mode.ALL))
        api.send(topic)
        for part in parts:
            api.send(part)
        post = api.send(text_message(PROMISE_EN, **automatic_forward(hall, channel(), date=now())))
        found = {one for _, one in await answers(api, 2)}
    assert found == {number(parts[1]), number(post)}
    threads = [one.get("message_thread_id") for one in api.sent()[-2:]]
    assert sorted(threads, key=bool) == [None, topic["message"]["message_id"]]
    assert api.violations == []


async def test_whoever_taps_the_reaction_gets_the_words(
    api: BotApi, chosen: Settings, verdict: str
) -> None:
    async with online(chosen):
        await choose(api, ChooseMode(HERE["id"], Mode.ALL), ChooseForm(HERE["id"], Form.REACTION))
        post = api.send(say(AT_WAR_EN))
        await asyncio.to_thread(api.wait_for, lambda one: "Reaction" in one.method, 1)
        assert api.groups.reactions == {(HERE["id"], number(post)): ["🤔"]}
        assert api.groups.happen(reaction(post, "🤔"))
        assert await answers(api, 1) == [(verdict, number(post))]
    assert api.violations == []


async def test_a_group_that_becomes_a_supergroup_is_the_same_group(
    api: BotApi, chosen: Settings, verdict: str
) -> None:
    async with online(chosen):
        api.send(text_message("/dontcheckme", chat=SMALL, user=PETRA, date=now()))
        await answers(api, 1)
        api.groups.migrate(SMALL["id"], LARGE)
        api.send(text_message(AT_WAR_EN, chat=LARGE, user=PETRA, date=now()))
        ask = api.send(text_message(f"/check {AT_WAR_EN}", chat=LARGE, user=PETRA, date=now()))
        assert (await answers(api, 2))[1] == (verdict, number(ask))
    assert api.violations == []


async def test_a_bot_that_is_thrown_out_ends_quietly(
    api: BotApi, chosen: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with online(chosen):
        api.send(say("/check"))
        await answers(api, 1)
        api.groups.set_bot(HERE["id"], "kicked")
        api.send(say("/check"))
        api.send(bot_removed(HERE))
        api.send(text_message("/check", chat=SMALL, date=now()))
        await answers(api, 2)
    assert [one.levelname for one in caplog.records if one.levelname == "ERROR"] == []


async def test_nothing_that_people_write_stays_in_the_database(
    api: BotApi, chosen: Settings, tmp_path: Path
) -> None:
    secret = "Xylophone"
    async with online(chosen):
        await choose(api, ChooseMode(HERE["id"], Mode.ALL))
        api.send(say(f"{secret}! {AT_WAR_EN}"))
        api.send(say(f"Good morning, {secret}"))
        api.send(say(f"/check {secret} {PROMISE_EN}"))
        await answers(api, 2)
        api.send(say("/check"))
        await answers(api, 3)
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
        dump = "\n".join(database.iterdump())
    assert "INSERT" in dump
    assert secret not in dump
