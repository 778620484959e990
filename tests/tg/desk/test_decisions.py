"""/same, and the buttons that say what becomes of a cluster, in the desk chat and in private."""

from pathlib import Path
from typing import Any

import pytest

from bot.claims.edit import values_of
from bot.claims.model import Claim
from bot.moderation.decisions import Missed
from bot.moderation.publishing import Publisher
from bot.moderation.queue import State
from bot.replies.desk_actions import (
    AddOwnWording,
    AddWording,
    BlockSenders,
    ItIsClaim,
    ReopenCluster,
    UndoWording,
)
from bot.replies.html import to_html
from bot.replies.render_desk_decisions import render_same_usage, why_missed
from bot.tg.callbacks import decode, encode
from tests.claims.folders import SOUND
from tests.moderation.claims import ID, file_of, make_folder, make_publisher
from tests.support.clusters import MemoryQueue, make_cluster
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, text_message
from tests.tg.answerings import knowing
from tests.tg.conftest import Chat, Clock, Meet
from tests.tg.desk.conftest import DESK, EDITOR, REVIEWER
from tests.tg.messages import Json
from tests.tg.presses import labels, last, press

BISCUITS = Claim.model_validate(values_of(SOUND))
SAMPLE = "Does NATO store biscuits in each lighthouse now?"
everywhere = pytest.mark.parametrize(
    "where", [{}, {"chat": DESK}], ids=["in private", "at the desk"]
)


@pytest.fixture
def queue(kept: MemoryStores) -> MemoryQueue:
    kept.queue.add(make_cluster(1, sample=SAMPLE))
    return kept.queue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


@pytest.fixture
def publisher(tmp_path: Path, kept: MemoryStores, clock: Clock) -> Publisher | None:
    """Return one that checks nothing; tests/moderation/test_checking.py does."""
    kept.revisions.clock = clock
    return make_publisher(tmp_path, kept.revisions)


def command(text: str, **where: Any) -> Json:
    return text_message(text, user=EDITOR, **where)


def alerts(chat: Chat) -> list[str]:
    calls = chat.calls("answerCallbackQuery")
    return [call.parameters["text"] for call in calls if call.parameters.get("text")]


def wordings(folder: Path) -> list[str]:
    found: Any = values_of(file_of(folder))["phrasings"]
    return [text for texts in found.values() for text in texts]


@everywhere
async def test_an_editor_says_which_claim_it_is_and_takes_it_back(
    *, meet: Meet, queue: MemoryQueue, folder: Path, where: dict[str, Json]
) -> None:
    before = file_of(folder)
    queue.add(make_cluster(2, sample=SAMPLE))
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command("/queue 1", **where))
        (label,) = (row[0] for row in labels(chat.api) if row[0].startswith("It is: "))
        await chat.receive(press(chat.api, label, EDITOR))
        shown = last(chat.api)["text"]
        assert f"“{SAMPLE}”" in shown
        assert "the only one gets the verdict" in shown
        assert "№ 2 · 3 people:" in shown
        assert labels(chat.api) == [["Add this wording (en)"], ["Back"]]
        assert file_of(folder) == before

        await chat.receive(press(chat.api, "Add this wording (en)", EDITOR))
        assert SAMPLE in wordings(folder)
        assert "Those who wait for it are told soon." in last(chat.api)["text"]
        assert labels(chat.api) == [["Take it back", "History"]]

        await chat.receive(press(chat.api, "Take it back", EDITOR))
        assert file_of(folder) == before
        assert "The wording is no longer one of" in last(chat.api)["text"]
    assert chat.api.violations == []


async def test_a_claim_is_looked_for_by_words_and_gets_a_wording_of_ones_own(
    meet: Meet, queue: MemoryQueue, folder: Path
) -> None:
    queue.add(make_cluster(1, sample="Ask jonas@example.org about biscuits."))
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command("/same 1 biscuits in a lighthouse"))
        assert f"<code>{ID}</code>" in chat.said[-1]
        await chat.receive(press(chat.api, labels(chat.api)[0][0], EDITOR))
        assert f"/same 1 {ID} YOUR WORDING" in chat.said[-1]
        assert "jonas" not in chat.said[-1]

        own = "Lighthouses are full of biscuits of NATO"
        queue.add(make_cluster(2, sample=own))
        await chat.receive(command(f"/same №1 {ID} {own}"))
        assert "These would be answered as well." in chat.said[-1]
        assert "№ 2 · 3 people:" in chat.said[-1]
        assert own not in wordings(folder)
        await chat.receive(press(chat.api, "Add this wording (en)", EDITOR))
        assert own in wordings(folder)
    assert chat.api.violations == []


