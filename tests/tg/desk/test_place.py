"""Where the desk is: its group is no group that the bot answers in, and it may be none at all."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from telegram import Update

from bot.intake.dispatcher import LaterError
from bot.moderation.roles import Act, Member, Role
from bot.replies.desk_actions import RevokeRole
from bot.replies.desk_commands import DESK_COMMANDS
from bot.replies.html import to_html
from bot.replies.render_desk_staff import not_allowed, render_whoami
from bot.tg.app import build_application
from bot.tg.callbacks import encode
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.limits import BURST, Limits
from bot.tg.send import Sender
from tests.support.bot_api import BotApi
from tests.support.group_updates import bot_added
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, group, text_message
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Meet, settings
from tests.tg.desk.conftest import DESK, EDITOR, OWNER
from tests.tg.messages import bare

SUPERGROUP = group(-1_001_000_000_066, title="Desk")


async def test_at_the_desk_the_bot_is_no_member_that_answers(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        for text in (AT_WAR_EN, f"/check {AT_WAR_EN}", "/settings", "/leave", "/dontcheckme"):
            await chat.receive(text_message(text, user=EDITOR, chat=DESK))
        await chat.receive(*bot_added(DESK, OWNER))
    assert chat.said == []
    assert (kept.groups.out, kept.groups.greeted) == (set(), set())
    assert chat.calls("leaveChat") == []


@pytest.mark.parametrize("desk_chat_id", [None])
async def test_without_a_group_moderators_work_in_private(
    meet: Meet, kept: MemoryStores, desk_chat_id: None
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/whoami", user=EDITOR, chat=DESK))
        assert chat.said == []
        await chat.receive(text_message("/whoami", user=EDITOR))
    assert chat.said == [to_html(render_whoami(Member(EDITOR["id"], "", Role.EDITOR)))]


async def test_a_desk_that_has_become_a_supergroup_is_told_to_the_operator(
    meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    moved = bare({"migrate_to_chat_id": SUPERGROUP["id"]}, chat=DESK)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(moved)
    (line,) = caplog.messages
    assert line == (
        "the group of the desk has become a supergroup: set MODERATION_CHAT_ID to "
        f"{SUPERGROUP['id']} and start the bot again"
    )


async def test_moderators_press_as_many_buttons_as_there_are_cards(
    api: BotApi, kept: MemoryStores, tmp_path: Path
) -> None:
    at_desk = replace(settings(api, tmp_path), moderation_chat_id=DESK["id"])
    stands_still = Limits(lambda: 0.0)
    application = build_application(
        api.token, at_desk, knowing(AT_WAR), kept.stores, limits=stands_still
    )
    data = encode(RevokeRole(EDITOR["id"]), "en")
    async with application:
        for _ in range(BURST + 5):
            card = text_message("Here", user=EDITOR, chat=DESK)["message"]
            update = api.send(callback_query(data, card, presser=EDITOR))
            await application.process_update(Update.de_json(update, application.bot))
    notices = [call.parameters for call in api.calls if call.method == "answerCallbackQuery"]
    assert [one.get("text") for one in notices] == [not_allowed(Act.APPOINT)] * (BURST + 5)


async def test_while_the_store_is_away_nobody_has_a_role_and_the_command_comes_again(
    meet: Meet, kept: MemoryStores
) -> None:
    kept.staff.down = True
    async with meet(knowing(AT_WAR)) as chat:
        handling = Handling(chat.application, Errors(knowing(AT_WAR), Sender(kept.chats)))
        update = chat.api.send(text_message("/whoami", user=EDITOR, chat=DESK))
        with pytest.raises(LaterError):
            await handling.handle(json.dumps(update))
    assert chat.said == []


def test_the_menu_is_short_enough_to_read() -> None:
    assert all(len(one.description) <= 60 for one in DESK_COMMANDS)
