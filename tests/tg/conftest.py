"""The bot's application in this process, and the fake Bot API that it talks to over HTTP."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from telegram import Bot, Update

from bot.answers import Answers
from bot.config import Settings
from bot.moderation.publishing import Publisher
from bot.reading.model import PictureReader
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.replies.render import render_card
from bot.tg.app import build_application
from bot.tg.limits import Limits
from bot.tg.polling import TelegramApplication
from bot.tg.request import WatchedRequest
from tests.support.bot_api import BotApi, Call
from tests.support.chats import MemoryChats
from tests.support.people import MemoryPeople
from tests.support.stores import MemoryStores
from tests.support.updates import DATE, private_chat
from tests.tg.answerings import AT_WAR, CATALOG

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    # The library warns of every RetryAfter without it, and warnings are errors here.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    # The fake speaks plain HTTP; reading the certificates of the world takes 0.15 s a client.
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as running:
        running.add_chat(private_chat())
        yield running


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return CATALOG


@dataclass
class Sleeps:
    """Sleep no time: remember how long it would have been, and let the others run."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        for _ in range(10):
            await asyncio.sleep(0)


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
async def telegram_bot(api: BotApi) -> AsyncIterator[Bot]:
    """A Bot of the library over our connection."""
    request = WatchedRequest(connection_pool_size=8, answered=lambda: None)
    async with Bot(api.token, api.base_url, request=request) as bot:
        api.calls.clear()
        yield bot


@dataclass
class Chat:
    """What a user does, and what the bot makes of it."""

    api: BotApi
    application: TelegramApplication
    sleeps: Sleeps
    chats: MemoryChats

    async def receive(self, *updates: Json) -> None:
        """Send *updates* and handle them side by side, to the end."""
        await self.handle(*map(self.api.send, updates))

    async def handle(self, *updates: Json) -> None:
        """Handle updates that were sent already."""
        parsed = [Update.de_json(one, self.application.bot) for one in updates]
        await asyncio.gather(*map(self.application.process_update, parsed))

    @property
    def said(self) -> list[str]:
        """The HTML of all that was sent, and of all that messages were changed to."""
        return [call.parameters["text"] for call in self.calls("sendMessage", "editMessageText")]

    @property
    def answered(self) -> list[int | None]:
        """The messages that the bot replied to, None for a message of its own accord."""
        replies = [
            call.parameters.get("reply_parameters", {}) for call in self.calls("sendMessage")
        ]
        return [reply.get("message_id") for reply in replies]

    def calls(self, *methods: str) -> list[Call]:
        return [call for call in self.api.calls if call.method in methods and call.status == 200]


Meet: TypeAlias = Callable[[Answers], AbstractAsyncContextManager[Chat]]


@pytest.fixture
def people() -> MemoryPeople:
    return MemoryPeople()


@pytest.fixture
def chats() -> MemoryChats:
    return MemoryChats()


@pytest.fixture
def kept(people: MemoryPeople, chats: MemoryChats) -> MemoryStores:
    """All that is stored."""
    return MemoryStores(people, chats)


@pytest.fixture
def limits() -> Limits:
    """Return limits that nobody meets: a minute passes before each message."""
    minutes = itertools.count()
    return Limits(lambda: 60.0 * next(minutes))


@pytest.fixture
def typing_limits() -> Limits:
    """Return limits of inline queries that nobody meets."""
    minutes = itertools.count()
    return Limits(lambda: 60.0 * next(minutes))


@pytest.fixture
def reader() -> PictureReader | None:
    """Return what reads pictures: nobody."""
    return None


@dataclass
class Clock:
    """Stands still until a test moves it, a second after what is sent by default."""

    now: float = DATE + 1.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk_chat_id() -> int | None:
    """Return the group of the moderators: none."""
    return None


@pytest.fixture
def publisher() -> Publisher | None:
    """Return what publishes claims: nothing but what the bot itself would take."""
    return None


@pytest.fixture
def meet(
    *,
    api: BotApi,
    clock: Clock,
    reader: PictureReader | None,
    tmp_path: Path,
    sleeps: Sleeps,
    kept: MemoryStores,
    limits: Limits,
    typing_limits: Limits,
    desk_chat_id: int | None,
    publisher: Publisher | None,
) -> Meet:
    """Return what opens a chat with a bot that answers in a given way; nothing may be refused."""

    @asynccontextmanager
    async def open_chat(answering: Answers) -> AsyncIterator[Chat]:
        application = build_application(
            api.token,
            replace(settings(api, tmp_path), moderation_chat_id=desk_chat_id),
            answering,
            kept.stores,
            reader=reader,
            sleep=sleeps,
            limits=limits,
            typing_limits=typing_limits,
            clock=clock,
            publisher=publisher,
        )
        async with application:
            api.calls.clear()
            yield Chat(api, application, sleeps, kept.chats)

    return open_chat


def settings(api: BotApi, folder: Path) -> Settings:
    """Return the settings of a bot that talks to the fake and writes to *folder*."""
    return Settings(
        knowledge_dir=folder,
        data_dir=folder,
        telegram_api_base_url=api.base_url,
        telegram_api_file_url=api.file_url,
    )


def html(*replies: Reply) -> list[str]:
    return [to_html(reply) for reply in replies]


@pytest.fixture
def at_war(catalog: Catalog) -> list[str]:
    """The card, as it is sent."""
    return html(render_card(AT_WAR, "en", catalog))
