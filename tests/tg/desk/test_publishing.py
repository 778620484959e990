"""/history, /withdraw, /restore and /undo: a reviewer takes back what is wrong, on a phone."""

import shutil
from pathlib import Path

import pytest

from bot.claims.document import Plain
from bot.claims.edit import values_of
from bot.moderation.changing import Why
from bot.moderation.publishing import Published, Refused
from bot.moderation.revisions import Change, Git, GitOutcome, Kind
from bot.moderation.roles import Moderator
from bot.replies.desk_actions import ShowHistory, ShowRevision, UndoRevision
from bot.replies.html import to_html
from bot.replies.render_desk_history import (
    render_done,
    render_git_trouble,
    render_history,
    render_no_revision,
    render_refused,
    render_revision,
    render_usage,
)
from bot.tg.callbacks import decode, encode
from bot.tg.desk.git import GitDuty
from bot.tg.send import Sender
from tests.moderation.claims import make_folder, make_publisher
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, text_message
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Meet, Sleeps
from tests.tg.desk.conftest import DESK, EDITOR, REVIEWER
from tests.tg.presses import labels, last, press

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
ID = "article-5-automatic-war"
RUTA = Moderator(REVIEWER["id"], "Rūta")
WHY = "The map in our source was wrong."


def values(file: Path) -> dict[str, Plain]:
    return values_of(file.read_text("utf-8"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    shutil.copytree(KNOWLEDGE, tmp_path, dirs_exist_ok=True)
    return tmp_path / "claims" / f"{ID}.yaml"


async def revise(kept: MemoryStores) -> None:
    """Let Rūta have changed something of a claim that has no file."""
    change = Change("moon", Kind.PUBLISH, "rating: false\n", "rating: true\n", RUTA, WHY)
    await kept.revisions.finish(await kept.revisions.begin(change), GitOutcome("abcdef0123456"))


async def test_a_claim_is_withdrawn_and_no_second_tap_brings_it_back(
    meet: Meet, kept: MemoryStores, file: Path
) -> None:
    before = values(file)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/withdraw {ID} {WHY}", user=REVIEWER, chat=DESK))
        withdrawn = kept.revisions.rows[1]
        assert chat.said == [to_html(render_done(Published(withdrawn)))]
        assert labels(chat.api) == [["History"]]
        assert (withdrawn.kind, withdrawn.name, withdrawn.reason) == ("withdraw", "Rūta", WHY)
        assert values(file)["status"] == "withdrawn"

        await chat.receive(text_message("/undo", user=REVIEWER))
        undo = press(chat.api, "Undo this", REVIEWER)
        await chat.receive(undo)
        undone = kept.revisions.rows[2]
        assert last(chat.api)["text"].startswith(f"Undone: {ID}")
        assert labels(chat.api) == [["History"]]
        assert values(file) == {**before, "revision": "5"}
        assert undone.name == "Rūta"

        await chat.receive(undo)
        (notice,) = [one for one in chat.calls("answerCallbackQuery") if one.parameters.get("text")]
        assert notice.parameters["text"].startswith("Nothing was changed: there are later changes")
    assert chat.api.violations == []


async def test_an_editor_may_look_and_take_nothing_back(
    meet: Meet, kept: MemoryStores, file: Path
) -> None:
    before = values(file)
    await revise(kept)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/withdraw {ID} {WHY}", user=EDITOR, chat=DESK))
        await chat.receive(text_message("/history moon", user=EDITOR))
        assert chat.said[1] == to_html(
            render_history("moon", list(kept.revisions.rows.values()), [])
        )
    assert values(file) == before
    assert len(kept.revisions.rows) == 1


async def test_a_change_is_looked_at_from_the_history(meet: Meet, kept: MemoryStores) -> None:
    await revise(kept)
    shown = to_html(render_revision(kept.revisions.rows[1]))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/history moon", user=EDITOR))
        assert labels(chat.api) == [["№ 1"]]
        await chat.receive(press(chat.api, "№ 1", EDITOR))
        await chat.receive(text_message("/undo 1", user=REVIEWER))
        await chat.receive(text_message("/undo", user=REVIEWER))
        assert chat.said[1:] == [shown] * 3
        assert "<code>+rating: true</code>" in shown
    assert chat.api.violations == []


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/history", "history"),
        ("/history a b", "history"),
        ("/withdraw", "withdraw"),
        (f"/withdraw {ID}", "withdraw"),
        ("/restore", "restore"),
        ("/undo x", "undo"),
        ("/undo 99999999999999999999", "undo"),
    ],
)
async def test_half_a_command_is_answered_with_how_it_goes(
    meet: Meet, text: str, command: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(text, user=REVIEWER))
    assert chat.said == [to_html(render_usage(command))]


async def test_what_is_not_there_is_said(meet: Meet, file: Path) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        for text in ("/history moon", "/withdraw moon Why not?", "/restore moon", "/undo 7"):
            await chat.receive(text_message(text, user=REVIEWER))
    unknown = to_html(render_refused(Refused(Why.UNKNOWN)))
    nothing = to_html(render_history("moon", [], []))
    assert chat.said == [nothing, unknown, unknown, to_html(render_no_revision())]


@pytest.mark.parametrize(
    "action", [ShowHistory("a" * 48), ShowRevision(2**31 - 1), UndoRevision(2**31 - 1)]
)
def test_every_button_fits(action: ShowHistory | ShowRevision | UndoRevision) -> None:
    assert decode(encode(action, "en")) == (action, "en")


async def test_numbers_that_are_none_do_nothing(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/undo 7", user=REVIEWER))
        for number in (0, -1, 2**40):
            for action in (ShowRevision(number), UndoRevision(number)):
                data = encode(action, "en")
                await chat.receive(callback_query(data, last(chat.api), presser=REVIEWER))
    assert len(chat.said) == 1


async def test_the_desk_hears_once_that_git_did_not_take_it(
    meet: Meet, kept: MemoryStores, tmp_path: Path, sleeps: Sleeps
) -> None:
    await revise(kept)
    await kept.revisions.note_git(1, GitOutcome("abc", Git.PUSH))
    publisher = make_publisher(make_folder(tmp_path / "k"), kept.revisions)
    async with meet(knowing(AT_WAR)) as chat:
        sender = Sender(kept.chats, sleeps)
        duty = GitDuty(publisher, sender, chat.application.bot, DESK["id"], sleeps)
        await duty.look()
        await duty.look()
    assert kept.revisions.rows[1].note
    assert chat.said == [to_html(render_git_trouble([kept.revisions.rows[1]]))]
