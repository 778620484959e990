"""An edit of the knowledge base is taken up while the bot runs; a broken one changes nothing."""

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import metrics
from bot.answering import Answering
from bot.claims.errors import KnowledgeError
from bot.watch import Watch, fingerprint
from tests.tg.answerings import AT_WAR, knowing

GOOD, BETTER = knowing(AT_WAR), knowing()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "at-war.yaml").write_text("id: at-war\n", "utf-8")
    return tmp_path


async def looks(
    folder: Path, build: Callable[[], Answering], *edits: Callable[[], object]
) -> list[Answering]:
    """Return what was taken up; two looks follow each of *edits*, and some more the last."""
    used: list[Answering] = []
    pending = list(edits)
    seen = 0

    async def sleep(_: float) -> None:
        nonlocal seen
        seen += 1
        if seen % 2 and pending:
            pending.pop(0)()
        if not pending and seen > 2 * len(edits) + 4:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Watch(folder, build, used.append, sleep).run()
    return used


def change(file: Path, text: str) -> Callable[[], object]:
    return lambda: file.write_text(text, "utf-8")


def broken() -> Answering:
    raise KnowledgeError("claims/at-war.yaml:1:1: KB001 this is no YAML")


async def test_nothing_is_read_while_nothing_changes(folder: Path) -> None:
    assert await looks(folder, broken) == []


async def test_an_edit_is_taken_up_once(folder: Path) -> None:
    edit = change(folder / "claims" / "at-war.yaml", "id: at-war\nstatus: published\n")
    assert await looks(folder, lambda: BETTER, edit) == [BETTER]


async def test_a_new_file_and_one_that_is_gone_are_edits(folder: Path) -> None:
    new = folder / "claims" / "other.yaml"
    assert (
        await looks(folder, lambda: BETTER, change(new, "id: other\n"), new.unlink) == [BETTER] * 2
    )


async def test_who_still_writes_is_waited_for(folder: Path) -> None:
    file = folder / "claims" / "at-war.yaml"
    built: list[str] = []

    def build() -> Answering:
        built.append(file.read_text("utf-8"))
        return BETTER

    used: list[Answering] = []
    texts = iter(("a", "ab", "abc"))
    quiet = 0

    async def sleep(_: float) -> None:
        nonlocal quiet
        if text := next(texts, None):
            file.write_text(text, "utf-8")
            return
        quiet += 1
        if quiet > 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Watch(folder, build, used.append, sleep).run()
    assert (built, used) == (["abc"], [BETTER])


async def test_a_broken_edit_is_named_and_changes_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    edit = change(folder / "claims" / "at-war.yaml", "id: [\n")
    assert await looks(folder, broken, edit) == []
    assert metrics.BROKEN._value.get() == 1
    (line,) = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert line.endswith("last good one: claims/at-war.yaml:1:1: KB001 this is no YAML")


async def test_a_mended_edit_is_taken_up(folder: Path) -> None:
    file = folder / "claims" / "at-war.yaml"

    def build() -> Answering:
        return broken() if file.read_text("utf-8") == "id: [\n" else BETTER

    assert await looks(folder, build, change(file, "id: [\n"), change(file, "id: b\n")) == [BETTER]
    assert metrics.BROKEN._value.get() == 0


async def test_who_has_written_is_not_made_to_wait(folder: Path) -> None:
    used: list[Answering] = []
    watch = Watch(folder, lambda: BETTER, used.append)

    await watch.now()
    assert used == []
    (folder / "claims" / "at-war.yaml").write_text("id: at-war\nrating: true\n", "utf-8")
    await watch.now()
    await watch.now()
    assert used == [BETTER]


def test_a_file_of_the_same_size_is_told_by_its_time(folder: Path) -> None:
    file = folder / "claims" / "at-war.yaml"
    before = fingerprint(folder)
    os.utime(file, ns=(1, file.stat().st_mtime_ns + 1))
    assert fingerprint(folder) != before


def test_other_files_are_no_edit(folder: Path) -> None:
    before = fingerprint(folder)
    (folder / "notes.txt").write_text("x", "utf-8")
    assert fingerprint(folder) == before
