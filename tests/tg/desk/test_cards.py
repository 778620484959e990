"""Cards in the desk chat: one for each cluster, changed in place, and not too often."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from telegram import Bot

from bot.moderation.queue import Cluster, State
from bot.tg.desk.cards import EDIT_S, MOST_CARDS, Cards
from bot.tg.desk.queue import CardWriter
from bot.tg.send import Sender
from tests.support.bot_api import BotApi
from tests.support.bot_api_faults import TooManyRequests
from tests.support.clusters import MemoryQueue, make_cluster
from tests.support.group_updates import forum
from tests.support.stores import MemoryStores
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Clock, Sleeps
from tests.tg.desk.conftest import DESK
from tests.tg.messages import Json

FORUM = forum(DESK["id"])


@dataclass
class Desk:
    """The desk chat, and what keeps its cards."""

    cards: Cards
    queue: MemoryQueue
    api: BotApi
    clock: Clock

    async def rounds(self, most: int = 9) -> int:
        """Let it work until there is nothing to do; return how many calls it took."""
        for done in range(most):
            if not await self.cards.refresh():
                return done
        return most

    @property
    def shown(self) -> list[Json]:
        """The messages of the desk chat, as they are now."""
        return [self.api.shown(one) for one in self.api.sent(DESK["id"]) if "text" in one]

    def put(self, cluster: Cluster) -> None:
        """Change a cluster, whose card stays."""
        self.queue.add(replace(cluster, card=self.queue.known[cluster.number].card))


@pytest.fixture
async def desk(
    *, telegram_bot: Bot, api: BotApi, kept: MemoryStores, clock: Clock, sleeps: Sleeps
) -> AsyncIterator[Desk]:
    writer = CardWriter(knowing(AT_WAR), clock)
    sender = Sender(kept.chats, sleeps)
    cards = Cards(
        telegram_bot, sender, kept.chats, kept.queue, writer, chat_id=DESK["id"], clock=clock
    )
    yield Desk(cards, kept.queue, api, clock)
    assert api.violations == []


async def test_each_cluster_gets_a_card_the_most_demanded_first(desk: Desk) -> None:
    desk.queue.add(make_cluster(1), make_cluster(2, count=9))

    assert await desk.rounds() == 2

    first, second = desk.shown
    assert first["text"].startswith("№ 2 · 9 people ↗")
    assert second["text"].startswith("№ 1 · 3 people ↗")
    assert desk.queue.known[2].card is not None


async def test_nothing_new_takes_no_call(desk: Desk) -> None:
    desk.queue.add(make_cluster())
    await desk.rounds()
    desk.api.calls.clear()
    desk.clock.now += EDIT_S

    assert await desk.rounds() == 0
    assert desk.api.calls == []


async def test_a_flood_makes_one_card_and_few_edits(desk: Desk) -> None:
    desk.queue.add(make_cluster())
    for second in range(60):
        if second:
            desk.put(make_cluster(count=3 + 17 * second))
        await desk.cards.refresh()
        desk.clock.now += 1

    assert len(desk.shown) == 1
    edits = [call for call in desk.api.calls if call.method == "editMessageText"]
    assert len(edits) == 1
    desk.clock.now += EDIT_S
    await desk.rounds()
    assert f"{3 + 17 * 59} people" in desk.shown[0]["text"]


async def test_a_card_closes_when_a_claim_answers_it(desk: Desk) -> None:
    desk.queue.add(make_cluster())
    await desk.rounds()
    desk.clock.now += EDIT_S

    desk.put(make_cluster(count=0, answered=3, answered_by=("nato-moon",)))
    await desk.rounds()

    (card,) = desk.shown
    assert "Closed. Answered for 3 people by: nato-moon." in card["text"]
    assert "reply_markup" not in card
    assert await desk.queue.carded() == []


async def test_a_card_opens_again_when_somebody_asks_again(desk: Desk) -> None:
    desk.queue.add(make_cluster())
    await desk.rounds()
    desk.clock.now += EDIT_S
    desk.put(make_cluster(count=0, answered=3, answered_by=("nato-moon",)))
    await desk.rounds()
    desk.clock.now += EDIT_S

    desk.put(make_cluster(count=1, answered=3, answered_by=("nato-moon",)))
    await desk.rounds()

    (card,) = desk.shown
    assert "Answered for 3 people: nato-moon" in card["text"]
    assert "reply_markup" in card


async def test_what_people_deleted_leaves_the_card_at_once(desk: Desk) -> None:
    desk.queue.add(make_cluster())
    await desk.rounds()

    desk.put(make_cluster(count=0, first_at=0.0, last_at=0.0, sample="", languages=()))
    await desk.rounds()

    (card,) = desk.shown
    assert "moon" not in card["text"]
    assert "Nothing is left here" in card["text"]


async def test_a_decision_closes_the_card(desk: Desk) -> None:
    desk.queue.add(make_cluster())
    await desk.rounds()
    desk.clock.now += EDIT_S

    desk.put(make_cluster(state=State.OUT_OF_SCOPE))
    await desk.rounds()

    assert "✖ Out of scope." in desk.shown[0]["text"]


async def test_a_card_that_somebody_deleted_comes_again(desk: Desk) -> None:
    desk.queue.add(make_cluster())
    await desk.rounds()
    (card,) = desk.shown
    desk.api.delete(DESK["id"], card["message_id"])
    desk.clock.now += EDIT_S

    desk.put(make_cluster(count=8))
    await desk.rounds()

    assert desk.queue.known[1].card is not None
    assert desk.queue.known[1].card.message_id != card["message_id"]


async def test_only_the_most_demanded_get_cards(desk: Desk) -> None:
    desk.queue.add(*(make_cluster(number) for number in range(1, MOST_CARDS + 3)))

    for _ in range(4):
        await desk.rounds(15)
        desk.clock.now += 62

    assert len(desk.shown) == MOST_CARDS


async def test_in_a_forum_each_cluster_has_a_topic(desk: Desk) -> None:
    desk.api.add_chat(FORUM)
    desk.api.groups.set_bot(DESK["id"], "administrator", can_manage_topics=True)
    desk.queue.add(make_cluster(sample="Olga Petrenko says NATO has bought the moon"))
    await desk.rounds()

    (card,) = desk.shown
    topic = desk.queue.known[1].card and desk.queue.known[1].card.topic_id
    assert card["message_thread_id"] == topic
    (made,) = (call for call in desk.api.calls if call.method == "createForumTopic")
    assert made.parameters["name"] == "№ 1 [name] says NATO has bought the moon"

    desk.clock.now += EDIT_S
    desk.put(make_cluster(count=0, answered=3))
    await desk.rounds()
    desk.clock.now += EDIT_S
    desk.put(make_cluster(count=1, answered=3))
    await desk.rounds()

    methods = [call.method for call in desk.api.calls]
    assert (methods.count("closeForumTopic"), methods.count("reopenForumTopic")) == (1, 1)


async def test_a_topic_whose_card_did_not_arrive_gets_it_later(desk: Desk) -> None:
    desk.api.add_chat(FORUM)
    desk.api.groups.set_bot(DESK["id"], "administrator", can_manage_topics=True)
    desk.api.fail_next("sendMessage", TooManyRequests(retry_after_s=30))
    desk.queue.add(make_cluster())

    assert await desk.rounds() == 0
    desk.clock.now += 31
    assert await desk.rounds() == 1

    methods = [call.method for call in desk.api.calls]
    assert methods.count("createForumTopic") == 1
    assert desk.shown[0]["message_thread_id"]


async def test_without_the_right_to_make_topics_cards_are_messages(desk: Desk) -> None:
    desk.api.add_chat(FORUM)
    desk.queue.add(make_cluster(1), make_cluster(2))

    await desk.rounds()

    assert ["message_thread_id" in card for card in desk.shown] == [False, False]
    methods = [call.method for call in desk.api.calls]
    assert methods.count("createForumTopic") == 1


async def test_where_the_bot_is_not_at_the_desk_nothing_is_tried_on_and_on(desk: Desk) -> None:
    desk.api.groups.set_bot(DESK["id"], "kicked")
    desk.queue.add(make_cluster())

    await desk.rounds()
    desk.clock.now += EDIT_S
    await desk.rounds()

    assert desk.shown == []
