"""The running bot: take in, handle, look after itself; and an orderly end."""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import socket
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot import metrics
from bot.answering import Answering
from bot.answers import LiveAnswering
from bot.chats import ChatsUnavailableError
from bot.config import ConfigError, Settings
from bot.intake.dispatcher import Dispatcher
from bot.intake.inbox import InboxUnavailableError
from bot.intake.keeper import Keeper
from bot.intake.passing import Passing
from bot.moderation.gathering import Gatherer
from bot.moderation.publishing import Publisher
from bot.people import PeopleUnavailableError
from bot.pushing import Pushing
from bot.reading.model import PictureReader
from bot.storage.addresses import database_url
from bot.storage.chats import DatabaseChats
from bot.storage.clusters import DatabaseQueue
from bot.storage.database import Database, DatabaseUnavailableError
from bot.storage.digests import DatabaseDigests
from bot.storage.drafts import DatabaseDrafts
from bot.storage.files import DatabaseFiles
from bot.storage.follows import DatabaseFollows
from bot.storage.groups import DatabaseGroups
from bot.storage.inbox import DatabaseInbox
from bot.storage.migrate import migrate
from bot.storage.names import Names
from bot.storage.numbers import DatabaseNumbers
from bot.storage.opinions import DatabaseOpinions
from bot.storage.people import DatabasePeople
from bot.storage.popularity import DatabasePopularity
from bot.storage.questions import DatabaseQuestions
from bot.storage.revisions import DatabaseRevisions
from bot.storage.senders import DatabaseSenders
from bot.storage.staff import DatabaseStaff
from bot.tg.app import ALIVE, ALLOWED_UPDATES, build_application, sign_of_life
from bot.tg.desk.cards import Cards
from bot.tg.desk.git import GitDuty
from bot.tg.desk.numbers_duty import NumbersDuty
from bot.tg.desk.queue import CardWriter
from bot.tg.desk.queue_duty import QueueDuty
from bot.tg.errors import Errors, describe
from bot.tg.handling import Handling
from bot.tg.polling import Poller, insist
from bot.tg.profile import publish_profile
from bot.tg.request import Reach
from bot.tg.send import Sender
from bot.tg.stores import Stores
from bot.watch import Watch
from bot.web.app import Pages
from bot.web.server import Server
from bot.web.webhook import Webhook

log = logging.getLogger(__name__)

# Docker kills ten seconds after it asked us to stop. What is begun gets half of that; then a
# database that hangs may take some more before it is left alone.
_FINISH_S = 5.0
_GIVE_BACK_S = 2.0
_CLOSE_S = 1.0
_SWEEP_S = 600.0
_HEAR_S = 5.0
"""How soon we hear of somebody who was blocked or unblocked."""
_KNOCK_S = 5.0
_LOOK_S = 2.0
"""For the database to say how much is waiting."""
_OPEN_PAUSE_S = 2.0
_OPEN_TRIES = 30
"""A database may take a minute to come up at the start."""
_CONNECTIONS = 40
"""Telegram's own default: deliveries at the same time."""
_UNAVAILABLE = (
    DatabaseUnavailableError,
    InboxUnavailableError,
    PeopleUnavailableError,
    ChatsUnavailableError,
)
_KINDS = frozenset({*ALLOWED_UPDATES, "chat_member"})


