"""/queue and the buttons of cards, in the desk chat and in private."""

from typing import Any

import pytest

from bot.moderation.queue import Snooze, State
from bot.moderation.roles import Moderator
from bot.replies.desk_actions import AssignToMe, ListQueue, ShowCluster, SnoozeCluster, Unassign
from bot.replies.html import to_html
from bot.replies.render_desk_queue import PAGE, render_no_cluster
from bot.tg.callbacks import encode
from bot.tg.desk.queue import OFFERED
from bot.tg.desk.rights import GuardedDoer
from tests.support.clusters import MemoryQueue, make_cluster
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, text_message
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Chat, Meet
from tests.tg.desk.conftest import DESK, EDITOR, REVIEWER
from tests.tg.desk.test_unauthorised import buttons
from tests.tg.messages import Json
from tests.tg.presses import labels, last, press

EDITA = Moderator(EDITOR["id"], "Edita")
everywhere = pytest.mark.parametrize(
    "where", [{}, {"chat": DESK}], ids=["in private", "at the desk"]
)


@pytest.fixture
def queue(kept: MemoryStores) -> MemoryQueue:
    return kept.queue


def command(text: str, **where: Any) -> Json:
    return text_message(text, user=EDITOR, **where)


async def press_data(chat: Chat, data: str, presser: Json = EDITOR) -> None:
    await chat.receive(callback_query(data, last(chat.api), presser=presser))


@everywhere
async def test_the_queue_lists_what_waits_and_opens_cards(
    meet: Meet, queue: MemoryQueue, where: dict[str, Json]
) -> None:
    queue.add(make_cluster(1), make_cluster(2, count=9, assigned_to=7, assigned_name="Mo"))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(command("/queue", **where))

        assert "The queue: 2" in chat.said[-1]
        assert chat.said[-1].index("№ 2 · 9 people ↗ · 👤 Mo") < chat.said[-1].index("№ 1 ·")
        assert labels(chat.api) == [["№ 2", "№ 1"]]

        await chat.receive(press(chat.api, "№ 1", EDITOR))

        assert "NATO has bought moon number 1." in last(chat.api)["text"]
        assert labels(chat.api) == [
            [f"It is: {AT_WAR_EN}"],
            ["Search", "New claim"],
            ["Out of scope", "Spam"],
            ["Assign to me"],
            ["💤 1 day", "💤 1 week", "💤 until it grows"],
        ]


async def test_an_empty_queue_says_so(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(command("/queue"))

        assert chat.said == ["Nothing waits for the moderators."]


async def test_a_long_queue_has_pages(meet: Meet, queue: MemoryQueue) -> None:
    queue.add(*(make_cluster(number) for number in range(1, PAGE + 2)))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(command("/queue"))
        assert labels(chat.api)[-1] == ["▶"]

        await chat.receive(press(chat.api, "▶", EDITOR))

        assert f"The queue: {PAGE + 1}, page 2 of 2" in last(chat.api)["text"]
        assert labels(chat.api) == [[f"№ {PAGE + 1}"], ["◀"]]


async def test_a_page_that_is_no_longer_there_leads_to_the_last(
    meet: Meet, queue: MemoryQueue
) -> None:
    queue.add(make_cluster())
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(command("/queue"))
        await press_data(chat, encode(ListQueue(7), "en"))

        assert "The queue: 1" in last(chat.api)["text"]


async def test_a_cluster_is_found_by_its_number_and_by_whom_it_is_assigned_to(
    meet: Meet, queue: MemoryQueue
) -> None:
    queue.add(make_cluster(1), make_cluster(2, assigned_to=EDITOR["id"], assigned_name="Edita"))
    async with meet(knowing(AT_WAR)) as chat:
        for asked in ("/queue 1", "/queue №1", "/queue mine", "/queue 99", "/queue 9999999999999"):
            await chat.receive(command(asked))

        first, again, mine, unknown, large = chat.said
        assert first == again
        assert "moon number 1" in first
        assert "№ 2" in mine
        assert "№ 1" not in mine
        assert unknown == large == to_html(render_no_cluster())


@everywhere
async def test_a_moderator_looks_after_a_cluster_and_lets_it_go(
    meet: Meet, queue: MemoryQueue, where: dict[str, Json]
) -> None:
    queue.add(make_cluster())
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(command("/queue 1", **where))
        await chat.receive(press(chat.api, "Assign to me", EDITOR))
        assert queue.known[1].assigned_to == EDITOR["id"]
        assert "👤 Edita looks after this." in last(chat.api)["text"]

        # In private, nobody else sees it.
        await chat.receive(press(chat.api, "Unassign", REVIEWER if where else EDITOR))

        assert queue.known[1].assigned_to is None
        assert "looks after" not in last(chat.api)["text"]


async def test_who_comes_second_is_told_who_looks_after_it(meet: Meet, queue: MemoryQueue) -> None:
    queue.add(make_cluster())
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(command("/queue 1", chat=DESK))
        await queue.assign(1, EDITA, EDITA)
        await chat.receive(press(chat.api, "Assign to me", REVIEWER))

        (alert,) = chat.calls("answerCallbackQuery")
        assert alert.parameters["text"].startswith("Edita looks after this already.")
        assert queue.known[1].assigned_to == EDITOR["id"]
        assert labels(chat.api)[3][:1] == ["Unassign"]


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("💤 1 day", "💤 Out of the list until 20"),
        ("💤 1 week", "💤 Out of the list until 20"),
        ("💤 until it grows", "💤 Out of the list until somebody else asks."),
    ],
)
async def test_a_cluster_is_put_off_and_comes_back(
    meet: Meet, queue: MemoryQueue, label: str, says: str
) -> None:
    queue.add(make_cluster())
    async with meet(knowing(AT_WAR)) as chat:
        queue.now = 1_900_000_000.0
        await chat.receive(command("/queue 1"))
        await chat.receive(press(chat.api, label, EDITOR))
        assert says in last(chat.api)["text"]

        await chat.receive(command("/queue"))
        assert "1 more, out of the list for a while" in chat.said[-1]

        await press_data(chat, encode(ShowCluster(1), "en"))
        await chat.receive(press(chat.api, "Wake up", EDITOR))
        assert not queue.known[1].is_snoozed(queue.now)


@pytest.mark.parametrize(
    "action", [ShowCluster(5), AssignToMe(5), Unassign(5), SnoozeCluster(5, Snooze.DAY)]
)
async def test_a_cluster_that_is_gone_says_so(meet: Meet, action: AssignToMe) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(command("/queue"))
        await press_data(chat, encode(action, "en"))

        assert last(chat.api)["text"] == "This is no longer in the queue. /queue shows what is."


async def test_of_what_is_decided_only_the_outcome_is_shown(meet: Meet, queue: MemoryQueue) -> None:
    queue.add(make_cluster(state=State.SPAM))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(command("/queue 1"))

        assert "✖ Spam." in chat.said[0]
        assert labels(chat.api) == []


async def test_everything_that_a_card_offers_has_a_doer(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        doers = buttons(chat)

        assert [one for one in OFFERED if not isinstance(doers.get(one), GuardedDoer)] == []
