import asyncio
import logging

import pytest

from bot.intake.dispatcher import LaterError
from tests.intake.conftest import Handler, Office
from tests.support.inbox import LEASE_S, MemoryInbox, received


def now() -> float:
    return asyncio.get_running_loop().time()


async def takes_a_second(_: str) -> None:
    await asyncio.sleep(1)


async def test_one_chat_is_handled_in_order_one_after_the_other(
    office: Office, handler: Handler
) -> None:
    handler.does = takes_a_second
    await office.receive(*(received(number, body=str(number)) for number in (3, 1, 2)))
    await office.idle()

    assert handler.ended == ["1", "2", "3"]
    assert handler.at == pytest.approx([0, 1, 2])
    assert office.inbox.states() == {1: "handled", 2: "handled", 3: "handled"}


async def test_chats_are_handled_side_by_side_as_many_as_are_allowed(
    office: Office, handler: Handler
) -> None:
    handler.does = takes_a_second
    await office.receive(*(received(number, chat=number) for number in range(7)))
    await office.idle()

    assert handler.at == pytest.approx([0, 0, 0, 1, 1, 1, 2])


async def test_a_busy_chat_keeps_nobody_waiting(office: Office, handler: Handler) -> None:
    handler.does = takes_a_second
    await office.receive(*(received(number, chat=1, body="busy") for number in range(5)))
    await office.receive(received(9, chat=2, body="other"))
    await office.idle()

    assert handler.begun[:2] == ["busy", "other"]


async def test_news_are_handled_at_once(office: Office, handler: Handler) -> None:
    await asyncio.sleep(10.5)
    await office.receive(received(1))
    await office.idle()

    assert handler.at == pytest.approx([10.5])


async def test_what_other_processes_took_in_is_found_within_a_second(
    office: Office, handler: Handler
) -> None:
    await asyncio.sleep(10.5)
    await office.inbox.put([received(1)])
    await office.idle()

    assert 10.5 <= handler.at[0] <= 11.5


async def test_an_album_is_handled_side_by_side_with_what_comes_later_of_it(
    office: Office, handler: Handler
) -> None:
    handler.does = takes_a_second
    await office.receive(received(1, album="a"), received(2, album="a"), received(4))
    await asyncio.sleep(0.5)
    await office.receive(received(3, album="a"))
    await office.idle()

    assert handler.at == pytest.approx([0, 0, 0.5, 1.5], abs=0.11)


