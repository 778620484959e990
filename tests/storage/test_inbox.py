"""What bot/intake/inbox.py promises, kept by the databases and by the fake of the other tests."""

import pytest

from bot.intake.inbox import Inbox
from tests.storage.conftest import Clock, Inboxes
from tests.support.inbox import LEASE_S, ids, received


@pytest.fixture
def inbox(inboxes: Inboxes) -> Inbox:
    return inboxes("one")


async def test_an_update_is_kept_once_however_often_it_comes(inbox: Inbox) -> None:
    assert await inbox.put([received(1), received(1), received(2)]) == 2
    assert await inbox.put([received(2), received(3)]) == 1
    assert await inbox.waiting() == 3


async def test_what_comes_again_after_it_was_handled_is_not_handled_again(inbox: Inbox) -> None:
    await inbox.put([received(1)])
    (first,) = await inbox.claim(9, besides=())
    await inbox.done(first, last=True)

    assert await inbox.put([received(1)]) == 0
    assert await inbox.claim(9, besides=()) == []


async def test_nothing_is_put_and_nothing_is_claimed(inbox: Inbox) -> None:
    assert await inbox.put([]) == 0
    assert await inbox.claim(9, besides=()) == []


async def test_one_chat_is_handed_out_update_by_update_in_order(inbox: Inbox) -> None:
    await inbox.put([received(3), received(1, body='{"a": 1}'), received(2)])
    (first,) = await inbox.claim(9, besides=())
    assert (first.update_id, first.body, first.tries) == (1, '{"a": 1}', 1)
    assert await inbox.claim(9, besides=[1]) == []

    (second,) = await inbox.done(first, last=True)
    (third,) = await inbox.done(second, last=True)

    assert ids([second, third]) == [2, 3]
    assert await inbox.done(third, last=True) == []
    assert await inbox.waiting() == 0


async def test_chats_are_handed_out_side_by_side_the_longest_waiting_first(inbox: Inbox) -> None:
    await inbox.put([received(number, chat=-number) for number in (4, 2, 3, 1)])

    assert ids(await inbox.claim(3, besides=())) == [1, 2, 3]
    assert ids(await inbox.claim(3, besides=[-1, -2, -3])) == [4]


async def test_an_album_is_handed_out_together_and_what_comes_later_of_it_too(
    inbox: Inbox,
) -> None:
    await inbox.put([received(1, album="a"), received(2, album="a"), received(3)])
    handed = await inbox.claim(9, besides=())
    assert ids(handed) == [1, 2]
    await inbox.put([received(4, album="a"), received(5, album="b"), received(6, 2, album="a")])

    assert ids(await inbox.more(1, "a")) == [4]
    assert await inbox.more(1, "a") == []


async def test_after_an_album_comes_what_came_behind_it(inbox: Inbox) -> None:
    await inbox.put([received(1, album="a"), received(2, album="a"), received(3)])
    one, other = await inbox.claim(9, besides=())

    assert await inbox.done(one, last=False) == []
    assert ids(await inbox.done(other, last=True)) == [3]


async def test_a_chat_is_free_for_others_after_its_last_update(inboxes: Inboxes) -> None:
    one, two = inboxes("one"), inboxes("two")
    await one.put([received(1)])
    (first,) = await one.claim(9, besides=())
    await one.done(first, last=True)
    await one.put([received(2)])

    assert ids(await two.claim(9, besides=())) == [2]


async def test_what_has_to_wait_lets_others_of_its_chat_pass(inbox: Inbox, clock: Clock) -> None:
    await inbox.put([received(1), received(2)])
    (first,) = await inbox.claim(9, besides=())

    (second,) = await inbox.later(first, 5, counted=False, last=True)
    assert second.update_id == 2
    assert await inbox.done(second, last=True) == []
    assert await inbox.claim(9, besides=()) == []
    clock.now += 5
    (again,) = await inbox.claim(9, besides=())
    assert (again.update_id, again.tries) == (1, 1)


