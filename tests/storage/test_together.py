"""Writes that share a transaction: all of them are safe, or each hears why not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.together import Together, Work


@dataclass
class Transactions:
    """Counts them; each waits for *disk*."""

    disk: asyncio.Event = field(default_factory=asyncio.Event)
    begun: int = 0
    error: Exception | None = None
    is_away: bool = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        if self.is_away:
            raise OSError("away")
        self.begun += 1
        yield cast("AsyncConnection", self)
        await self.disk.wait()
        if self.error:
            raise self.error


def returning(value: int) -> Work[int]:
    async def work(_: Any) -> int:
        return value

    return work


async def ask(transactions: Transactions, count: int) -> list[int | BaseException]:
    together: Together[int] = Together(transactions.begin)
    first = asyncio.create_task(together.do(returning(0)))
    await asyncio.sleep(0)
    rest = [asyncio.create_task(together.do(returning(number))) for number in range(1, count)]
    await asyncio.sleep(0)
    transactions.disk.set()
    return await asyncio.gather(first, *rest, return_exceptions=True)


async def test_what_comes_while_the_disk_is_waited_for_shares_the_next_transaction() -> None:
    transactions = Transactions()

    assert await ask(transactions, 20) == list(range(20))
    assert transactions.begun == 2


async def test_each_hears_of_a_transaction_that_failed() -> None:
    transactions = Transactions(error=OSError("full"))

    assert await ask(transactions, 3) == [transactions.error] * 3


async def test_after_a_failure_it_goes_on() -> None:
    transactions = Transactions(error=OSError("full"))
    transactions.disk.set()
    together: Together[int] = Together(transactions.begin)
    with pytest.raises(OSError, match="full"):
        await together.do(returning(1))
    transactions.error = None

    assert await together.do(returning(2)) == 2


async def test_nothing_is_done_where_no_transaction_begins() -> None:
    transactions = Transactions(is_away=True)
    together: Together[int] = Together(transactions.begin)
    first, second = (asyncio.create_task(together.do(returning(n))) for n in range(2))
    outcomes = await asyncio.gather(first, second, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [OSError, OSError]