@everywhere
@pytest.mark.parametrize(
    "words",
    [
        "Lighthouses hold “NATO biscuits” & <b>more</b>",
        "“NATO biscuits in each lighthouse”",
        f"{'NATO stores a biscuit. ' * 21}Now!",
    ],
    ids=["marks", "quoted", "long"],
)
async def test_a_wording_of_ones_own_is_looked_at_first_and_added_to_the_letter(
    *, meet: Meet, queue: MemoryQueue, folder: Path, where: dict[str, Any], words: str
) -> None:
    before = file_of(folder)
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command(f"/same 1 {ID} {words}", **where))
        assert file_of(folder) == before
        assert f"“{words}”" in last(chat.api)["text"]
        assert labels(chat.api) == [["Add this wording (en)"], ["Back"]]

        await chat.receive(press(chat.api, "Add this wording (en)", EDITOR))
        assert words in wordings(folder)
        assert SAMPLE not in wordings(folder)
        await chat.receive(press(chat.api, "Take it back", EDITOR))
        assert file_of(folder) == before
    assert chat.api.violations == []


async def test_a_wording_of_ones_own_that_is_not_to_be_read_any_more_is_not_added(
    meet: Meet, queue: MemoryQueue, folder: Path
) -> None:
    before = file_of(folder)
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command(f"/same 1 {ID} NATO bakes"))
        pressed = press(chat.api, "Add this wording (en)", EDITOR)
        shown = pressed["callback_query"]["message"]
        too_old = {"chat": shown["chat"], "message_id": shown["message_id"], "date": 0}
        for message in (
            too_old,
            {**shown, "text": "Nothing is quoted here."},
            {**shown, "text": shown["text"].replace("NATO bakes", "NATO bakes bread")},
        ):
            await chat.receive(
                callback_query(pressed["callback_query"]["data"], message, presser=EDITOR)
            )
    assert alerts(chat) == [why_missed(Missed.UNREADABLE)] * 3
    assert file_of(folder) == before


async def test_words_that_find_nothing_and_no_words_offer_the_closest(
    meet: Meet, queue: MemoryQueue
) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        for text in ("/same 1 xylophone", "/same 1"):
            await chat.receive(command(text))
            assert f"<code>{ID}</code>" in chat.said[-1]
        assert "No claim has these words." in chat.said[0]

        await chat.receive(command("/queue 1"))
        await chat.receive(press(chat.api, "Search", EDITOR))
        assert chat.said[-1] == chat.said[1]


@pytest.mark.parametrize("text", ["/same", "/same x", "/same 0 a", f"/same {'9' * 30} a"])
async def test_half_a_command_is_answered_with_how_it_goes(meet: Meet, text: str) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command(text))
    assert chat.said == [to_html(render_same_usage())]


async def test_what_is_gone_is_said(meet: Meet) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        for text in ("/same 5 sea", f"/same 5 {ID}", f"/same 5 {ID} Sea"):
            await chat.receive(command(text))
    assert chat.said == [why_missed(Missed.GONE)] * 3


@everywhere
async def test_a_new_claim_is_begun_with_what_people_sent(
    *, meet: Meet, kept: MemoryStores, queue: MemoryQueue, where: dict[str, Json]
) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command("/queue 1", **where))
        await chat.receive(press(chat.api, "New claim", EDITOR))

        (draft,) = await kept.drafts.open()
        assert values_of(draft.text)["phrasings"] == {"en": [SAMPLE]}
        assert draft.author.name == "Edita"
        assert "What is the claim?" in chat.said[-1]
    assert chat.api.violations == []