async def test_what_cannot_be_handled_now_is_handled_later_and_no_try_is_counted(
    office: Office, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuses_until_later(_: str) -> None:
        if now() < 20:
            raise LaterError(3)

    handler.does = refuses_until_later
    await office.receive(received(1))
    await office.idle()

    assert len(handler.begun) >= 6
    assert (handler.ended, handler.given_up) == (["{}"], [])
    assert caplog.messages == []


async def test_what_waits_for_later_lets_the_rest_of_its_chat_pass(
    office: Office, handler: Handler
) -> None:
    async def refuses_the_first(body: str) -> None:
        if body == "first" and now() < 3:
            raise LaterError(3)

    handler.does = refuses_the_first
    await office.receive(received(1, body="first"), received(2, body="second"))
    await office.idle()

    assert handler.ended == ["second", "first"]


async def fails(_: str) -> None:
    raise ValueError("what somebody wrote")


async def test_what_fails_three_times_is_set_aside_and_said_once(
    office: Office, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    handler.does = fails
    await office.receive(received(1, body="poison"), received(2, chat=2, body="poison, too"))
    await office.idle()

    assert sorted(handler.begun) == ["poison"] * 3 + ["poison, too"] * 3
    assert sorted(handler.given_up) == ["poison", "poison, too"]
    assert office.inbox.states() == {1: "set-aside", 2: "set-aside"}
    assert [(record.levelno, record.getMessage()) for record in caplog.records][::2] == [
        (logging.WARNING, "handling an update failed, try 1: ValueError"),
        (logging.WARNING, "handling an update failed, try 2: ValueError"),
        (logging.ERROR, "an update is set aside after 3 tries: ValueError"),
    ]


async def test_the_pause_before_another_try_grows(office: Office, handler: Handler) -> None:
    handler.does = fails
    await office.receive(received(1))
    await office.idle()

    first, second, third = handler.at
    assert (second - first, third - second) == pytest.approx((1, 2), abs=1)


async def test_a_poisonous_update_does_not_stop_its_chat(office: Office, handler: Handler) -> None:
    async def fails_on_poison(body: str) -> None:
        if body == "poison":
            raise ValueError

    handler.does = fails_on_poison
    await office.receive(received(1, body="poison"), received(2), received(3))
    await office.idle()

    assert handler.ended == ["{}", "{}"]
    assert office.inbox.states() == {1: "set-aside", 2: "handled", 3: "handled"}


async def test_an_error_while_saying_so_is_logged_and_harmless(
    office: Office,
    handler: Handler,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handler.does = fails
    monkeypatch.setattr(office.dispatcher, "_gave_up", fails)
    await office.receive(received(1))
    await office.idle()

    assert caplog.messages[-1] == "telling the reader failed: ValueError"
    assert office.inbox.states() == {1: "set-aside"}


async def test_something_that_is_cancelled_inside_counts_as_a_failure(
    office: Office, handler: Handler
) -> None:
    async def waits_for_what_is_cancelled(_: str) -> None:
        inner = asyncio.create_task(asyncio.sleep(1))
        inner.cancel()
        await inner

    handler.does = waits_for_what_is_cancelled
    await office.receive(received(1), received(2, chat=2))
    await office.idle()

    assert len(handler.begun) == 6
    assert office.inbox.states() == {1: "set-aside", 2: "set-aside"}


async def test_what_never_ends_is_ended(office: Office, handler: Handler) -> None:
    async def hangs(_: str) -> None:
        await asyncio.Event().wait()

    handler.does = hangs
    await office.receive(received(1))
    await office.idle()

    assert len(handler.begun) == 3
    assert office.inbox.states() == {1: "set-aside"}


async def test_what_ended_the_process_ten_times_is_not_begun_again(
    office: Office, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    await office.inbox.put([received(1)])
    office.inbox.shelf.updates[1].tries = 10
    await office.idle()

    assert (handler.begun, handler.given_up) == ([], ["{}"])
    assert office.inbox.states() == {1: "set-aside"}
    assert caplog.messages == ["an update is set aside after 11 tries: begun 10 times, never ended"]


async def test_while_the_store_is_down_nothing_is_lost_and_nothing_is_handled_twice(
    office: Office, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    handler.does = takes_a_second
    await office.receive(*(received(number, chat=number, body=str(number)) for number in (1, 2)))
    await asyncio.sleep(0.5)
    office.inbox.down = True
    await asyncio.sleep(2 * LEASE_S)
    assert office.dispatcher.busy == 2
    office.inbox.down = False
    await office.idle()

    assert sorted(handler.begun) == ["1", "2"]
    assert caplog.messages == []


async def test_answers_of_the_store_that_get_lost_cost_nothing_but_time(
    office: Office, handler: Handler
) -> None:
    handler.does = takes_a_second
    await office.inbox.put([received(number, chat=number % 2) for number in range(4)])
    office.inbox.loses_answers = True
    await asyncio.sleep(3)
    assert handler.begun == []
    office.inbox.loses_answers = False
    await asyncio.sleep(1.5)
    office.inbox.loses_answers = True
    await asyncio.sleep(3)
    office.inbox.loses_answers = False
    await office.idle()

    assert len(handler.ended) == 4
    assert set(office.inbox.states().values()) == {"handled"}


async def test_long_work_is_renewed_so_that_nobody_takes_it_over(
    office: Office, handler: Handler
) -> None:
    async def takes_a_minute(_: str) -> None:
        await asyncio.sleep(60)

    handler.does = takes_a_minute
    other = MemoryInbox(office.inbox.shelf, "other")
    await office.receive(received(1, chat=7))
    for _ in range(60):
        await asyncio.sleep(1)
        assert await other.claim(9, besides=()) == []

    await office.idle()
    assert len(handler.begun) == 1
    assert set(map(frozenset, office.inbox.renewed)) == {frozenset({7})}


async def test_what_is_wrong_with_the_store_stops_everything(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def wrong_statement(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(office.inbox, "done", wrong_statement)
    await office.receive(received(1, body="secret"))

    with pytest.raises(ZeroDivisionError):
        await office.running
    assert caplog.messages == ["the inbox failed: ZeroDivisionError"]


async def test_no_log_line_holds_what_somebody_wrote(
    office: Office, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    async def repeats(body: str) -> None:
        raise ValueError(body)

    caplog.set_level(logging.DEBUG)
    handler.does = repeats
    await office.receive(received(1, body="secret"))
    await office.idle()

    assert handler.given_up == ["secret"]
    assert "secret" not in caplog.text


# The end


async def test_at_the_end_what_is_begun_is_finished_and_the_rest_given_back(
    office: Office, handler: Handler
) -> None:
    handler.does = takes_a_second
    await office.receive(*(received(number, body=str(number)) for number in (1, 2)))
    await office.receive(received(3, chat=3, body="3"))
    await asyncio.sleep(0.5)

    assert await office.stop()

    assert sorted(handler.ended) == ["1", "3"]
    assert now() == pytest.approx(1)
    again = await MemoryInbox(office.inbox.shelf, "other").claim(9, besides=())
    assert [(one.update_id, one.tries) for one in again] == [(2, 1)]


async def test_the_end_waits_no_longer_than_it_may_and_nothing_goes_on_behind_it(
    office: Office, handler: Handler
) -> None:
    async def takes_a_minute(_: str) -> None:
        await asyncio.sleep(60)

    handler.does = takes_a_minute
    await office.receive(*(received(number, chat=number % 2, album="a") for number in range(4)))
    await asyncio.sleep(1)

    assert not await office.stop(within_s=5)

    assert now() == pytest.approx(6)
    await asyncio.sleep(100)
    assert handler.ended == []
    again = await MemoryInbox(office.inbox.shelf, "other").claim(9, besides=())
    assert [one.tries for one in again] == [1, 1, 1, 1]


async def test_the_end_does_not_wait_for_a_store_that_is_down(
    office: Office, handler: Handler
) -> None:
    handler.does = takes_a_second
    await office.receive(received(1))
    await asyncio.sleep(0.5)
    office.inbox.down = True

    assert not await office.stop(within_s=5)

    assert now() < 8
    assert office.inbox.states() == {1: "waiting"}


async def test_the_end_does_not_wait_for_what_does_not_want_to_end(
    office: Office, handler: Handler
) -> None:
    async def clings(_: str) -> None:
        for _pause in range(3):
            try:
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                continue

    handler.does = clings
    await office.receive(received(1))
    await asyncio.sleep(1)

    assert not await office.stop(within_s=5)

    assert now() < 8
    await asyncio.sleep(60)


async def test_a_dispatcher_that_never_ran_ends_at_once(office: Office) -> None:
    assert await office.stop()
    assert now() == 0
