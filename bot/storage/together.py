"""Small writes that come while the database is busy share its next transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
Work: TypeAlias = Callable[[AsyncConnection], Awaitable[T]]


@dataclass
class _Job(Generic[T]):
    work: Work[T]
    outcome: T | None = None
    error: Exception | None = None
    is_over: bool = False


class Together(Generic[T]):
    """Does all that was asked for meanwhile in one transaction: all of it, or nothing.

    SQLite waits for the disk at the end of each transaction, 20 ms here. One after the other, the
    answers to a burst had long been sent when the last was noted; a kill then sent them again.
    """

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[AsyncConnection]]) -> None:
        """Take what opens a transaction."""
        self._begin = begin
        self._asked: list[_Job[T]] = []
        self._turn = asyncio.Lock()

    async def do(self, work: Work[T]) -> T:
        """Return what *work* returns, once it is safe; raise what the transaction raised.

        The caller must not be cancelled meanwhile, see `to_the_end`: others wait for it.
        """
        job = _Job(work)
        self._asked.append(job)
        async with self._turn:
            if not job.is_over:
                await self._do_all()
        if job.error:
            raise job.error
        return cast("T", job.outcome)

    async def _do_all(self) -> None:
        jobs: list[_Job[T]] = []
        error: Exception | None = None
        try:
            async with self._begin() as connection:
                jobs, self._asked = self._asked, []  # not before: more come until we have it
                for job in jobs:
                    job.outcome = await job.work(connection)
        except Exception as raised:  # noqa: BLE001 - each of them hears of it
            error = raised
        if not jobs:
            jobs, self._asked = self._asked, []
        for job in jobs:
            job.error, job.is_over = error, True