@dataclass
class Service:
    """All parts of a bot that is online."""

    settings: Settings
    answering: Answering
    finish_s: float = _FINISH_S
    knock_s: float = _KNOCK_S
    rebuild: Callable[[], Answering] | None = None
    """Reads the knowledge base anew; None where it is never read again."""
    reader: PictureReader | None = None
    """Reads pictures; None where readers have to type what stands in them."""
    _missing: dict[str, str] = field(default_factory=dict)
    """What is not ready, by part, and why."""

    async def run(self) -> None:
        """Be online until SIGINT or SIGTERM; raise ConfigError where that cannot be."""
        token = self.settings.telegram_bot_token
        if token is None:
            raise ConfigError(
                "TELEGRAM_BOT_TOKEN is not set; get one from @BotFather, put it in .env"
            )
        self._missing |= {"database": "not reached yet", "telegram": "not reached yet"}
        if self.settings.webhook_url:
            self._missing["webhook"] = "not set yet"
        self._database = Database(database_url(self.settings))
        self._inbox = DatabaseInbox(
            self._database, f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"
        )
        names = Names(token)
        self._people = DatabasePeople(self._database, names)
        self._opinions = DatabaseOpinions(self._database, names)
        self._chats = DatabaseChats(self._database)
        self._groups = DatabaseGroups(self._database, names)
        stores = Stores(
            people=self._people,
            chats=self._chats,
            popularity=DatabasePopularity(self._database, names),
            questions=DatabaseQuestions(self._database, names),
            opinions=self._opinions,
            follows=DatabaseFollows(self._database),
            digests=DatabaseDigests(self._database, names),
            files=DatabaseFiles(self._database, token.partition(":")[0]),
            groups=self._groups,
            staff=DatabaseStaff(self._database, names, self.settings.owner_ids),
            queue=DatabaseQueue(self._database, names),
            senders=DatabaseSenders(self._database, names, self.settings.owner_ids),
            revisions=DatabaseRevisions(self._database, names),
            drafts=DatabaseDrafts(self._database, names),
            numbers=DatabaseNumbers(self._database),
        )
        self._reach = Reach()
        self._live = LiveAnswering(self.answering)
        self._watcher = (
            Watch(self.settings.knowledge_dir, self.rebuild, self._live.replace)
            if self.rebuild
            else None
        )
        self._publisher = Publisher.of(
            self.settings.knowledge_dir,
            stores.revisions,
            pushes=self.settings.knowledge_git_push,
            refresh=self._answer_anew,
        )
        self._application = build_application(
            token,
            self.settings,
            self._live,
            stores,
            reader=self.reader,
            reach=self._reach,
            publisher=self._publisher,
        )
        self._git_duty = GitDuty(
            self._publisher,
            Sender(stores.chats),
            self._application.bot,
            self.settings.moderation_chat_id,
        )
        self._queue_duty = self._keep_queue(stores)
        self._numbers_duty = NumbersDuty(
            self._live.tally,
            stores.numbers,
            stores.chats,
            Sender(stores.chats),
            self._application.bot,
            published=lambda: self._live.knowledge.published,
            desk_chat_id=self.settings.moderation_chat_id,
            retention_days=self.settings.retention_days,
        )
        self._pushing = Pushing(self._database, names, stores, self._live, self._application.bot)
        handling = Handling(self._application, Errors(self._live, Sender(stores.chats)))
        self._dispatcher = Dispatcher(self._inbox, handling.handle, describe, handling.gave_up)
        self._passing = Passing(handling.handle, describe)
        self._keeper = Keeper(self._inbox, self._dispatcher.notify, _KINDS, self._passing.take)
        self._poller = Poller(self._application, ALLOWED_UPDATES, self._keeper.insist)
        server = self._server()
        parts = [_signalled(), self._work(), *([server.serve()] if server else [])]
        try:
            await _together(parts)
        except InvalidToken:
            # Its message holds the token.
            raise ConfigError(
                "Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from @BotFather (/mybots, API "
                "Token), and check that TELEGRAM_API_BASE_URL "
                f"({self.settings.telegram_api_base_url}) is the address of a Bot API server"
            ) from None
        finally:
            await self._end(server)

    def _keep_queue(self, stores: Stores) -> QueueDuty:
        """Return what keeps the queue, and its cards where there is a desk chat."""
        owner = f"{os.getpid()}:{secrets.token_hex(8)}"
        gatherer = Gatherer(stores.queue, lambda: self._live.matcher.current, owner)
        chat_id, bot = self.settings.moderation_chat_id, self._application.bot
        if chat_id is None:
            return QueueDuty(gatherer, None)
        sender, writer = Sender(stores.chats), CardWriter(self._live)
        cards = Cards(bot, sender, stores.chats, stores.queue, writer, chat_id=chat_id)
        return QueueDuty(gatherer, cards)

    async def _work(self) -> None:
        await self._open()
        await _together([self._sweep(), self._hear(), self._knock(), self._watch(), self._online()])

    async def _open(self) -> None:
        """Bring the database up to date, waiting for one that is not up yet."""
        for tries in range(_OPEN_TRIES + 1):
            try:
                await migrate(self._database)
                if self._database.is_sqlite:
                    await self._inbox.take_over()
                    await self._pushing.take_over()
                await self._refresh_people()
            except _UNAVAILABLE as error:
                self._missing["database"] = "not reached"
                if tries == _OPEN_TRIES:
                    raise ConfigError(
                        f"the database of DATABASE_URL cannot be reached ({error}); start it, or "
                        "correct the address"
                    ) from None
                if not tries:
                    log.warning(
                        "the database cannot be reached (%s); trying on for a minute, and `doctor` "
                        "says what to look at",
                        error,
                    )
                await asyncio.sleep(_OPEN_PAUSE_S)
            else:
                break
        with contextlib.suppress(PeopleUnavailableError):
            await self._publisher.recover()
        del self._missing["database"]

    async def _online(self) -> None:
        """Take in and handle, for ever."""
        knowledge = self._live.knowledge
        log.info(
            "going online with %d published claims, knowledge base %s",
            len(knowledge.published),
            knowledge.revision,
        )
        await insist(self._application.initialize)
        del self._missing["telegram"]
        taking_in = self._webhook_online() if self.settings.webhook_url else self._poller.poll()
        handling = [
            self._dispatcher.run(),
            self._passing.run(),
            *self._pushing.parts(),
            self._git_duty.run(),
            self._queue_duty.run(),
            self._numbers_duty.run(),
        ]
        await _together([*handling, taking_in, self._introduce()])

    async def _introduce(self) -> None:
        """Show commands and descriptions in every language; then there is nothing left to do."""
        await publish_profile(
            self._application.bot,
            self._live.catalog,
            self.settings.default_language,
            desk_chat_id=self.settings.moderation_chat_id,
        )
        await asyncio.Event().wait()  # _together ends when any part does

    async def _webhook_online(self) -> None:
        """Tell Telegram where to deliver; then show, for ever, that we are there."""
        await insist(self._set_webhook)
        del self._missing["webhook"]
        log.info("online as @%s, webhook", self._application.bot.username)
        alive = sign_of_life(self.settings.data_dir / ALIVE)
        while True:
            alive()
            await asyncio.sleep(self.knock_s)

    async def _set_webhook(self) -> None:
        try:
            await self._application.bot.set_webhook(
                self.settings.webhook_url,
                secret_token=self.settings.webhook_secret,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=_CONNECTIONS,
            )
        except BadRequest as error:
            raise ConfigError(
                f"Telegram refuses WEBHOOK_URL {self.settings.webhook_url} ({error.message}); set "
                "it to an https address that Telegram can reach, on port 443, 80, 88 or 8443"
            ) from None

    async def _knock(self) -> None:
        """Ask whether Telegram is back while it is away: without messages nobody else would."""
        while True:
            await asyncio.sleep(self.knock_s)
            if not self._reach.broken:
                continue
            try:
                await self._application.bot.get_me()
            except InvalidToken:
                raise
            except TelegramError:
                continue

    async def _watch(self) -> None:
        """Answer from the newest knowledge base."""
        if self._watcher is None:
            await asyncio.Event().wait()
        else:
            await self._watcher.run()

    async def _answer_anew(self) -> None:
        """Answer from the knowledge base as it is at this moment."""
        if self._watcher:
            await self._watcher.now()

    async def _sweep(self) -> None:
        """Drop what is too old, now and then."""
        while True:
            with contextlib.suppress(InboxUnavailableError):
                dropped = await self._inbox.sweep(self.settings.retention_days)
                if dropped:
                    metrics.HANDLED.labels("too-old").inc(dropped)
                    log.warning("%d updates waited for too long and are not answered", dropped)
            with contextlib.suppress(PeopleUnavailableError):
                # Retention is counted in days; looking more often costs next to nothing.
                purged = await self._people.purge(self.settings.retention_days)
                if purged:
                    log.info("%d rows about people were old enough to be deleted", purged)
            await asyncio.sleep(_SWEEP_S)

    async def _hear(self) -> None:
        """Hear what others noted: blocks, misfits, closed chats, what groups and people chose."""
        while True:
            await asyncio.sleep(_HEAR_S)
            with contextlib.suppress(PeopleUnavailableError, ChatsUnavailableError):
                await self._refresh_people()

    async def _refresh_people(self) -> None:
        await self._people.refresh()
        await self._opinions.refresh()
        await self._chats.refresh()
        await self._groups.refresh()

    async def _keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Keep what the webhook brings; it may come before the database is open."""
        if "database" in self._missing:
            raise InboxUnavailableError("not open yet")
        await self._keeper.keep(updates)

    async def _waiting(self) -> int | None:
        """Return how many updates wait, None where the database does not say."""
        if "database" in self._missing:
            return None
        try:
            async with asyncio.timeout(_LOOK_S):
                return await self._inbox.waiting()
        except (InboxUnavailableError, TimeoutError):
            return None

    async def _readiness(self) -> Mapping[str, str]:
        missing = dict(self._missing)
        if await self._waiting() is None:
            missing.setdefault("database", "not reached")
        if self._keeper.is_failing:
            missing.setdefault("database", "cannot be written to")
        if self._reach.broken:
            missing.setdefault("telegram", "not reached")
        return missing

    async def _refresh(self) -> None:
        waiting = await self._waiting()
        if waiting is not None:
            metrics.WAITING.set(waiting)
        if "database" not in self._missing:
            await self._pushing.count()
        knowledge, matcher = self._live.knowledge, self._live.matcher.current
        metrics.CLAIMS.set(len(knowledge.published))
        metrics.ENCODERS.set(len(matcher.senses))
        metrics.REVISION.clear()
        metrics.REVISION.labels(knowledge.revision).set(1)

    def _server(self) -> Server | None:
        url, secret = self.settings.webhook_url, self.settings.webhook_secret
        webhook = Webhook(url, secret, self._keep) if url and secret else None
        if self.settings.listen_port is None:
            return None
        pages = Pages(self._readiness, self._refresh, webhook, describe)
        return Server(pages.app(), self.settings.listen_host, self.settings.listen_port)

    async def _end(self, server: Server | None) -> None:
        """Take in nothing more, finish what is begun, give the rest back."""
        self._missing["bot"] = "stopping"
        last = [
            self._finish(),
            self._finish_pushing(),
            self._poller.confirm(),
            *([server.stop()] if server else []),
        ]
        for outcome in await asyncio.gather(*last, return_exceptions=True):
            if isinstance(outcome, BaseException):
                log.error("stopping went wrong: %s", describe(outcome))
        await self._keep_counts()
        with contextlib.suppress(TelegramError):
            await self._application.shutdown()
        with contextlib.suppress(TelegramError):
            await self._application.bot.shutdown()  # which an application half up leaves open
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_S):
                await self._database.close()

    async def _finish(self) -> None:
        if "database" in self._missing:
            return
        try:
            async with asyncio.timeout(self.finish_s + _GIVE_BACK_S):
                is_done = await self._dispatcher.finish(self.finish_s)
        except TimeoutError:
            is_done = False
        if not is_done:
            log.warning("stopped before every message was answered; the rest is kept")

    async def _keep_counts(self) -> None:
        if "database" not in self._missing:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_S):
                    await self._numbers_duty.keep()

    async def _finish_pushing(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.finish_s):
                await self._pushing.finish()


async def _signalled() -> None:
    """Wait for SIGINT or SIGTERM; one that comes later changes nothing."""
    signalled = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows, where Ctrl-C cancels us instead
            asyncio.get_running_loop().add_signal_handler(number, signalled.set)
    await signalled.wait()
    log.info("stopping")


async def _together(parts: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run *parts* until one of them ends; raise what it raised."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
