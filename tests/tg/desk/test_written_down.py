"""What an owner does in Telegram stands in the database and in its log, and counts at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from telegram import Update

from bot.moderation.roles import Role
from bot.replies.html import to_html
from bot.replies.render_desk_staff import render_dismissed
from bot.storage.audit import Act
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.staff import DatabaseStaff
from bot.tg.app import build_application
from tests.support.bot_api import BotApi
from tests.support.stores import MemoryStores
from tests.support.updates import text_message
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import settings
from tests.tg.desk.conftest import DESK, OWNER, STRANGER

NAMES = Names("123:abc")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    await migrate(opened)
    yield opened
    await opened.close()


async def test_a_role_given_and_taken_in_telegram_is_kept_and_written_down(
    api: BotApi, kept: MemoryStores, database: Database, tmp_path: Path
) -> None:
    staff = DatabaseStaff(database, NAMES, {OWNER["id"]})
    application = build_application(
        api.token,
        replace(settings(api, tmp_path), moderation_chat_id=DESK["id"]),
        knowing(AT_WAR),
        replace(kept.stores, staff=staff),
    )
    roles = []
    async with application:
        for command in ("/grant editor", "/grant reviewer", "/revoke"):
            text = f"{command} {STRANGER['id']}"
            update = api.send(text_message(text, user=OWNER, chat=DESK))
            await application.process_update(Update.de_json(update, application.bot))
            roles.append(await staff.role_of(STRANGER["id"]))

    assert roles == [Role.EDITOR, Role.REVIEWER, Role.NOBODY]
    log = await DatabasePeople(database, NAMES).log()
    assert [(entry.act, entry.before, entry.after) for entry in log] == [
        (Act.GRANT, "nobody", "editor"),
        (Act.GRANT, "editor", "reviewer"),
        (Act.REVOKE, "reviewer", "nobody"),
    ]
    olha, stranger = NAMES.of(OWNER["id"]), NAMES.of(STRANGER["id"])
    assert {(entry.who, entry.name, entry.subject) for entry in log} == {(olha, "Olha", stranger)}
    said = [call.parameters for call in api.calls if call.method == "sendMessage"]
    told = [one["text"] for one in said if one["chat_id"] == STRANGER["id"]]
    assert told[-1] == to_html(render_dismissed(Role.REVIEWER))
    assert api.violations == []