async def test_tries_are_counted_where_they_count(inbox: Inbox, clock: Clock) -> None:
    await inbox.put([received(1)])
    (first,) = await inbox.claim(9, besides=())
    await inbox.later(first, 1, counted=True, last=True)
    clock.now += 1
    (second,) = await inbox.claim(9, besides=())
    assert second.tries == 2
    await inbox.later(second, 1, counted=False, last=True)
    clock.now += 1

    assert [one.tries for one in await inbox.claim(9, besides=())] == [2]


async def test_what_is_set_aside_is_out_of_the_way(inbox: Inbox) -> None:
    await inbox.put([received(1), received(2)])
    (first,) = await inbox.claim(9, besides=())

    (second,) = await inbox.set_aside(first, "ValueError at app.py:1", last=True)

    assert second.update_id == 2
    assert await inbox.done(second, last=True) == []
    assert await inbox.waiting() == 0
    assert await inbox.put([received(1)]) == 0


async def test_what_is_given_back_is_free_at_once_and_the_try_does_not_count(
    inboxes: Inboxes,
) -> None:
    one, two = inboxes("one"), inboxes("two")
    await one.put([received(1, chat=1), received(2, chat=2)])
    await one.claim(1, besides=())
    await two.claim(1, besides=())

    await one.release()

    (again,) = await two.claim(9, besides=[2])
    assert (again.update_id, again.tries) == (1, 1)


async def test_nobody_else_gets_a_chat_that_is_worked_on(inboxes: Inboxes, clock: Clock) -> None:
    one, two = inboxes("one"), inboxes("two")
    await one.put([received(1)])
    await one.claim(9, besides=())
    assert await two.claim(9, besides=()) == []

    clock.now += LEASE_S - 1
    await one.renew([1])
    clock.now += LEASE_S - 1
    assert await two.claim(9, besides=()) == []


async def test_the_chats_of_a_process_that_died_are_taken_over(
    inboxes: Inboxes, clock: Clock
) -> None:
    one, two = inboxes("one"), inboxes("two")
    await one.put([received(1)])
    await one.claim(9, besides=())

    clock.now += LEASE_S
    (again,) = await two.claim(9, besides=())

    assert (again.update_id, again.tries) == (1, 2)


async def test_whoever_was_thought_dead_changes_nothing_but_what_it_has_handled(
    inboxes: Inboxes, clock: Clock
) -> None:
    one, two = inboxes("one"), inboxes("two")
    await one.put([received(1, album="a"), received(2, album="a"), received(3)])
    handled, failed = await one.claim(9, besides=())
    clock.now += LEASE_S
    assert ids(await two.claim(9, besides=())) == [1, 2]

    await one.renew([1])
    await one.put([received(4, album="a")])
    assert await one.more(1, "a") == []
    assert await one.done(handled, last=False) == []
    assert await one.later(failed, 0, counted=True, last=True) == []
    assert await one.set_aside(failed, "why", last=True) == []
    await one.release()

    assert await one.claim(9, besides=()) == []
    assert ids(await two.more(1, "a")) == [4]
    assert await two.waiting() == 3


async def test_what_was_claimed_by_a_call_that_broke_off_is_claimed_again(inbox: Inbox) -> None:
    await inbox.put([received(1), received(2)])
    await inbox.claim(9, besides=())

    assert await inbox.claim(9, besides=[1]) == []
    (again,) = await inbox.claim(9, besides=())
    assert (again.update_id, again.tries) == (1, 2)


async def test_saying_twice_that_an_update_is_done_harms_nobody(inbox: Inbox) -> None:
    await inbox.put([received(1), received(2)])
    (first,) = await inbox.claim(9, besides=())
    await inbox.done(first, last=True)

    assert await inbox.done(first, last=True) == []
    assert ids(await inbox.claim(9, besides=())) == [2]
