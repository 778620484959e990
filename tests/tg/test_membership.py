"""The bot is blocked, kicked, added, moved: what is noted of it, and that nothing is said."""

import json
from typing import Any

import pytest

from bot.intake.dispatcher import LaterError
from bot.people import Block, Kept
from bot.tg.errors import Errors
from bot.tg.handling import Handling
from bot.tg.send import Sender
from tests.support.chats import MemoryChats
from tests.support.people import MemoryPeople
from tests.support.updates import (
    chat_member,
    group,
    my_chat_member,
    private_chat,
    text_message,
    user,
)
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Meet
from tests.tg.messages import Json, bare

OLA = private_chat()
SMALL, LARGE = group(-7, kind="group"), group(-1_007)


def restricted(*, is_member: bool) -> Json:
    """Return the update of a bot whose rights in a group were cut."""
    update = my_chat_member(old_status="member")
    rights = """send_messages change_info invite_users pin_messages manage_topics send_audios
        send_documents send_photos send_videos send_video_notes send_voice_notes send_polls
        send_other_messages add_web_page_previews edit_tag react_to_messages"""
    update["my_chat_member"]["new_chat_member"] = {
        **chat_member("restricted"),
        "is_member": is_member,
        "until_date": 0,
        **{f"can_{right}": False for right in rights.split()},
    }
    return update


@pytest.mark.parametrize(
    ("update", "noted"),
    [
        (my_chat_member("kicked", old_status="member", chat=OLA), [(501, "closed")]),
        (my_chat_member("member", old_status="kicked", chat=OLA), [(501, "opened")]),
        (my_chat_member("member", old_status="administrator", chat=SMALL), [(-7, "opened")]),
        (my_chat_member("administrator", old_status="member", chat=SMALL), [(-7, "opened")]),
        (my_chat_member("kicked", old_status="member", chat=SMALL), [(-7, "closed")]),
        (my_chat_member("left", old_status="member", chat=SMALL), [(-7, "closed")]),
        (restricted(is_member=True), [(group()["id"], "opened")]),
        (restricted(is_member=False), [(group()["id"], "closed")]),
        (my_chat_member("promoted-to-pope", chat=SMALL), []),
    ],
)
async def test_what_telegram_tells_is_noted_and_nothing_is_said(
    meet: Meet, chats: MemoryChats, people: MemoryPeople, update: Json, noted: list[Any]
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert chats.noted == noted
    assert (chat.api.calls, chat.api.violations) == ([], [])
    # To block or to add the bot is not to write to it.
    assert people.kept == {}


@pytest.mark.parametrize(
    "update",
    [
        bare({"migrate_to_chat_id": LARGE["id"]}, chat=SMALL),
        bare({"migrate_from_chat_id": SMALL["id"]}, chat=LARGE),
    ],
    ids=["in the group", "in the supergroup"],
)
async def test_both_chats_tell_that_a_group_has_moved(
    meet: Meet, chats: MemoryChats, update: Json
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert chats.noted == [(SMALL["id"], f"moved to {LARGE['id']}")]
    assert chat.api.calls == []


async def test_of_whom_we_do_not_answer_it_is_noted_all_the_same(
    meet: Meet, chats: MemoryChats, people: MemoryPeople
) -> None:
    people.kept[501] = Kept(block=Block(2e9, "Insults."))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(my_chat_member("kicked", old_status="member", chat=OLA))
    assert (chats.noted, chat.api.calls) == ([(501, "closed")], [])


async def test_a_blocked_chat_is_closed_until_its_reader_writes_again(
    meet: Meet, chats: MemoryChats
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.block(501)
        await chat.receive(text_message(AT_WAR_EN, user=user()))
        assert await chats.home(501) is None
        chat.api.unblock(501)
        await chat.receive(text_message(AT_WAR_EN, user=user()))
        assert await chats.home(501) == 501
    assert len(chat.said) == 1


async def test_what_cannot_be_noted_is_tried_again(meet: Meet, chats: MemoryChats) -> None:
    chats.down = True
    async with meet(knowing(AT_WAR)) as chat:
        errors = Errors(knowing(AT_WAR), Sender(chats, chat.sleeps))
        handling = Handling(chat.application, errors)
        with pytest.raises(LaterError):
            await handling.handle(json.dumps(my_chat_member("kicked", chat=OLA)))
        chats.down = False
        await handling.handle(json.dumps(my_chat_member("kicked", chat=OLA)))
    assert chats.noted == [(501, "closed")]
