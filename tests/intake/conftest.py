"""A dispatcher at work on an inbox in memory, in a time of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.intake.dispatcher import Dispatcher
from bot.intake.inbox import Received
from tests.support.inbox import MemoryInbox, Shelf
from tests.support.instant_loop import InstantLoop


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"instant": InstantLoop}


@dataclass
class Handler:
    """Handles updates as each test says, and remembers what it did when."""

    does: Callable[[str], Awaitable[None]] | None = None
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)

    async def handle(self, body: str) -> None:
        self.begun.append(body)
        self.at.append(asyncio.get_running_loop().time())
        if self.does:
            await self.does(body)
        self.ended.append(body)

    async def gave_up(self, body: str) -> None:
        self.given_up.append(body)


@pytest.fixture
def handler() -> Handler:
    return Handler()


@dataclass
class Office:
    """Everything at work."""

    inbox: MemoryInbox
    dispatcher: Dispatcher
    running: asyncio.Task[None]

    async def receive(self, *some: Received) -> None:
        """Take updates in, and say so."""
        await self.inbox.put(some)
        self.dispatcher.notify()

    async def idle(self) -> None:
        """Wait until nothing is left to do."""
        while await self.inbox.waiting() or self.dispatcher.busy:  # noqa: ASYNC110 - takes no time
            await asyncio.sleep(0.1)

    async def stop(self, within_s: float = 5.0) -> bool:
        """Stop as the service does."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        return await self.dispatcher.finish(within_s)


@pytest.fixture
async def office(handler: Handler) -> AsyncIterator[Office]:
    """Three chats at once; whatever is at work at the end of a test must stop in order."""
    async with opened(handler) as one:
        yield one


@asynccontextmanager
async def opened(handler: Handler, at_once: int = 3) -> AsyncIterator[Office]:
    inbox = MemoryInbox(Shelf(asyncio.get_running_loop().time))
    dispatcher = Dispatcher(
        inbox, handler.handle, lambda error: type(error).__name__, handler.gave_up, at_once
    )
    office = Office(inbox, dispatcher, asyncio.create_task(dispatcher.run()))
    yield office
    inbox.down = False
    await office.stop(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}, "a task was left behind"
