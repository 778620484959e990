"""The running bot and the chats that are closed to it, open again, or have moved."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot import service
from bot.config import Settings
from bot.storage.chats import DatabaseChats
from tests.storage.conftest import postgresql
from tests.support.bot_api import BotApi
from tests.support.updates import group, my_chat_member, private_chat, user
from tests.test_people import chosen, patient
from tests.test_service import _environment, answered, api, ask, comes_to, online, polls
from tests.tg.messages import bare

__all__ = ["_environment", "api", "chosen", "polls", "postgresql"]

OLA = 501
SMALL, LARGE = group(-7, kind="group"), group(-1_007)


@asynccontextmanager
async def seen_from_outside(chosen: Settings) -> AsyncIterator[DatabaseChats]:
    """Open the database as another process would."""
    database = patient(chosen)
    yield DatabaseChats(database)
    await database.close()


async def test_who_blocks_the_bot_is_left_alone_until_they_are_back(
    api: BotApi, chosen: Settings
) -> None:
    async with online(chosen), seen_from_outside(chosen) as chats:
        await answered_once(api)
        api.send(my_chat_member("kicked", old_status="member", chat=private_chat()))
        await comes_to(lambda: chats.home(OLA), wanted=None)
        api.send(my_chat_member("member", old_status="kicked", chat=private_chat()))
        await comes_to(lambda: chats.home(OLA), wanted=OLA)
        ask(api)
        await answered(api, 2)
    assert api.violations == []


async def test_an_answer_that_telegram_forbids_closes_the_chat_and_is_not_tried_again(
    api: BotApi, chosen: Settings
) -> None:
    async with online(chosen), seen_from_outside(chosen) as chats:
        await answered_once(api)
        api.block(OLA)
        ask(api)
        await comes_to(lambda: chats.home(OLA), wanted=None)
        api.unblock(OLA)
        ask(api)
        await answered(api, 2)
        await comes_to(lambda: chats.home(OLA), wanted=OLA)
    assert [call.status for call in api.calls if call.method == "sendMessage"] == [200, 403, 200]
    assert api.pending_updates() == []


async def test_a_group_that_moves_is_followed(api: BotApi, chosen: Settings) -> None:
    async with online(chosen), seen_from_outside(chosen) as chats:
        await answered_once(api)
        api.send(bare({"migrate_to_chat_id": LARGE["id"]}, chat=SMALL))
        await comes_to(lambda: chats.home(SMALL["id"]), wanted=LARGE["id"])
        api.send(my_chat_member("left", old_status="member", chat=SMALL))
        api.send(my_chat_member("kicked", old_status="member", chat=LARGE))
        await comes_to(lambda: chats.home(SMALL["id"]), wanted=None)
    assert len(api.sent()) == 1


@pytest.mark.parametrize("blocked", [False, True], ids=["open", "blocked"])
async def test_a_store_that_fails_there_stops_no_answer(
    api: BotApi,
    chosen: Settings,
    monkeypatch: pytest.MonkeyPatch,
    blocked: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(service, "_HEAR_S", 60.0)
    async with online(chosen):
        await answered_once(api)
        database = patient(chosen)
        async with database.begin() as connection:
            await connection.execute(text("ALTER TABLE chats RENAME TO lost"))
        await database.close()
        petra, anna = user(502), user(503)
        api.add_chat(private_chat(petra))
        if blocked:
            api.block(502)
        ask(api, user=petra)
        number = ask(api, user=anna)
        await answered(api, 2 if blocked else 3)
        await comes_to(lambda: waiting(chosen), 0)
    assert number in {one["reply_to_message"]["message_id"] for one in api.sent(503)}
    assert len(api.sent(502)) == (0 if blocked else 1)
    assert len(api.sent(503)) == 1


async def waiting(chosen: Settings) -> int:
    database = patient(chosen)
    async with database.begin() as connection:
        found = await connection.execute(
            text("SELECT count(*) FROM updates WHERE state <> 'handled'")
        )
    await database.close()
    return int(found.scalar_one())


async def answered_once(api: BotApi) -> None:
    """Have the bot answer something, so that it is all there."""
    ask(api)
    await answered(api)
