"""What the doctor says of the desk: who gives roles, and whether its chat is one to work in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.doctor.desk import examine_desk
from bot.doctor.finding import Finding, Mark
from tests.support.bot_api import BadGateway, BotApi, Garbage
from tests.support.group_updates import basic_group, forum
from tests.support.updates import channel, group

TOKEN = "123456:a-secret_TOKEN"
DESK = group(title="Desk")
FORUM = forum(title="Desk")
OK, WARNING, PROBLEM = Mark.OK, Mark.WARNING, Mark.PROBLEM


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi(TOKEN) as running:
        yield running


async def examine(api: BotApi, **more: Any) -> dict[str, Finding]:
    """Return the findings by subject; none may show the token."""
    given = {"telegram_bot_token": TOKEN, "telegram_api_base_url": api.base_url, **more}
    settings = Settings(Path("knowledge"), Path("data"), **given)
    found = {finding.subject: finding async for finding in examine_desk(settings)}
    assert "a-secret_TOKEN" not in repr(found)
    return found


async def test_a_bot_that_stays_offline_has_no_desk(api: BotApi) -> None:
    assert await examine(api, telegram_bot_token=None) == {}


async def test_without_owners_nobody_gives_roles(api: BotApi) -> None:
    found = await examine(api)
    assert {subject: finding.mark for subject, finding in found.items()} == {
        "owners": WARNING,
        "desk": OK,
    }
    assert api.calls == []


@pytest.mark.parametrize(
    ("owners", "text"),
    [({42}, "1 gives roles at the desk"), ({42, 43}, "2 give roles at the desk")],
)
async def test_owners_are_counted(api: BotApi, owners: set[int], text: str) -> None:
    owner = (await examine(api, owner_ids=frozenset(owners)))["owners"]
    assert (owner.mark, owner.text) == (OK, text)


@pytest.mark.parametrize(
    ("chat", "status", "rights", "mark", "words"),
    [
        (DESK, "member", {}, OK, "a group without topics"),
        (FORUM, "administrator", {"can_manage_topics": True}, OK, "each card has its topic"),
        (FORUM, "administrator", {"can_manage_topics": False}, WARNING, "right to manage topics"),
        (FORUM, "member", {}, WARNING, "may not manage its topics"),
        (DESK, "restricted", {"can_send_messages": False}, PROBLEM, "may not write to “Desk”"),
        (DESK, "kicked", {}, PROBLEM, "add the bot to the group"),
        (channel(), "administrator", {}, PROBLEM, "MODERATION_CHAT_ID is a channel"),
    ],
)
async def test_what_the_bot_may_do_there_is_told(
    *, api: BotApi, chat: Any, status: str, rights: Any, mark: Mark, words: str
) -> None:
    api.add_chat(chat)
    api.groups.set_bot(chat["id"], status, **rights)

    desk = (await examine(api, moderation_chat_id=chat["id"]))["desk"]

    assert (desk.mark, words in desk.text) == (mark, True), desk.text
    assert api.violations == []


async def test_a_chat_that_nobody_knows(api: BotApi) -> None:
    desk = (await examine(api, moderation_chat_id=-1_001_000_000_055))["desk"]

    assert desk.mark is PROBLEM
    assert "-1001000000055 cannot be reached" in desk.text
    assert "add the bot to the group, and check MODERATION_CHAT_ID" in desk.text


async def test_a_group_that_has_become_a_supergroup_has_a_new_id(api: BotApi) -> None:
    old = basic_group(title="Desk")
    api.add_chat(old)
    api.groups.migrate(old["id"], DESK)

    desk = (await examine(api, moderation_chat_id=old["id"]))["desk"]

    assert desk.mark is PROBLEM
    assert str(DESK["id"]) in desk.text


@pytest.mark.parametrize("fault", [BadGateway(), Garbage()])
async def test_a_server_in_trouble_is_no_reason_to_change_settings(
    api: BotApi, fault: BadGateway | Garbage
) -> None:
    api.add_chat(DESK)
    api.fail_next("getChat", fault)

    desk = (await examine(api, moderation_chat_id=DESK["id"]))["desk"]

    assert desk.mark is WARNING
    assert desk.text.startswith("not looked at")