@everywhere
async def test_a_claim_that_somebody_writes_already_is_not_begun_twice(
    *, meet: Meet, kept: MemoryStores, queue: MemoryQueue, where: dict[str, Any]
) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command("/queue 1", **where))
        twice = press(chat.api, "New claim", EDITOR)
        await chat.receive(twice)
        await chat.receive(twice)
        assert "You have begun this draft for № 1 already." in chat.said[-1]
        assert labels(chat.api)[0] == ["Go on, step by step"]

        await chat.receive(text_message("/queue 1", user=REVIEWER, **where))
        again = press(chat.api, "New claim", REVIEWER)
        await chat.receive(again)
        assert "Edita has begun this draft for № 1 already." in chat.said[-1]
        assert list(kept.drafts.rows) == [1]

        await chat.receive(press(chat.api, "Drop it", REVIEWER))
        await chat.receive(again)
        assert "What is the claim?" in chat.said[-1]
        assert kept.drafts.rows[2].author.name == "Rūta"
    assert chat.api.violations == []


@everywhere
@pytest.mark.parametrize(
    ("label", "state", "said"),
    [
        ("Out of scope", State.OUT_OF_SCOPE, "✖ Out of scope."),
        ("Spam", State.SPAM, "✖ Spam."),
    ],
)
async def test_what_is_nothing_for_us_is_set_aside_and_taken_back(
    *,
    meet: Meet,
    queue: MemoryQueue,
    where: dict[str, Json],
    label: str,
    state: State,
    said: str,
) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command("/queue 1", **where))
        twice = press(chat.api, label, EDITOR)
        await chat.receive(twice)
        assert queue.known[1].state is state
        assert any(said in text for text in chat.said)
        assert labels(chat.api)[-1] == ["Undo"]

        undo = press(chat.api, "Undo", EDITOR)
        await chat.receive(twice)
        assert alerts(chat) == [why_missed(Missed.DECIDED)]

        await chat.receive(undo)
        assert queue.known[1].state is State.OPEN
        assert labels(chat.api) == [["Show it"]]
    assert chat.api.violations == []


@everywhere
async def test_those_who_sent_spam_are_blocked_and_answered_again(
    *, meet: Meet, kept: MemoryStores, queue: MemoryQueue, where: dict[str, Json]
) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command("/queue 1", **where))
        await chat.receive(press(chat.api, "Spam", EDITOR))
        assert labels(chat.api) == [["Block 3 people for 7 days"], ["Undo"]]
        assert kept.senders.blocked == {}

        await chat.receive(press(chat.api, "Block 3 people for 7 days", EDITOR))
        assert list(kept.senders.blocked) == [1]
        assert "Newly blocked for 7 days: 3 people." in last(chat.api)["text"]

        await chat.receive(press(chat.api, "Undo", EDITOR))
        assert kept.senders.blocked == {}
        assert queue.known[1].state is State.OPEN
    assert chat.api.violations == []


async def test_after_a_day_it_is_too_late(meet: Meet, queue: MemoryQueue, clock: Clock) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command("/queue 1"))
        await chat.receive(press(chat.api, "Spam", EDITOR))
        clock.now += 86_402.0
        await chat.receive(press(chat.api, "Undo", EDITOR))

        assert alerts(chat) == [why_missed(Missed.TOO_LATE)]
        assert queue.known[1].state is State.SPAM


async def test_old_buttons_say_why_they_do_nothing(meet: Meet, queue: MemoryQueue) -> None:
    async with meet(knowing(BISCUITS)) as chat:
        await chat.receive(command("/queue 1"))
        for action in (UndoWording(7), AddWording(1, "zz", ID), AddWording(1, "zz", "no-claim")):
            shown = callback_query(encode(action, "en"), last(chat.api), presser=EDITOR)
            await chat.receive(shown)

    missed = (Missed.NOT_A_WORDING, Missed.CHANGED, Missed.NO_CLAIM)
    assert alerts(chat) == [why_missed(one) for one in missed]


@pytest.mark.parametrize(
    "action",
    [
        ItIsClaim(999_999, "a" * 48),
        AddWording(999_999, "af", "a" * 48),
        AddOwnWording(999_999, "af", "a" * 48),
        UndoWording(2**31 - 1),
        ReopenCluster(2**31 - 1, 2**32),
        BlockSenders(2**31 - 1, 2**32),
    ],
)
def test_every_button_fits(action: Any) -> None:
    assert decode(encode(action, "en")) == (action, "en")


@pytest.mark.parametrize("missed", Missed)
def test_a_reason_fits_a_notice(missed: Missed) -> None:
    assert len(why_missed(missed)) <= 200
