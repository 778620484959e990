"""The desk chat, and who works there."""

import pytest

from bot.moderation.roles import Member, Role
from tests.support.bot_api import BotApi
from tests.support.stores import MemoryStores
from tests.support.updates import group, private_chat, user

DESK = group(-1_001_000_000_077, title="Desk")
OWNER = user(9_000, first_name="Olha")
EDITOR = user(9_001, first_name="Edita")
REVIEWER = user(9_002, first_name="Rūta")
STRANGER = user(9_003, first_name="Strahinja")
PEOPLE = (OWNER, EDITOR, REVIEWER, STRANGER)


@pytest.fixture
def desk_chat_id() -> int | None:
    return int(DESK["id"])


@pytest.fixture(autouse=True)
def _team(kept: MemoryStores, api: BotApi) -> None:
    api.add_chat(DESK)
    for person in PEOPLE:
        api.add_chat(private_chat(person))
    kept.staff.owners = {OWNER["id"]}
    for person, role in ((EDITOR, Role.EDITOR), (REVIEWER, Role.REVIEWER)):
        kept.staff.kept[person["id"]] = Member(person["id"], person["first_name"], role)
