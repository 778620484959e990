"""kill -9 between any two steps of publishing leaves the old state or the new one, never a half."""

import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.claims.edit import edited
from bot.moderation.carrying_out import Step
from bot.moderation.publishing import Published, base_of
from bot.moderation.revisions import State
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.people import DatabasePeople
from bot.storage.revisions import DatabaseRevisions
from bot.storage.tables import revisions as table
from tests.claims.folders import SOUND
from tests.moderation.claims import ID, PETRA, file_of, git, make_folder, make_publisher
from tests.moderation.claims import make_repository as make_git

NEW = edited(SOUND, {"rating": "true"})
OLD_STATE = {Step.CHECKED, Step.BEGUN, Step.WRITTEN}
"""Steps after which the file is still the old one."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_folder(tmp_path / "knowledge")
    make_git(folder)
    return folder


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    yield opened
    await opened.close()


def publish_and_die(folder: Path, step: Step) -> None:
    text = folder.parent / "new.yaml"
    text.write_text(NEW, "utf-8")
    url = f"sqlite:///{folder.parent / 'bot.sqlite3'}"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.moderation.dying", folder, url, step, text], check=False
    )
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize("step", list(Step))
async def test_killed_at_any_step_it_is_as_before_or_as_after(
    folder: Path, database: Database, step: Step
) -> None:
    publish_and_die(folder, step)
    revisions = DatabaseRevisions(database, Names("1:x"))
    publisher = make_publisher(folder, revisions)

    await publisher.recover()

    is_old = step in OLD_STATE
    text = file_of(folder)
    assert ("\nrating: false\n" in text) is is_old
    assert (text == SOUND) is is_old
    assert sorted(one.name for one in (folder / "claims").iterdir()) == [f"{ID}.yaml"]
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "show", f"HEAD:claims/{ID}.yaml") == text
    history = await publisher.history(ID, 9)
    assert [(one.state, one.after, one.name) for one in history] == (
        [] if is_old else [(State.DONE, text, "Ola Nowak")]
    )
    head = git(folder, "rev-parse", "HEAD").strip()
    assert [one.commit for one in history] == ([] if is_old else [head])
    log = await DatabasePeople(database, Names("1:x")).log()
    assert [(one.act, one.subject, one.before) for one in log] == (
        [] if is_old else [("publish", ID, "published false revision 1")]
    )
    async with database.begin() as connection:
        states = (await connection.execute(table.select())).all()
    assert State.PUBLISHING not in [row.state for row in states]
    assert isinstance(
        await publisher.publish(
            ID, edited(text, {"topics": ["moon"]}), base_of(text), PETRA, reason="More."
        ),
        Published,
    )


async def test_who_published_by_hand_meanwhile_is_not_overwritten(
    folder: Path, database: Database
) -> None:
    publish_and_die(folder, Step.REPLACED)
    by_hand = edited(SOUND, {"topics": ["moon"]})
    (folder / "claims" / f"{ID}.yaml").write_text(by_hand, "utf-8")
    publisher = make_publisher(folder, DatabaseRevisions(database, Names("1:x")))

    await publisher.recover()

    assert file_of(folder) == by_hand
    assert await publisher.history(ID, 9) == []
