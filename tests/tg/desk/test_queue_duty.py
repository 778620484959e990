"""The queue is kept round after round, whatever goes wrong in one of them."""

import logging

import pytest
from telegram.error import InvalidToken

from bot.moderation.gathering import Gatherer
from bot.people import PeopleUnavailableError
from bot.questions import Inquiry, Question
from bot.tg.desk.queue_duty import QueueDuty
from tests.support.clusters import MemoryQueue
from tests.tg.answerings import AT_WAR, knowing


class FakeCards:
    """Counts rounds, and fails where it is told to."""

    def __init__(self) -> None:
        self.rounds = 0
        self.error: Exception | None = None

    async def refresh(self) -> bool:
        self.rounds += 1
        if self.error:
            raise self.error
        return False


def duty(queue: MemoryQueue, cards: FakeCards) -> QueueDuty:
    matcher = knowing(AT_WAR).matcher
    return QueueDuty(Gatherer(queue, lambda: matcher.current, "one"), cards)  # type: ignore[arg-type]


async def test_what_is_new_is_gathered_before_cards_are_shown() -> None:
    queue, cards = MemoryQueue(), FakeCards()
    queue.asked = [Question(1, Inquiry("moon", "NATO has bought it", "en"), frozenset(), 0.0)]

    await duty(queue, cards).work()

    assert (queue.asked, list(queue.known), cards.rounds) == ([], [1], 1)


async def test_who_is_not_on_duty_shows_nothing() -> None:
    queue, cards = MemoryQueue(owner="another"), FakeCards()

    await duty(queue, cards).work()

    assert cards.rounds == 0


async def test_a_store_that_is_away_is_tried_again() -> None:
    queue, cards = MemoryQueue(down=True), FakeCards()
    keeping = duty(queue, cards)

    await keeping.work()
    queue.down = False
    await keeping.work()

    assert cards.rounds == 1


async def test_a_mistake_of_ours_stops_nothing_and_is_logged_without_texts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    queue, cards = MemoryQueue(), FakeCards()
    cards.error = RuntimeError("what somebody wrote")

    with caplog.at_level(logging.ERROR):
        await duty(queue, cards).work()

    assert "keeping the queue failed: RuntimeError" in caplog.text
    assert "somebody" not in caplog.text


@pytest.mark.parametrize("error", [InvalidToken(), PeopleUnavailableError("down")])
async def test_only_a_revoked_token_ends_it(error: Exception) -> None:
    queue, cards = MemoryQueue(), FakeCards()
    cards.error = error

    if isinstance(error, InvalidToken):
        with pytest.raises(InvalidToken):
            await duty(queue, cards).work()
    else:
        await duty(queue, cards).work()
